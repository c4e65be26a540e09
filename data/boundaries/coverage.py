"""Make areas light without tearing them apart: a border shared by two areas stays one line.

Works in pixels, on ``{code: area}`` whose neighbours share their vertices exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Polygon

from data.boundaries.paths import polygons_only

Areas = dict[str, MultiPolygon]


def drop_specks(areas: Mapping[str, MultiPolygon], *, smaller_than: float) -> Areas:
    """Areas without the parts and pockets too small to see (px²); an area's largest part always stays.

    A speck in open water vanishes. One that touches a neighbour goes to the neighbour with the longest common
    border, as does a small pocket nobody owns, because dropping it would leave a gap.
    """
    parts, owners = _parts(areas)
    sizes = shapely.area(parts)
    is_kept = sizes >= smaller_than
    for owner in set(owners.tolist()):
        own = np.flatnonzero(owners == owner)
        is_kept[own[np.argmax(sizes[own])]] = True
    kept, kept_owners = parts[is_kept], owners[is_kept]
    gaps = [Polygon(ring) for part in shapely.get_parts(shapely.union_all(kept)) for ring in part.interiors]
    pockets = [gap for gap in gaps if gap.area < smaller_than]
    given = _given_to_neighbours([*parts[~is_kept], *pockets], kept, kept_owners)
    joined: Areas = {}
    for owner in sorted(set(kept_owners.tolist())):
        pieces = [*kept[kept_owners == owner], *given.get(owner, ())]
        joined[owner] = polygons_only(shapely.union_all(pieces) if owner in given else shapely.multipolygons(pieces))
    return joined


def simplify(areas: Mapping[str, MultiPolygon], *, tolerance: float) -> Areas:
    """Fewer vertices, same topology: ``tolerance`` (px) is the side of the largest triangle cut off (Visvalingam)."""
    codes = list(areas)
    lighter = shapely.coverage_simplify(np.asarray([areas[code] for code in codes], dtype=object), tolerance)
    return {code: polygons_only(shape) for code, shape in zip(codes, lighter, strict=True)}


def enlarge_islands(areas: Mapping[str, MultiPolygon], *, minimum: float) -> Areas:
    """Areas that stand alone in the sea and would be smaller than ``minimum`` px, blown up to it round their centre."""
    codes = list(areas)
    shapes = np.asarray([areas[code] for code in codes], dtype=object)
    tree = shapely.STRtree(shapes)
    grown: Areas = {}
    for code, shape in zip(codes, shapes, strict=True):
        left, top, right, bottom = shape.bounds
        extent = max(right - left, bottom - top)
        is_alone = len(tree.query(shape, predicate="intersects")) == 1
        grown[code] = _scaled(shape, minimum / extent) if is_alone and extent < minimum else shape
    return grown


def dissolve(areas: Mapping[str, MultiPolygon], *, digits: int) -> Areas:
    """Unite the areas whose codes begin with the same ``digits`` characters."""
    groups: dict[str, list[MultiPolygon]] = {}
    for code, shape in areas.items():
        groups.setdefault(code[:digits], []).append(shape)
    return {code: polygons_only(shapely.union_all(shapes)) for code, shapes in sorted(groups.items())}


def _parts(areas: Mapping[str, MultiPolygon]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    codes = list(areas)
    parts, index = shapely.get_parts(np.asarray([areas[code] for code in codes], dtype=object), return_index=True)
    return parts, np.asarray(codes, dtype=object)[index]


def _given_to_neighbours(
    specks: list[Polygon], parts: npt.NDArray[Any], owners: npt.NDArray[Any]
) -> dict[str, list[Polygon]]:
    tree = shapely.STRtree(parts)
    given: dict[str, list[Polygon]] = {}
    for speck in specks:
        shared: dict[str, float] = {}
        for near in sorted(tree.query(speck, predicate="intersects").tolist()):
            border = shapely.intersection(speck.boundary, parts[near].boundary).length
            shared[owners[near]] = shared.get(owners[near], 0.0) + border
        if shared and max(shared.values()) > 0:
            given.setdefault(max(sorted(shared), key=lambda owner: shared[owner]), []).append(speck)
    return given


def _scaled(shape: MultiPolygon, factor: float) -> MultiPolygon:
    left, top, right, bottom = shape.bounds
    centre = np.asarray([(left + right) / 2, (top + bottom) / 2])

    def larger(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.asarray(centre + (points - centre) * factor)

    scaled: MultiPolygon = shapely.transform(shape, larger)
    return scaled
