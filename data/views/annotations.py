"""注記: the events noted on the months a page shows, and the desk where new ones are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from data.access import Reader, records
from data.model import AsOf
from data.reference import Prefecture, load_reference

Annotation = records.Annotation
AnnotationDraft = records.AnnotationDraft
AnnotationKind = records.AnnotationKind
ConflictError = records.ConflictError
RecordsError = records.RecordsError
RefusedRecordError = records.RefusedRecordError


class AnnotationDesk(Protocol):
    """Where a screen writes annotations; errors as of ``data.records.desk``."""

    def may_write(self, prefecture_code: str | None) -> bool:
        """Whether annotations of a place (None = the nation) may be written here."""

    def add(self, draft: AnnotationDraft, *, author: str) -> Annotation:
        """Write a new annotation."""

    def edit(self, annotation_id: int, draft: AnnotationDraft, *, version: int, author: str) -> Annotation:
        """Replace what an annotation says, if it is still at ``version``."""

    def withdraw(self, annotation_id: int, *, version: int, author: str) -> Annotation:
        """Take an annotation off the timelines, if it is still at ``version``."""


@dataclass(frozen=True, slots=True)
class AnnotationsView:
    """Annotations of ``months`` as known at ``as_of``: the nation's, and those of ``place`` where there is one.

    ``notes`` are by month, then in the order of writing. ``problem`` is a finished sentence when records cannot be
    read; there are no notes then, and everything else of the page stands.
    """

    as_of: AsOf
    place: Prefecture | None
    months: tuple[str, ...]
    notes: tuple[Annotation, ...]
    problem: str | None
    is_synthetic: bool


def annotations_view(
    reader: Reader, *, as_of: AsOf, prefecture: str | None = None, months: Sequence[str] | None = None
) -> AnnotationsView:
    """Collect the annotations of a place (two-digit ``prefecture``, None = the nation).

    ``months`` are those the page's timelines show; None means every reported month up to that of ``as_of``.
    """
    shown = tuple(month for month in reader.months if month <= as_of.month) if months is None else tuple(months)
    problem = None
    notes: tuple[Annotation, ...] = ()
    try:
        notes = reader.annotation_desk.annotations(known_at=as_of.known_at, months=shown, prefecture=prefecture)
    except RecordsError as error:
        problem = str(error)
    return AnnotationsView(
        as_of=as_of,
        place=load_reference().prefecture(prefecture) if prefecture else None,
        months=shown,
        notes=notes,
        problem=problem,
        is_synthetic=reader.is_synthetic,
    )


def annotation_desk(reader: Reader, *, as_of: AsOf) -> AnnotationDesk | None:
    """Where this reader may write; None when nothing may be written, or while a past state of knowledge is shown."""
    if as_of.known_at is not None:
        return None
    try:
        desk = reader.annotation_desk
    except RecordsError:
        return None
    return None if desk.is_read_only else desk
