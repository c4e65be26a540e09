"""The facts database: every reported month as documented views in a locked in-memory DuckDB of its own.

One database holds what one scope may see of one state of the home; nothing asked of it can reach more, nor any file.
A month's systems come in their compact form (``fact_months``), which the home keeps. Each as-of month has a schema of
its own whose views end with that month; a statement runs on a cursor that stands in one of them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from data.access.fact_bodies import body_months, businesses, placed, places, vendors
from data.access.fact_months import cut_month, month_systems
from data.access.fact_schema import month_statement, view_statements
from data.access.reading import Reading

MEMORY_LIMIT: Final = "900MB"
_SETTINGS: Final = (
    "SET python_enable_replacements = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET temp_directory = ''",
    f"SET memory_limit = '{MEMORY_LIMIT}'",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
_BATCH: Final = 8
"""Months taken in at a time: one by one costs twice the time, all at once 200 MB for a moment."""


class Facts:
    """What one scope may see of one state of the home, as views. Threads share it; each query has its own cursor."""

    def __init__(self, readings: Mapping[str, Reading], *, empty: Reading) -> None:
        """Read the reported months (ascending); ``empty`` is a reading of no report.

        Some tenths of a second a month the first time, then some hundredths.
        """
        self._readings = readings
        self._lock = threading.Lock()
        self._opened: set[str] = set()
        self._database = duckdb.connect(":memory:", config={"threads": 2})
        for statement in _SETTINGS:
            self._database.execute(statement)
        self._fill(empty)

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

    def _fill(self, empty: Reading) -> None:
        bodies, named = body_months(self._readings), vendors(tuple(self._readings.values()))
        with self._database.cursor() as cursor:
            cursor.execute("CREATE SCHEMA base")
            for name, frame in (("places", places()), ("businesses", businesses()), ("body_months", bodies)):
                cursor.register("incoming", frame)
                cursor.execute(f"CREATE TABLE base.{name} AS SELECT * FROM incoming")
            batches = _batches((empty, *self._readings.values()), bodies=bodies, vendors=named)
            for place, rows in enumerate(batches):
                cursor.register("incoming", rows)
                cursor.execute(month_statement(is_first=place == 0))
            cursor.unregister("incoming")

    def _schema(self, month: str) -> str:
        schema = f"as_of_{month.replace('-', '_')}"
        with self._lock:
            if schema not in self._opened:
                with self._database.cursor() as cursor:
                    for statement in view_statements(schema, month=month):
                        cursor.execute(statement)
                self._opened.add(schema)
        return schema


def _batches(readings: Sequence[Reading], *, bodies: pd.DataFrame, vendors: pd.DataFrame) -> Iterator[pd.DataFrame]:
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
            months.append(placed(rows, bodies=here, vendors=vendors))
        yield pd.concat(months, ignore_index=True)
