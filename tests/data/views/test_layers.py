"""Bands of the map: every value has exactly one, unknown has its own, and only whole steps make 100 %."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.views.layers import BANDS, DESIGNATED_BANDS, RATE_BANDS, Band, Level, band_counts, band_index

ALL_BANDS = list(BANDS.values())


@pytest.mark.parametrize("bands", ALL_BANDS)
def test_bands_start_with_unknown_and_leave_no_gap(bands: tuple[Band, ...]) -> None:
    assert bands[0].is_unknown
    assert bands[1].lower is not None
    assert bands[-1].upper is None or bands[-1].word, "a category ends, a scale does not"
    for one, other in pairwise(bands[1:]):
        assert one.upper == other.lower


@given(steps=st.integers(0, 800))
def test_a_body_is_in_the_band_that_holds_its_rate(steps: int) -> None:
    bands = RATE_BANDS[Level.MUNICIPALITY]
    rate = steps / 800
    band = bands[band_index(rate, bands=bands, is_complete=steps == 800)]
    if steps == 800:
        assert band.is_complete
    else:
        assert band.lower is not None
        assert band.upper is not None
        assert band.lower <= rate < band.upper
        assert not band.is_complete


@given(count=st.integers(0, 800))
def test_a_count_is_in_the_band_that_holds_it(count: int) -> None:
    for bands in DESIGNATED_BANDS.values():
        band = bands[band_index(count, bands=bands)]
        assert band.lower is not None
        assert band.lower <= count
        assert band.upper is None or count < band.upper


@pytest.mark.parametrize("bands", ALL_BANDS)
def test_unknown_is_never_a_low_value(bands: tuple[Band, ...]) -> None:
    assert band_index(None, bands=bands) == 0
    assert band_index(1.0, bands=bands, is_complete=True) > 0


@given(classes=st.lists(st.integers(0, 7), max_size=200))
def test_counts_add_up_to_the_regions(classes: list[int]) -> None:
    counts = band_counts(classes, bands=RATE_BANDS[Level.MUNICIPALITY])
    assert sum(counts) == len(classes)
    assert list(counts) == [classes.count(index) for index in range(8)]
