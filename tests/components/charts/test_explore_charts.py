"""The pictures of 探索: what is drawn, what is left out and said, which mark a click means, what is unknown."""

from __future__ import annotations

from itertools import product

import pytest

from components.charts.explore_bars import MOST_BARS, MOST_PANELS, bars_figure, bars_left_out, is_stacked
from components.charts.explore_heatmap import heatmap_figure, heatmap_left_out
from components.charts.explore_lines import MOST_PANELS as MOST_LINE_PANELS
from components.charts.explore_lines import lines_figure, lines_left_out
from components.charts.explore_sentences import picture_sentence
from components.charts.explore_spread import MOST_POINTS, distribution_figure, scatter_figure, spread_left_out
from components.text import Text
from tests.components.charts.exploring import shown

JA = Text("ja")


def test_a_bar_a_group_with_its_value_and_a_panel_a_measure() -> None:
    answer = shown(
        [("a", 3, 0.5), ("b", None, 0.25), ("c", 1, None)], by=["vendor"], measures={"late": "count", "done": "share"}
    )
    late, done = bars_figure(answer, text=JA).data
    assert (list(late.y), list(late.x), list(late.text)) == (["[a]", "[b]", "[c]"], [3, 0, 1], ["3", "—", "1"])
    assert (list(done.x), list(done.text)) == ([0.5, 0.25, 0], ["50.0%", "25.0%", "—"])
    assert [one[0] for one in late.customdata] == ["vendor:a", "vendor:b", "vendor:c"]
    assert late.xaxis != done.xaxis


def test_counts_of_two_dimensions_are_stacked_in_the_order_of_the_second() -> None:
    answer = shown(
        [("x", "late", 2), ("x", "done", 3), ("y", "done", 4)],
        by=["prefecture", "state"],
        measures={"systems": "count"},
        orders=[("x", "y"), ("done", "late")],
        is_additive=True,
    )
    assert is_stacked(answer)
    figure = bars_figure(answer, text=JA)
    assert figure.layout.barmode == "stack"
    assert [(bar.name, list(bar.x)) for bar in figure.data] == [("[done]", [3, 4]), ("[late]", [2])]
    split = bars_figure(answer, text=JA, is_split=True)
    assert [one.text for one in split.layout.annotations] == ["<b>[done]</b>", "<b>[late]</b>"]


def test_what_does_not_add_up_is_never_stacked() -> None:
    rows = [("x", "a", 2), ("x", "b", 1)]
    given = shown(rows, by=["prefecture", "vendor"], measures={"bodies": "count"})
    assert not is_stacked(given)
    assert len({bar.xaxis for bar in bars_figure(given, text=JA).data}) == 2


def test_bars_beyond_the_room_are_counted() -> None:
    many = shown([(place, 1) for place in range(MOST_BARS + 7)], by=["body"], measures={"systems": "count"})
    assert len(bars_figure(many, text=JA).data[0].y) == MOST_BARS
    assert bars_left_out(many) == 7
    groups = product(["x"], range(MOST_PANELS + 2))
    wide = shown([(*one, 0.5) for one in groups], by=["prefecture", "vendor"], measures={"done": "share"})
    assert bars_left_out(wide) == 2


def test_a_line_has_a_gap_where_a_month_has_no_value() -> None:
    rows = [("2025-10", 0.2), ("2025-11", None), ("2026-01", 0.4)]
    answer = shown(rows, by=["month"], measures={"done": "share"})
    line = lines_figure(answer, text=JA).data[0]
    assert list(line.y) == [0.2, None, None, 0.4]
    assert not line.connectgaps
    assert "0.2" not in str(line.customdata[1])


def test_few_lines_are_named_at_their_ends_and_of_many_the_greatest() -> None:
    few = [("2026-01", name, value) for name, value in (("a", 1), ("b", 3), ("c", 2))]
    figure = lines_figure(shown(few, by=["month", "vendor"], measures={"late": "count"}), text=JA)
    assert {one.text for one in figure.layout.annotations} == {"[a]", "[b]", "[c]"}
    many = [("2026-01", place, place) for place in range(30)]
    answer = shown(many, by=["month", "vendor"], measures={"late": "count"})
    figure = lines_figure(answer, text=JA)
    assert {one.text for one in figure.layout.annotations} == {f"[{place}]" for place in range(22, 30)}
    assert len(figure.data) == 30
    assert lines_left_out(answer, is_split=True) == 30 - MOST_LINE_PANELS
    assert lines_left_out(answer) == 0


def test_a_heatmap_has_a_mark_on_each_cell_and_leaves_missing_pairs_blank() -> None:
    answer = shown(
        [("x", "a", 1), ("x", "b", 20), ("y", "b", 300)],
        by=["prefecture", "business"],
        measures={"late": "count"},
        orders=[("x", "y"), ("b", "a")],
    )
    cells, targets = heatmap_figure(answer, text=JA).data[:2]
    assert [list(row) for row in cells.text] == [["20", "1"], ["300", ""]]
    assert cells.z[1][1] is None
    assert sorted(one[0] for one in targets.customdata) == sorted(answer.rows["mark"])


def test_a_heatmap_of_47_by_43_is_drawn_without_numbers() -> None:
    rows = [(f"{row:02d}", f"{column:02d}", row * column) for row, column in product(range(47), range(43))]
    answer = shown(rows, by=["prefecture", "vendor"], measures={"late": "count"})
    figure = heatmap_figure(answer, text=JA)
    assert (len(figure.data[0].z), len(figure.data[0].z[0])) == (47, 43)
    assert not any(words for row in figure.data[0].text for words in row)
    assert heatmap_left_out(answer) == 0
    legend = [one.name for one in figure.data if one.showlegend]
    assert len(legend) == 5
    assert legend[0].startswith("0〜")


def test_values_that_are_all_alike_need_no_classes() -> None:
    answer = shown([("x", "a", 5), ("y", "a", 5)], by=["prefecture", "business"], measures={"late": "count"})
    figure = heatmap_figure(answer, text=JA)
    assert {value for row in figure.data[0].z for value in row} == {2}


def test_a_scatter_names_the_outermost_and_leaves_out_what_is_unknown() -> None:
    rows = [("a", 1, 1), ("b", 2, 2), ("c", 1, 2), ("d", 90, 80), ("e", None, 3)]
    answer = shown(rows, by=["vendor"], measures={"late": "count", "bodies": "count"})
    figure = scatter_figure(answer, text=JA)
    assert sorted(figure.data[0].x) == [1, 1, 2, 90]
    assert figure.layout.annotations[0].text == "[d]"
    assert picture_sentence(answer, kind="scatter", text=JA).count("4件") == 1


def test_a_correlation_needs_values_that_differ() -> None:
    rows = [("a", 1, 1), ("b", 1, 2), ("c", 1, 3)]
    answer = shown(rows, by=["vendor"], measures={"late": "count", "bodies": "count"})
    assert "相関は計算できません" in picture_sentence(answer, kind="scatter", text=JA)


def test_a_distribution_has_a_box_a_band_and_the_same_places_every_time() -> None:
    rows = [(band, body, body / 10) for band in ("x", "y") for body in range(5)]
    answer = shown(rows, by=["size", "body"], measures={"done": "share"})
    figure = distribution_figure(answer, text=JA)
    assert [one.type for one in figure.data] == ["scatter", "box", "scatter", "box"]
    assert list(figure.layout.yaxis.ticktext) == ["[x]", "[y]"]
    assert list(figure.data[0].y) == list(distribution_figure(answer, text=JA).data[0].y)


def test_a_distribution_of_very_many_shows_its_boxes_alone() -> None:
    rows = [("x", place, place) for place in range(MOST_POINTS + 1)]
    answer = shown(rows, by=["size", "body"], measures={"late": "count"})
    assert [one.type for one in distribution_figure(answer, text=JA).data] == ["box"]
    assert spread_left_out(answer, is_scatter=False) == 0


@pytest.mark.parametrize("kind", ["bar", "line", "scatter", "distribution", "heatmap", "table", "map"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_picture_without_any_value_says_so(kind: str, language: str) -> None:
    answer = shown([("2026-01", "a", None, None)], by=["month", "vendor"], measures={"a": "share", "b": "share"})
    said = picture_sentence(answer, kind=kind, text=Text(language))
    assert ("まだありません" if language == "ja" else "No value") in said


def test_sentences_name_the_ends_and_the_middle() -> None:
    answer = shown([("a", 1), ("b", 9), ("c", 4)], by=["vendor"], measures={"late": "count"})
    said = picture_sentence(answer, kind="bar", text=JA)
    assert "3件" in said
    assert "[b]（9）" in said
    assert "[a]（1）" in said
    # Of 1, 4 and 9 the tenth part lies at 1 + 0.2 * 3 and 4 + 0.8 * 5; counts are whole.
    assert picture_sentence(answer, kind="distribution", text=JA).endswith("中央値が4、下から10%が2、90%が8です。")
    course = shown([("2025-12", 0.25), ("2026-01", 0.5)], by=["month"], measures={"done": "share"})
    assert (
        picture_sentence(course, kind="line", text=JA) == "Doneは、2025年12月の25.0%から2026年1月の50.0%へ動きました。"
    )
    one = shown([("a", 7)], by=["vendor"], measures={"late": "count"})
    assert picture_sentence(one, kind="bar", text=JA) == "[a]のLateは7です。"


def test_a_value_that_several_have_is_told_as_theirs() -> None:
    answer = shown([("a", 1), ("b", 3), ("c", 1), ("d", 1)], by=["vendor"], measures={"late": "count"})
    assert "[b]（3）" in picture_sentence(answer, kind="bar", text=JA)
    assert "[a]など3件（1）" in picture_sentence(answer, kind="bar", text=JA)
