from __future__ import annotations

from datetime import date
from itertools import pairwise

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from components.charts.flow import flow_figure
from components.charts.flow_numbers import flow_columns, flow_counts, flow_summary, flow_table
from components.text import Text
from components.theme import contrast, sequential
from data.views.flow import FLOW_BANDS

JA, EN = Text("ja"), Text("en")
DUE = {"step_13_1": date(2024, 11, 30), "live": date(2026, 3, 31)}
# Ten systems: none live a year ago, four now, one of them without a report.
COUNTS = {
    "2024-11": {"4": 0, "3": 2, "2": 5, "1": 3, "0": 0, "unknown": 0},
    "2024-12": {"4": 0, "3": 4, "2": 4, "1": 2, "0": 0, "unknown": 0},
    "2025-12": {"4": 4, "3": 3, "2": 2, "1": 0, "0": 0, "unknown": 1},
}


def frame(counts: dict[str, dict[str, int]]) -> pd.DataFrame:
    rows = [(month, band, systems) for month, bands in counts.items() for band, systems in bands.items()]
    return pd.DataFrame(rows, columns=["month", "band", "systems"])


def bands(drawn: object) -> dict[str, list[int]]:
    return {trace.name: [int(value) for value in trace.y] for trace in drawn.data if trace.stackgroup}  # type: ignore[attr-defined]


def test_bands_are_stacked_from_live_up_to_unreported() -> None:
    drawn = bands(flow_figure(frame(COUNTS), due=DUE, text=JA))
    assert list(drawn) == ["4", "3", "2", "1", "0", "unknown"]
    assert drawn["4"] == [0, 0, 4]
    assert drawn["unknown"] == [0, 0, 1]


def test_only_the_unreported_are_hatched_and_neighbours_differ_in_lightness() -> None:
    traces = [one for one in flow_figure(frame(COUNTS), due=DUE, text=JA).data if one.stackgroup]
    assert [one.fillpattern.shape for one in traces] == [None, None, None, None, None, "/"]
    fills = [one.fillcolor for one in traces[:-1]]
    assert fills == list(reversed(sequential(5))), "as the map colours the phases"
    assert min(contrast(one, other) for one, other in pairwise(fills)) > 1.4


def test_each_band_is_named_at_its_end_and_the_dates_within_are_marked() -> None:
    drawn = flow_figure(frame(COUNTS), due=DUE, text=JA)
    assert [note.text for note in drawn.layout.annotations] == [
        "⑬-1",
        "フェーズ４ 移行完了 <b>40.0%</b>",
        "フェーズ３ 移行 <b>30.0%</b>",
        "フェーズ２ システム選定 <b>20.0%</b>",
        "未報告 <b>10.0%</b>",
    ]


def test_a_month_tells_all_of_its_bands_at_once() -> None:
    hover = flow_figure(frame(COUNTS), due=DUE, text=JA).data[-1]
    assert hover.hovertext[-1] == (
        "<b>2025年12月</b><br>未報告 1システム（10.0%）<br>フェーズ２ システム選定 2システム（20.0%）"
        "<br>フェーズ３ 移行 3システム（30.0%）<br>フェーズ４ 移行完了 4システム（40.0%）"
    )


def test_a_single_month_has_a_width() -> None:
    drawn = flow_figure(frame({"2025-12": COUNTS["2025-12"]}), due=DUE, text=JA)
    assert bands(drawn)["4"] == [4, 4]


def test_nothing_known_is_said_instead_of_drawn() -> None:
    nothing = frame(COUNTS).iloc[:0]
    drawn = flow_figure(nothing, due=DUE, text=JA)
    assert [note.text for note in drawn.layout.annotations] == ["フェーズの分かるシステムはありません"]
    assert flow_summary(nothing, text=JA) == "フェーズの分かるシステムはありません"


def test_the_sentences_compare_with_a_year_ago_and_name_what_is_unknown() -> None:
    assert flow_summary(frame(COUNTS), text=JA) == (
        "2025年12月末時点で、対象10システムのうち4システム（40.0%）がフェーズ４（移行完了）です。"
        "1年前の2024年12月末は0システムでした。残りは「フェーズ３ 移行」が最も多く、3システムです。"
        "このほか未報告が1システムあります。"
    )
    assert "phase 4" in flow_summary(frame(COUNTS), text=EN)


def test_what_is_live_by_an_earlier_report_is_told_apart_from_what_is_not_reported() -> None:
    said = flow_summary(frame(COUNTS), text=JA, migrated=5)
    assert "未報告の1システムのうち1システムは前月値で運用開始が分かり、移行完了の5システムにはこれを含めます。" in said
    assert "前月値" not in flow_summary(frame(COUNTS), text=JA, migrated=4)


def test_a_year_ago_without_any_report_is_not_told_as_zero() -> None:
    unknown = dict.fromkeys(FLOW_BANDS, 0) | {"unknown": 10}
    assert "1年前" not in flow_summary(frame({**COUNTS, "2024-12": unknown}), text=JA)


def test_the_table_has_the_latest_month_first() -> None:
    table = flow_table(frame(COUNTS), text=JA)
    assert table["month"].tolist() == ["2025年12月", "2024年12月", "2024年11月"]
    assert table["systems"].tolist() == [10, 10, 10]
    assert [column.name for column in flow_columns(JA)] == list(table.columns)


@given(st.lists(st.integers(0, 2000), min_size=6, max_size=6))
def test_bands_lose_no_system(systems: list[int]) -> None:
    counts = dict(zip(FLOW_BANDS, systems, strict=True))
    assert flow_counts(frame({"2026-01": counts})).loc["2026-01"].to_dict() == counts
