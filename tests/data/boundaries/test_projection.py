"""Degrees to pixels and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, box

from data.boundaries.projection import Panel

JAPAN = Panel(frame=(0, 0, 1000, 1000), lon0=137.0, lat0=38.0, pixels_per_km=0.5, x0=500.0, y0=500.0)


@given(lon=st.floats(122, 154), lat=st.floats(24, 46))
def test_back_is_where_it_came_from(lon: float, lat: float) -> None:
    back = JAPAN.to_degrees(JAPAN.to_pixels(Point(lon, lat)))

    assert (back.x, back.y) == pytest.approx((lon, lat), abs=1e-9)


def test_a_degree_of_latitude_is_111_km_at_the_touching_parallel() -> None:
    north, south = JAPAN.to_pixels(Point(137, 38.5)), JAPAN.to_pixels(Point(137, 37.5))

    assert south.y - north.y == pytest.approx(111.195 * 0.5, rel=1e-4)
    assert north.x == south.x == 500


def test_a_shape_is_fitted_into_its_frame() -> None:
    panel = Panel.fitted(box(135, 34, 136, 36), frame=(100, 200, 500, 900), padding=10)

    left, top, right, bottom = panel.to_pixels(box(135, 34, 136, 36)).bounds
    assert left >= 110
    assert right <= 490
    assert (top, bottom) == pytest.approx((210, 890), abs=1.0)


def test_an_islet_is_not_blown_up_without_limit() -> None:
    panel = Panel.fitted(box(135, 34, 135.01, 34.01), frame=(0, 0, 500, 500), padding=10, largest_scale=3.0)

    assert panel.pixels_per_km == 3.0


def test_a_record_brings_the_same_panel_back() -> None:
    panel = Panel.fitted(box(135, 34, 136, 36), frame=(100, 200, 500, 900), padding=10).rounded()

    assert Panel.from_record(panel.to_record()) == panel
