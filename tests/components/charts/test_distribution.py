from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts.distribution import distribution_counts, distribution_figure, distribution_summary
from components.text import Text

pytestmark = pytest.mark.slow

JA = Text("ja")


def bodies(*shares: float | None) -> pd.DataFrame:
    return pd.DataFrame({"share": shares, "is_complete": [share == 1 for share in shares]})


@given(st.lists(st.one_of(st.none(), st.integers(0, 800).map(lambda steps: steps / 800)), max_size=60))
def test_every_body_is_in_exactly_one_bar(shares: list[float | None]) -> None:
    frame = bodies(*shares)
    assert distribution_counts(frame)["bodies"].sum() == len(shares)
    (bars,) = distribution_figure(frame, text=JA).data
    assert sum(bars.y) == len(shares)


@given(st.integers(0, 799))
def test_a_share_lies_in_its_bin_whatever_floats_make_of_it(steps: int) -> None:
    counts = distribution_counts(bodies(sum([1 / 800] * steps)))
    (row,) = counts[counts["bodies"] == 1].itertuples()
    assert row.lower == steps * 100 // 800 // 5 * 5


@pytest.mark.parametrize(
    ("share", "lower"), [(0.0, 0), (0.0499, 0), (0.05, 5), (0.15, 15), (0.95, 95), (0.9999999, 95), (1.0, 100)]
)
def test_bins_hold_their_lower_edge(share: float, lower: int) -> None:
    counts = distribution_counts(bodies(share))
    assert counts.loc[counts["bodies"] == 1, "lower"].tolist() == [lower]


def test_complete_is_told_by_the_steps_not_by_rounding() -> None:
    frame = pd.DataFrame({"share": [1.0, 1.0], "is_complete": [False, True]})
    counts = distribution_counts(frame)
    assert counts["bodies"].iloc[-3:].tolist() == [1, 1, 0]


def test_unreported_has_its_own_hatched_bar_apart() -> None:
    figure = distribution_figure(bodies(0.5, None, None), text=JA)
    (bars,) = figure.data
    assert bars.y[-1] == 2
    assert bars.marker.pattern.shape[-1] == "/"
    assert set(bars.marker.pattern.shape[:-1]) == {""}
    assert bars.marker.pattern.fillmode == "overlay", "a pattern that replaces a bar's own colour is drawn in it"
    assert bars.x[-1] - bars.x[-2] > 1
    assert figure.layout.xaxis.ticktext[-1] == "未報告"


def test_mean_and_median_stand_where_the_axis_says() -> None:
    figure = distribution_figure(bodies(0.2, 0.4, 0.9, None), text=JA)
    # Bars are 5 points wide and centred on whole numbers, so share s lies at 20 s - 0.5: mean 0.5, median 0.4.
    assert [shape.x0 for shape in figure.layout.shapes] == pytest.approx([9.5, 7.5])
    assert [note.text for note in figure.layout.annotations] == ["平均 50.0%", "中央値 40.0%"]
    assert [note.xanchor for note in figure.layout.annotations] == ["left", "right"]


def test_the_sentence_says_what_the_bars_show() -> None:
    frame = bodies(0.2, 0.499, 0.5, 1.0, None)
    assert distribution_summary(frame, text=JA) == (
        "5団体のうち4団体が報告し、平均は55.0%、中央値は50.0%です。50%未満が2団体、100%が1団体あります。"
    )


def test_without_any_report_there_is_no_mean_to_draw() -> None:
    frame = bodies(None, None)
    assert not distribution_figure(frame, text=JA).layout.shapes
    assert "平均は—" in distribution_summary(frame, text=JA)
