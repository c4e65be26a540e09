"""Meetings as one reader may see and write them: the door to their tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.records.database import Database
from data.records.errors import OutOfScopeError, ReadOnlyError
from data.records.meeting import Meeting, MeetingChange, MeetingDraft
from data.records.meetings import (
    add_meeting,
    edit_meeting,
    find_meeting,
    list_meetings,
    meeting_history,
    unknown_meeting,
    withdraw_meeting,
)


@dataclass(frozen=True, slots=True)
class MeetingDesk:
    """Reads and writes meetings within a scope: those of some prefectures (two digits), or None for the nation."""

    database: Database
    prefectures: frozenset[str] | None = None
    is_read_only: bool = False

    def meetings(
        self, *, known_at: datetime | None = None, prefecture: str = "", is_with_withdrawn: bool = False
    ) -> tuple[Meeting, ...]:
        """Meetings in the scope; arguments and errors as of ``data.records.meetings.list_meetings``."""
        found = list_meetings(
            self.database, known_at=known_at, prefecture=prefecture, is_with_withdrawn=is_with_withdrawn
        )
        return tuple(item for item in found if self.is_visible(item.prefecture_code))

    def history(self, meeting_id: int) -> tuple[MeetingChange, ...]:
        """What a meeting said before, oldest first, as far as it may be seen. Raises UnknownRecordError."""
        self._find(meeting_id)
        changes = meeting_history(self.database, meeting_id)
        return tuple(change for change in changes if self.is_visible(change.before.prefecture_code))

    def is_visible(self, prefecture_code: str) -> bool:
        """Whether meetings of a prefecture may be seen here."""
        return self.prefectures is None or prefecture_code in self.prefectures

    def may_write(self, prefecture_code: str) -> bool:
        """Whether meetings of a prefecture may be written here."""
        return not self.is_read_only and self.is_visible(prefecture_code)

    def add(self, draft: MeetingDraft, *, author: str) -> Meeting:
        """Write a new meeting. Raises OutOfScopeError, ReadOnlyError, and as ``add_meeting`` does."""
        self._check(draft.prefecture_code)
        return add_meeting(self.database, draft, author=author)

    def edit(self, meeting_id: int, draft: MeetingDraft, *, version: int, author: str) -> Meeting:
        """Replace a meeting's text. Raises OutOfScopeError, ReadOnlyError, and as ``edit_meeting`` does."""
        self._check(draft.prefecture_code)
        self._find(meeting_id)
        return edit_meeting(self.database, meeting_id, draft, version=version, author=author)

    def withdraw(self, meeting_id: int, *, version: int, author: str) -> Meeting:
        """Take a meeting back. Raises ReadOnlyError, and as ``withdraw_meeting`` does."""
        self._check()
        self._find(meeting_id)
        return withdraw_meeting(self.database, meeting_id, version=version, author=author)

    def _find(self, meeting_id: int) -> Meeting:
        found = find_meeting(self.database, meeting_id)
        if not self.is_visible(found.prefecture_code):
            raise unknown_meeting(meeting_id)
        return found

    def _check(self, *prefecture_codes: str) -> None:
        if self.is_read_only:
            raise ReadOnlyError("このダッシュボードは閲覧専用です。会議の記録は書き込めません。")
        if not all(self.may_write(code) for code in prefecture_codes):
            raise OutOfScopeError(
                "担当の範囲の外には書き込めません。都道府県を確かめてください。何も保存していません。"
            )
