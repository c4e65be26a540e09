"""Neighbours keep one common border whatever is simplified away. Expected areas are worked out by hand on a grid."""

from __future__ import annotations

import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from data.boundaries.coverage import dissolve, drop_specks, enlarge_islands, simplify
from data.boundaries.paths import rings_of

SAW = [(50.0, float(y)) if y % 2 else (50.4, float(y)) for y in range(101)]
"""A border with small teeth from (50.4, 0) to (50.4, 100)."""


def _areas() -> dict[str, MultiPolygon]:
    left = Polygon([(0, 0), *SAW, (0, 100)])
    right = Polygon([(100, 0), *SAW, (100, 100)])
    return {"01100": MultiPolygon([left]), "01202": MultiPolygon([right])}


def test_a_simplified_border_is_still_the_same_line_on_both_sides() -> None:
    lighter = simplify(_areas(), tolerance=2.0)

    left, right = lighter["01100"], lighter["01202"]
    assert shapely.get_num_coordinates(left) < 20 < shapely.get_num_coordinates(_areas()["01100"])
    assert shapely.coverage_is_valid([left, right])
    assert left.area + right.area == pytest.approx(10_000)
    assert shapely.union(left, right).area == pytest.approx(10_000)


def test_rounding_to_tenths_opens_no_gap() -> None:
    shapes = [
        Polygon([(x / 10, y / 10) for x, y in ring])
        for area in simplify(_areas(), tolerance=2.0).values()
        for ring in rings_of(area)
    ]

    assert sum(shape.area for shape in shapes) == pytest.approx(shapely.union_all(shapes).area) == pytest.approx(10_000)


def test_a_speck_in_open_water_goes_and_a_speck_beside_a_neighbour_is_given_to_it() -> None:
    areas = {
        "01100": MultiPolygon([box(0, 0, 10, 10), box(30, 30, 30.5, 30.5), box(20, 4, 20.5, 4.5)]),
        "01202": MultiPolygon([box(10, 0, 20, 10)]),
    }

    kept = drop_specks(areas, smaller_than=1.0)

    assert kept["01100"].equals(box(0, 0, 10, 10))
    assert kept["01202"].area == pytest.approx(100.25)


def test_a_small_pocket_nobody_owns_is_filled_and_a_lake_stays() -> None:
    holed = box(0, 0, 20, 20) - box(2, 2, 2.5, 2.5) - box(10, 10, 15, 15)

    kept = drop_specks({"01100": MultiPolygon([holed])}, smaller_than=1.0)

    assert kept["01100"].area == pytest.approx(400 - 25)


def test_the_largest_part_stays_however_small() -> None:
    areas = {"01100": MultiPolygon([box(0, 0, 0.1, 0.1), box(5, 5, 5.2, 5.2)])}

    assert drop_specks(areas, smaller_than=1.0)["01100"].equals(box(5, 5, 5.2, 5.2))


def test_a_lone_island_grows_to_the_smallest_extent_and_a_neighboured_area_does_not() -> None:
    areas = {
        "01100": MultiPolygon([box(0, 0, 1, 0.5)]),
        "01202": MultiPolygon([box(10, 10, 11, 11)]),
        "01203": MultiPolygon([box(11, 10, 30, 30)]),
    }

    grown = enlarge_islands(areas, minimum=4.0)

    assert grown["01100"].bounds == pytest.approx((-1.5, -0.75, 2.5, 1.25))
    assert grown["01202"].equals(areas["01202"])


def test_dissolving_by_prefecture_loses_no_ground() -> None:
    areas = _areas() | {"02201": MultiPolygon([box(100, 0, 110, 100)])}

    united = dissolve(areas, digits=2)

    assert list(united) == ["01", "02"]
    assert united["01"].equals(box(0, 0, 100, 100))
