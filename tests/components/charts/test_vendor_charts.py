"""The pictures of the vendor page: what stands in which cell, and what is told in words."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from components.charts.delay_interval import delay_figure, delay_summary
from components.charts.flag_history import flag_history_figure, flag_history_summary
from components.charts.go_live_calendar import (
    calendar_figure,
    calendar_summary,
    calendar_table,
    month_heads,
    pace_figure,
    pace_summary,
)
from components.charts.vendor_alternatives import alternatives_figure, alternatives_summary
from components.charts.vendor_concentration import concentration_figure
from components.charts.vendor_dependency import dependency_figure, dependency_rows
from components.text import Text

JA, EN = Text("ja"), Text("en")

VENDORS = pd.DataFrame(
    {
        "vendor_code": ["A", None, "B"],
        "name": ["甲", "ベンダ不明", "乙"],
        "bodies": [12, 1, 900],
        "open_systems": [3, 9, 5],
    }
)
LINKS = pd.DataFrame(
    {
        "vendor_code": ["A", "B", "B", None],
        "business_place": [0, 0, 1, 1],
        "systems": [12, 900, 400, 1],
        "bodies": [12, 900, 400, 1],
        "open_bodies": [3, 0, 5, 1],
        "level": [2, 0, 3, 0],
    }
)


def test_a_cell_says_its_bodies_and_its_class() -> None:
    rows = dependency_rows(VENDORS, LINKS, order="breadth")
    assert rows["name"].tolist() == ["乙", "甲", "ベンダ不明"], "two businesses before one, the unknown last"
    figure = dependency_figure(rows, LINKS, businesses=["戸籍", "就学"], counted="bodies", text=JA)
    cells = figure.data[0]
    assert [list(row) for row in cells.text] == [["900", "400"], ["12", ""], ["", "1"]]
    # 1-9, 10-49, 50-199, 200-499, from 500.
    assert [list(row) for row in cells.z] == [[4, 3], [1, None], [None, 0]]
    marks = {trace.name: list(trace.y) for trace in figure.data[1:3]}
    assert [[round(y + 0.34) for y in places] for places in marks.values()] == [[0], [1]], "高 of 乙, 中 of 甲"
    assert list(figure.layout.xaxis.ticktext) == ["戸<br>籍", "就<br>学"]


def test_what_is_not_open_is_left_out_when_open_bodies_are_counted() -> None:
    rows = dependency_rows(VENDORS, LINKS, order="open")
    assert rows["name"].tolist() == ["乙", "甲", "ベンダ不明"]
    figure = dependency_figure(rows, LINKS, businesses=["Register", "School"], counted="open_bodies", text=EN)
    assert [list(row) for row in figure.data[0].text] == [["", "5"], ["3", ""], ["", "1"]]


def test_concentration_in_words_and_shares() -> None:
    shares = pd.DataFrame(
        {
            "business_place": [0, 0], "prefecture_place": [0, 1], "hhi": [10000.0, None], "effective": [1.0, None],
            "largest_share": [1.0, None], "largest_name": ["甲", None], "vendors": [1, 0],
        }
    )  # fmt: skip
    unknown = pd.DataFrame({"prefecture_place": [0, 1], "share": [0.004, 1.0]})
    options: dict[str, Any] = {"prefectures": ["新潟", "長野"], "businesses": ["戸籍"], "text": JA, "highlight": 1}
    effective = concentration_figure(shares, unknown, measure="effective", **options)
    assert [list(row) for row in effective.data[0].text] == [["1.0", ""], ["<1", "100"]]
    assert effective.data[0].z[0][1] is None, "where no vendor is known there is no cell"
    assert effective.layout.xaxis.ticktext[1].startswith("▼")
    largest = concentration_figure(shares, unknown, measure="largest", **options)
    assert largest.data[0].text[0][0] == "100"


def test_the_calendar_marks_what_is_too_much() -> None:
    calendar = pd.DataFrame(
        {"vendor_code": ["A", "A", "B"], "month": ["2026-02", "2026-03", "2026-02"], "planned": [5, 21, 12],
         "ratio": [0.5, 2.1, 1.2], "level": [0, 3, 2]}
    )  # fmt: skip
    vendors = pd.DataFrame(
        {"vendor_code": ["A", "B"], "name": ["甲", "乙"], "capacity": [10.0, 10.0], "worst": [2.1, 1.2]}
    )
    months = ("2026-02", "2026-03")
    figure = calendar_figure(calendar, vendors=vendors, months=months, text=JA)
    assert [list(row) for row in figure.data[0].text] == [["5", "■21"], ["▣12", ""]]
    assert [list(row) for row in figure.data[0].z] == [[0, 3], [2, None]]
    table = calendar_table(calendar, vendors=vendors, months=months, text=JA)
    assert table[["name", "worst_words", "2026-03"]].to_numpy().tolist()[1] == ["乙", "1.2倍", 0]


def test_before_the_first_go_live_the_calendar_counts_and_says_that_no_capacity_is_known() -> None:
    nothing = pd.array([None], dtype="Float64")
    calendar = pd.DataFrame(
        {"vendor_code": ["A"], "month": ["2023-06"], "planned": [21], "ratio": nothing,
         "level": pd.array([None], dtype="Int64")}
    )  # fmt: skip
    vendors = pd.DataFrame({"vendor_code": ["A"], "name": ["甲"], "capacity": nothing, "worst": nothing})
    figure = calendar_figure(calendar, vendors=vendors, months=("2023-06",), text=JA)
    assert (figure.data[0].text[0][0], figure.data[0].z[0][0]) == ("？21", 4)
    assert "？ 目安は不明" in [trace.name for trace in figure.data]
    assert "上限の目安 —（—）" in figure.data[0].customdata[0][0]
    assert [list(trace.text) for trace in figure.data[1:] if trace.mode == "text"] == [["—"], ["—"]]
    table = calendar_table(calendar, vendors=vendors, months=("2023-06",), text=JA)
    assert table[["capacity_words", "worst_words"]].to_numpy().tolist() == [["—", "—"]]
    assert "上限の目安は分かりません" in calendar_summary(calendar, vendors=vendors, months=("2023-06",), text=JA)
    pace = pd.DataFrame({"month": ["2023-05", "2023-06"], "live": [0, 0], "planned": [0, 21]})
    assert not pace_figure(pace, capacity=None, as_of="2023-05", text=JA).layout.shapes, "no line of one a month"
    assert "上限の目安は分かりません" in pace_summary(pace, vendor="甲", capacity=None, text=JA)


def test_crowded_months_after_the_picture_and_those_of_a_place_are_told_apart() -> None:
    calendar = pd.DataFrame(
        {"vendor_code": ["A", "B"], "month": ["2026-02"] * 2, "planned": [51, 9], "ratio": [1.02, 0.97],
         "level": pd.array([2, 0], dtype="Int64")}
    )  # fmt: skip
    vendors = pd.DataFrame(
        {"vendor_code": ["A", "B"], "name": ["甲", "乙"], "capacity": [50.0, 9.3], "crowds": [3, 0],
         "very_crowded": [1, 0]}
    )  # fmt: skip
    said = calendar_summary(calendar, vendors=vendors, months=("2026-02",), place="新潟県", here=2, text=JA)
    assert said == (
        "1社で延べ3か月が上限の目安を超え、うち1か月は2倍を超えます。"
        "新潟県のシステムの予定を含むのは、このうち延べ2か月です。"
        "この図は今後1か月の1か月分で、残る2か月分はその先の月です。"
        "図のうち予定が最も多いのは甲の2026年2月（予定51システム、目安の1.02倍）です。"
    )


def test_months_name_their_year_once() -> None:
    assert month_heads(["2026-12", "2027-01", "2027-02"], text=JA) == ["2026年<br>12月", "2027年<br>1月", "2月"]


@pytest.mark.parametrize(("capacity", "lines"), [(10.0, 2), (1.0, 1), (200.0, 1)])
def test_the_capacity_line_and_twice_it_where_both_can_be_read(capacity: float, lines: int) -> None:
    pace = pd.DataFrame({"month": ["2026-01", "2026-02"], "live": [8, 0], "planned": [0, 40]})
    figure = pace_figure(pace, capacity=capacity, as_of="2026-01", text=JA)
    assert len(figure.layout.shapes) == lines
    assert [trace.name for trace in figure.data] == ["運用開始（実績）", "運用開始の予定"]


def test_delays_are_told_apart_by_shape_too() -> None:
    delay = pd.DataFrame(
        {
            "vendor_code": ["A", "B", "C"], "name": ["甲", "乙", "丙"], "bodies": [5, 20, 30],
            "late_share": [0.9, 0.5, 0.1], "lower": pd.array([None, 0.4, 0.05], dtype="Float64"),
            "upper": pd.array([None, 0.6, 0.15], dtype="Float64"), "others_share": [0.2, 0.3, 0.6],
            "is_flagged": [False, True, False], "is_judged": [False, True, True],
        }
    )  # fmt: skip
    figure = delay_figure(delay, text=JA)
    assert list(figure.layout.yaxis.ticktext) == ["乙", "丙", "甲"]
    assert [trace.marker.symbol for trace in figure.data[:3]] == ["square", "circle", "circle-open"]
    assert len(figure.layout.shapes) == 2, "no interval where too few bodies are"
    assert delay_summary(delay, text=JA).startswith("判定した2社のうち1社（乙）")


def test_squares_of_those_who_could_take_over() -> None:
    alternatives = pd.DataFrame(
        {
            "business_name": ["戸籍", "介護保険"], "available": [2, 5], "leaving": [1, 0], "names": ["甲、乙", "…"],
            "open_systems": [10, 20], "scarce_systems": [10, 0],
        }
    )  # fmt: skip
    figure = alternatives_figure(alternatives, few=2, text=JA)
    assert [len(trace.x) for trace in figure.data[:3]] == [2, 5, 1], "few, enough, leaving"
    assert alternatives_summary(alternatives, few=2, text=JA).startswith("乗り換え先が2社以下になる業務は戸籍です。")


def test_one_month_far_above_the_others_is_told_in_words() -> None:
    history = pd.DataFrame(
        {
            "month": ["2025-11", "2025-12", "2026-01"], "level_1": [0, 1, 1], "level_2": [2, 3, 3],
            "level_3": [1, 90, 88], "raised": pd.array([None, 91, 4], dtype="Int64"),
            "cleared": pd.array([None, 0, 6], dtype="Int64"),
        }
    )  # fmt: skip
    figure = flag_history_figure(history, text=JA)
    assert any(note.text == "2025年12月は91件" for note in figure.layout.annotations)
    assert figure.layout.yaxis2.range[1] < 10
    assert flag_history_summary(history, text=JA).startswith("2026年1月に立っているフラグは92件（うち高88件）")
