"""SQL over snapshots: one in-memory DuckDB per home and process, filled on first use.

A snapshot's rows are loaded once, from bytes whose hash is right, into the table of their kind. DuckDB itself may
touch no file and no network. The queries are files in ``queries/``, in SQL that other engines run too; ``snapshot``
in them is the small number this process gave a snapshot when it loaded it, so that scanning many months stays cheap.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from data.model import TABLES, SnapshotKind
from data.store.errors import StoreError
from data.store.home import Store
from data.store.tables import frame

QUERIES: Final = Path(__file__).parent / "queries"
_SQL_TYPES: Final = {"str": "VARCHAR", "bool": "BOOLEAN", "boolean": "BOOLEAN", "Int64": "BIGINT", "Float64": "DOUBLE"}


@lru_cache(maxsize=8)
def engine_for(home: Path) -> Engine:
    """The process's engine for a home; every thread may use it."""
    return Engine(Store(home))


@lru_cache(maxsize=256)
def query_text(name: str) -> str:
    """SQL of ``queries/<name>.sql``. Raises FileNotFoundError for an unknown name."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


class Engine:
    """Answers named queries. Threads share the rows; each query runs on a cursor of its own."""

    def __init__(self, store: Store) -> None:
        """Open an empty in-memory database that can reach no file."""
        self._store = store
        self._numbers: dict[str, int] = {}
        self._loading = threading.Lock()
        self._database = duckdb.connect(":memory:", config={"threads": 2})
        for kind, columns in TABLES.items():
            declared = ", ".join(f"{column.name} {_SQL_TYPES[column.dtype]}" for column in columns)
            self._database.execute(f"CREATE TABLE {kind} (snapshot INTEGER, {declared})")
        self._database.execute("SET enable_external_access = false")
        self._database.execute("SET lock_configuration = true")

    def query(self, name: str, **params: object) -> pd.DataFrame:
        """Run ``queries/<name>.sql``; a parameter ``snapshot`` or ``…_snapshot`` takes a snapshot id.

        Numbers come as Int64 and Float64, blanks as NA. Raises StoreError for a snapshot that was never published,
        DamagedSnapshotError for one whose file is unsound.
        """
        bound = {
            key: self._number(str(value)) if key == "snapshot" or key.endswith("_snapshot") else value
            for key, value in params.items()
        }
        with self._database.cursor() as cursor:
            answer = cursor.sql(query_text(name), params=bound)
            return frame(answer.to_arrow_table())

    def _number(self, snapshot_id: str) -> int:
        number = self._numbers.get(snapshot_id)
        if number is None:
            with self._loading:
                number = self._numbers.get(snapshot_id)
                if number is None:
                    number = self._load(snapshot_id)
        return number

    def _load(self, snapshot_id: str) -> int:
        vintage = self._store.open().vintage(snapshot_id)
        if vintage is None:
            raise StoreError(f"保存されていないデータ（{snapshot_id}）が求められました（保存先：{self._store.home}）。")
        rows = self._store.read(vintage)
        number = len(self._numbers) + 1
        numbered = rows.add_column(0, "snapshot", pa.array([number] * len(rows), pa.int32()))
        with self._database.cursor() as cursor:
            cursor.register("incoming", numbered)
            cursor.execute(f"INSERT INTO {SnapshotKind(vintage.kind)} SELECT * FROM incoming")
            cursor.unregister("incoming")
        self._numbers[snapshot_id] = number
        return number
