"""Saved views in the database: add, rename, withdraw, list. Who may do so is the desk's business."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from data.records.annotation import check_author
from data.records.database import Database
from data.records.errors import ConflictError, UnknownRecordError
from data.records.saved_view import SavedView, SavedViewDraft, check_view
from data.records.schema import SAVED_VIEW_HISTORY, SAVED_VIEWS
from data.records.versioned import StaleError, State, VersionedTable

_TABLE: Final = VersionedTable(SAVED_VIEWS, SAVED_VIEW_HISTORY, owner="saved_view_id")


def add_view(database: Database, draft: SavedViewDraft, *, author: str, at: datetime | None = None) -> SavedView:
    """Save a new view; ``at`` is the moment of writing (None = now).

    Raises RefusedRecordError for a view that cannot be kept, RecordsError when the database cannot be written.
    """
    check_view(draft, author=author)
    values = {"name": draft.name, "query": draft.query, "is_shared": draft.is_shared, "is_withdrawn": False}
    with database.writing() as connection:
        return _view(_TABLE.add(connection, values, by=author, at=at or datetime.now(UTC)))


def withdraw_view(
    database: Database, view_id: int, *, version: int, author: str, at: datetime | None = None
) -> SavedView:
    """Take a view off the lists, if it is still at ``version``; it stays in the database.

    Raises ConflictError with the view as it now stands when somebody else was faster, UnknownRecordError,
    RefusedRecordError, or RecordsError when the database cannot be written; nothing changes then.
    """
    check_author(author)
    if not database.is_begun:
        raise _unknown(view_id)
    try:
        with database.writing() as connection:
            before = _TABLE.current(connection, view_id, is_locked=True)
            if before is not None and before["is_withdrawn"]:
                raise StaleError(before)
            moment = at or datetime.now(UTC)
            state = _TABLE.revise(
                connection, view_id, version=version, values={"is_withdrawn": True}, by=author, at=moment
            )
            return _view(state)
    except StaleError as error:
        if error.current is None:
            raise _unknown(view_id) from None
        current = _view(error.current)
        raise ConflictError(
            f"保存した質問「{current.name}」は、開いたあとに {current.edited_by} が変更しました。"
            "一覧を開き直してください。何も保存していません。",
            current=current,
        ) from None


def list_views(database: Database, *, author: str | None = None) -> tuple[SavedView, ...]:
    """The views that are shared and those saved under the name ``author``, by name and then in the order of writing.

    Raises RecordsError when the database cannot be read.
    """
    if not database.is_begun:
        return ()
    with database.reading() as connection:
        stood = [_view(state) for state in _TABLE.states(connection)]
    kept = [one for one in stood if not one.is_withdrawn and (one.is_shared or one.author == author)]
    return tuple(sorted(kept, key=lambda one: (one.name, one.id)))


def _unknown(view_id: int) -> UnknownRecordError:
    return UnknownRecordError(f"保存した質問 {view_id} はありません。一覧を開き直してください。")


def _view(state: State) -> SavedView:
    return SavedView(**state)
