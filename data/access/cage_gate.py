"""The gate of the cage: a statement is parsed by DuckDB itself and looked through before it is run.

It must be a single SELECT made only of the views and of functions and types on a list. What makes a value longer than
what it is made of is counted, because such values would double with every subquery around them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import duckdb

from data.access.cage_words import (
    BUNDLING,
    EXPRESSION_CLASSES,
    FUNCTIONS,
    GATHERING,
    JOINING,
    LISTED_ASKED,
    LITERAL_KINDS,
    NESTING,
    QUERY_TYPES,
    SESSION_WORDS,
    SOURCE_TYPES,
    TABLE_FUNCTIONS,
    TYPES,
    USUAL_ARGUMENTS,
)

MOST_LETTERS: Final = 20_000
MOST_LITERAL: Final = 1_000
MOST_JOINED: Final = 16
MOST_JOINED_GATHERED: Final = 4
"""Operands of ``JOINING`` in a statement, and in one that gathers many rows' texts into one (``GATHERING``)."""
MOST_NESTED: Final = 4
"""Values made of several values (lists, rows): in each other, and as text, each doubles the one within."""
MOST_NAMED_AS_TABLE: Final = 12
"""Columns called like a table of the statement, which may mean its whole row."""
MOST_STARS: Final = 12

_NAME: Final = re.compile(r"[^\W\d]\w*")


class RefusedError(Exception):
    """The statement was not run, or stopped; the message says why, in Japanese, for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a statement is made of: the documented ``views`` it reads, and the ``own_names`` it gives to values.

    A column of the answer that is called like one of a view, and not by an own name, is that column. Lower case.
    """

    views: frozenset[str]
    own_names: frozenset[str]


def inspected(sql: str, *, views: Collection[str]) -> Inspected:
    """Look a statement through. Raises RefusedError for anything but one SELECT over ``views`` with known functions."""
    if len(sql) > MOST_LETTERS:
        raise RefusedError(f"SQL文が長すぎます（{MOST_LETTERS:,}文字まで）。")
    if not sql.strip():
        raise RefusedError("SQL文がありません。")
    try:
        found = _Inspection(_parsed(sql), views=views)
    except RecursionError:
        raise RefusedError("SQL文の入れ子が深すぎます。") from None
    return Inspected(found.found, found.own_names)


def named_views(sql: str, *, views: Collection[str]) -> frozenset[str]:
    """The documented views a statement reads. Raises RefusedError as ``inspected``."""
    return inspected(sql, views=views).views


class _Inspection:
    """Walks through a parsed statement; ``found`` are the views it reads."""

    def __init__(self, statement: dict[str, Any], *, views: Collection[str]) -> None:
        self._views = frozenset(views)
        self._own = frozenset(self._own_names(statement))
        self._read: set[str] = set()
        self._sources: set[int] = set()
        self._called: set[str] = set()
        self._asked: list[str] = []
        self._joined = 0
        self._nested = 0
        self._stars = 0
        self._gathers = False
        self._walk(statement)
        # Texts grow outside the memory that is limited: each joining may double them, a gathered one is long already.
        most = MOST_JOINED_GATHERED if self._gathers else MOST_JOINED
        if self._joined > most:
            raise RefusedError(f"値をつなぐ式（||、concat、行やリスト）が多すぎます（値は合わせて{most}個まで）。")
        if self._nested > MOST_NESTED:
            raise RefusedError(f"行やリストをつくる式が多すぎます（{MOST_NESTED}個まで）。")
        if self._stars > MOST_STARS:
            raise RefusedError(f"「*」が多すぎます（{MOST_STARS}個まで）。列を名前で書いてください。")
        # DuckDB takes the name of a table for its whole row; whether a column is meant is not known here.
        if sum(name in self._called for name in self._asked) > MOST_NAMED_AS_TABLE:
            raise RefusedError("表と同じ名前の列が多すぎます。表か列に別の名前（AS）を付けてください。")
        self.found = frozenset(self._read)
        self.own_names = frozenset(_given_names(statement))

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
        kind = node["class"]
        if kind not in EXPRESSION_CLASSES:
            raise RefusedError(f"この書き方（{kind}）は使えません。")
        self._stars += kind == "STAR"
        if kind == "COLUMN_REF":
            name = str(node["column_names"][-1])
            if name.lower() in SESSION_WORDS:
                raise RefusedError(f"「{name}」は使えません。")
            self._asked.append(name.lower())
        if kind == "TYPE" and (
            str(node["type_name"]).lower() not in TYPES or node.get("schema") or node.get("catalog")
        ):
            raise RefusedError(f"型「{node['type_name']}」には変換できません。")
        if kind == "CONSTANT":
            self._constant(node["literal"])
        name = str(node.get("function_name", "")).lower()
        if id(node) in self._sources or not name:
            return
        if name not in FUNCTIONS or node.get("schema") or node.get("catalog"):
            raise RefusedError(f"関数「{name}」は使えません。")
        self._growth(name, [one["expression"] for one in node["arguments"]])

    def _constant(self, literal: dict[str, Any]) -> None:
        if literal.get("kind") not in LITERAL_KINDS:
            raise RefusedError(f"この書き方の値（{literal.get('kind')}）は使えません。")
        if len(str(literal.get("text", ""))) > MOST_LITERAL:
            raise RefusedError(f"文字列が長すぎます（{MOST_LITERAL:,}文字まで）。")

    def _growth(self, name: str, arguments: list[dict[str, Any]]) -> None:
        """Count what may make a value longer than those it is made of; constants are as long as they are written."""
        self._gathers |= name in GATHERING
        varied = [one for one in arguments if one["class"] != "CONSTANT"]
        if name in JOINING:
            self._joined += len(arguments)
        elif name in BUNDLING:
            self._joined += len(varied)
        is_nested = (
            (name in NESTING and bool(varied))
            or len(arguments) > USUAL_ARGUMENTS.get(name, len(arguments))
            or (name in LISTED_ASKED and arguments[-1:] != [] and arguments[-1]["class"] == "FUNCTION")
        )
        self._nested += is_nested

    def _source(self, node: dict[str, Any]) -> None:
        kind = node.get("type")
        if kind not in SOURCE_TYPES:
            raise RefusedError("FROM のこの書き方は使えません。")
        called = node.get("alias") or node.get("table_name") or node.get("function", {}).get("function_name") or ""
        self._called.add(str(called).lower())
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


def _given_names(statement: dict[str, Any]) -> Iterator[str]:
    """The names given to values by AS and to the columns of a table, wherever it is; a mere repetition is none."""
    for node in _nodes(statement):
        alias = str(node.get("alias") or "").lower()
        if "class" in node and alias and alias != str(node.get("column_names", [""])[-1]).lower():
            yield alias
        yield from (str(name).lower() for name in (*node.get("column_name_alias", ()), *node.get("aliases", ())))
        yield from (str(one["key"]).lower() for one in node.get("replace_list", ()))
        yield from (str(one["value"]).lower() for one in node.get("rename_list", ()))


def _parsed(sql: str) -> dict[str, Any]:
    """The one SELECT of a text as DuckDB's own parser sees it."""
    try:
        with _parser().cursor() as cursor:
            row = cursor.execute("SELECT json_serialize_sql($sql::VARCHAR)", {"sql": sql}).fetchone()
    except (duckdb.Error, UnicodeError):
        raise RefusedError("SQL文に読み取れない文字があります。") from None
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
