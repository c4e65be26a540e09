"""One picture's JSON: every region as a path with its label place and size, prefecture borders, inset frames."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import shapely
from shapely.geometry import MultiPolygon, Polygon

from data.boundaries.coverage import Areas, dissolve, drop_specks, enlarge_islands, simplify
from data.boundaries.layout import NATION, Inset, place
from data.boundaries.paths import TENTHS, Ring, path_of, rings_of
from data.reference import Reference

VERSION: Final = 1
Level = Literal["municipality", "prefecture"]
_Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Detail:
    """How fine a picture is, in pixels: simplification, smallest part (px²) kept, smallest lone island's extent."""

    tolerance: float
    smallest_part: float
    smallest_island: float


NATION_DETAIL: Final = Detail(tolerance=0.45, smallest_part=0.6, smallest_island=3.0)
PREFECTURE_DETAIL: Final = Detail(tolerance=0.6, smallest_part=1.0, smallest_island=5.0)


def draw_nation(areas: Mapping[str, MultiPolygon], *, reference: Reference, detail: Detail) -> tuple[bytes, bytes]:
    """The national pictures (prefectures, municipalities) of municipal ``areas`` in degrees."""
    placement = place(areas, scope=NATION)
    drawn = _lightened(placement.areas, detail=detail)
    prefectures = dissolve(drawn, digits=2)
    borders = shared_lines({code: rings_of(shape) for code, shape in prefectures.items()})
    frame: dict[str, Any] = {
        "width": placement.width,
        "height": placement.height,
        "insets": [_inset_record(inset) for inset in placement.insets],
        "panels": [panel.to_record() for panel in placement.panels],
    }
    return (
        _document("prefecture", NATION, _prefecture_regions(prefectures, reference=reference), frame),
        _document(
            "municipality",
            NATION,
            _municipal_regions(drawn, reference=reference),
            frame | {"borders": path_of(borders, closed=False)},
        ),
    )


def draw_prefecture(code: str, *, areas: Mapping[str, MultiPolygon], reference: Reference, detail: Detail) -> bytes:
    """The picture of one prefecture (two digits) of municipal ``areas`` in degrees."""
    placement = place({key: shape for key, shape in areas.items() if key[:2] == code}, scope=code)
    drawn = _lightened(placement.areas, detail=detail)
    frame: dict[str, Any] = {
        "width": placement.width,
        "height": placement.height,
        "insets": [_inset_record(inset) for inset in placement.insets],
        "panels": [panel.to_record() for panel in placement.panels],
        "borders": "",
    }
    return _document("municipality", code, _municipal_regions(drawn, reference=reference), frame)


def shared_lines(regions: Mapping[str, Iterable[Ring]]) -> list[Ring]:
    """The lines that two different regions have in common, joined as far as they go (tenths of a pixel).

    >>> left, right = [(0, 0), (9, 0), (9, 9), (0, 9)], [(9, 0), (20, 0), (20, 9), (9, 9)]
    >>> shared_lines({"01": [left], "02": [right]})
    [[(9, 0), (9, 9)]]
    """
    users: Counter[tuple[_Point, _Point]] = Counter()
    for rings in regions.values():
        sides = {
            (min(start, end), max(start, end))
            for ring in rings
            for start, end in zip(ring, [*ring[1:], ring[0]], strict=True)
        }
        users.update(sides)
    shared = sorted(side for side, count in users.items() if count > 1)
    if not shared:
        return []
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings([list(side) for side in shared])))
    return sorted([(round(x), round(y)) for x, y in line.coords] for line in merged)


def _lightened(areas: Areas, *, detail: Detail) -> Areas:
    """Few enough vertices and specks to be drawn quickly, nothing of anybody's lost altogether."""
    tidy = drop_specks(areas, smaller_than=detail.smallest_part)
    return enlarge_islands(simplify(tidy, tolerance=detail.tolerance), minimum=detail.smallest_island)


def _municipal_regions(drawn: Areas, *, reference: Reference) -> list[dict[str, Any]]:
    regions = []
    for code, shape in sorted(drawn.items()):
        body, prefecture = reference.body(code), reference.prefecture(code[:2])
        if body is None or prefecture is None:
            raise ValueError(f"not a municipality: {code}")
        regions.append({"c": code, "n": body.name, "e": body.english, "p": prefecture.name} | _shape_record(shape))
    return regions


def _prefecture_regions(drawn: Areas, *, reference: Reference) -> list[dict[str, Any]]:
    names = {prefecture.code: prefecture for prefecture in reference.prefectures}
    return [
        {"c": code, "n": names[code].name, "e": names[code].english} | _shape_record(shape)
        for code, shape in sorted(drawn.items())
    ]


def _shape_record(shape: MultiPolygon) -> dict[str, Any]:
    rings = rings_of(shape) or [_dot(shape)]
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    label = _label_place(largest)
    return {
        "d": path_of(rings, closed=True),
        "x": round(label.x, 1),
        "y": round(label.y, 1),
        "a": round(shape.area, 1),
    }


def _label_place(part: Polygon) -> shapely.Point:
    """The place farthest from any edge; for a shape too thin for that, any place inside."""
    spot: shapely.Point = shapely.maximum_inscribed_circle(part, tolerance=0.1).interpolate(0)
    return spot if part.contains(spot) else part.representative_point()


def _dot(shape: MultiPolygon) -> Ring:
    """A one-pixel square where rounding has left nothing to draw."""
    place_inside = shape.representative_point()
    x, y = round(place_inside.x * TENTHS), round(place_inside.y * TENTHS)
    half = TENTHS // 2
    return [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]


def _inset_record(inset: Inset) -> dict[str, str]:
    left, top, right, bottom = (round(edge * TENTHS) for edge in inset.frame)
    outline: Ring = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return {"label": inset.label, "label_en": inset.label_en, "d": path_of([outline], closed=True)}


def _document(level: Level, scope: str, regions: list[dict[str, Any]], frame: dict[str, Any]) -> bytes:
    document = {"version": VERSION, "level": level, "scope": scope} | frame | {"regions": regions}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
