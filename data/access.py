"""Who may see what: the only door from views to the store.

A ``Home`` is one data home opened once per process. Each request takes a ``Reader`` from it, which resolves the
manifest once and answers everything from that state. A ``Reading`` is the store at one as-of point, cut to the
reader's scope: rows outside it keep their 公開 columns and lose the 制限 ones (``data.model.TABLES``).
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import pandas as pd

from data import records as records
from data.boundaries.index import NATION_MUNICIPALITIES, NATION_PREFECTURES, MapIndex, load_map_index
from data.model import TABLES, AsOf, Column, SnapshotKind, Visibility
from data.reference import load_reference
from data.rules.progress import system_mart, system_universe
from data.store import Resolved, Store, StoreState, Vintage
from data.store.engine import Engine

if TYPE_CHECKING:
    from data.records.database import Database
    from data.records.desk import AnnotationDesk

HOME_VARIABLE: Final = "DASHBOARD_HOME"
READ_ONLY_VARIABLE: Final = "DASHBOARD_READ_ONLY"
DEFAULT_HOME: Final = "var"
STATIC_DIRECTORY: Final = Path(__file__).resolve().parent.parent / "static"
_KEPT_VALUES: Final = 128

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose restricted rows a reader may see: some prefectures (two-digit codes), or None for the whole nation."""

    prefectures: frozenset[str] | None = None


NATIONWIDE: Final = Scope()


def default_home() -> Path:
    """The data home named by ``DASHBOARD_HOME``, else ``var`` under the working directory."""
    return Path(os.environ.get(HOME_VARIABLE) or DEFAULT_HOME)


def cut_to_scope(frame: pd.DataFrame, *, columns: Sequence[Column], scope: Scope) -> pd.DataFrame:
    """Rows as ``scope`` may see them: outside it restricted columns are blank; with a restricted key, rows are gone.

    ``frame`` has the ``columns`` given, among them ``body_code``. Source: metrics.md §9.

    >>> code = Column("body_code", "str", Visibility.PUBLIC, "")
    >>> columns = (code, Column("vendor", "str", Visibility.RESTRICTED, ""))
    >>> frame = pd.DataFrame({"body_code": ["20201", "13101"], "vendor": ["A01", "A02"]})
    >>> cut_to_scope(frame, columns=columns, scope=Scope(frozenset({"20"})))["vendor"].tolist()
    ['A01', nan]
    """
    if scope.prefectures is None:
        return frame
    restricted = [column.name for column in columns if column.visibility is Visibility.RESTRICTED]
    if not restricted:
        return frame
    is_inside = frame["body_code"].str[:2].isin(scope.prefectures)
    if "body_code" in restricted:
        return frame[is_inside].reset_index(drop=True)
    cut = frame.copy()
    for name in restricted:
        cut[name] = cut[name].where(is_inside)
    return cut


class Home:
    """One data home, opened once per process; hands out readers and keeps frames that several requests need."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._store = Store(path)
        self._engine = Engine(self._store)
        self._kept: OrderedDict[tuple[object, ...], Any] = OrderedDict()
        self._lock = Lock()

    def reader(self, *, scope: Scope = NATIONWIDE) -> Reader:
        """A reader of the state published last; take a new one for each request."""
        return Reader(self, state=self._store.open(), scope=scope)

    @cached_property
    def records(self) -> Database:
        """What people write: a database of its own, opened at first use."""
        # Loads the database library, which most commands do without.
        from data.records.database import Database, records_url

        return Database(records_url(self.path))

    def query(self, name: str, *, vintage: Vintage) -> pd.DataFrame:
        """Rows of one snapshot through ``queries/<name>.sql``."""
        return self._engine.query(name, snapshot=vintage.snapshot_id)

    def keep(self, key: tuple[object, ...], *, make: Callable[[], T]) -> T:
        """The value made for ``key``, kept while among the latest used.

        The key must name everything the value depends on: the store's fingerprint and, for anything under access
        control, the scope. Callers must not change a kept value.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("T", self._kept[key])
        value = make()
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > _KEPT_VALUES:
                self._kept.popitem(last=False)
        return value


class Reader:
    """One request's view of a home: which months there are, and a ``Reading`` at any of them."""

    def __init__(self, home: Home, *, state: StoreState, scope: Scope) -> None:
        self._home = home
        self._state = state
        self.scope = scope

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

    def received_at(self, as_of: AsOf) -> datetime | None:
        """When the report of a month was received, as far as known at the moment asked for; None without one."""
        return self.at(as_of).received_at

    @cached_property
    def _map_index(self) -> MapIndex:
        """The map files in use: the operator's boundaries where they were imported, else the built-in ones."""
        return load_map_index(self._home.path, static_dir=STATIC_DIRECTORY)

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

        is_read_only = os.environ.get(READ_ONLY_VARIABLE) == "1"
        return AnnotationDesk(self._home.records, prefectures=self.scope.prefectures, is_read_only=is_read_only)

    def at(self, as_of: AsOf) -> Reading:
        """The store at one point on both clocks."""
        return Reading(self._home, resolved=self._state.resolve(as_of), as_of=as_of, scope=self.scope)


@dataclass(frozen=True, slots=True)
class Source:
    """One imported file behind the figures."""

    kind: SnapshotKind
    month: str
    name: str
    sha256: str
    rows: int
    received_at: datetime
    is_synthetic: bool


class Reading:
    """What was known at one as-of point, cut to a scope."""

    def __init__(self, home: Home, *, resolved: Resolved, as_of: AsOf, scope: Scope) -> None:
        self._home = home
        self._resolved = resolved
        self._scope = scope
        self.as_of = as_of

    @property
    def fingerprint(self) -> str:
        """Names the exact snapshots behind every answer; equal fingerprints mean equal answers."""
        return self._resolved.fingerprint

    @property
    def is_reported(self) -> bool:
        """Whether a progress report of the month is known."""
        return self._resolved.progress is not None

    @property
    def received_at(self) -> datetime | None:
        """When the month's progress report was received; None without one."""
        return self._resolved.received_at

    @property
    def is_synthetic(self) -> bool:
        """Whether any file behind this reading is invented demo data."""
        return any(vintage.is_synthetic for vintage in self._resolved.vintages)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Which damaged files were passed over here, and what is served instead."""
        return self._resolved.warnings

    @property
    def designated_as_of(self) -> str | None:
        """The month of the 特定移行 list in force; None without one."""
        vintage = self._resolved.designated
        return vintage.month if vintage else None

    @property
    def sources(self) -> tuple[Source, ...]:
        """The imported files behind this reading."""
        vintages = (self._resolved.progress, self._resolved.designated, self._resolved.applicability)
        return tuple(
            Source(
                kind=vintage.kind,
                month=vintage.month,
                name=vintage.source_name,
                sha256=vintage.source_sha256,
                rows=vintage.rows,
                received_at=vintage.received_at,
                is_synthetic=vintage.is_synthetic,
            )
            for vintage in vintages
            if vintage
        )

    def systems(self) -> pd.DataFrame:
        """One row per body and business (columns of ``SYSTEM_MART``), cut to the scope. Do not change it.

        A month without a report answers every system unreported.
        """
        return self.keep("systems", make=self._systems)

    def designated(self) -> pd.DataFrame:
        """One row per designated system of the list in force (columns of ``DESIGNATED_LIST``); empty without one."""
        return self.keep("designated", make=self._designated)

    def keep(self, name: str, *, make: Callable[[], T]) -> T:
        """A value derived from this reading, kept per fingerprint and scope. Do not change it."""
        return self._home.keep((name, self.as_of.month, self.fingerprint, self._scope), make=make)

    def _systems(self) -> pd.DataFrame:
        mart = self._resolved.progress_mart
        if mart is None:
            rows = system_mart(
                None, self._applicability(), universe=system_universe(load_reference()), month=self.as_of.month
            )
        else:
            rows = self._home.query("system_mart", vintage=mart)
        return cut_to_scope(rows, columns=TABLES[SnapshotKind.SYSTEM_MART], scope=self._scope)

    def _designated(self) -> pd.DataFrame:
        columns = TABLES[SnapshotKind.DESIGNATED_LIST]
        vintage = self._resolved.designated
        if vintage is None:
            return pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in columns})
        return cut_to_scope(self._home.query("designated_list", vintage=vintage), columns=columns, scope=self._scope)

    def _applicability(self) -> pd.DataFrame | None:
        vintage = self._resolved.applicability
        return self._home.query("applicability", vintage=vintage) if vintage else None
