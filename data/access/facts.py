"""The facts database: every reported month as documented views in a locked in-memory DuckDB of its own.

One database holds what one scope may see of one state of the home; nothing asked of it can reach more, nor any file.
A month's systems come in their compact form (``fact_months``), which the home keeps. Each as-of month has a schema of
its own whose views end with that month; a statement runs on a cursor that stands in one of them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.access.fact_bodies import Vendors, body_months, businesses, placed, places, vendors
from data.access.fact_months import cut_month, month_systems
from data.access.fact_schema import (
    FLAG_TABLES,
    LISTS,
    flag_statements,
    list_statement,
    month_statement,
    view_statements,
)
from data.access.reading import Reading
from data.store.tables import frame

MEMORY_LIMIT: Final = "900MB"
_SETTINGS: Final = (
    "python_enable_replacements = false",
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    "temp_directory = ''",
    "enable_external_access = false",
)
_BEFORE_DATA: Final = "2023-03"
"""A month before the support period, of which no report can exist."""
_FIRST_SECOND: Final = int(datetime(1, 1, 1, tzinfo=UTC).timestamp())
_LAST_SECOND: Final = int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())
_BATCH: Final = 8
"""Months taken in at a time: one by one costs twice the time, all at once 200 MB for a moment."""


class Facts:
    """What one scope may see of one state of the home, as views. Threads share it; each query has its own cursor."""

    def __init__(self, months: Sequence[str], *, at: Callable[[str], Reading]) -> None:
        """Read the reported ones of ``months`` (ascending); ``at`` gives the reading of a month.

        Some tenths of a second a month the first time, then some hundredths.
        """
        readings = [at(month) for month in months]
        self._readings = {reading.as_of.month: reading for reading in readings if reading.is_reported}
        self._at = at
        self._lock = threading.Lock()
        self._opened: set[str] = set()
        self._flagged: set[str] = set()
        self._database = duckdb.connect(":memory:", config={"threads": 2})
        for setting in (*_SETTINGS, f"memory_limit = '{MEMORY_LIMIT}'", "lock_configuration = true"):
            self._database.execute(f"SET {setting}")
        self._fill()

    @property
    def months(self) -> tuple[str, ...]:
        """The reported months, ascending."""
        return tuple(self._readings)

    @contextmanager
    def cursor(self, *, month: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that sees the views as of ``month``: nothing after it."""
        schema = self._schema(month)
        with self._database.cursor() as cursor:
            cursor.execute(f"SET schema = '{schema}'")
            yield cursor

    def table(self, sql: str, *, month: str) -> pa.Table:
        """The answer to one of the program's own statements; what somebody wrote goes through the cage."""
        with self.cursor(month=month) as cursor:
            return cursor.sql(sql).to_arrow_table()

    def has_flags(self, month: str) -> bool:
        """Whether the vendor flags of a month were taken in, so that the view ``flags`` has them."""
        return month in self._flagged

    def add_flags(self, month: str, flags: pd.DataFrame | None) -> None:
        """Take in a month's vendor flags, cut to the scope, a row per flag and system; a second time does nothing.

        Columns: body_code, business, flag, severity, vendor_code, crowded_month. None = the month cannot be judged.
        """
        with self._lock, self._database.cursor() as cursor:
            if month in self._flagged:
                return
            if flags is not None:
                cursor.register("incoming", flags.assign(month=month))
                cursor.begin()
                for statement in flag_statements(month, prefectures=self._readings[month].scope.prefectures):
                    cursor.execute(statement)
                cursor.commit()
            self._flagged.add(month)

    def _fill(self) -> None:
        readings = tuple(self._readings.values())
        bodies, named = body_months(self._readings), vendors(self._readings)
        with self._database.cursor() as cursor:
            cursor.execute("CREATE SCHEMA base")
            for name, frame in (("places", places()), ("businesses", businesses()), ("body_months", bodies)):
                cursor.register("incoming", frame)
                cursor.execute(f"CREATE TABLE base.{name} AS SELECT * FROM incoming")
            batches = _batches((self._at(_BEFORE_DATA), *readings), bodies=bodies, vendors=named)
            for place, rows in enumerate(batches):
                cursor.register("incoming", rows)
                cursor.execute(month_statement(is_first=place == 0))
            cursor.unregister("incoming")
            for statement in FLAG_TABLES:
                cursor.execute(statement)

    def _schema(self, month: str) -> str:
        schema = f"as_of_{month.replace('-', '_')}"
        with self._lock:
            if schema not in self._opened:
                self._open(schema, month=month)
                self._opened.add(schema)
        return schema

    def _open(self, schema: str, *, month: str) -> None:
        reading = self._at(month)
        with self._database.cursor() as cursor:
            for statement in view_statements(schema, month=month):
                cursor.execute(statement)
            for name, kind in LISTS.items():
                cursor.register("incoming", reading.vendor_facts(kind))
                cursor.execute(list_statement(schema, name=name))
            cursor.unregister("incoming")


def _batches(readings: Sequence[Reading], *, bodies: pd.DataFrame, vendors: Vendors) -> Iterator[pd.DataFrame]:
    """The systems of the months, each as its reading's scope may see them, some months at a time."""
    by_month = {str(month): rows for month, rows in bodies.groupby("month", observed=True)}
    for start in range(0, len(readings), _BATCH):
        months = []
        for reading in readings[start : start + _BATCH]:
            rows = cut_month(
                month_systems(reading.for_totals()),
                scope=reading.scope,
                is_designated_restricted=reading.has_designations,
            )
            here = by_month.get(reading.as_of.month, bodies.iloc[:0])
            months.append(placed(rows, bodies=here, vendors=vendors, month=reading.as_of.month))
        yield pd.concat(months, ignore_index=True)


def as_frame(table: pa.Table) -> pd.DataFrame:
    """An answer as pandas: texts as str, numbers nullable, dates as datetime64[s], moments as datetime64[us].

    A column of whole numbers beyond 64 bits, or of dates beyond the years 1 to 9999, becomes text.
    """
    # Names may repeat in what somebody wrote; the frame keeps them all.
    numbered = pa.table(
        [_fitting(one) for one in table.columns], names=[str(place) for place in range(table.num_columns)]
    )
    return frame(numbered).set_axis(table.column_names, axis="columns")


def _fitting(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return column.cast(kind.value_type)
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        bounds = pc.min_max(column.cast(pa.timestamp("s"), safe=False))
        if all(one.value is None or _FIRST_SECOND <= one.value <= _LAST_SECOND for one in bounds.values()):
            return column.cast(pa.timestamp("s")) if pa.types.is_date(kind) else column
        return pa.chunked_array([_written_out(column)], pa.string())
    if pa.types.is_integer(kind) or (pa.types.is_decimal(kind) and kind.scale == 0):
        try:
            return column.cast(pa.int64())
        except pa.ArrowInvalid:
            return column.cast(pa.string())
    return column


def _written_out(column: pa.ChunkedArray) -> pa.Array:
    """Dates and moments of which some are beyond the years a calendar has; the largest is DuckDB's infinity."""
    values = column.to_numpy(zero_copy_only=False)
    counts = values.astype("int64")
    far = np.iinfo("int32" if pa.types.is_date(column.type) else "int64").max
    texts = np.where(counts >= far, "infinity", np.where(counts <= -far, "-infinity", values.astype("str")))
    return pa.array(texts, pa.string(), mask=column.is_null().to_numpy(zero_copy_only=False))
