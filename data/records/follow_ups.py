"""Follow-ups in the database: add, edit, withdraw, and read on both clocks. Who may do so is the desk's business."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from data.records.database import Database
from data.records.errors import ConflictError, UnknownRecordError
from data.records.follow_up import (
    FollowUp,
    FollowUpChange,
    FollowUpDraft,
    FollowUpKind,
    FollowUpState,
    check_follow_up,
)
from data.records.schema import FOLLOW_UP_HISTORY, FOLLOW_UPS
from data.records.texts import AUTHOR_WORDS, author_reasons, japan_day, refuse
from data.records.versioned import StaleError, State, VersionedTable

_TABLE: Final = VersionedTable(FOLLOW_UPS, FOLLOW_UP_HISTORY, owner="follow_up_id")


def add_follow_ups(
    database: Database, drafts: Sequence[FollowUpDraft], *, author: str, at: datetime | None = None
) -> tuple[FollowUp, ...]:
    """Write new follow-ups, all or none: one meeting is noted for every body that was there. ``at`` None = now.

    Raises RefusedRecordError for a draft that cannot be kept, RecordsError when the database cannot be written.
    """
    for draft in drafts:
        check_follow_up(draft, author=author, today=japan_day(at))
    moment = at or _now()
    with database.writing() as connection:
        states = [
            _TABLE.add(connection, {**_values(draft), "is_withdrawn": False}, by=author, at=moment) for draft in drafts
        ]
    return tuple(_follow_up(state) for state in states)


def edit_follow_up(
    database: Database,
    follow_up_id: int,
    draft: FollowUpDraft,
    *,
    version: int,
    author: str,
    at: datetime | None = None,
) -> FollowUp:
    """Replace what follow-up ``follow_up_id`` says, if it is still at ``version``; the replaced state is kept.

    Raises ConflictError with the follow-up as it now stands when somebody else was faster or has withdrawn it,
    UnknownRecordError, RefusedRecordError, or RecordsError when the database cannot be written; nothing changes then.
    """
    check_follow_up(draft, author=author, today=japan_day(at))
    return _revise(database, follow_up_id, values=_values(draft), version=version, author=author, at=at)


def withdraw_follow_up(
    database: Database, follow_up_id: int, *, version: int, author: str, at: datetime | None = None
) -> FollowUp:
    """Take a follow-up off every list; it stays in the database. Raises as ``edit_follow_up`` does."""
    refuse(author_reasons(author), words=AUTHOR_WORDS)
    return _revise(database, follow_up_id, values={"is_withdrawn": True}, version=version, author=author, at=at)


def list_follow_ups(
    database: Database,
    *,
    known_at: datetime | None = None,
    place: str = "",
    is_with_withdrawn: bool = False,
) -> tuple[FollowUp, ...]:
    """Follow-ups as they stood at ``known_at`` (None = as they stand), the latest day first, then the last written.

    ``place`` is a prefecture (two digits), a body (five) or "" for all. Raises RecordsError when the database cannot
    be read.
    """
    if not database.is_begun:
        return ()
    with database.reading() as connection:
        stood = [_follow_up(state) for state in _TABLE.states(connection, known_at=known_at)]
    found = [
        item for item in stood if item.body_code.startswith(place) and (is_with_withdrawn or not item.is_withdrawn)
    ]
    return tuple(sorted(found, key=lambda item: (item.happened_on, item.id), reverse=True))


def find_follow_up(database: Database, follow_up_id: int) -> FollowUp:
    """One follow-up as it stands. Raises UnknownRecordError, or RecordsError when the database cannot be read."""
    if database.is_begun:
        with database.reading() as connection:
            state = _TABLE.current(connection, follow_up_id)
            if state is not None:
                return _follow_up(state)
    raise unknown_follow_up(follow_up_id)


def follow_up_history(database: Database, follow_up_id: int) -> tuple[FollowUpChange, ...]:
    """What a follow-up said before, oldest first. Raises RecordsError when the database cannot be read."""
    if not database.is_begun:
        return ()
    with database.reading() as connection:
        return tuple(
            FollowUpChange(before=_follow_up(state), replaced_by=by, replaced_at=at)
            for state, by, at in _TABLE.earlier(connection, follow_up_id)
        )


def unknown_follow_up(follow_up_id: int) -> UnknownRecordError:
    """The error for a follow-up that is not there, or out of sight: the two are told alike."""
    return UnknownRecordError(f"対応の記録 {follow_up_id} はありません。番号を確かめてください。")


def _revise(
    database: Database,
    follow_up_id: int,
    *,
    values: dict[str, Any],
    version: int,
    author: str,
    at: datetime | None,
) -> FollowUp:
    if not database.is_begun:
        raise unknown_follow_up(follow_up_id)
    try:
        with database.writing() as connection:
            before = _TABLE.current(connection, follow_up_id, is_locked=True)
            if before is not None and before["is_withdrawn"]:
                raise StaleError(before)
            moment = at or _now()
            state = _TABLE.revise(connection, follow_up_id, version=version, values=values, by=author, at=moment)
            return _follow_up(state)
    except StaleError as error:
        if error.current is None:
            raise unknown_follow_up(follow_up_id) from None
        current = _follow_up(error.current)
        change, remedy = (
            ("取り下げました", "必要なら新しい記録として書いてください")
            if current.is_withdrawn
            else ("変更しました", "今の内容を確かめて、もう一度保存してください")
        )
        raise ConflictError(
            f"対応の記録 {follow_up_id} は、開いたあとに {current.edited_by} が{change}。{remedy}。"
            "何も保存していません。",
            current=current,
        ) from None


def _values(draft: FollowUpDraft) -> dict[str, Any]:
    return {
        "body_code": draft.body_code,
        "happened_on": draft.happened_on,
        "kind": draft.kind.value,
        "person": draft.person,
        "content": draft.content,
        "next_action": draft.next_action,
        "due_on": draft.due_on,
        "state": draft.state.value,
    }


def _follow_up(state: State) -> FollowUp:
    return FollowUp(**{**state, "kind": FollowUpKind(state["kind"]), "state": FollowUpState(state["state"])})


def _now() -> datetime:
    return datetime.now(UTC)
