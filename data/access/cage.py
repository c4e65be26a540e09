"""The cage: what somebody wrote, run as one SELECT over the documented views, and nothing else.

Three walls. The statement is parsed by DuckDB itself and refused unless it is a single SELECT made only of the views
and of functions on a list. It runs in a database that can reach no file, no network and no extension, whose settings
are locked, and that holds nothing outside the reader's scope. And it is stopped after some seconds, some rows, or too
much memory.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import duckdb
import pyarrow as pa

from data.access.cage_words import (
    EXPRESSION_CLASSES,
    FUNCTIONS,
    GATHERING,
    JOINING,
    QUERY_TYPES,
    SESSION_WORDS,
    SOURCE_TYPES,
    TABLE_FUNCTIONS,
)
from data.access.facts import Facts

SECONDS: Final = 10.0
MOST_ROWS: Final = 50_000
MOST_LETTERS: Final = 20_000
MOST_LITERAL: Final = 1_000
MOST_JOINED: Final = 16
MOST_JOINED_GATHERED: Final = 4
"""Operands of ``JOINING`` in a statement, and in one that gathers many rows' texts into one (``GATHERING``)."""

_NAME: Final = re.compile(r"[^\W\d]\w*")
_WATCH_SECONDS: Final = 0.05


class RefusedError(Exception):
    """The statement was not run, or stopped; the message says why, in Japanese, for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class CagedAnswer:
    """What a statement answered: ``rows`` of ``table``, of which ``is_cut`` says that there were more."""

    table: pa.Table
    is_cut: bool
    seconds: float


def named_views(sql: str, *, views: Collection[str]) -> frozenset[str]:
    """The documented views a statement reads, after looking it through.

    Raises RefusedError where it is anything but one SELECT over ``views`` with known functions.
    """
    if len(sql) > MOST_LETTERS:
        raise RefusedError(f"SQL文が長すぎます（{MOST_LETTERS:,}文字まで）。")
    if not sql.strip():
        raise RefusedError("SQL文がありません。")
    try:
        return _Inspection(_parsed(sql), views=views).found
    except RecursionError:
        raise RefusedError("SQL文の入れ子が深すぎます。") from None


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

    Raises RefusedError where it is refused, fails, takes longer than ``seconds`` or more memory than there is.
    """
    named_views(sql, views=views)
    started = time.monotonic()
    with facts.cursor(month=month) as cursor, _watched(cursor, seconds=seconds, cancelled=cancelled) as stopped:
        try:
            found = cursor.sql(sql).limit(most_rows + 1).to_arrow_table()
        except duckdb.InterruptException:
            raise RefusedError(stopped[0] if stopped else "中止しました。") from None
        except (duckdb.OutOfMemoryException, MemoryError):
            raise RefusedError("メモリが足りないため、中止しました。月や団体を絞ってください。") from None
        except duckdb.Error as error:
            raise RefusedError(f"実行できません: {_first_line(error)}") from None
    return CagedAnswer(found.slice(0, most_rows), len(found) > most_rows, time.monotonic() - started)


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


class _Inspection:
    """Walks through a parsed statement; ``found`` are the views it reads."""

    def __init__(self, statement: dict[str, Any], *, views: Collection[str]) -> None:
        self._views = frozenset(views)
        self._own = frozenset(self._own_names(statement))
        self._read: set[str] = set()
        self._sources: set[int] = set()
        self._joined = 0
        self._gathers = False
        self._walk(statement)
        # Texts grow outside the memory that is limited: each joining may double them, a gathered one is long already.
        most = MOST_JOINED_GATHERED if self._gathers else MOST_JOINED
        if self._joined > most:
            raise RefusedError(f"文字列をつなぐ式（||、concat）が多すぎます（合わせて{most}個まで）。")
        self.found = frozenset(self._read)

    def _own_names(self, node: Any) -> Iterator[str]:
        """The names the statement gives to subqueries (WITH)."""
        for one in _nodes(node):
            for entry in one.get("cte_map", {}).get("map", ()):
                name = str(entry["key"]).lower()
                # Outside its own scope the name would mean whatever else is called so.
                if not _NAME.fullmatch(name) or name in _catalogue():
                    raise RefusedError(f"WITH の名前「{entry['key']}」は使えません。別の名前にしてください。")
                yield name

    def _walk(self, statement: dict[str, Any]) -> None:
        for node in _nodes(statement):
            kind = node.get("type")
            if "class" in node:
                self._expression(node)
            elif "select_list" in node or "setop_type" in node or str(kind).endswith("_NODE"):
                if kind not in QUERY_TYPES:
                    raise RefusedError("この形のSQL文（再帰など）は使えません。")
            elif "alias" in node and "sample" in node:
                self._source(node)

    def _expression(self, node: dict[str, Any]) -> None:
        if node["class"] not in EXPRESSION_CLASSES:
            raise RefusedError(f"この書き方（{node['class']}）は使えません。")
        if node["class"] == "COLUMN_REF" and str(node["column_names"][-1]).lower() in SESSION_WORDS:
            raise RefusedError(f"「{node['column_names'][-1]}」は使えません。")
        name = str(node.get("function_name", "")).lower()
        if id(node) in self._sources:
            return
        if name in JOINING:
            self._joined += len(node["arguments"])
        self._gathers |= name in GATHERING
        if node["class"] == "CONSTANT" and len(str(node["literal"].get("text", ""))) > MOST_LITERAL:
            raise RefusedError(f"文字列が長すぎます（{MOST_LITERAL:,}文字まで）。")
        if name and (name not in FUNCTIONS or node.get("schema") or node.get("catalog")):
            raise RefusedError(f"関数「{name}」は使えません。")

    def _source(self, node: dict[str, Any]) -> None:
        kind = node.get("type")
        if kind not in SOURCE_TYPES:
            raise RefusedError("FROM のこの書き方は使えません。")
        if kind == "TABLE_FUNCTION":
            name = str(node["function"].get("function_name", "")).lower()
            if name not in TABLE_FUNCTIONS:
                raise RefusedError(f"関数「{name}」は使えません。")
            self._sources.add(id(node["function"]))
        if kind == "BASE_TABLE":
            self._table(node)

    def _table(self, node: dict[str, Any]) -> None:
        name = str(node["table_name"]).lower()
        if node.get("schema_name") or node.get("catalog_name") or name not in self._views | self._own:
            listed = "、".join(sorted(self._views))
            raise RefusedError(f"「{node['table_name']}」という表はありません。使える表: {listed}")
        if name in self._views:
            self._read.add(name)


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON value, the outer ones first."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _nodes(one)


def _parsed(sql: str) -> dict[str, Any]:
    """The one SELECT of a text as DuckDB's own parser sees it."""
    with _parser().cursor() as cursor:
        row = cursor.execute("SELECT json_serialize_sql($sql::VARCHAR)", {"sql": sql}).fetchone()
    told: dict[str, Any] = json.loads(row[0]) if row else {}
    if told.get("error"):
        if told.get("error_type") == "not implemented":
            raise RefusedError("SELECT文だけを実行できます。")
        raise RefusedError(f"SQL文を読み取れません: {told.get('error_message', '')}")
    statements = told.get("statements", [])
    if len(statements) != 1:
        raise RefusedError("一度に実行できるのは、1つのSELECT文だけです。")
    statement: dict[str, Any] = statements[0]
    return statement


@lru_cache(maxsize=1)
def _parser() -> duckdb.DuckDBPyConnection:
    """An empty database that only parses."""
    database = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": "100MB"})
    for setting in (
        "python_enable_replacements = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        database.execute(f"SET {setting}")
    return database


@lru_cache(maxsize=1)
def _catalogue() -> frozenset[str]:
    """The names of what every DuckDB has of its own."""
    with _parser().cursor() as cursor:
        rows = cursor.execute("SELECT view_name FROM duckdb_views() UNION SELECT table_name FROM duckdb_tables()")
        return frozenset(str(name).lower() for (name,) in rows.fetchall())


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
