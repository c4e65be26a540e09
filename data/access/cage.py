"""The cage: what somebody wrote, run as one SELECT over the documented views, and nothing else.

Three walls. The statement is parsed by DuckDB itself and refused unless it is a single SELECT made only of the views
and of functions on a list. It runs in a database that can reach no file, no network and no extension, whose settings
are locked, and that holds nothing outside the reader's scope. And it is stopped after some seconds, some rows, or too
much memory.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import duckdb
import pyarrow as pa

from data.access.cage_gate import Inspected, RefusedError, inspected
from data.access.facts import Facts

SECONDS: Final = 10.0
MOST_ROWS: Final = 50_000
OUT_OF_MEMORY: Final = "メモリが足りないため、中止しました。月や団体を絞ってください。"
MOST_COLUMNS: Final = 100
MOST_BYTES: Final = 64_000_000
_BATCH_ROWS: Final = 2_000
_WATCH_SECONDS: Final = 0.05
_REASON_LETTERS: Final = 300
_NO_MEMORY: Final = re.compile("out of memory|bad_alloc|failed to allocate|cannot allocate", re.IGNORECASE)
_CAUSES: Final = (
    (duckdb.BinderException, "列の名前、値の型、または集計（GROUP BY など）の書き方が合いません。"),
    (duckdb.ConversionException, "値をその型に変換できません。"),
    (duckdb.OutOfRangeException, "扱える範囲を超える値があります。"),
    (duckdb.InvalidInputException, "関数に渡せない値があります。"),
)
_TAKEN_AS_THEY_ARE: Final = frozenset(
    """
    boolean tinyint smallint integer bigint hugeint utinyint usmallint uinteger ubigint float double decimal varchar
    enum date timestamp timestamp_s timestamp_ms
    """.split()
)
"""Types an answer keeps; any other is written as text by the database itself."""


@dataclass(frozen=True, slots=True)
class CagedAnswer:
    """What a statement answered: ``table``, and ``is_cut`` where there were more rows.

    Its columns are truth, numbers, text, dates and moments without a zone; lists, rows, spans of time are text.
    """

    table: pa.Table
    is_cut: bool
    seconds: float
    parts: Inspected


def run_caged(
    facts: Facts,
    sql: str,
    *,
    month: str,
    views: Collection[str],
    seconds: float = SECONDS,
    most_rows: int = MOST_ROWS,
    cancelled: threading.Event | None = None,
) -> CagedAnswer:
    """Run one SELECT over the views as of ``month``; set ``cancelled`` from another thread to stop it.

    Raises RefusedError where it is refused, fails, takes longer than ``seconds`` or more memory than there is, or where
    the answer has more than ``MOST_COLUMNS`` or ``MOST_BYTES``.
    """
    parts = inspected(sql, views=views)
    started = time.monotonic()
    with facts.cursor(month=month) as cursor, _watched(cursor, seconds=seconds, cancelled=cancelled) as stopped:
        try:
            table = _fetched(cursor.sql(sql), most_rows=most_rows + 1, stopped=stopped)
        except RefusedError:
            raise
        except (duckdb.OutOfMemoryException, MemoryError):
            raise RefusedError(OUT_OF_MEMORY) from None
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            # While an answer is fetched, an interrupt or a lack of memory may come as an error of any kind.
            if stopped:
                raise RefusedError(stopped[0]) from None
            reason = _first_line(error)
            cause = next((words for kind, words in _CAUSES if isinstance(error, kind)), "")
            told = f"実行できません。{cause}（{reason}）"
            raise RefusedError(OUT_OF_MEMORY if _NO_MEMORY.search(reason) else told) from None
    return CagedAnswer(table.slice(0, most_rows), len(table) > most_rows, time.monotonic() - started, parts)


def _fetched(relation: duckdb.DuckDBPyRelation, *, most_rows: int, stopped: list[str]) -> pa.Table:
    """The answer, some rows at a time, so that a long one is refused before it is here."""
    if len(relation.columns) > MOST_COLUMNS:
        raise RefusedError(f"列が多すぎます（{len(relation.columns):,}列。{MOST_COLUMNS}列まで）。列を選んでください。")
    reader = _plain(relation.limit(most_rows)).to_arrow_reader(_BATCH_ROWS)
    batches: list[pa.RecordBatch] = []
    bytes_left = MOST_BYTES
    for batch in reader:
        if stopped:
            raise RefusedError(stopped[0])
        batches.append(_undictionaried(batch))
        bytes_left -= batches[-1].nbytes
        if bytes_left < 0:
            raise RefusedError(
                f"結果が大きすぎます（{MOST_BYTES // 1_000_000}MBまで）。列や行を絞るか、集計してください。"
            )
    if stopped:
        raise RefusedError(stopped[0])
    schema = batches[0].schema if batches else _undictionaried(_no_rows(reader.schema)).schema
    # DuckDB numbers names that come twice.
    return pa.Table.from_batches(batches, schema=schema).rename_columns(relation.columns)


def _plain(relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The same columns, those of unusual types as text."""
    kinds = [str(kind.id).lower() for kind in relation.types]
    if _TAKEN_AS_THEY_ARE.issuperset(kinds):
        return relation
    return relation.project(
        ", ".join(
            f"#{place}" if kind in _TAKEN_AS_THEY_ARE else f"CAST(#{place} AS VARCHAR) AS {_quoted(name)}"
            for place, (name, kind) in enumerate(zip(relation.columns, kinds, strict=True), start=1)
        )
    )


def _undictionaried(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Every batch of a column with a list of its values would bring the list along."""
    columns = [one.dictionary_decode() if pa.types.is_dictionary(one.type) else one for one in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _no_rows(schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array([], field.type) for field in schema], schema=schema)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def _watched(
    cursor: duckdb.DuckDBPyConnection, *, seconds: float, cancelled: threading.Event | None
) -> Iterator[list[str]]:
    """Interrupt the cursor's query when its time is up or it is cancelled; the reason is put into what is given."""
    stopped: list[str] = []
    done = threading.Event()
    deadline = time.monotonic() + seconds

    def watch() -> None:
        while not done.wait(_WATCH_SECONDS):
            if cancelled is not None and cancelled.is_set():
                stopped.append("中止しました。")
            elif time.monotonic() > deadline:
                stopped.append(f"{seconds:g}秒以内に終わらなかったため、中止しました。月や団体を絞ってください。")
            if stopped:
                # Again and again: an interrupt between two steps of the statement would be lost.
                cursor.interrupt()

    watcher = threading.Thread(target=watch, name="cage", daemon=True)
    watcher.start()
    try:
        yield stopped
    finally:
        done.set()
        watcher.join()


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:_REASON_LETTERS]
