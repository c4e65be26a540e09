"""The words of meetings: their rows, how prefectures stand, and what a file of them says about itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from components.documents.table_files import TableColumn, TableHead
from components.text import Text
from data.reference import load_reference
from data.views.meetings import STATES, Meeting, MeetingRow, MeetingState, MeetingsView

ENTRY_COLUMNS: Final = (
    "prefecture", "held", "mic", "agency", "agenda", "next", "notes", "author", "edited",
)  # fmt: skip
ROW_COLUMNS: Final = (
    "code", "prefecture", "state", "last", "since", "recent", "mic", "agency", "later", "next",
)  # fmt: skip
STATE_MARKS: Final = {
    MeetingState.LAPSED: "▲",
    MeetingState.REGULAR: "✓",
    MeetingState.MET: "○",
    MeetingState.PLANNED: "□",
    MeetingState.UNRECORDED: "？",
}
_COUNTS: Final = ("since", "recent")


def prefecture_name(code: str, *, text: Text) -> str:
    """A prefecture's name; its code where the reference does not know it."""
    found = load_reference().prefecture(code)
    return code if found is None else text.pick(found.name, found.english)


def state_word(state: MeetingState, view: MeetingsView, *, text: Text) -> str:
    """How a prefecture stands, with the mark of the state."""
    words = text(f"meeting.state.{state.value}", months=view.rules.meeting_lapsed_months)
    return f"{STATE_MARKS[state]} {words}"


def entry_frame(entries: Iterable[Meeting], *, text: Text) -> pd.DataFrame:
    """One row per meeting, every value a finished text; columns ``ENTRY_COLUMNS``."""
    return pd.DataFrame(
        [
            {
                "prefecture": prefecture_name(entry.prefecture_code, text=text),
                "held": text.date(entry.held_on) if entry.held_on else text("meeting.not_held_yet"),
                "mic": text(f"meeting.attendance.{entry.mic.value}") if entry.held_on else "",
                "agency": text(f"meeting.attendance.{entry.agency.value}") if entry.held_on else "",
                "agenda": entry.agenda,
                "next": text.date(entry.next_on) if entry.next_on else "",
                "notes": entry.notes,
                "author": entry.author,
                "edited": text("follow.edited_by", author=entry.edited_by, moment=text.moment(entry.edited_at))
                if entry.is_edited
                else "",
            }
            for entry in entries
        ],
        columns=list(ENTRY_COLUMNS),
    )


def entry_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``entry_frame``."""
    return tuple(
        TableColumn(name, text(f"meeting.column.{name}"), is_heading=name == "prefecture") for name in ENTRY_COLUMNS
    )


def row_frame(view: MeetingsView, *, text: Text) -> pd.DataFrame:
    """One row per prefecture; columns ``ROW_COLUMNS``, months and meetings as numbers, the rest finished texts."""
    return pd.DataFrame(
        [_row(row, view, text=text) for row in view.rows],
        columns=list(ROW_COLUMNS),
    ).astype({"since": "Int64", "recent": "Int64"})


def row_columns(view: MeetingsView, *, text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``row_frame``."""
    return tuple(
        TableColumn(
            name,
            text(f"meeting.column.{name}", months=view.rules.meeting_window_months)
            if name == "recent"
            else text(f"meeting.column.{name}"),
            kind="count" if name in _COUNTS else "text",
            is_heading=name == "prefecture",
        )
        for name in ROW_COLUMNS
    )


def next_words(row: MeetingRow, view: MeetingsView, *, text: Text) -> str:
    """The day of the next meeting, and that it passed without a record of one; empty where none is known."""
    if row.next_on is None:
        return ""
    day = text.date(row.next_on)
    return text("meeting.next_passed", day=day) if row.next_on < view.today else day


def overview_sentences(view: MeetingsView, *, place: str, text: Text) -> tuple[str, ...]:
    """How the nation's prefectures stand, or how one does, at the end of the month."""
    month, row = text.month(view.as_of.month), view.row
    if view.prefecture is None:
        counts = text("meeting.joint").join(
            text("meeting.state_count", state=state_word(state, view, text=text), prefectures=view.count(state))
            for state in STATES
            if view.count(state)
        )
        said = [text("meeting.summary_nation", month=month, prefectures=len(view.rows), counts=counts)]
        lapsed = [one for one in view.rows if one.course.state is MeetingState.LAPSED]
        met_since = sum(one.course.later_on is not None for one in lapsed)
        return (
            (*said, text("meeting.summary_later", prefectures=met_since, months=view.rules.meeting_lapsed_months))
            if met_since
            else tuple(said)
        )
    if row is None:
        return (text("meeting.outside_scope"),)
    state = state_word(row.course.state, view, text=text)
    said = [text("meeting.summary_place", place=place, month=month, state=state)]
    if row.course.last_on is not None:
        day = text.date(row.course.last_on)
        said.append(
            text("meeting.summary_last", day=day, months=row.course.months_since)
            if row.course.months_since
            else text("meeting.summary_last_now", day=day)
        )
    if row.course.later_on is not None:
        said.append(text("meeting.summary_after", day=text.date(row.course.later_on)))
    ahead = next_words(row, view, text=text)
    said.append(text("meeting.summary_next", day=ahead) if ahead else text("meeting.summary_no_next"))
    return tuple(said)


def state_rules(view: MeetingsView, *, text: Text) -> tuple[str, ...]:
    """What the states rest on, with the thresholds in force."""
    rules = view.rules
    return (
        text("meeting.own"),
        text(
            "meeting.rule",
            lapsed=rules.meeting_lapsed_months,
            window=rules.meeting_window_months,
            least=rules.meeting_regular_months,
        ),
        text("meeting.rule_unrecorded"),
    )


def meeting_head(view: MeetingsView, *, title: str, place: str, text: Text, rules: tuple[str, ...] = ()) -> TableHead:
    """What a downloaded table says about itself: finished sentences."""
    return TableHead(
        title=title,
        as_of=text.month(view.as_of.month),
        filters=(place, text("follow.today", day=text.date(view.today))),
        definitions=rules,
        sources=(text("meeting.source"),),
        is_synthetic=view.is_synthetic,
    )


def meeting_file(view: MeetingsView, what: str) -> str:
    """Name of a downloaded file, without its ending; invented data says so."""
    demo, place = "demo_" if view.is_synthetic else "", view.prefecture.code if view.prefecture else "nation"
    return f"{demo}meetings_{what}_{place}_{view.as_of.month}"


def _row(row: MeetingRow, view: MeetingsView, *, text: Text) -> dict[str, object]:
    course, last = row.course, row.last
    return {
        "code": row.prefecture.code,
        "prefecture": text.pick(row.prefecture.name, row.prefecture.english),
        "state": state_word(course.state, view, text=text),
        "last": text.date(course.last_on) if course.last_on else text("meeting.unrecorded"),
        "since": course.months_since,
        "recent": course.recent if course.last_on else None,
        "mic": text(f"meeting.attendance.{last.mic.value}") if last else "",
        "agency": text(f"meeting.attendance.{last.agency.value}") if last else "",
        "later": text.date(course.later_on) if course.later_on else "",
        "next": next_words(row, view, text=text),
    }
