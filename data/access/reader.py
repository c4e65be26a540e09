"""One request's view of a home: its months, its maps, and a reading at any point on both clocks."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from data.access.reading import Reading
from data.access.scope import Scope
from data.access.shelf import Shelf
from data.boundaries.index import NATION_MUNICIPALITIES, NATION_PREFECTURES, MapIndex, load_map_index
from data.model import AsOf
from data.store import StoreState

if TYPE_CHECKING:
    from data.access.facts import Facts
    from data.records.desk import AnnotationDesk
    from data.records.follow_up_desk import FollowUpDesk
    from data.records.meeting_desk import MeetingDesk
    from data.records.view_desk import ViewDesk

READ_ONLY_VARIABLE: Final = "DASHBOARD_READ_ONLY"
CONTACT_WINDOW_VARIABLE: Final = "DASHBOARD_CONTACT_WINDOW"
DEMO_MONTH: Final = "2026-01"
"""The last month with published figures to compare the demo with; what follows is invention alone."""

HISTORY_COLUMNS: Final = (
    "body_code", "business", "is_reported", "is_applicable", "steps_counted", "step_completion_mic",
    "step_completion_effective", "phase", "live_on", "planned_live_on", "last_planned_live_on", "replan_count",
    "is_designated", "designated_due_on", "vendor_code", "self_assessment", "entered_at", "overdue_months", "judgement",
)  # fmt: skip
"""What a body's history tells of each system."""

_LONGEST_WINDOW: Final = 200

STATIC_DIRECTORY: Final = Path(__file__).resolve().parents[2] / "static"


class Reader:
    """One request's view of a home: which months there are, and a ``Reading`` at any of them."""

    def __init__(
        self, shelf: Shelf, *, state: StoreState, scope: Scope, businesses: frozenset[str] | None = None
    ) -> None:
        self._shelf = shelf
        self._state = state
        self.scope = scope
        self.businesses = businesses
        """Business ids this reader is narrowed to; None = all."""

    @property
    def home(self) -> Path:
        """The data home that is read."""
        return self._shelf.path

    def narrowed(self, businesses: frozenset[str] | None) -> Reader:
        """This reader, but every reading of it holds the systems of ``businesses`` only; None = all."""
        return Reader(self._shelf, state=self._state, scope=self.scope, businesses=businesses)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was imported yet."""
        return self._state.is_empty

    @property
    def is_synthetic(self) -> bool:
        """Whether the home holds the invented demo programme."""
        return self._state.is_synthetic

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is damaged and what is served instead, for the reader."""
        return tuple(self._state.warnings)

    @property
    def months(self) -> tuple[str, ...]:
        """Months with a progress report, ascending."""
        return tuple(self._state.months)

    @property
    def latest_month(self) -> str | None:
        """The newest month with a progress report, else that of the newest list, else None."""
        months = self.months or tuple(sorted(vintage.month for vintage in self._state.vintages))
        return months[-1] if months else None

    @property
    def opening_month(self) -> str | None:
        """The month a page opens with: the latest, but of the demo the one whose published figures it is fitted to."""
        return DEMO_MONTH if self.is_synthetic and DEMO_MONTH in self.months else self.latest_month

    def history_id(self, known_at: datetime | None) -> str:
        """Names every month's answers as known at a moment: what a series of months depends on."""
        told = (
            self._state.content_id,
            self.warnings,
            known_at and known_at.isoformat(),
            # In one order, so that another process names them alike.
            self.scope.prefectures and sorted(self.scope.prefectures),
            self.businesses and sorted(self.businesses),
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    def received_at(self, as_of: AsOf) -> datetime | None:
        """When the report of a month was last received, as far as known at the moment asked for; None without one."""
        return self.at(as_of).received_at

    def facts(self, *, known_at: datetime | None = None) -> Facts:
        """The facts database of every reported month as known at a moment, cut to the scope; every business.

        Kept while the home stays as it is; making it takes a second, and some ten where nobody made it before.
        """
        from data.access.facts import Facts

        wide = self.narrowed(None)

        def make() -> Facts:
            return Facts(wide.months, at=lambda month: wide.at(AsOf(month, known_at)))

        return self._shelf.keep_facts(wide.history_id(known_at), make=make)

    @cached_property
    def _map_index(self) -> MapIndex:
        """The map files in use: the operator's boundaries where they were imported, else the built-in ones."""
        return load_map_index(self._shelf.path, static_dir=STATIC_DIRECTORY)

    @property
    def map_credit(self) -> str:
        """Whose boundaries the maps are drawn from."""
        return self._map_index.credit

    def map_url(self, *, prefecture: str | None, is_by_municipality: bool) -> str:
        """Address of the map file of one prefecture, or of the nation by prefecture or by municipality."""
        national = NATION_MUNICIPALITIES if is_by_municipality else NATION_PREFECTURES
        return self._map_index.urls[prefecture or national]

    @property
    def annotation_desk(self) -> AnnotationDesk:
        """Where annotations are read and written within the scope; ``DASHBOARD_READ_ONLY=1`` closes writing."""
        from data.records.desk import AnnotationDesk

        return AnnotationDesk(self._shelf.records, prefectures=self.scope.prefectures, is_read_only=_is_read_only())

    @property
    def follow_up_desk(self) -> FollowUpDesk:
        """Where follow-ups and contacts are read and written within the scope, as of ``annotation_desk``."""
        from data.records.follow_up_desk import FollowUpDesk

        return FollowUpDesk(self._shelf.records, prefectures=self.scope.prefectures, is_read_only=_is_read_only())

    @property
    def meeting_desk(self) -> MeetingDesk:
        """Where meetings are read and written within the scope, as of ``annotation_desk``."""
        from data.records.meeting_desk import MeetingDesk

        return MeetingDesk(self._shelf.records, prefectures=self.scope.prefectures, is_read_only=_is_read_only())

    @property
    def contact_window(self) -> str:
        """Where meetings are announced to, as the operator set it; empty where nobody did. On one line, to be shown."""
        asked = os.environ.get(CONTACT_WINDOW_VARIABLE, "")
        return " ".join("".join(one if one.isprintable() else " " for one in asked).split())[:_LONGEST_WINDOW]

    @property
    def view_desk(self) -> ViewDesk:
        """Where questions of 探索 are saved and found again; ``DASHBOARD_READ_ONLY=1`` closes writing."""
        from data.records.view_desk import ViewDesk

        return ViewDesk(self._shelf.records, is_read_only=_is_read_only())

    def at(self, as_of: AsOf) -> Reading:
        """The store at one point on both clocks."""
        return Reading(
            self._shelf,
            resolved=self._state.resolve(as_of),
            as_of=as_of,
            scope=self.scope,
            businesses=self.businesses,
        )

    def body_history(self, body: str, *, as_of: AsOf) -> pd.DataFrame:
        """One body's systems month by month (month, then ``HISTORY_COLUMNS``), ascending, up to ``as_of``.

        Every reported month as it was known at ``as_of.known_at``. Do not change it.
        """
        readings = [self.at(AsOf(month, as_of.known_at)) for month in self.months if month <= as_of.month]
        reported = [reading for reading in readings if reading.is_reported]

        def make() -> pd.DataFrame:
            frames = [one.body_systems(body, only=HISTORY_COLUMNS).assign(month=one.as_of.month) for one in reported]
            if not frames:
                return pd.DataFrame({name: pd.Series(dtype="str") for name in ("month", *HISTORY_COLUMNS)})
            return pd.concat(frames, ignore_index=True)[["month", *HISTORY_COLUMNS]]

        key = ("body_history", body, as_of.month, tuple(one.fingerprint for one in reported), self.scope)
        return self._shelf.keep(key, make=make)


def _is_read_only() -> bool:
    return os.environ.get(READ_ONLY_VARIABLE) == "1"
