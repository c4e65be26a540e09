"""Month by month where a meeting was held: a row of marks per prefecture, as a table a screen reader can walk."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import Final

from components.meeting_words import next_words, state_word
from components.navigation import page_anchor
from components.text import Text
from data.views.meetings import MeetingRow, MeetingsView, MonthMeetings

HELD, ATTENDED, PLANNED = "●", "◎", "□"
"""Marks of a month: a meeting, one that ministry or agency is known to have attended, one that is only planned."""
_NONE: Final = "\N{MIDDLE DOT}"


def meeting_strip(view: MeetingsView, *, caption: str, text: Text) -> str:
    """Write the prefectures of ``view``, a column per month, and beside them how each stands; the page's own first."""
    first = sorted(view.rows, key=lambda row: row.prefecture != view.prefecture)
    rows = "".join(_row(row, view, text=text) for row in first)
    spans = [(year, len(list(of_year))) for year, of_year in groupby(view.months, key=lambda month: month[:4])]
    years = "".join(
        f'<th scope="colgroup" colspan="{width}">{escape(text("inputs.grid.year", year=year))}</th>'
        for year, width in spans
    )
    numbers = "".join(
        f'<th scope="col"><abbr title="{escape(text.month(month))}">{int(month[5:])}</abbr></th>'
        for month in view.months
    )
    beside = "".join(
        f'<th scope="col" rowspan="2">{escape(text(f"meeting.column.{name}"))}</th>'
        for name in ("state", "last", "since", "later", "next")
    )
    place, label = escape(text("column.prefecture")), escape(caption)
    return (
        f'<div class="d-table d-in-grid d-meetings" role="region" aria-label="{label}" tabindex="0"><table>'
        f'<caption>{label}</caption><thead><tr><th scope="col" rowspan="2">{place}</th>{years}{beside}</tr>'
        f"<tr>{numbers}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def legend(text: Text) -> str:
    """What the marks mean, in one sentence."""
    parts: Sequence[tuple[str, str]] = (
        (HELD, "held"),
        (ATTENDED, "attended"),
        (PLANNED, "planned"),
        (_NONE, "none"),
    )
    return text("meeting.legend_joint").join(f"{mark} {text(f'meeting.month.{name}')}" for mark, name in parts)


def _row(row: MeetingRow, view: MeetingsView, *, text: Text) -> str:
    name = escape(text.pick(row.prefecture.name, row.prefecture.english))
    href = page_anchor("meetings", prefecture=row.prefecture.code)
    cells = "".join(_cell(told, month=month, text=text) for told, month in zip(row.months, view.months, strict=True))
    course = row.course
    beside = (
        state_word(course.state, view, text=text),
        text.date(course.last_on) if course.last_on else text("meeting.unrecorded"),
        "" if course.months_since is None else text.count(course.months_since),
        text.date(course.later_on) if course.later_on else "",
        next_words(row, view, text=text),
    )
    words = "".join(f"<td>{escape(one)}</td>" for one in beside)
    own = f" <span>{escape(text('meeting.this_place'))}</span>" if row.prefecture == view.prefecture else ""
    heading = f'<th scope="row"><a href="{href}" target="_self">{name}</a>{own}</th>'
    return f'<tr class="d-meetings-{course.state.value}">{heading}{cells}{words}</tr>'


def _cell(told: MonthMeetings, *, month: str, text: Text) -> str:
    if told.held:
        there = [
            text(f"meeting.there.{who}")
            for who, is_there in (("mic", told.has_ministry), ("agency", told.has_agency))
            if is_there
        ]
        said = text("meeting.held_times", times=told.held) + "".join(there)
        shown = f"{ATTENDED if there else HELD}{told.held if told.held > 1 else ''}"
        kind = "held"
    else:
        said = text("meeting.month.planned" if told.is_planned else "meeting.month.none")
        shown, kind = (PLANNED, "planned") if told.is_planned else (_NONE, "none")
    title = escape(f"{text.month(month)} {said}")
    return (
        f'<td class="d-meetings-month-{kind}" title="{title}"><span aria-hidden="true">{escape(shown)}</span>'
        f'<span class="d-in-said">{escape(said)}</span></td>'
    )
