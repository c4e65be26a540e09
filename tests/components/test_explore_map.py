"""探索 on the map and as columns: classes, what is unknown or outside, and where a column stands."""

from __future__ import annotations

import pytest

from components.explore_columns import LAYER, column_rows, columns_deck
from components.explore_map import map_classes, map_codes, map_legend
from components.text import Text
from tests.components.charts.exploring import shown

JA = Text("ja")


def test_regions_have_the_class_of_their_value_or_say_why_not() -> None:
    rows = [("01", 1), ("02", 10), ("03", 20), ("04", 30), ("05", None)]
    answer = shown(rows, by=["prefecture"], measures={"late": "count"})
    codes = map_codes(answer, prefecture=None)
    assert len(codes) == 47
    classes, palette = map_classes(answer, codes=codes, text=JA)
    assert palette[0].pattern == "hatch"
    assert palette[-1].label == "この条件に入らない"
    assert classes[4] == 0
    assert set(classes[5:]) == {len(palette) - 1}
    assert classes[0] < classes[1] < classes[3]
    assert map_legend(answer, prefecture=None, text=JA)[0][0] == "？ 不明"


def test_values_that_are_all_alike_are_one_class() -> None:
    answer = shown([(f"{code:02d}", 5) for code in range(1, 48)], by=["prefecture"], measures={"late": "count"})
    classes, palette = map_classes(answer, codes=map_codes(answer, prefecture=None), text=JA)
    assert set(classes) == {1}
    assert [one.label for one in palette] == ["不明", "すべて同じ値"]


@pytest.mark.parametrize(("prefecture", "count"), [(None, 1741), ("20", 77)])
def test_bodies_are_those_of_the_nation_or_of_one_prefecture(prefecture: str | None, count: int) -> None:
    answer = shown([("20201", 1)], by=["body"], measures={"late": "count"})
    assert len(map_codes(answer, prefecture=prefecture)) == count


def test_a_column_stands_where_its_place_is_and_is_as_high_as_its_value() -> None:
    rows = [("20201", 2), ("20202", 1), ("20000", 9), ("20481", None)]
    answer = shown(rows, by=["body"], measures={"late": "count"})
    columns = column_rows(answer, text=JA)
    # A prefecture's own body has no office on the map; what is unknown has no column.
    assert columns["mark"].tolist() == ["body:20201", "body:20202"]
    assert columns["height"].iloc[0] == pytest.approx(2 * columns["height"].iloc[1], abs=1)
    assert abs(columns["lat"].iloc[0] - 36.65) < 0.1
    assert abs(columns["lon"].iloc[0] - 138.19) < 0.1


def test_columns_ask_no_one_for_a_map() -> None:
    answer = shown([("20", 0.5)], by=["prefecture"], measures={"done": "share"})
    told = columns_deck(answer, text=JA).to_json()
    assert "http" not in told
    assert LAYER in told


def test_words_of_a_column_are_no_markup() -> None:
    answer = shown([("20", 1)], by=["prefecture"], measures={"late": "count"})
    answer.rows["name0"] = "<script>"
    assert column_rows(answer, text=JA)["words"].iloc[0].startswith("&lt;script&gt;<br>")
