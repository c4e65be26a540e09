"""What one data home keeps open between requests: its store, its engine, its records, and values made from them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import pandas as pd

from data.access.derived import DerivedTables
from data.store import Store, Vintage
from data.store.engine import Engine
from data.store.tables import frame

if TYPE_CHECKING:
    from data.access.facts import Facts
    from data.records.database import Database

_KEPT_VALUES: Final = 512
_KEPT_TABLES: Final = 4
"""Tables of one row per system are some 17 MB each; everything else kept is small."""
_KEPT_FACTS: Final = 2
"""Facts databases of 43 months are some 150 MB each."""

T = TypeVar("T")


class Shelf:
    """One data home as its readers share it; made once per process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = Store(path)
        self.derived = DerivedTables(path)
        self._engine = Engine(self.store)
        self._kept: OrderedDict[tuple[object, ...], Any] = OrderedDict()
        self._tables: OrderedDict[tuple[object, ...], Any] = OrderedDict()
        self._facts: OrderedDict[tuple[object, ...], Any] = OrderedDict()
        self._lock = Lock()
        self._making = Lock()

    @cached_property
    def records(self) -> Database:
        """What people write: a database of its own, opened at first use."""
        # Loads the database library, which most commands do without.
        from data.records.database import Database, records_url

        return Database(records_url(self.path))

    def query(self, name: str, *, vintage: Vintage) -> pd.DataFrame:
        """Rows of one snapshot through ``queries/<name>.sql``."""
        return self._engine.query(name, snapshot=vintage.snapshot_id)

    def rows(
        self, vintage: Vintage, *, where: Mapping[str, Collection[str]], only: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """Rows of one snapshot ``where`` columns have one of the values, by body and business: read from the file.

        ``only`` some columns, those of ``where`` among them, are read much faster. For few rows of many snapshots:
        ``query`` would load each of them whole.
        """
        found = frame(self.store.read(vintage, where=where, only=only))
        return found.sort_values(["body_code", "business"], kind="stable", ignore_index=True)

    def vendor_codes(self, vintage: Vintage, *, prefectures: frozenset[str] | None) -> frozenset[str]:
        """The vendors of a mart's systems, of all bodies or those of some prefectures (two digits)."""
        rows = frame(self.store.read(vintage, only=("body_code", "vendor_code")))
        if prefectures is not None:
            rows = rows[rows["body_code"].str[:2].isin(prefectures)]
        return frozenset(rows["vendor_code"].dropna().unique())

    def listed(self, vintage: Vintage, *, only: Sequence[str] | None = None) -> pd.DataFrame:
        """Every row of one snapshot in its stored order: for short lists, or ``only`` a few columns of a long one."""
        return frame(self.store.read(vintage, only=only))

    def keep(self, key: tuple[object, ...], *, make: Callable[[], T]) -> T:
        """The value made for ``key``, kept while among the latest used.

        The key must name everything the value depends on: the store's fingerprint and, for anything under access
        control, the scope. Callers must not change a kept value.
        """
        return self._keep(self._kept, key, make=make, most=_KEPT_VALUES)

    def keep_table(self, key: tuple[object, ...], *, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Like ``keep``, for the few tables of one row per system."""
        return self._keep(self._tables, key, make=make, most=_KEPT_TABLES)

    def keep_facts(self, key: str, *, make: Callable[[], Facts]) -> Facts:
        """The facts database made for ``key``: made once however many ask, the last few kept."""
        with self._lock:
            if (key,) in self._facts:
                return cast("Facts", self._facts[(key,)])
        with self._making:
            return self._keep(self._facts, (key,), make=make, most=_KEPT_FACTS)

    def _keep(
        self, kept: OrderedDict[tuple[object, ...], Any], key: tuple[object, ...], *, make: Callable[[], T], most: int
    ) -> T:
        with self._lock:
            if key in kept:
                kept.move_to_end(key)
                return cast("T", kept[key])
        value = make()
        with self._lock:
            kept[key] = value
            while len(kept) > most:
                kept.popitem(last=False)
        return value
