"""The outlines of a map as points, for files that draw their own shapes, or whole as SVG.

The paths are those of the map files: absolute starts (M), relative steps (l) and closings (z), in tenths of a pixel.
"""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import quoteattr

from components.documents.pack import PackMap
from components.theme import MAP_BORDER, TEXT_MUTED, UNREPORTED_MARK

Ring = tuple[tuple[int, int], ...]
"""Distinct points of a line, the first not repeated at the end, in tenths of a pixel."""

TENTHS: Final = 10
_TOKEN: Final = re.compile(r"[Mlz]|-?\d*\.?\d+")


def rings(path: str) -> tuple[Ring, ...]:
    """The lines of an SVG path.

    >>> rings("M0 0l1.5 0 0-2zM3 3l1 0")
    (((0, 0), (15, 0), (15, -20)), ((30, 30), (40, 30)))
    """
    found: list[list[tuple[int, int]]] = []
    numbers: list[int] = []
    for token in _TOKEN.findall(path):
        if token == "M":
            found.append([])
        if token in ("M", "l", "z"):
            numbers = []
            continue
        numbers.append(round(float(token) * TENTHS))
        if len(numbers) == 2:
            x, y = found[-1][-1] if found[-1] else (0, 0)
            found[-1].append((x + numbers[0], y + numbers[1]))
            numbers = []
    return tuple(tuple(ring) for ring in found if ring)


def frame_lines(path: str) -> tuple[Ring, ...]:
    """The lines of an SVG path that is drawn without a ground: where it is closed, back to their first point.

    >>> frame_lines("M0 0l1 0 0 1z"), frame_lines("M0 0l1 0")
    ((((0, 0), (10, 0), (10, 10), (0, 0)),), (((0, 0), (10, 0)),))
    """
    parts = [f"M{part}" for part in path.split("M") if part]
    return tuple((*ring, ring[0]) if part.rstrip().endswith("z") else ring for part in parts for ring in rings(part))


def map_svg(picture: PackMap) -> str:
    """Draw the map as SVG without words: its words stand beside it, where they can be read out."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture.width:g} {picture.height:g}">',
        *(_hatch(place, entry.fill) for place, entry in enumerate(picture.legend) if entry.is_hatched),
    ]
    for region in picture.regions:
        entry = picture.legend[region.kind]
        look = f"url(#hatch{region.kind})" if entry.is_hatched else entry.fill
        parts.append(
            f"<path d={quoteattr(region.path)} fill={quoteattr(look)} fill-rule='evenodd' stroke='{MAP_BORDER}'/>"
        )
    for line in picture.lines:
        parts.append(f"<path d={quoteattr(line)} fill='none' stroke='{TEXT_MUTED}' stroke-width='1.5'/>")
    return "".join([*parts, "</svg>"])


def _hatch(place: int, ground: str) -> str:
    return (
        f"<defs><pattern id='hatch{place}' width='8' height='8' patternUnits='userSpaceOnUse'>"
        f"<rect width='8' height='8' fill={quoteattr(ground)}/>"
        f"<path d='M0 8l8-8' stroke='{UNREPORTED_MARK}' stroke-width='1.2'/></pattern></defs>"
    )
