"""From checked municipal areas to the whole set of 49 pictures: two of the nation, one per prefecture."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from typing import Final

from shapely.geometry import MultiPolygon

from data.boundaries.drawing import NATION_DETAIL, PREFECTURE_DETAIL, Detail, draw_nation, draw_prefecture
from data.boundaries.index import NATION_MUNICIPALITIES, NATION_PREFECTURES
from data.reference import Reference

NATION_GZIP_LIMIT_BYTES: Final = 400_000
"""What the national municipality view may cost an office line."""

_COARSER: Final = 1.5


def draw_all(areas: Mapping[str, MultiPolygon], *, reference: Reference) -> dict[str, bytes]:
    """Every picture by its key. ``areas`` in degrees, exactly the 1,741 municipalities.

    A source so detailed that the national picture would be too heavy is simplified further until it is not.
    """
    detail = NATION_DETAIL
    while True:
        prefectures, municipalities = draw_nation(areas, reference=reference, detail=detail)
        if len(gzip.compress(municipalities, mtime=0)) <= NATION_GZIP_LIMIT_BYTES:
            break
        detail = Detail(detail.tolerance * _COARSER, detail.smallest_part * _COARSER, detail.smallest_island)
    pictures = {NATION_PREFECTURES: prefectures, NATION_MUNICIPALITIES: municipalities}
    for prefecture in reference.prefectures:
        pictures[prefecture.code] = draw_prefecture(
            prefecture.code, areas=areas, reference=reference, detail=PREFECTURE_DETAIL
        )
    return pictures


def code_differences(codes: Iterable[str], *, reference: Reference) -> tuple[list[str], list[str]]:
    """Codes that ``codes`` lacks and codes it has beyond the 1,741 municipalities, both ascending."""
    given, wanted = set(codes), {body.code for body in reference.municipalities}
    return sorted(wanted - given), sorted(given - wanted)
