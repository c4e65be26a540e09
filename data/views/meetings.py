"""連絡会議: the register of meetings, how each prefecture stands with them, and whom a meeting is announced to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from data.access import Reader, Source, records
from data.model import AsOf
from data.reference import MeetingRules, Prefecture, load_reference
from data.rules.meetings import MeetingCourse, meeting_course, next_meeting
from data.rules.meetings import MeetingState as MeetingState
from data.rules.months import month_number
from data.views.follow_ups import today_of

Attendance = records.Attendance
Meeting = records.Meeting
MeetingChange = records.MeetingChange
MeetingDraft = records.MeetingDraft
ConflictError = records.ConflictError
RecordsError = records.RecordsError
RefusedRecordError = records.RefusedRecordError
STATES: Final = tuple(MeetingState)

SHOWN_MONTHS: Final = 13
"""Months of the strip: a year and the same month of the year before."""


class MeetingDesk(Protocol):
    """Where a screen writes meetings; errors as of ``data.records.meeting_desk``."""

    def may_write(self, prefecture_code: str) -> bool:
        """Whether meetings of a prefecture may be written here."""

    def history(self, meeting_id: int) -> tuple[MeetingChange, ...]:
        """What a meeting said before, oldest first."""

    def add(self, draft: MeetingDraft, *, author: str) -> Meeting:
        """Write a new meeting."""

    def edit(self, meeting_id: int, draft: MeetingDraft, *, version: int, author: str) -> Meeting:
        """Replace what a meeting says, if it is still at ``version``."""

    def withdraw(self, meeting_id: int, *, version: int, author: str) -> Meeting:
        """Take a meeting off every list, if it is still at ``version``."""


@dataclass(frozen=True, slots=True)
class MonthMeetings:
    """A prefecture's meetings of one month: how many were held, and whether ministry or agency is known to have come.

    ``is_planned``: one is planned in the month that is not held yet.
    """

    held: int
    has_ministry: bool
    has_agency: bool
    is_planned: bool


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """How a prefecture stands: its course at the month, its last meeting by then, the next one, and month by month.

    ``next_on`` is the day of the next meeting as known now, past where it was planned and never held; None unknown.
    """

    prefecture: Prefecture
    course: MeetingCourse
    last: Meeting | None
    next_on: date | None
    months: tuple[MonthMeetings, ...]


@dataclass(frozen=True, slots=True)
class MeetingsView:
    """Meetings as known at ``as_of.known_at``; ``rows`` are the prefectures the reader may see, in code order.

    ``entries`` are those of ``prefecture`` (None = all), the latest first, whatever the reported month; ``rows`` tell
    how prefectures stood at its end, ``months`` (YYYY-MM, ascending) being those of their strips. ``today`` is the day
    in Japan at the moment of knowledge. ``contact_window`` is where meetings are announced to, empty where it is not
    set. ``is_reported``: a progress report of the month is known; ``sources`` are its files. ``problem`` is a finished
    sentence when records cannot be read; there are none then.
    """

    as_of: AsOf
    prefecture: Prefecture | None
    today: date
    entries: tuple[Meeting, ...]
    rows: tuple[MeetingRow, ...]
    months: tuple[str, ...]
    rules: MeetingRules
    contact_window: str
    is_reported: bool
    sources: tuple[Source, ...]
    problem: str | None
    is_synthetic: bool

    @property
    def row(self) -> MeetingRow | None:
        """The row of ``prefecture``; None for the nation, or outside what the reader may see."""
        if self.prefecture is None:
            return None
        return next((row for row in self.rows if row.prefecture.code == self.prefecture.code), None)

    def count(self, state: MeetingState) -> int:
        """How many prefectures stand so."""
        return sum(row.course.state is state for row in self.rows)


def meetings_view(
    reader: Reader, *, as_of: AsOf, prefecture: str | None = None, today: date | None = None
) -> MeetingsView:
    """Collect the meetings of ``prefecture`` (two digits, None = the nation) and how every prefecture stands."""
    reference, day, problem = load_reference(), today or today_of(as_of), None
    found: tuple[Meeting, ...] = ()
    seen = reader.scope.prefectures
    try:
        found = reader.meeting_desk.meetings(known_at=as_of.known_at)
    except RecordsError as error:
        problem = str(error)
    rules, months, reading = reference.rules.meetings, _months(as_of.month), reader.at(as_of)
    return MeetingsView(
        as_of=as_of,
        prefecture=None if prefecture is None else reference.prefecture(prefecture),
        today=day,
        entries=tuple(entry for entry in found if prefecture in (None, entry.prefecture_code)),
        rows=tuple(
            _row(
                place,
                [entry for entry in found if entry.prefecture_code == place.code],
                as_of=as_of,
                today=day,
                months=months,
                rules=rules,
            )
            for place in reference.prefectures
            if seen is None or place.code in seen
        ),
        months=months,
        rules=rules,
        contact_window=reader.contact_window,
        is_reported=reading.is_reported,
        sources=reading.sources,
        problem=problem,
        is_synthetic=reader.is_synthetic,
    )


def meeting_desk(reader: Reader, *, as_of: AsOf) -> MeetingDesk | None:
    """Where this reader may write; None when nothing may be written, or while a past state of knowledge is shown."""
    if as_of.known_at is not None:
        return None
    try:
        desk = reader.meeting_desk
    except RecordsError:
        return None
    return None if desk.is_read_only else desk


def _row(
    place: Prefecture, entries: list[Meeting], *, as_of: AsOf, today: date, months: tuple[str, ...], rules: MeetingRules
) -> MeetingRow:
    held = {entry.held_on for entry in entries if entry.held_on is not None}
    planned = {entry.next_on for entry in entries if entry.next_on is not None}
    # What was planned at a meeting held after the month was not planned at its end.
    by_then = [entry for entry in entries if entry.held_on is None or entry.held_on.isoformat()[:7] <= as_of.month]
    course = meeting_course(
        held,
        planned=[entry.next_on for entry in by_then if entry.next_on is not None],
        month=as_of.month,
        lapsed_months=rules.meeting_lapsed_months,
        window_months=rules.meeting_window_months,
        regular_months=rules.meeting_regular_months,
    )
    ahead = next_meeting(planned, held=held, today=today)
    return MeetingRow(
        prefecture=place,
        course=course,
        last=next((entry for entry in entries if entry.held_on is not None and entry.held_on == course.last_on), None),
        next_on=ahead,
        months=tuple(_month(month, entries, ahead=ahead) for month in months),
    )


def _month(month: str, entries: list[Meeting], *, ahead: date | None) -> MonthMeetings:
    there = [entry for entry in entries if entry.held_on is not None and entry.held_on.isoformat()[:7] == month]
    days = {entry.held_on for entry in there}
    return MonthMeetings(
        held=len(days),
        has_ministry=any(entry.mic is Attendance.YES for entry in there),
        has_agency=any(entry.agency is Attendance.YES for entry in there),
        is_planned=ahead is not None and ahead.isoformat()[:7] == month,
    )


def _months(last: str) -> tuple[str, ...]:
    numbers = range(month_number(last) - SHOWN_MONTHS + 1, month_number(last) + 1)
    return tuple(f"{number // 12:04d}-{number % 12 + 1:02d}" for number in numbers)
