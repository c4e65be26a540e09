"""``contacts`` and ``follow-ups``: the operator's table of whom to turn to, and the register of follow-ups.

The operator imports whatever ``DASHBOARD_READ_ONLY`` says; that closes the screens only.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from data.access import Home, default_home
from data.commands.annotations import author_of
from data.commands.arguments import known_place
from data.model import JST
from data.records import FollowUp, FollowUpKind, FollowUpState
from data.reference import load_reference
from data.sources.contacts import read_contacts

AddCommand = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]

KIND_WORDS: Final = {
    FollowUpKind.PHONE: "電話",
    FollowUpKind.MAIL: "メール",
    FollowUpKind.MEETING: "連絡会議",
    FollowUpKind.VISIT: "訪問",
    FollowUpKind.DISPATCH: "アドバイザー派遣",
}
_STATE_WORDS: Final = {FollowUpState.OPEN: "対応中", FollowUpState.DONE: "完了"}


def add_follow_up_commands(add: AddCommand) -> None:
    """Declare the commands through ``add`` (name, function, words)."""
    contacts = add("contacts", _contacts, "担当者の表（団体コード・総務省担当・標準化リエゾン）を取り込む")
    contacts.add_argument("file", type=Path, metavar="FILE")
    contacts.add_argument("--author", default=None, help="取り込む人（既定は実行した利用者の名前）")

    register = add("follow-ups", _follow_ups, "対応の記録の一覧を出力する")
    register.add_argument(
        "--place", default="", metavar="NN", help="都道府県コード2桁か、団体コード5桁または6桁（省略すると全国）"
    )
    register.add_argument("--overdue", action="store_true", help="期限を過ぎた対応だけ")
    register.add_argument("--all", action="store_true", help="取り下げた記録も出力する")
    register.add_argument("--history", action="store_true", help="変更前の内容も出力する（JSON のみ）")


def _contacts(options: argparse.Namespace) -> int:
    # Loading the database library only here keeps every other command quick.
    from data.records.contacts import Contact, save_contacts

    lines = read_contacts(options.file)
    rows = [Contact(line.body_code, line.mic_contact, line.liaison) for line in lines]
    added, changed = save_contacts(_home(options).records, rows, author=author_of(options))
    told = {"rows": len(rows), "added": added, "changed": changed}
    if options.json:
        _print_json(told)
    else:
        print(f"担当者の表を取り込みました: {len(rows):,}団体（新規 {added:,}、変更 {changed:,}）")
    return 0


def _follow_ups(options: argparse.Namespace) -> int:
    from data.records.follow_ups import follow_up_history, list_follow_ups

    place = known_place(options.place) if options.place else ""
    records, today = _home(options).records, datetime.now(JST).date()
    found = [
        item
        for item in list_follow_ups(records, place=place, is_with_withdrawn=options.all)
        if not options.overdue or item.is_overdue(today)
    ]
    if options.json:
        histories = {item.id: follow_up_history(records, item.id) if options.history else () for item in found}
        _print_json(
            [
                asdict(item)
                | {"is_overdue": item.is_overdue(today)}
                | ({"history": [asdict(one) for one in histories[item.id]]} if options.history else {})
                for item in found
            ]
        )
        return 0
    for item in found:
        print(_line(item, today=today))
    print(f"{len(found)}件")
    return 0


def _line(item: FollowUp, *, today: date) -> str:
    body = load_reference().body(item.body_code)
    said = " ".join(item.content.splitlines())
    agreed = f"／次の対応: {' '.join(item.next_action.splitlines())}" if item.next_action else ""
    due = f"（期限 {item.due_on}）" if item.due_on else ""
    state = "期限超過" if item.is_overdue(today) else _STATE_WORDS[item.state]
    withdrawn = "（取り下げ済み）" if item.is_withdrawn else ""
    name = body.name if body else ""
    head = f"{item.id} {item.happened_on} {item.body_code} {name} {KIND_WORDS[item.kind]}"
    return f"{head} {said}{agreed}{due} {state}（{item.author}）{withdrawn}"


def _home(options: argparse.Namespace) -> Home:
    place: Path | None = options.home
    return Home(place or default_home())


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
