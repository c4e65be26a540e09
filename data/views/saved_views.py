"""Saved views: named questions of 探索, and the desk where they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from data.access import Reader, records

SavedView = records.SavedView
SavedViewDraft = records.SavedViewDraft
RecordsError = records.RecordsError
RefusedRecordError = records.RefusedRecordError


class ViewDesk(Protocol):
    """Where a screen saves views; errors as of ``data.records.view_desk``."""

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be saved here."""

    def views(self, *, author: str | None = None) -> tuple[SavedView, ...]:
        """The shared views and those of ``author``."""

    def add(self, draft: SavedViewDraft, *, author: str) -> SavedView:
        """Save a view."""

    def withdraw(self, view_id: int, *, version: int, author: str) -> SavedView:
        """Take a view off the lists, if it is still at ``version``."""


@dataclass(frozen=True, slots=True)
class SavedViewList:
    """The views one name may see. ``problem`` is a finished sentence when they cannot be read; there are none then."""

    views: tuple[SavedView, ...]
    problem: str | None


def view_desk(reader: Reader) -> ViewDesk:
    """The desk of a reader."""
    return reader.view_desk


def saved_view_list(desk: ViewDesk, *, author: str) -> SavedViewList:
    """The shared views and those saved under the name ``author``; everything else of a page stands without them."""
    try:
        return SavedViewList(desk.views(author=author or None), problem=None)
    except RecordsError as error:
        return SavedViewList((), problem=str(error))
