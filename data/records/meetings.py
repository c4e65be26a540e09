"""Meetings in the database: add, edit, withdraw, and read on both clocks. Who may do so is the desk's business."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from data.records.database import Database
from data.records.errors import ConflictError, UnknownRecordError
from data.records.meeting import Attendance, Meeting, MeetingChange, MeetingDraft, check_meeting
from data.records.schema import MEETING_HISTORY, MEETINGS
from data.records.texts import AUTHOR_WORDS, author_reasons, japan_day, refuse
from data.records.versioned import StaleError, State, VersionedTable

_TABLE: Final = VersionedTable(MEETINGS, MEETING_HISTORY, owner="meeting_id")


def add_meeting(database: Database, draft: MeetingDraft, *, author: str, at: datetime | None = None) -> Meeting:
    """Write a new meeting; ``at`` None = now.

    Raises RefusedRecordError for a draft that cannot be kept, RecordsError when the database cannot be written.
    """
    check_meeting(draft, author=author, today=japan_day(at))
    with database.writing() as connection:
        return _meeting(
            _TABLE.add(connection, {**_values(draft), "is_withdrawn": False}, by=author, at=at or datetime.now(UTC))
        )


def edit_meeting(
    database: Database,
    meeting_id: int,
    draft: MeetingDraft,
    *,
    version: int,
    author: str,
    at: datetime | None = None,
) -> Meeting:
    """Replace what meeting ``meeting_id`` says, if it is still at ``version``; the replaced state is kept.

    Raises ConflictError with the meeting as it now stands when somebody else was faster or has withdrawn it,
    UnknownRecordError, RefusedRecordError, or RecordsError when the database cannot be written; nothing changes then.
    """
    check_meeting(draft, author=author, today=japan_day(at))
    return _revise(database, meeting_id, values=_values(draft), version=version, author=author, at=at)


def withdraw_meeting(
    database: Database, meeting_id: int, *, version: int, author: str, at: datetime | None = None
) -> Meeting:
    """Take a meeting off every list; it stays in the database. Raises as ``edit_meeting`` does."""
    refuse(author_reasons(author), words=AUTHOR_WORDS)
    return _revise(database, meeting_id, values={"is_withdrawn": True}, version=version, author=author, at=at)


def list_meetings(
    database: Database,
    *,
    known_at: datetime | None = None,
    prefecture: str = "",
    is_with_withdrawn: bool = False,
) -> tuple[Meeting, ...]:
    """Meetings as they stood at ``known_at`` (None = as they stand), the latest day first, then the last written.

    ``prefecture`` has two digits, "" is all. Raises RecordsError when the database cannot be read.
    """
    if not database.is_begun:
        return ()
    with database.reading() as connection:
        stood = [_meeting(state) for state in _TABLE.states(connection, known_at=known_at)]
    found = [
        item
        for item in stood
        if prefecture in ("", item.prefecture_code) and (is_with_withdrawn or not item.is_withdrawn)
    ]
    return tuple(sorted(found, key=lambda item: (item.day, item.id), reverse=True))


def find_meeting(database: Database, meeting_id: int) -> Meeting:
    """One meeting as it stands. Raises UnknownRecordError, or RecordsError when the database cannot be read."""
    if database.is_begun:
        with database.reading() as connection:
            state = _TABLE.current(connection, meeting_id)
            if state is not None:
                return _meeting(state)
    raise unknown_meeting(meeting_id)


def meeting_history(database: Database, meeting_id: int) -> tuple[MeetingChange, ...]:
    """What a meeting's record said before, oldest first. Raises RecordsError when the database cannot be read."""
    if not database.is_begun:
        return ()
    with database.reading() as connection:
        return tuple(
            MeetingChange(before=_meeting(state), replaced_by=by, replaced_at=at)
            for state, by, at in _TABLE.earlier(connection, meeting_id)
        )


def unknown_meeting(meeting_id: int) -> UnknownRecordError:
    """The error for a meeting that is not there, or out of sight: the two are told alike."""
    return UnknownRecordError(f"会議の記録 {meeting_id} はありません。番号を確かめてください。")


def _revise(
    database: Database,
    meeting_id: int,
    *,
    values: dict[str, Any],
    version: int,
    author: str,
    at: datetime | None,
) -> Meeting:
    if not database.is_begun:
        raise unknown_meeting(meeting_id)
    try:
        with database.writing() as connection:
            before = _TABLE.current(connection, meeting_id, is_locked=True)
            if before is not None and before["is_withdrawn"]:
                raise StaleError(before)
            moment = at or datetime.now(UTC)
            return _meeting(_TABLE.revise(connection, meeting_id, version=version, values=values, by=author, at=moment))
    except StaleError as error:
        if error.current is None:
            raise unknown_meeting(meeting_id) from None
        current = _meeting(error.current)
        change, remedy = (
            ("取り下げました", "必要なら新しい記録として書いてください")
            if current.is_withdrawn
            else ("変更しました", "今の内容を確かめて、もう一度保存してください")
        )
        raise ConflictError(
            f"会議の記録 {meeting_id} は、開いたあとに {current.edited_by} が{change}。{remedy}。"
            "何も保存していません。",
            current=current,
        ) from None


def _values(draft: MeetingDraft) -> dict[str, Any]:
    return {
        "prefecture_code": draft.prefecture_code,
        "held_on": draft.held_on,
        "next_on": draft.next_on,
        "agenda": draft.agenda,
        "mic": draft.mic.value,
        "agency": draft.agency.value,
        "notes": draft.notes,
    }


def _meeting(state: State) -> Meeting:
    return Meeting(**{**state, "mic": Attendance(state["mic"]), "agency": Attendance(state["agency"])})
