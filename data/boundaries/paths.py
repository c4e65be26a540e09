"""SVG path text from polygons and back: relative steps in tenths of a pixel, nothing a browser has to compute."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Polygon

TENTHS: Final = 10
"""Coordinates are written in whole tenths of a pixel: neighbours round a shared vertex to the same place."""

Ring = list[tuple[int, int]]
"""A closed line as distinct points in tenths of a pixel, the first not repeated at the end."""

_TOKEN: Final = re.compile(r"[Mlz]|-?\d*\.?\d+")


def rings_of(shape: Polygon | MultiPolygon) -> list[Ring]:
    """Outer and inner rings in tenths of a pixel; rings that rounding leaves without an area are dropped."""
    rings = []
    for part in shapely.get_parts(shape):
        for line in (part.exterior, *part.interiors):
            points = _whole(np.asarray(line.coords)[:, :2])
            if len(points) >= 3 and _doubled_area(points) != 0:
                rings.append(points)
    return rings


def path_of(lines: Iterable[Sequence[tuple[int, int]]], *, closed: bool) -> str:
    """SVG path of lines given in tenths of a pixel: absolute start, then relative steps.

    >>> path_of([[(0, 0), (15, 0), (15, -20)]], closed=True)
    'M0 0l1.5 0 0-2z'
    """
    text = []
    for line in lines:
        (x, y), *rest = line
        text.append(f"M{_number(x)}{_joined(y)}l")
        steps: list[str] = []
        for next_x, next_y in rest:
            steps.append(f"{_number(next_x - x) if not steps else _joined(next_x - x)}{_joined(next_y - y)}")
            x, y = next_x, next_y
        text.append("".join(steps) + ("z" if closed else ""))
    return "".join(text)


def polygon_of(path: str) -> MultiPolygon:
    """The area a path made by :func:`path_of` draws (even-odd), as valid polygons in pixels.

    >>> polygon_of("M0 0l4 0 0 4-4 0zM1 1l1 0 0 1-1 0z").area
    15.0
    """
    rings: list[list[tuple[float, float]]] = []
    tokens = iter(_TOKEN.findall(path))
    for token in tokens:
        if token == "M":
            rings.append([(float(next(tokens)), float(next(tokens)))])
        elif token not in "lz":
            x, y = rings[-1][-1]
            rings[-1].append((x + float(token), y + float(next(tokens))))
    area: shapely.Geometry = MultiPolygon()
    for ring in rings:
        area = shapely.symmetric_difference(area, shapely.make_valid(Polygon(ring)))
    return polygons_only(area)


def polygons_only(shape: shapely.Geometry) -> MultiPolygon:
    """The polygon parts of any geometry: repairing a ring may leave loose lines and points, which draw nothing."""
    parts = [part for part in _flat(shapely.make_valid(shape)) if isinstance(part, Polygon) and not part.is_empty]
    return MultiPolygon(parts)


def _flat(shape: shapely.Geometry) -> Iterable[shapely.Geometry]:
    for part in shapely.get_parts(shape):
        if hasattr(part, "geoms"):
            yield from _flat(part)
        else:
            yield part


def _whole(points: npt.NDArray[np.float64]) -> Ring:
    kept: Ring = []
    for x, y in np.rint(points * TENTHS).astype(int).tolist():
        if not kept or kept[-1] != (x, y):
            kept.append((x, y))
    if len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


def _doubled_area(ring: Ring) -> int:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True))


def _number(tenths: int) -> str:
    whole, rest = divmod(abs(tenths), TENTHS)
    sign = "-" if tenths < 0 else ""
    if rest == 0:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{rest}"


def _joined(tenths: int) -> str:
    text = _number(tenths)
    return text if text.startswith("-") else f" {text}"
