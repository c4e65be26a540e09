"""Borders found by asking points, against shapes whose true area is known."""

from __future__ import annotations

import math

import pytest
import shapely

from data.boundaries.tracing import NOTHING, Tracer


def _tracer(label_at: object, **options: object) -> Tracer:
    settings: dict[str, object] = {
        "coarse": 1.0,
        "fine_per_coarse": 4,
        "bisections": 12,
        "reach": 2,
        "origin": (-0.1, -0.1),
    }
    return Tracer(label_at, **(settings | options))  # type: ignore[arg-type]  # settings are as the class has them


def _half_disc(x: float, y: float) -> int:
    """A disc of radius 5 round (10, 10), split down the line x = 10.03."""
    if math.hypot(x - 10, y - 10) > 5:
        return NOTHING
    return 1 if x < 10.03 else 2


def test_areas_are_those_of_the_true_shapes() -> None:
    faces = _tracer(_half_disc).trace([(10, 10)])

    left, right = shapely.union_all(faces[1]), shapely.union_all(faces[2])
    assert left.area + right.area == pytest.approx(math.pi * 25, rel=0.002)
    assert left.area - right.area == pytest.approx(2 * 0.03 * 10, abs=0.02)


def test_neighbours_share_their_border_exactly() -> None:
    faces = _tracer(_half_disc).trace([(10, 10)])

    shapes = [shapely.multipolygons(parts) for parts in faces.values()]
    assert shapely.coverage_is_valid(shapes)
    assert sum(shape.area for shape in shapes) == pytest.approx(shapely.union_all(shapes).area, rel=1e-12)


def test_a_place_where_three_meet_leaves_no_hole() -> None:
    def thirds(x: float, y: float) -> int:
        if not (0 <= x <= 12 and 0 <= y <= 12):
            return NOTHING
        return 1 if y > 6.02 else 2 if x < 5.01 else 3

    faces = _tracer(thirds).trace([(6, 6)])

    whole = shapely.union_all([part for parts in faces.values() for part in parts])
    assert sorted(faces) == [1, 2, 3]
    assert len(whole.interiors) == 0
    assert whole.area == pytest.approx(144, rel=0.002)


def test_an_island_out_of_reach_is_found_from_its_own_seed_only() -> None:
    def islands(x: float, y: float) -> int:
        return 7 if 0 <= x <= 3 and 0 <= y <= 3 else 8 if 20 <= x <= 23 and 0 <= y <= 3 else NOTHING

    assert set(_tracer(islands).trace([(1, 1)])) == {7}
    assert set(_tracer(islands).trace([(1, 1), (21, 1)])) == {7, 8}
