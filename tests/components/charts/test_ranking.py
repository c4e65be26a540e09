from __future__ import annotations

import pandas as pd
import pytest

from components import theme
from components.charts.ranking import alone_summary, is_alone, ranked, ranking_figure, ranking_summary
from components.charts.template import CONFIG
from components.text import Text

JA = Text("ja")
FRAME = pd.DataFrame(
    {
        "name": ["戸籍", "生活保護", "就学", "介護保険"],
        "share": [0.77, 0.905, None, 0.77],
        "compared": [0.75, 0.91, 0.5, None],
    }
)


def test_the_highest_comes_first_and_the_unreported_last() -> None:
    assert ranked(FRAME)["name"].tolist() == ["生活保護", "介護保険", "戸籍", "就学"]


def test_bars_start_at_zero_and_carry_their_values() -> None:
    figure = ranking_figure(FRAME, measure="当月", text=JA)
    bars, values = figure.data
    assert list(bars.y) == list(values.y) == ["生活保護", "介護保険", "戸籍", "就学"]
    assert list(bars.x) == pytest.approx([0.905, 0.77, 0.77, 0.0])
    assert list(values.text) == ["90.5%", "77.0%", "77.0%", "未報告"]
    assert bars.base is None
    assert len(set(values.x)) == 1
    assert values.x[0] > 1, "beyond any bar or mark"
    assert figure.layout.xaxis.range[0] == 0
    top, bottom = figure.layout.yaxis.range[1], figure.layout.yaxis.range[0]
    assert top < bottom, "the first row is drawn on top"


def test_comparison_marks_stand_only_where_there_is_something_to_compare() -> None:
    _, _, marks = ranking_figure(FRAME, measure="当月", comparison="前月", text=JA).data
    assert marks.name == "前月"
    assert dict(zip(marks.y, marks.x, strict=True)) == {"生活保護": 0.91, "戸籍": 0.75, "就学": 0.5}


def test_one_row_can_stand_out() -> None:
    bars, _ = ranking_figure(FRAME, measure="当月", highlight="戸籍", text=JA).data
    assert list(bars.marker.color) == [theme.MARK_QUIET, theme.MARK_QUIET, theme.MARK, theme.MARK_QUIET]


def test_the_sentence_names_the_ends_and_the_gap() -> None:
    assert ranking_summary(FRAME, text=JA) == (
        "最も高いのは生活保護（90.5%）、最も低いのは戸籍（77.0%）で、差は13.5ポイントです。"
    )
    assert ranking_summary(FRAME.assign(share=None), text=JA) == "報告された値がまだありません。"


def test_one_alone_is_told_beside_what_it_is_read_against() -> None:
    one = FRAME[FRAME["name"] == "戸籍"]
    assert is_alone(one)
    assert not is_alone(FRAME)
    assert alone_summary(one, measure="ステップ完了率", comparison="全国", text=JA) == (
        "この絞り込みに含まれるのは戸籍だけで、ステップ完了率は77.0%（全国は75.0%）です。"
    )
    # Neither the nation nor its own value need be known, and without a comparison none is told.
    unknown = FRAME[FRAME["name"] == "就学"].assign(compared=None)
    told = "この絞り込みに含まれるのは就学だけで、ステップ完了率は未報告です。"
    assert alone_summary(unknown, measure="ステップ完了率", comparison="全国", text=JA) == told
    assert "75.0%" not in alone_summary(one, measure="ステップ完了率", text=JA)


def test_a_chart_has_the_look_of_the_theme_and_calls_nobody() -> None:
    figure = ranking_figure(FRAME, measure="当月", text=JA)
    written = figure.to_json()
    assert "http" not in written
    assert figure.layout.template.layout.font.family == theme.FONT_FAMILY
    assert CONFIG["displayModeBar"] is False


def test_the_frame_given_is_left_as_it_was() -> None:
    before = FRAME.copy()
    ranking_figure(FRAME, measure="当月", comparison="前月", text=JA)
    pd.testing.assert_frame_equal(FRAME, before)
