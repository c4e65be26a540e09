"""The six milestones against their dates: what is attained, what was in time, what is left and how far it is over.

Whether a date is kept is said by mark, word and colour together. Dates are 目安 under technical advice, so that the
word for past them is 目安超過.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.documents.table_files import TableColumn
from components.text import Text

_COLUMNS: Final = ("milestone", "due", "attained", "on_time", "open", "state")
_WITH_BODIES: Final = (*_COLUMNS[:-1], "open_bodies", "unrecorded", "latest_bound", "state")
_NUMBERS: Final = ("counted", "attained", "attained_on_time", "open", "unrecorded", "latest_bound", "months_past")
_STATES: Final = {
    "attained": ("○", "good"),
    "closed": ("○", "good"),
    "overdue": ("▲", "late"),
    "due_now": ("△", "warning"),
    "ahead": ("→", ""),
    "designated_overdue": ("▲", "late"),
    "designated": ("◇", ""),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """One milestone, finished for reading. ``state`` is a key of ``_STATES``, None where nothing is counted."""

    id: str
    name: str
    phase: str
    work: str
    due_on: str
    attained: float | None
    on_time: float | None
    open: int | None
    state: str | None
    months: int
    unrecorded: int
    latest_bound: int
    waiting: _Designated | None
    open_bodies: int | None


@dataclass(frozen=True, slots=True)
class _Designated:
    """Designated systems (特定移行) open for go-live, by their own deadlines; ``others``: the undesignated open."""

    others: int
    ahead: int
    past: int
    unknown: int

    @property
    def systems(self) -> int:
        return self.ahead + self.past + self.unknown


def milestone_table(frame: pd.DataFrame, *, caption: str, text: Text, selected: str | None = None) -> None:
    """Show ``frame`` (see ``milestone_table_html``)."""
    st.html(milestone_table_html(frame, caption=caption, text=text, selected=selected))


def milestone_table_html(frame: pd.DataFrame, *, caption: str, text: Text, selected: str | None = None) -> str:
    """Write the milestones as a table with a caption, or say that the month has no report by step.

    ``frame``, one row each in the notice's order: milestone (id), phase_name, step_label, work, due_on (a date or ISO),
    counted, attained, attained_on_time, open, unrecorded, latest_bound (systems), months_past (negative = months left);
    optionally on_time_counted, the denominator of 期限内達成率, else counted − latest_bound, and open_undesignated with
    open_designated_ahead, _past and _unknown: go-live is then judged over only by the undesignated and by the
    designated past their own deadlines. 期限内達成率 is unknown until the date has come. Blank = unknown.
    With open_bodies (bodies with an open system) that column, 記録なし and 遅くとも are shown too; ``selected`` (an id)
    is the row marked as looked at.
    """
    columns = _WITH_BODIES if "open_bodies" in frame else _COLUMNS
    rows = list(_rows(frame, text=text))
    if all(row.state is None for row in rows):
        title, why = escape(text("milestone.no_steps")), escape(text("milestone.no_steps_why"))
        return f'<div class="d-nothing" role="note"><p><strong>{title}</strong></p><p>{why}</p></div>'
    heads = "".join(f'<th scope="col" class="d-ms-{name}">{escape(_heading(name, text=text))}</th>' for name in columns)
    body = "".join(_row_html(row, columns=columns, is_selected=row.id == selected, text=text) for row in rows)
    label = escape(caption)
    notes = "".join(f"<p>{escape(note)}</p>" for note in _notes(rows, text=text))
    return (
        f'<div class="d-table d-milestones" role="region" aria-label="{label}" tabindex="0"><table>'
        f'<caption class="d-unseen">{label}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
        f'<div class="d-notes">{notes}</div>'
    )


def milestone_file(frame: pd.DataFrame, *, text: Text) -> pd.DataFrame:
    """The numbers of the table for a file, columns as in ``milestone_file_columns``; ``frame`` as for the table."""
    rows = list(_rows(frame, text=text))
    numbers = frame[["counted", "attained", "open", "unrecorded", "latest_bound"]].reset_index(drop=True)
    numbers = numbers.rename(columns={"attained": "attained_systems"})
    words = pd.DataFrame(
        {
            "milestone": [f"{row.name} {row.work}".strip() for row in rows],
            "due": [row.due_on for row in rows],
            "attained": pd.array([row.attained for row in rows], dtype="Float64"),
            "on_time": pd.array([row.on_time for row in rows], dtype="Float64"),
            "state": [_state_words(row, text=text) for row in rows],
        }
    )
    return pd.concat([words, numbers], axis=1)


def milestone_file_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``milestone_file``."""
    counts = ("counted", "attained_systems", "latest_bound", "open", "unrecorded")
    return (
        TableColumn("milestone", text("milestone.column.milestone"), is_heading=True),
        TableColumn("due", text("milestone.column.due")),
        TableColumn("attained", text("milestone.column.attained"), kind="share"),
        TableColumn("on_time", text("milestone.column.on_time"), kind="share"),
        *(TableColumn(name, text(f"milestone.column.{name}"), kind="count") for name in counts),
        TableColumn("state", text("milestone.column.state")),
    )


def _rows(frame: pd.DataFrame, *, text: Text) -> Iterator[_Row]:
    for record in frame.to_dict("records"):
        number = {name: None if pd.isna(record[name]) else int(record[name]) for name in _NUMBERS}
        counted, latest_bound = number["counted"] or 0, number["latest_bound"] or 0
        comparable = record.get("on_time_counted", counted - latest_bound)
        milestone, due_on = str(record["milestone"]), record["due_on"]
        months_past = number["months_past"]
        is_due = months_past is not None and months_past >= 0
        waiting = _designated(record) if milestone == "live" and counted else None
        state = _state(counted, number["open"], months_past, has_unrecorded=bool(number["unrecorded"]))
        yield _Row(
            id=milestone,
            name=text.pick(record["step_label"] or "", "") or text(f"milestone.name.{milestone}"),
            phase=text.pick(record["phase_name"], text(f"milestone.phase.{milestone}")) if record["step_label"] else "",
            work=text.pick(record["work"], text(f"milestone.work.{milestone}")),
            due_on=text.month(f"{due_on if isinstance(due_on, date) else date.fromisoformat(due_on):%Y-%m}"),
            attained=_share(number["attained"], counted),
            on_time=_share(number["attained_on_time"], 0 if pd.isna(comparable) or not is_due else int(comparable)),
            open=number["open"] if counted else None,
            state=_own_deadline_state(state, waiting) if waiting else state,
            months=abs(months_past or 0),
            unrecorded=number["unrecorded"] or 0,
            latest_bound=latest_bound,
            waiting=waiting,
            open_bodies=record.get("open_bodies") if counted else None,
        )


def _designated(record: dict[Hashable, Any]) -> _Designated | None:
    fields = ("open_undesignated", "open_designated_ahead", "open_designated_past", "open_designated_unknown")
    counts = [record.get(name) for name in fields]
    return None if pd.isna(counts).any() else _Designated(*(int(count or 0) for count in counts))


def _own_deadline_state(state: str | None, waiting: _Designated) -> str | None:
    """What the national date says of go-live, without letting it judge the designated systems."""
    if state not in ("overdue", "due_now", "ahead") or (state == "overdue" and waiting.others):
        return state
    if waiting.past:
        return "designated_overdue"
    return state if waiting.others else "designated"


def _share(part: int | None, whole: int) -> float | None:
    return None if part is None or whole == 0 else part / whole


def _state(counted: int, still_open: int | None, months_past: int | None, *, has_unrecorded: bool) -> str | None:
    if not counted or still_open is None or months_past is None:
        return None
    if still_open == 0:
        return "closed" if has_unrecorded else "attained"
    return "overdue" if months_past > 0 else "due_now" if months_past == 0 else "ahead"


def _heading(column: str, *, text: Text) -> str:
    return text(f"measure.{column}" if column in ("unrecorded", "latest_bound") else f"milestone.column.{column}")


def _row_html(row: _Row, *, columns: tuple[str, ...], is_selected: bool, text: Text) -> str:
    phase = f'<span class="d-ms-phase">{escape(row.phase)}</span>' if row.phase else ""
    name = f'<b>{escape(row.name)}</b> {phase}<span class="d-ms-work">{escape(row.work)}</span>'
    cells = {
        "due": escape(row.due_on),
        "attained": f"{_bar(row)}<span>{text.percent(row.attained)}</span>",
        "on_time": text.percent(row.on_time),
        "open": text.count(row.open),
        "open_bodies": text.count(row.open_bodies),
        "unrecorded": text.count(row.unrecorded),
        "latest_bound": text.count(row.latest_bound),
        "state": _state_html(row, text=text),
    }
    data = "".join(f'<td class="d-ms-{kind}">{cells[kind]}</td>' for kind in columns[1:])
    mark = ' class="d-selected" aria-current="true"' if is_selected else ""
    return f'<tr{mark}><th scope="row">{name}</th>{data}</tr>'


def _bar(row: _Row) -> str:
    if row.attained is None:
        return ""
    tick = "" if row.on_time is None else f'<i class="d-bar-tick" style="left:{row.on_time * 100:.2f}%"></i>'
    fill = f'<i class="d-bar-fill" style="width:{row.attained * 100:.2f}%"></i>'
    return f'<span class="d-bar" aria-hidden="true">{fill}{tick}</span>'


def _state_html(row: _Row, *, text: Text) -> str:
    if row.state is None:
        return escape(text("unknown"))
    mark, tone = _STATES[row.state]
    quality = f' class="d-{tone}"' if tone else ""
    return f'<span{quality}><span aria-hidden="true">{mark}</span> {escape(_state_words(row, text=text))}</span>'


def _state_words(row: _Row, *, text: Text) -> str:
    return text("unknown") if row.state is None else text(f"milestone.state.{row.state}", months=row.months)


def _notes(rows: list[_Row], *, text: Text) -> Iterator[str]:
    yield text("milestone.bar_note")
    for row in rows:
        if row.waiting is None or not row.waiting.systems:
            continue
        waiting = row.waiting
        yield text(
            "milestone.designated_note",
            milestone=row.name,
            open=row.open,
            designated=waiting.systems,
            ahead=waiting.ahead,
            past=waiting.past,
            unknown=waiting.unknown,
        )
        if row.on_time is not None:
            yield text("milestone.own_deadline_note", milestone=row.name)
    for field in ("unrecorded", "latest_bound"):
        counts: list[tuple[str, Any]] = [(row.name, getattr(row, field)) for row in rows]
        parts = [text("milestone.note_part", milestone=name, count=count) for name, count in counts if count]
        if parts:
            yield text(f"milestone.{field}_note", parts=text("map.summary_joint").join(parts))
