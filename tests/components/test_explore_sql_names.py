"""The names offered while SQL is typed."""

from __future__ import annotations

from components.explore_sql_names import offered_names
from components.text import Text
from data.access.cage_words import FUNCTIONS
from data.views.console import FACT_VIEWS


def test_every_view_column_and_function_is_offered_once() -> None:
    offered = offered_names(text=Text("ja"))
    names = [one["name"] for one in offered]
    assert len(names) == len(set(names))
    assert names[: len(FACT_VIEWS)] == list(FACT_VIEWS)
    assert {column for view in FACT_VIEWS.values() for column in view.names} < set(names)
    assert {"count", "count_if", "string_agg", "date_diff"} < set(names)
    assert not set(names) & {"||", "+", "!~~"}
    by_name = {one["name"]: one for one in offered}
    assert by_name["systems"]["kind"] == "view"
    assert by_name["phase"]["kind"] == "column"
    assert by_name["avg"] == {"name": "avg", "kind": "function", "meaning": ""}
    assert {one["name"] for one in offered if one["kind"] == "function"} <= FUNCTIONS
