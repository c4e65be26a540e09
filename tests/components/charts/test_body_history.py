from __future__ import annotations

from math import isnan

import pandas as pd

from components.charts.body_history import (
    body_history_columns,
    body_history_figure,
    body_history_summary,
    body_history_table,
)
from components.charts.time_axis import month_place
from components.text import Text

JA = Text("ja")
FRAME = pd.DataFrame(
    {
        "month": ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02"],
        "step_completion_mic": pd.array([0.25, None, 0.5, 0.75, 0.9], dtype="Float64"),
        "step_completion_effective": pd.array([0.2, None, 0.45, 0.7, 0.9], dtype="Float64"),
        "phase": pd.array([1, None, 2, 2, 3], dtype="Int64"),
        "judgement": ["注意", None, "順調", "順調", "順調"],
        "systems_migrated": pd.array([0, 0, 1, 2, 3], dtype="Int64"),
        "systems_reported": pd.array([20, 0, 20, 20, 20], dtype="Int64"),
        "systems_applicable": pd.array([20, 20, 20, 20, 20], dtype="Int64"),
    }
)
NO_PHASE = pd.array([None] * 5, dtype="Int64")


def test_a_month_without_a_report_is_a_gap_with_a_sign_never_nought() -> None:
    drawn = body_history_figure(FRAME, as_of="2026-01", text=JA)
    rate, phase, missing = drawn.data
    values = [float(value) for value in rate.y]
    assert [None if isnan(value) else value for value in values] == [0.25, None, 0.5, 0.75]
    assert rate.connectgaps is False
    assert isnan(float(phase.y[1]))
    assert list(missing.x) == [month_place("2025-11")]
    assert list(missing.text) == ["？"]
    assert missing.hovertext[0] == "2025年11月 未報告"


def test_nothing_after_the_reported_month_is_drawn() -> None:
    drawn = body_history_figure(FRAME, as_of="2026-01", text=JA)
    assert max(drawn.data[0].x) == month_place("2026-01")


def test_the_phase_is_a_stair_of_its_own() -> None:
    phase = body_history_figure(FRAME, as_of="2026-01", text=JA).data[1]
    assert phase.yaxis == "y2"
    assert phase.line.shape == "hv"
    assert phase.hovertext[2] == "2025年12月 フェーズ2"


def test_rates_alone_leave_the_phase_out() -> None:
    drawn = body_history_figure(FRAME.assign(phase=NO_PHASE), as_of="2026-01", text=JA)
    assert [trace.name for trace in drawn.data] == ["ステップ完了率", "unreported"]
    assert drawn.layout.xaxis.anchor == "y"
    assert not any("フェーズ" in note.text for note in drawn.layout.annotations)


def test_a_single_month_is_no_course() -> None:
    said = body_history_summary(FRAME.iloc[:1].assign(phase=NO_PHASE[:1]), as_of="2026-01", text=JA)
    assert said == "2025年10月のステップ完了率は25.0%です。報告のあった月はこの1か月だけです。"


def test_the_sentence_tells_both_ends_and_what_is_missing() -> None:
    assert body_history_summary(FRAME, as_of="2026-01", text=JA) == (
        "ステップ完了率は2025年10月の25.0%から2026年1月の75.0%になりました。フェーズは2です。"
        "報告のない月は1か月です（？）。"
    )


def test_a_body_that_never_reported_says_so() -> None:
    blank = FRAME.assign(step_completion_mic=pd.array([None] * 5, dtype="Float64"), phase=NO_PHASE)
    assert body_history_summary(blank, as_of="2026-01", text=JA) == "報告のあった月はありません。"
    body_history_figure(blank, as_of="2026-01", text=JA)
    body_history_figure(FRAME.iloc[:0], as_of="2026-01", text=JA)


def test_the_table_is_latest_first_and_has_every_column() -> None:
    table = body_history_table(FRAME, as_of="2026-01", text=JA)
    assert table["month"].tolist() == ["2026年1月", "2025年12月", "2025年11月", "2025年10月"]
    assert {column.name for column in body_history_columns(JA)} <= set(table.columns)
