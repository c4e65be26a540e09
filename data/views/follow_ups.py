"""フォローアップ: the follow-ups of the nation, a prefecture or one body, what is overdue, and whom to turn to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from data.access import Reader, records
from data.model import JST, AsOf
from data.reference import Body, load_reference
from data.views.pack import OpenFollowUp

FollowUp = records.FollowUp
FollowUpChange = records.FollowUpChange
FollowUpDraft = records.FollowUpDraft
FollowUpKind = records.FollowUpKind
FollowUpState = records.FollowUpState
ConflictError = records.ConflictError
RecordsError = records.RecordsError
RefusedRecordError = records.RefusedRecordError


class FollowUpDesk(Protocol):
    """Where a screen writes follow-ups; errors as of ``data.records.follow_up_desk``."""

    def may_write(self, body_code: str) -> bool:
        """Whether follow-ups of a body, or of a prefecture's bodies (two digits), may be written here."""

    def history(self, follow_up_id: int) -> tuple[FollowUpChange, ...]:
        """What a follow-up said before, oldest first."""

    def add(self, drafts: Sequence[FollowUpDraft], *, author: str) -> tuple[FollowUp, ...]:
        """Write new follow-ups, all or none."""

    def edit(self, follow_up_id: int, draft: FollowUpDraft, *, version: int, author: str) -> FollowUp:
        """Replace what a follow-up says, if it is still at ``version``."""

    def withdraw(self, follow_up_id: int, *, version: int, author: str) -> FollowUp:
        """Take a follow-up off every list, if it is still at ``version``."""


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Whom to turn to about a body; an empty text where nobody is known."""

    body: Body
    mic_contact: str
    liaison: str


@dataclass(frozen=True, slots=True)
class FollowUpsView:
    """Follow-ups of ``place`` as known at ``as_of.known_at``, all of them whatever the reported month.

    ``place`` is "" (the nation), a prefecture (two digits) or a body (five). ``today`` is the day in Japan at the
    moment of knowledge, by which ``overdue`` is told: the earliest due date first. ``entries`` are the latest first.
    ``has_contacts``: a table of contacts is known, whomever it names.
    ``is_outside_scope``: the reader may see nothing of the place. ``is_cut_to_scope``: of the nation, only his part.
    ``problem`` is a finished sentence when records cannot be read; there are none then.
    """

    as_of: AsOf
    place: str
    is_outside_scope: bool
    is_cut_to_scope: bool
    today: date
    entries: tuple[FollowUp, ...]
    overdue: tuple[FollowUp, ...]
    contacts: tuple[ContactRow, ...]
    has_contacts: bool
    problem: str | None
    is_synthetic: bool

    @property
    def open_count(self) -> int:
        """Entries whose agreed action is still to be done."""
        return sum(entry.state is FollowUpState.OPEN for entry in self.entries)


def today_of(as_of: AsOf) -> date:
    """The day in Japan at the moment of knowledge; now where none is set.

    >>> today_of(AsOf("2026-01", datetime(2026, 2, 9, 15, tzinfo=UTC)))
    datetime.date(2026, 2, 10)
    """
    return (as_of.known_at or datetime.now(UTC)).astimezone(JST).date()


def follow_ups_view(reader: Reader, *, as_of: AsOf, place: str = "", today: date | None = None) -> FollowUpsView:
    """Collect the follow-ups and contacts of ``place``; ``today`` None is the day of ``today_of``.

    Records stand apart from the reports: nothing here depends on the reported month.
    """
    day, problem, seen = today or today_of(as_of), None, reader.scope.prefectures
    entries: tuple[FollowUp, ...] = ()
    contacts: tuple[ContactRow, ...] = ()
    has_contacts = False
    try:
        desk = reader.follow_up_desk
        entries = desk.follow_ups(known_at=as_of.known_at, place=place)
        known = ((load_reference().body(item.body_code), item) for item in desk.contacts(known_at=as_of.known_at))
        contacts = tuple(
            ContactRow(body, item.mic_contact, item.liaison)
            for body, item in known
            if body is not None and body.code.startswith(place)
        )
        has_contacts = bool(contacts) or desk.has_contacts(known_at=as_of.known_at)
    except RecordsError as error:
        problem = str(error)
    overdue = [entry for entry in entries if entry.is_overdue(day)]
    return FollowUpsView(
        as_of=as_of,
        place=place,
        is_outside_scope=seen is not None and place != "" and place[:2] not in seen,
        is_cut_to_scope=seen is not None and place == "",
        today=day,
        entries=entries,
        overdue=tuple(sorted(overdue, key=lambda entry: (entry.due_on or day, entry.id))),
        contacts=contacts,
        has_contacts=has_contacts,
        problem=problem,
        is_synthetic=reader.is_synthetic,
    )


def open_follow_ups(
    reader: Reader, *, as_of: AsOf, prefecture: str, today: date | None = None
) -> tuple[OpenFollowUp, ...]:
    """What is still to be done in a prefecture (two digits), for its hand-out: by due date, then those without one.

    Within the reader's scope, as known at ``as_of.known_at``; ``today`` None is the day of ``today_of``.
    Raises RecordsError when the records cannot be read.
    """
    entries = reader.follow_up_desk.follow_ups(known_at=as_of.known_at, place=prefecture)
    left = [entry for entry in entries if entry.state is FollowUpState.OPEN]
    day = today or today_of(as_of)
    return tuple(
        OpenFollowUp(
            body_code=entry.body_code,
            happened_on=entry.happened_on,
            kind=entry.kind.value,
            content=entry.content,
            next_action=entry.next_action,
            due_on=entry.due_on,
            overdue_days=max(0, (day - entry.due_on).days) if entry.due_on else 0,
        )
        for entry in sorted(left, key=lambda entry: (entry.due_on or date.max, entry.body_code, entry.id))
    )


def follow_up_desk(reader: Reader, *, as_of: AsOf) -> FollowUpDesk | None:
    """Where this reader may write; None when nothing may be written, or while a past state of knowledge is shown."""
    if as_of.known_at is not None:
        return None
    try:
        desk = reader.follow_up_desk
    except RecordsError:
        return None
    return None if desk.is_read_only else desk
