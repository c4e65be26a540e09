"""The tables of 探索: totals in the foot, edges of a crossed table, blanks that are neither zero nor unknown."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from components.charts.explore_shown import Shown, ShownDimension, hover_words
from components.explore_table import (
    Margins,
    crossed_html,
    file_rows,
    is_crossed,
    listed_html,
    margins_of,
    table_columns,
)
from components.text import Text
from tests.components.charts.exploring import shown

JA = Text("ja")


def cells(html: str, part: str) -> list[list[str]]:
    body = html.split(f"<{part}>")[1].split(f"</{part}>")[0]
    return [re.findall(r">([^<]*)</t[hd]>", row) for row in body.split("<tr>")[1:]]


def test_a_list_closes_with_the_totals_over_everything() -> None:
    answer = shown(
        [("a", 3, 0.5), ("b", None, 0.25)],
        by=["vendor"],
        measures={"late": "count", "done": "share"},
        totals={"late": 2.0, "done": None},
    )
    html = listed_html(answer, first=0, count=50, caption="<題>", text=JA)
    assert "&lt;題&gt;" in html
    assert cells(html, "tbody") == [["[a]", "3", "50.0%"], ["[b]", "—", "25.0%"]]
    assert cells(html, "tfoot") == [["全体（分けずに数えた値）", "2", "—"]]
    assert cells(listed_html(answer, first=1, count=50, caption="", text=JA), "tbody") == [["[b]", "—", "25.0%"]]


def test_a_crossed_table_has_the_edges_it_is_given_and_blanks_where_there_is_nothing() -> None:
    answer = shown(
        [("x", "a", 2), ("x", "b", None), ("y", "a", 4)],
        by=["prefecture", "vendor"],
        measures={"bodies": "count"},
        orders=[("x", "y"), ("b", "a")],
        totals={"bodies": 5.0},
    )
    margins = Margins(rows={"x": 2.0, "y": 4.0}, columns={"a": 5.0, "b": None})
    html = crossed_html(answer, margins, first=0, count=50, caption="", text=JA)
    assert cells(html, "thead") == [["PREFECTURE", "[b]", "[a]", "全体"]]
    assert cells(html, "tbody") == [["[x]", "—", "2", "2"], ["[y]", "", "4", "4"]]
    assert cells(html, "tfoot") == [["全体（分けずに数えた値）", "—", "5", "5"]]


def test_a_rate_of_few_reports_is_for_reference_and_says_how_many() -> None:
    answer = rates()
    assert cells(listed_html(answer, first=0, count=9, caption="", text=JA), "tbody") == [
        ["[x]", "50.0%（参考）", "8/10団体"],
        ["[y]", "25.0%", "9/10団体"],
        ["[z]", "—", "0/10団体"],
    ]
    assert cells(listed_html(answer, first=0, count=9, caption="", text=JA), "tfoot") == [
        ["全体（分けずに数えた値）", "40.0%（参考）", "17/30団体"]
    ]
    columns = {one.name: one.label for one in table_columns(answer, text=JA)}
    assert columns["done_reference"] == "Done：参考"
    assert (columns["reported_bodies"], columns["asked_bodies"]) == ("報告した団体", "報告すべき団体")
    assert file_rows(answer, text=JA)["done_reference"].tolist() == ["参考", "", ""]
    row = next(answer.rows.itertuples(index=False))
    assert hover_words(row, answer, text=JA) == "[x]<br>Done：50.0%（参考）<br>報告：8/10団体"


def test_a_crossed_rate_of_few_reports_is_for_reference_at_its_edges_too() -> None:
    answer = rates()
    rows = answer.rows.assign(key1="a", name1="[a]")
    two = replace(answer, rows=rows, dimensions=(*answer.dimensions, ShownDimension("vendor", "V")))
    edge = rows.rename(columns={"key0": "prefecture", "key1": "vendor"})
    margins = margins_of(two, rows=edge, columns=edge.head(1))
    html = crossed_html(two, margins, first=0, count=2, caption="", text=JA)
    assert cells(html, "tbody") == [["[x]", "50.0%（参考）", "50.0%（参考）"], ["[y]", "25.0%", "25.0%"]]
    assert cells(html, "tfoot") == [["全体（分けずに数えた値）", "50.0%（参考）", "40.0%（参考）"]]


def rates() -> Shown:
    plain = shown([("x", 0.5), ("y", 0.25), ("z", None)], by=["prefecture"], measures={"done": "share"})
    rows = plain.rows.assign(reported_bodies=[8.0, 9.0, 0.0], asked_bodies=10.0)
    totals = {"done": 0.4, "reported_bodies": 17.0, "asked_bodies": 30.0}
    return replace(plain, rows=rows, totals=totals, measures=(replace(plain.measures[0], basis="bodies"),))


def test_the_edges_come_from_the_answers_by_one_dimension() -> None:
    answer = shown([("x", "a", 2)], by=["prefecture", "vendor"], measures={"late": "count"})
    rows = pd.DataFrame({"prefecture": ["x"], "late": pd.array([3], dtype="Int64")})
    columns = pd.DataFrame({"vendor": ["a", None], "late": pd.array([2, None], dtype="Int64")})
    assert margins_of(answer, rows=rows, columns=columns) == Margins({"x": 3.0}, {"a": 2.0, "": None})


def test_only_two_dimensions_and_one_measure_are_crossed() -> None:
    assert is_crossed(shown([("x", "a", 2)], by=["prefecture", "vendor"], measures={"late": "count"}))
    assert not is_crossed(shown([("x", 2)], by=["prefecture"], measures={"late": "count"}))
    assert not is_crossed(
        shown([("x", "a", 2, 1)], by=["prefecture", "vendor"], measures={"late": "count", "bodies": "count"})
    )
    wide = [("x", place, 1) for place in range(25)]
    assert not is_crossed(shown(wide, by=["prefecture", "vendor"], measures={"late": "count"}))


def test_a_file_has_the_code_beside_the_name() -> None:
    answer = shown([("20", 2, 0.5, 1.5)], by=["prefecture"], measures={"n": "count", "s": "share", "m": "months"})
    assert [(one.name, one.kind) for one in table_columns(answer, text=JA)] == [
        ("key0", "text"), ("name0", "text"), ("n", "count"), ("s", "share"), ("m", "months"),
    ]  # fmt: skip
