"""Annotations as one reader may see and write them: the door to ``data.records.annotations``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from data.records.annotation import Annotation, AnnotationChange, AnnotationDraft
from data.records.annotations import (
    add_annotation,
    annotation_history,
    edit_annotation,
    find_annotation,
    list_annotations,
    withdraw_annotation,
)
from data.records.database import Database
from data.records.errors import OutOfScopeError, ReadOnlyError, UnknownRecordError


@dataclass(frozen=True, slots=True)
class AnnotationDesk:
    """Reads and writes annotations within a scope: some prefectures (two digits), or None for the whole nation.

    A scoped reader sees the nation's annotations but writes only those of its own prefectures.
    """

    database: Database
    prefectures: frozenset[str] | None = None
    is_read_only: bool = False

    def annotations(
        self,
        *,
        known_at: datetime | None = None,
        months: Collection[str] | None = None,
        prefecture: str | None = None,
        is_with_withdrawn: bool = False,
    ) -> tuple[Annotation, ...]:
        """Annotations in the scope; arguments and errors as of ``data.records.annotations.list_annotations``."""
        found = list_annotations(
            self.database,
            known_at=known_at,
            months=months,
            prefecture=prefecture,
            is_with_withdrawn=is_with_withdrawn,
        )
        return tuple(item for item in found if self._is_visible(item.prefecture_code))

    def history(self, annotation_id: int) -> tuple[AnnotationChange, ...]:
        """What an annotation said before, oldest first, as far as it may be seen. Raises UnknownRecordError."""
        self._find(annotation_id)
        changes = annotation_history(self.database, annotation_id)
        return tuple(change for change in changes if self._is_visible(change.before.prefecture_code))

    def may_write(self, prefecture_code: str | None) -> bool:
        """Whether annotations of a place (None = the nation) may be written here."""
        return not self.is_read_only and (self.prefectures is None or prefecture_code in self.prefectures)

    def add(self, draft: AnnotationDraft, *, author: str) -> Annotation:
        """Write a new annotation. Raises OutOfScopeError, ReadOnlyError, and as ``add_annotation`` does."""
        self._check(draft.prefecture_code)
        return add_annotation(self.database, draft, author=author)

    def edit(self, annotation_id: int, draft: AnnotationDraft, *, version: int, author: str) -> Annotation:
        """Replace an annotation's text. Raises OutOfScopeError, ReadOnlyError, and as ``edit_annotation`` does."""
        self._check(draft.prefecture_code)
        self._check(self._find(annotation_id).prefecture_code)
        return edit_annotation(self.database, annotation_id, draft, version=version, author=author)

    def withdraw(self, annotation_id: int, *, version: int, author: str) -> Annotation:
        """Take an annotation back. Raises OutOfScopeError, ReadOnlyError, and as ``withdraw_annotation`` does."""
        self._check(self._find(annotation_id).prefecture_code)
        return withdraw_annotation(self.database, annotation_id, version=version, author=author)

    def _is_visible(self, prefecture_code: str | None) -> bool:
        return self.prefectures is None or prefecture_code is None or prefecture_code in self.prefectures

    def _find(self, annotation_id: int) -> Annotation:
        found = find_annotation(self.database, annotation_id)
        if not self._is_visible(found.prefecture_code):
            raise UnknownRecordError(f"注記 {annotation_id} はありません。番号を確かめてください。")
        return found

    def _check(self, prefecture_code: str | None) -> None:
        if self.is_read_only:
            raise ReadOnlyError("このダッシュボードは閲覧専用です。注記は書き込めません。")
        if not self.may_write(prefecture_code):
            raise OutOfScopeError(
                "担当の範囲の外には書き込めません。都道府県を確かめてください。何も保存していません。"
            )
