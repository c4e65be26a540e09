"""Path text: written small, read back the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from data.boundaries.paths import path_of, polygon_of, polygons_only, rings_of


def test_a_square_with_a_hole_by_hand() -> None:
    shape = MultiPolygon([Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (1.5, 1), (1.5, 1.5), (1, 1.5)]])])

    path = path_of(rings_of(shape), closed=True)

    assert path == "M0 0l4 0 0 4-4 0zM1 1l.5 0 0 .5-.5 0z"
    assert polygon_of(path).area == pytest.approx(15.75)


def test_a_ring_that_rounding_flattens_is_not_written() -> None:
    assert rings_of(MultiPolygon([box(0, 0, 0.02, 5)])) == []


@given(
    x=st.integers(-999, 9999),
    y=st.integers(-999, 9999),
    width=st.integers(1, 500),
    height=st.integers(1, 500),
)
def test_what_is_written_is_read_back(x: int, y: int, width: int, height: int) -> None:
    shape = box(x / 10, y / 10, (x + width) / 10, (y + height) / 10)

    back = polygon_of(path_of(rings_of(MultiPolygon([shape])), closed=True))

    assert back.bounds == pytest.approx(shape.bounds)
    assert back.area == pytest.approx(shape.area)


def test_repairing_a_bow_tie_keeps_its_two_wings_and_no_loose_line() -> None:
    bow_tie = Polygon([(0, 0), (2, 2), (2, 0), (0, 2), (0, 0), (-1, -1), (0, 0)])

    mended = polygons_only(bow_tie)

    assert mended.geom_type == "MultiPolygon"
    assert mended.area == pytest.approx(2.0)
