"""Saved views as one reader may list and write them: the door to ``data.records.saved_views``."""

from __future__ import annotations

from dataclasses import dataclass

from data.records.database import Database
from data.records.errors import ReadOnlyError
from data.records.saved_view import SavedView, SavedViewDraft
from data.records.saved_views import add_view, list_views, withdraw_view


@dataclass(frozen=True, slots=True)
class ViewDesk:
    """Lists and writes saved views. A view holds a question, no figures: what it shows is the reader's own scope."""

    database: Database
    is_read_only: bool = False

    def views(self, *, author: str | None = None) -> tuple[SavedView, ...]:
        """The shared views and those of ``author``. Raises RecordsError when they cannot be read."""
        return list_views(self.database, author=author)

    def add(self, draft: SavedViewDraft, *, author: str) -> SavedView:
        """Save a view. Raises ReadOnlyError, and as ``add_view`` does."""
        self._check()
        return add_view(self.database, draft, author=author)

    def withdraw(self, view_id: int, *, version: int, author: str) -> SavedView:
        """Take a view off the lists. Raises ReadOnlyError, and as ``withdraw_view`` does."""
        self._check()
        return withdraw_view(self.database, view_id, version=version, author=author)

    def _check(self) -> None:
        if self.is_read_only:
            raise ReadOnlyError("このダッシュボードは閲覧専用です。質問は保存できません。")
