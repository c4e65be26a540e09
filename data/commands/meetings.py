"""``meetings``: the register of 連絡会議, or how each prefecture stands with them at a month."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from data.access import Home, default_home
from data.commands.arguments import instant_argument, month_argument
from data.model import AsOf
from data.records import Attendance, Meeting, RecordsError
from data.reference import load_reference
from data.views.meetings import MeetingRow, MeetingState, meetings_view
from data.views.summary import known_prefecture

AddCommand = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]

REFUSED: Final = 2
STATE_WORDS: Final = {
    MeetingState.LAPSED: "{months}か月以上開催の記録なし",
    MeetingState.REGULAR: "定期的に開催",
    MeetingState.MET: "開催あり",
    MeetingState.PLANNED: "予定のみ",
    MeetingState.UNRECORDED: "記録なし",
}
_ATTENDANCE_WORDS: Final = {Attendance.YES: "出席", Attendance.NO: "欠席", Attendance.UNKNOWN: "出席不明"}


def add_meeting_commands(add: AddCommand) -> None:
    """Declare the command through ``add`` (name, function, words)."""
    meetings = add("meetings", _meetings, "連絡会議の記録、または都道府県ごとの開催状況を出力する")
    meetings.add_argument("--prefecture", default="", metavar="NN", help="都道府県コード2桁（省略すると全国）")
    meetings.add_argument("--all", action="store_true", help="取り下げた記録も出力する")
    meetings.add_argument("--history", action="store_true", help="変更前の内容も出力する（JSON のみ）")
    meetings.add_argument("--states", action="store_true", help="記録でなく、都道府県ごとの開催状況を出力する")
    meetings.add_argument("--as-of", type=month_argument, default=None, help="開催状況の対象年月 YYYY-MM（既定は最新）")
    meetings.add_argument("--known-at", type=instant_argument, default=None, help="この日時までの記録だけで答える")


def _meetings(options: argparse.Namespace) -> int:
    if options.prefecture:
        known_prefecture(options.prefecture)
    return _states(options) if options.states else _register(options)


def _register(options: argparse.Namespace) -> int:
    # Loading the database library only here keeps every other command quick.
    from data.records.meetings import list_meetings, meeting_history

    records = _home(options).records
    found = list_meetings(
        records, known_at=options.known_at, prefecture=options.prefecture, is_with_withdrawn=options.all
    )
    if options.json:
        histories = {item.id: meeting_history(records, item.id) if options.history else () for item in found}
        _print_json(
            [
                asdict(item) | ({"history": [asdict(one) for one in histories[item.id]]} if options.history else {})
                for item in found
            ]
        )
        return 0
    for item in found:
        print(_line(item))
    print(f"{len(found)}件")
    return 0


def _states(options: argparse.Namespace) -> int:
    reader = _home(options).reader()
    month = options.as_of or reader.opening_month
    if month is None:
        print(f"エラー: データがありません: {options.home or default_home()}", file=sys.stderr)
        return REFUSED
    view = meetings_view(reader, as_of=AsOf(month, options.known_at))
    if view.problem is not None:
        raise RecordsError(view.problem)
    rows = [row for row in view.rows if options.prefecture in ("", row.prefecture.code)]
    if options.json:
        _print_json(
            [
                {"prefecture_code": row.prefecture.code, "next_on": row.next_on, "as_of": month} | asdict(row.course)
                for row in rows
            ]
        )
        return 0
    for row in rows:
        print(_state_line(row, lapsed_months=view.rules.meeting_lapsed_months))
    print(f"{month} 現在 {len(rows)}都道府県")
    return 0


def _line(item: Meeting) -> str:
    prefecture = load_reference().prefecture(item.prefecture_code)
    held = f"{item.held_on} 開催" if item.held_on else "開催前"
    ahead = f"／次回予定 {item.next_on}" if item.next_on else ""
    there = f"／総務省{_ATTENDANCE_WORDS[item.mic]}・デジタル庁{_ATTENDANCE_WORDS[item.agency]}" if item.held_on else ""
    texts = (("議題", item.agenda), ("メモ", item.notes))
    said = "".join(f"／{label}: {' '.join(words.splitlines())}" for label, words in texts if words)
    withdrawn = "（取り下げ済み）" if item.is_withdrawn else ""
    name = prefecture.name if prefecture else item.prefecture_code
    return f"{item.id} {name} {held}{ahead}{there}{said}（{item.author}）{withdrawn}"


def _state_line(row: MeetingRow, *, lapsed_months: int) -> str:
    course = row.course
    state = STATE_WORDS[course.state].format(months=lapsed_months)
    last = f"最終 {course.last_on}（{course.months_since}か月前）" if course.last_on else ""
    later = f"その後 {course.later_on}" if course.later_on else ""
    ahead = f"次回予定 {row.next_on}" if row.next_on else ""
    return " ".join(part for part in (row.prefecture.code, row.prefecture.name, state, last, later, ahead) if part)


def _home(options: argparse.Namespace) -> Home:
    place: Path | None = options.home
    return Home(place or default_home())


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
