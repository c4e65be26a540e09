"""Where on a picture each part of the country goes: the mainland fills it, far islands stand in frames beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import shapely
from shapely.geometry import MultiPolygon, Polygon

from data.boundaries.projection import Bounds, Panel

NATION: Final = "nation"
_SIDE: Final = 1000.0
_MARGIN: Final = 8.0
_INSET_MARGIN: Final = 20.0
"""Room inside a frame for its label."""
_MOST_MAGNIFIED: Final = 2.0
"""An inset enlarges up to this much over the main part, lest an islet look like a city."""
_SIZEABLE_DEGREES2: Final = 1.5e-4
"""About 1.5 km²."""


@dataclass(frozen=True, slots=True)
class Inset:
    """A framed part: what lies within ``degrees`` (west, south, east, north) is drawn inside ``frame`` (pixels)."""

    label: str
    label_en: str
    degrees: Bounds
    frame: Bounds


@dataclass(frozen=True, slots=True)
class Layout:
    """A fixed picture: its size, the rectangle of its main part and its insets."""

    width: float
    height: float
    main: Bounds
    insets: tuple[Inset, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """A picture with its areas in pixels; ``panels[0]`` is the main part, then one per inset shown."""

    width: int
    height: int
    areas: dict[str, MultiPolygon]
    panels: tuple[Panel, ...]
    insets: tuple[Inset, ...]


LAYOUTS: Final[Mapping[str, Layout]] = {
    NATION: Layout(
        width=960,
        height=1000,
        main=(0, 0, 960, 1000),
        insets=(
            Inset("沖縄本島", "Okinawa Island", (126.0, 25.8, 128.36, 27.2), (12, 12, 272, 222)),
            Inset("先島諸島", "Sakishima Islands", (122.8, 23.9, 126.0, 26.0), (12, 230, 332, 430)),
            Inset("大東諸島", "Daito Islands", (131.1, 25.3, 131.5, 26.1), (280, 12, 372, 112)),
            Inset("奄美・トカラ", "Amami and Tokara", (128.2, 26.95, 130.3, 30.05), (380, 12, 520, 272)),
            Inset("小笠原諸島", "Ogasawara Islands", (140.8, 24.1, 142.4, 27.8), (798, 650, 948, 988)),
        ),
    ),
    "13": Layout(
        width=1000,
        height=760,
        main=(0, 0, 1000, 470),
        insets=(
            Inset("伊豆諸島北部", "Northern Izu Islands", (138.9, 34.1, 139.45, 34.85), (12, 480, 212, 748)),
            Inset("三宅・御蔵", "Miyake and Mikura", (139.45, 33.8, 139.75, 34.15), (220, 480, 370, 748)),
            Inset("八丈・青ヶ島", "Hachijo, Aogashima", (139.6, 32.3, 139.95, 33.3), (378, 480, 528, 748)),
            Inset("小笠原", "Ogasawara", (140.8, 26.4, 142.4, 27.8), (536, 480, 706, 748)),
            Inset("火山列島", "Volcano Islands", (140.8, 24.1, 141.6, 25.6), (714, 480, 864, 748)),
            Inset("南鳥島", "Minami-Torishima", (153.9, 24.2, 154.1, 24.4), (872, 480, 988, 596)),
        ),
    ),
    "32": Layout(
        width=1000,
        height=880,
        main=(0, 0, 1000, 880),
        insets=(Inset("竹島", "Takeshima", (131.8, 37.2, 131.9, 37.3), (12, 12, 132, 132)),),
    ),
    "46": Layout(
        width=1000,
        height=1000,
        main=(290, 0, 1000, 1000),
        insets=(
            Inset("トカラ列島", "Tokara Islands", (128.9, 28.7, 130.1, 30.05), (12, 12, 282, 352)),
            Inset("奄美大島・喜界島", "Amami Oshima, Kikai", (128.9, 28.0, 130.1, 28.65), (12, 360, 282, 640)),
            Inset("徳之島から与論島", "Tokunoshima to Yoron", (128.3, 26.9, 129.1, 27.95), (12, 648, 282, 988)),
        ),
    ),
    "47": Layout(
        width=1000,
        height=1000,
        main=(320, 0, 1000, 660),
        insets=(
            Inset("宮古列島", "Miyako Islands", (124.5, 24.5, 125.6, 25.1), (12, 12, 312, 312)),
            Inset("大東諸島", "Daito Islands", (131.1, 25.3, 131.5, 26.1), (12, 320, 182, 660)),
            Inset("沖大東島", "Okidaito", (131.1, 24.3, 131.3, 24.6), (190, 320, 312, 486)),
            Inset("硫黄鳥島", "Iotorishima", (128.1, 27.7, 128.4, 28.0), (190, 494, 312, 660)),
            Inset("八重山列島", "Yaeyama Islands", (122.8, 23.9, 124.5, 25.0), (12, 668, 762, 988)),
            Inset("尖閣諸島", "Senkaku Islands", (123.3, 25.6, 124.7, 26.0), (770, 668, 988, 988)),
        ),
    ),
}
"""Pictures whose places are fixed by hand; every other prefecture is fitted into a square."""


def place(areas: Mapping[str, MultiPolygon], *, scope: str) -> Placement:
    """Areas (degrees) as pixels of the picture ``scope`` ("nation" or a prefecture's two digits).

    An islet outside every panel is left out, an area's largest part never.
    """
    layout = LAYOUTS.get(scope)
    insets = layout.insets if layout else ()
    main, *framed = _split(areas, insets)
    frame = layout.main if layout else _square_fit(_outline(main, areas))
    panels = [Panel.fitted(_outline(main, areas), frame=frame, padding=_MARGIN).rounded()]
    groups, shown = [main], []
    for inset, group in zip(insets, framed, strict=True):
        if group:
            panel = Panel.fitted(
                _outline(group, areas),
                frame=inset.frame,
                padding=_INSET_MARGIN,
                largest_scale=panels[0].pixels_per_km * _MOST_MAGNIFIED,
            )
            panels.append(panel.rounded())
            groups.append(group)
            shown.append(inset)
    placed: dict[str, list[Polygon]] = {}
    for panel, group in zip(panels, groups, strict=True):
        for code, parts in group.items():
            drawn = [panel.to_pixels(part) for part in parts]
            placed.setdefault(code, []).extend(part for part in drawn if _is_inside(part, panel.frame))
    width, height = (layout.width, layout.height) if layout else (frame[2], frame[3])
    joined = {code: shapely.multipolygons(placed[code]) for code in sorted(placed)}
    return Placement(round(width), round(height), joined, tuple(panels), tuple(shown))


def _split(areas: Mapping[str, MultiPolygon], insets: tuple[Inset, ...]) -> list[dict[str, list[Polygon]]]:
    """Whole parts of the areas by panel, the first for what belongs to no inset; largest first."""
    groups: list[dict[str, list[Polygon]]] = [{} for _ in range(len(insets) + 1)]
    for code, shape in areas.items():
        for part in sorted(shapely.get_parts(shape), key=lambda part: -part.area):
            west, south, east, north = part.bounds
            lon, lat = (west + east) / 2, (south + north) / 2
            where = next((n for n, inset in enumerate(insets, 1) if _within(inset.degrees, lon, lat)), 0)
            groups[where].setdefault(code, []).append(part)
    return groups


def _within(degrees: Bounds, lon: float, lat: float) -> bool:
    return degrees[0] <= lon <= degrees[2] and degrees[1] <= lat <= degrees[3]


def _is_inside(part: Polygon, frame: Bounds) -> bool:
    left, top, right, bottom = map(float, part.bounds)
    return left >= frame[0] and top >= frame[1] and right <= frame[2] and bottom <= frame[3]


def _outline(group: Mapping[str, list[Polygon]], areas: Mapping[str, MultiPolygon]) -> shapely.Geometry:
    """What a panel is fitted to: sizeable parts and each area's largest, so that no far rock shrinks the rest."""
    largest = {code: max(part.area for part in shapely.get_parts(areas[code])) for code in group}
    every = [(part, code) for code, parts in group.items() for part in parts]
    wanted = [part for part, code in every if part.area >= min(_SIZEABLE_DEGREES2, largest[code])]
    return shapely.multipolygons(wanted or [part for part, _ in every])


def _square_fit(outline: shapely.Geometry) -> Bounds:
    """A frame as wide or as high as the side allows, the other edge just long enough."""
    probe = Panel.fitted(outline, frame=(0, 0, _SIDE, _SIDE), padding=_MARGIN)
    left, top, right, bottom = probe.to_pixels(outline).bounds
    return (0.0, 0.0, float(round(right - left + 2 * _MARGIN)), float(round(bottom - top + 2 * _MARGIN)))
