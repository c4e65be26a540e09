from __future__ import annotations

import pandas as pd
import pytest

from components.charts.input import STATES, input_columns, input_figure, input_summary, input_table
from components.text import Text

JA = Text("ja")
FRAME = pd.DataFrame({"state": ["missing", "on_time", "partial", "late"], "bodies": [2, 15, 1, 2]})


def test_bars_start_at_zero_in_reading_order_with_counts_and_shares() -> None:
    drawn = input_figure(FRAME, text=JA)
    (bars,) = drawn.data
    assert list(bars.y) == ["○ 期限内", "▲ 遅れ（期限後）", "△ 一部未入力", "？ 未入力"]
    assert list(bars.x) == [15, 2, 1, 2]
    assert list(bars.text) == ["15団体（75.0%）", "2団体（10.0%）", "1団体（5.0%）", "2団体（10.0%）"]
    assert drawn.layout.xaxis.range[0] == 0
    assert list(bars.marker.pattern.shape) == ["", "", "", "/"]


def test_the_longest_bar_takes_all_the_width_and_its_words_stand_in_the_margin() -> None:
    layout = input_figure(FRAME, text=JA).layout
    assert layout.xaxis.range == (0, 15)
    digits, wide = len("1,741100.0%"), len("団体（）")
    assert layout.margin.r >= digits * 8 + wide * 14, "1,741団体（100.0%）at 14 px"


def test_entry_times_may_be_unknown() -> None:
    frame = pd.DataFrame({"state": ["reported", "missing"], "bodies": [3, 1]})
    assert input_summary(frame, text=JA) == "4団体の入力状況は、入力済み3団体（75.0%）、未入力1団体（25.0%）です。"


def test_the_table_equals_the_bars() -> None:
    table = input_table(FRAME, text=JA)
    assert table["bodies"].tolist() == list(input_figure(FRAME, text=JA).data[0].x)
    assert table["share"].tolist() == pytest.approx([0.75, 0.1, 0.05, 0.1])
    assert {column.name for column in input_columns(JA)} == set(table.columns)


def test_nothing_entered_at_all_is_said_not_drawn() -> None:
    blank = FRAME.assign(bodies=0)
    assert not input_figure(blank, text=JA).data
    assert input_summary(blank, text=JA) == "入力状況の報告がありません"
    assert input_table(blank, text=JA)["share"].isna().all()


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(ValueError, match="lost"):
        input_figure(pd.DataFrame({"state": ["lost"], "bodies": [1]}), text=JA)
    assert all(JA(f"input.state.{state}") for state in STATES)


def test_not_applicable_has_a_mark_and_pattern_of_its_own_and_comes_last() -> None:
    frame = pd.DataFrame({"state": ["not_applicable", "missing", "reported"], "bodies": [47, 1, 29]})
    (bars,) = input_figure(frame, text=JA).data
    assert list(bars.y) == ["○ 入力済み", "？ 未入力", "／ 対象外"]
    assert list(bars.x) == [29, 1, 47]
    assert list(bars.marker.pattern.shape) == ["", "/", "."]
    assert bars.marker.pattern.fillmode == "overlay", "a pattern that replaces a bar's own colour is drawn in it"
    assert input_summary(frame, text=JA).endswith("未入力1団体（1.3%）、対象外47団体（61.0%）です。")
