from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts.judgement import judgement_columns, judgement_figure, judgement_summary, judgement_table
from components.text import Text
from components.theme import JUDGEMENT
from data.model import Judgement
from data.rules.judgement import judgement_counts

pytestmark = pytest.mark.slow

JA = Text("ja")
# Worst first, as the rule counts them; 80 systems that are not designated and 20 that are.
FRAME = pd.DataFrame(
    {
        "judgement": ["遅延", "未報告", "注意", "順調", "完了"],
        "systems": [13, 2, 25, 20, 40],
        "designated": [5, 1, 0, 14, 0],
        "undesignated": [8, 1, 25, 6, 40],
    }
)


def test_bars_run_from_done_to_unreported_on_one_scale() -> None:
    bars = judgement_figure(FRAME, text=JA).data
    assert [bar.name for bar in bars] == ["✓ 完了", "○ 順調", "△ 注意", "▲ 遅延", "？ 未報告"]
    assert [tuple(bar.x) for bar in bars] == [(40, 0), (6, 14), (25, 0), (8, 5), (1, 1)]
    assert {bar.base for bar in bars} == {None}
    assert judgement_figure(FRAME, text=JA).layout.barmode == "stack"


def test_only_the_unreported_are_hatched() -> None:
    bars = judgement_figure(FRAME, text=JA).data
    assert [bar.marker.pattern.shape for bar in bars] == ["", "", "", "", "/"]


def test_each_segment_carries_its_mark_count_and_share_of_the_row() -> None:
    drawn = judgement_figure(FRAME, text=JA)
    assert [note.text for note in drawn.layout.annotations] == [
        "✓ <b>40</b><br>50.0%",
        "○ <b>6</b><br>7.5%",
        "△ <b>25</b><br>31.3%",
        "▲ <b>8</b><br>10.0%",
        "？ <b>1</b><br>1.3%",
        "○ <b>14</b><br>70.0%",
        "▲ <b>5</b><br>25.0%",
        "？ <b>1</b><br>5.0%",
    ]
    assert list(drawn.layout.yaxis.ticktext) == ["特定移行以外<br>80システム", "◇ 特定移行<br>20システム"]
    late = drawn.data[3]
    assert late.customdata == ("特定移行以外：▲ 遅延 8システム（10.0%）", "◇ 特定移行：▲ 遅延 5システム（25.0%）")
    assert drawn.data[4].text == ("", ""), "no mark where it would not fit"


@given(st.lists(st.tuples(st.integers(0, 30000), st.integers(0, 30000)), min_size=5, max_size=5))
def test_segments_sum_to_the_applicable_systems(counts: list[tuple[int, int]]) -> None:
    frame = pd.DataFrame(counts, columns=["designated", "undesignated"])
    frame["judgement"] = [str(one) for one in Judgement]
    total = sum(map(sum, counts))
    drawn = judgement_figure(frame, text=JA)
    assert sum(sum(bar.x) for bar in drawn.data) == total
    table = judgement_table(frame, text=JA)
    assert table["systems"].sum() == total
    assert table["systems_share"].isna().all() if total == 0 else table["systems_share"].sum() == pytest.approx(1)


def test_the_rule_s_own_counts_can_be_drawn() -> None:
    systems = pd.DataFrame(
        {
            "is_applicable": [True, True, True, False],
            "judgement": ["遅延", "遅延", "順調", None],
            "is_designated": pd.array([True, False, None, None], dtype="boolean"),
        }
    )
    bars = judgement_figure(judgement_counts(systems), text=JA).data
    assert [tuple(bar.x) for bar in bars] == [(0, 0), (1, 0), (0, 0), (1, 1), (0, 0)]


def test_a_judgement_that_is_not_in_the_frame_is_nought_and_an_unknown_word_is_refused() -> None:
    table = judgement_table(FRAME.iloc[:1], text=JA)
    assert table["systems"].tolist() == [0, 0, 0, 13, 0]
    with pytest.raises(ValueError, match="不明"):
        judgement_figure(FRAME.assign(judgement="不明"), text=JA)


def test_the_table_has_every_number_of_the_bars() -> None:
    table = judgement_table(FRAME, text=JA)
    assert table["judgement"].tolist() == ["✓ 完了", "○ 順調", "△ 注意", "▲ 遅延", "？ 未報告"]
    assert table["designated_share"].tolist() == pytest.approx([0, 0.7, 0, 0.25, 0.05])
    assert [column.name for column in judgement_columns(JA)] == [
        "judgement", "undesignated", "undesignated_share", "designated", "designated_share", "systems", "systems_share",
    ]  # fmt: skip


def test_the_sentence_tells_the_designated_late_apart() -> None:
    assert judgement_summary(FRAME, text=JA) == (
        "対象100システムのうち、完了は40（40.0%）、遅延は13（13.0%）、未報告は2（2.0%）です。"
        "特定移行20システムでは、それぞれの期限に対して遅延が5（25.0%）です。"
    )
    assert "特定移行" not in judgement_summary(FRAME.assign(designated=0), text=JA)


def test_without_any_judgement_the_chart_says_so() -> None:
    blank = FRAME.assign(designated=0, undesignated=0)
    (note,) = judgement_figure(blank, text=JA).layout.annotations
    assert note.text == judgement_summary(blank, text=JA) == "この月は判定に必要なステップと日付の報告がありません"


def test_every_judgement_has_a_look() -> None:
    assert set(JUDGEMENT) == set(Judgement)


def test_what_is_done_by_an_earlier_report_is_said() -> None:
    said = judgement_summary(FRAME, text=JA, carried=31)
    assert "当月未報告でも前月値で運用開始が分かる31システムは、完了に数えます。" in said
    assert "前月値" not in judgement_summary(FRAME, text=JA)
