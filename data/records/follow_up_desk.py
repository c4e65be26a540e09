"""Follow-ups and contacts as one reader may see and write them: the door to their tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from data.records.contacts import Contact, list_contacts
from data.records.database import Database
from data.records.errors import OutOfScopeError, ReadOnlyError
from data.records.follow_up import FollowUp, FollowUpChange, FollowUpDraft
from data.records.follow_ups import (
    add_follow_ups,
    edit_follow_up,
    find_follow_up,
    follow_up_history,
    list_follow_ups,
    unknown_follow_up,
    withdraw_follow_up,
)


@dataclass(frozen=True, slots=True)
class FollowUpDesk:
    """Reads and writes follow-ups within a scope: bodies of some prefectures (two digits), or None for the nation."""

    database: Database
    prefectures: frozenset[str] | None = None
    is_read_only: bool = False

    def follow_ups(
        self, *, known_at: datetime | None = None, place: str = "", is_with_withdrawn: bool = False
    ) -> tuple[FollowUp, ...]:
        """Follow-ups in the scope; arguments and errors as of ``data.records.follow_ups.list_follow_ups``."""
        found = list_follow_ups(self.database, known_at=known_at, place=place, is_with_withdrawn=is_with_withdrawn)
        return tuple(item for item in found if self._is_visible(item.body_code))

    def contacts(self, *, known_at: datetime | None = None, place: str = "") -> tuple[Contact, ...]:
        """Contacts in the scope; arguments and errors as of ``data.records.contacts.list_contacts``."""
        found = list_contacts(self.database, known_at=known_at, place=place)
        return tuple(item for item in found if self._is_visible(item.body_code))

    def has_contacts(self, *, known_at: datetime | None = None) -> bool:
        """Whether a table of contacts is known at all, of the scope or not. Raises RecordsError."""
        return bool(list_contacts(self.database, known_at=known_at))

    def history(self, follow_up_id: int) -> tuple[FollowUpChange, ...]:
        """What a follow-up said before, oldest first, as far as it may be seen. Raises UnknownRecordError."""
        self._find(follow_up_id)
        changes = follow_up_history(self.database, follow_up_id)
        return tuple(change for change in changes if self._is_visible(change.before.body_code))

    def may_write(self, body_code: str) -> bool:
        """Whether follow-ups of a body, or of a prefecture's bodies (two digits), may be written here."""
        return not self.is_read_only and self._is_visible(body_code)

    def add(self, drafts: Sequence[FollowUpDraft], *, author: str) -> tuple[FollowUp, ...]:
        """Write new follow-ups, all or none. Raises OutOfScopeError, ReadOnlyError, and as ``add_follow_ups`` does."""
        self._check(*(draft.body_code for draft in drafts))
        return add_follow_ups(self.database, drafts, author=author)

    def edit(self, follow_up_id: int, draft: FollowUpDraft, *, version: int, author: str) -> FollowUp:
        """Replace a follow-up's text. Raises OutOfScopeError, ReadOnlyError, and as ``edit_follow_up`` does."""
        self._check(draft.body_code)
        self._find(follow_up_id)
        return edit_follow_up(self.database, follow_up_id, draft, version=version, author=author)

    def withdraw(self, follow_up_id: int, *, version: int, author: str) -> FollowUp:
        """Take a follow-up back. Raises ReadOnlyError, and as ``withdraw_follow_up`` does."""
        self._check()
        self._find(follow_up_id)
        return withdraw_follow_up(self.database, follow_up_id, version=version, author=author)

    def _is_visible(self, body_code: str) -> bool:
        return self.prefectures is None or body_code[:2] in self.prefectures

    def _find(self, follow_up_id: int) -> FollowUp:
        found = find_follow_up(self.database, follow_up_id)
        if not self._is_visible(found.body_code):
            raise unknown_follow_up(follow_up_id)
        return found

    def _check(self, *body_codes: str) -> None:
        if self.is_read_only:
            raise ReadOnlyError("このダッシュボードは閲覧専用です。対応の記録は書き込めません。")
        if not all(self.may_write(code) for code in body_codes):
            raise OutOfScopeError("担当の範囲の外には書き込めません。団体を確かめてください。何も保存していません。")
