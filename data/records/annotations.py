"""Annotations in the database: add, edit, withdraw, and read on both clocks. Who may do so is the desk's business."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, Final

from data.records.annotation import (
    EVERYWHERE,
    Annotation,
    AnnotationChange,
    AnnotationDraft,
    AnnotationKind,
    check_author,
    check_draft,
)
from data.records.database import Database
from data.records.errors import ConflictError, UnknownRecordError
from data.records.schema import ANNOTATION_HISTORY, ANNOTATIONS
from data.records.versioned import StaleError, State, VersionedTable

_TABLE: Final = VersionedTable(ANNOTATIONS, ANNOTATION_HISTORY, owner="annotation_id")


def add_annotation(
    database: Database, draft: AnnotationDraft, *, author: str, at: datetime | None = None
) -> Annotation:
    """Write a new annotation; ``at`` is the moment of writing (None = now).

    Raises RefusedRecordError for a draft that cannot be kept, RecordsError when the database cannot be written.
    """
    check_draft(draft, author=author)
    with database.writing() as connection:
        state = _TABLE.add(connection, {**_values(draft), "is_withdrawn": False}, by=author, at=at or _now())
        return _annotation(state)


def edit_annotation(
    database: Database,
    annotation_id: int,
    draft: AnnotationDraft,
    *,
    version: int,
    author: str,
    at: datetime | None = None,
) -> Annotation:
    """Replace what annotation ``annotation_id`` says, if it is still at ``version``; the replaced state is kept.

    Raises ConflictError with the annotation as it now stands when somebody else was faster or has withdrawn it,
    UnknownRecordError, RefusedRecordError, or RecordsError when the database cannot be written; nothing changes then.
    """
    check_draft(draft, author=author)
    return _revise(database, annotation_id, values=_values(draft), version=version, author=author, at=at)


def withdraw_annotation(
    database: Database, annotation_id: int, *, version: int, author: str, at: datetime | None = None
) -> Annotation:
    """Take an annotation off the timelines; it stays in the database. Raises as ``edit_annotation`` does."""
    check_author(author)
    return _revise(database, annotation_id, values={"is_withdrawn": True}, version=version, author=author, at=at)


def list_annotations(
    database: Database,
    *,
    known_at: datetime | None = None,
    months: Collection[str] | None = None,
    prefecture: str | None = None,
    is_with_withdrawn: bool = False,
) -> tuple[Annotation, ...]:
    """Annotations as they stood at ``known_at`` (None = as they stand), by month and then in the order of writing.

    ``months`` None means all. ``prefecture`` None asks for the nation's, two digits for the nation's and that
    prefecture's, ``EVERYWHERE`` for all. Raises RecordsError when the database cannot be read.
    """
    if not database.is_begun:
        return ()
    with database.reading() as connection:
        stood = [_annotation(state) for state in _TABLE.states(connection, known_at=known_at)]
    return tuple(
        sorted(
            (
                item
                for item in stood
                if (months is None or item.month in months)
                and (prefecture == EVERYWHERE or item.prefecture_code in (None, prefecture))
                and (is_with_withdrawn or not item.is_withdrawn)
            ),
            key=lambda item: (item.month, item.id),
        )
    )


def find_annotation(database: Database, annotation_id: int) -> Annotation:
    """One annotation as it stands. Raises UnknownRecordError, or RecordsError when the database cannot be read."""
    if database.is_begun:
        with database.reading() as connection:
            state = _TABLE.current(connection, annotation_id)
            if state is not None:
                return _annotation(state)
    raise _unknown(annotation_id)


def annotation_history(database: Database, annotation_id: int) -> tuple[AnnotationChange, ...]:
    """What an annotation said before, oldest first. Raises RecordsError when the database cannot be read."""
    if not database.is_begun:
        return ()
    with database.reading() as connection:
        return tuple(
            AnnotationChange(before=_annotation(state), replaced_by=by, replaced_at=at)
            for state, by, at in _TABLE.earlier(connection, annotation_id)
        )


def _revise(
    database: Database,
    annotation_id: int,
    *,
    values: dict[str, Any],
    version: int,
    author: str,
    at: datetime | None,
) -> Annotation:
    if not database.is_begun:
        raise _unknown(annotation_id)
    try:
        with database.writing() as connection:
            before = _TABLE.current(connection, annotation_id, is_locked=True)
            if before is not None and before["is_withdrawn"]:
                raise StaleError(before)
            moment = at or _now()
            state = _TABLE.revise(connection, annotation_id, version=version, values=values, by=author, at=moment)
            return _annotation(state)
    except StaleError as error:
        if error.current is None:
            raise _unknown(annotation_id) from None
        current = _annotation(error.current)
        change, remedy = (
            ("取り下げました", "必要なら新しい注記として書いてください")
            if current.is_withdrawn
            else ("変更しました", "今の内容を確かめて、もう一度保存してください")
        )
        raise ConflictError(
            f"注記 {annotation_id} は、開いたあとに {current.edited_by} が{change}。{remedy}。何も保存していません。",
            current=current,
        ) from None


def _unknown(annotation_id: int) -> UnknownRecordError:
    return UnknownRecordError(f"注記 {annotation_id} はありません。番号を確かめてください。")


def _values(draft: AnnotationDraft) -> dict[str, Any]:
    return {
        "month": draft.month,
        "kind": draft.kind.value,
        "title": draft.title,
        "body": draft.body,
        "prefecture_code": draft.prefecture_code,
    }


def _annotation(state: State) -> Annotation:
    return Annotation(**{**state, "kind": AnnotationKind(state["kind"])})


def _now() -> datetime:
    return datetime.now(UTC)
