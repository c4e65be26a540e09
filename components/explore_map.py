"""An answer of 探索 on the map: prefectures or municipalities in five classes; a picked region is a mark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from components.after_map import await_map, is_map_awaited, release_figures
from components.charts.explore_heatmap import class_of, class_words, nice_breaks
from components.charts.explore_shown import Shown
from components.explore_address import mark_of
from components.explore_source import ExploreSource
from components.japan_map import MapClass, MapNumbers, japan_map
from components.map_block import leading_bodies, map_words
from components.text import Text
from components.theme import UNREPORTED_FILL, WHITE, sequential
from data.reference import load_reference

HEIGHT_PX: Final = 450
_CLASSES: Final = 5
_SCALES: Final = {"share": (100, 1), "points": (100, 1), "months": (1, 1), "count": (1, 0)}
"""Factor and decimals of the numbers of each unit."""


def map_codes(shown: Shown, *, prefecture: str | None) -> tuple[str, ...]:
    """The regions of the map of an answer by prefecture or body: the nation's, or one prefecture's municipalities."""
    reference = load_reference()
    if shown.dimensions[0].id == "prefecture":
        return tuple(one.code for one in reference.prefectures)
    return tuple(one.code for one in reference.municipalities if prefecture in (None, one.prefecture_code))


def map_classes(shown: Shown, *, codes: tuple[str, ...], text: Text) -> tuple[list[int], tuple[MapClass, ...]]:
    """The class of each region and the legend: unknown, classes from pale to dark, not among the answer."""
    measure = shown.measures[0]
    values = dict(zip(shown.rows["key0"], shown.rows[measure.id], strict=True))
    known = [values[code] for code in codes if code in values and values[code] == values[code]]
    breaks = nice_breaks(known)
    words = class_words(breaks, measure.unit, text=text)
    used = [place for place, word in enumerate(words) if word]
    fills = sequential(_CLASSES)
    palette = [MapClass(label=text("explore.unknown.any"), fill=UNREPORTED_FILL, mark="？", pattern="hatch")]
    palette += [MapClass(label=words[place], fill=fills[place]) for place in used]
    if not used:
        palette.append(MapClass(label=text("explore.map.alike"), fill=fills[_CLASSES // 2]))
    if any(code not in values for code in codes):
        palette.append(MapClass(label=text("explore.map.absent"), fill=WHITE))
    places = {place: at for at, place in enumerate(used, start=1)} or {_CLASSES // 2: 1}
    absent = len(palette) - 1
    classes = [
        absent if code not in values else 0 if values[code] != values[code] else places[class_of(values[code], breaks)]
        for code in codes
    ]
    return classes, tuple(palette)


def map_legend(shown: Shown, *, prefecture: str | None, text: Text) -> list[tuple[str, str]]:
    """The legend of the map as words, with their mark, and fills."""
    _, palette = map_classes(shown, codes=map_codes(shown, prefecture=prefecture), text=text)
    return [(f"{one.mark} {one.label}".strip(), one.fill) for one in palette]


def explore_map(
    shown: Shown,
    *,
    source: ExploreSource,
    title: str,
    summary: str,
    prefecture: str | None,
    on_pick: Callable[[str], object],
    text: Text,
) -> None:
    """Draw ``shown`` (by prefecture or body); ``prefecture`` cuts the municipalities to one (two digits).

    ``on_pick`` is told the mark of a picked region that is among the answer.
    """
    measure, dimension = shown.measures[0], shown.dimensions[0].id
    codes = map_codes(shown, prefecture=prefecture)
    classes, palette = map_classes(shown, codes=codes, text=text)
    values = dict(zip(shown.rows["key0"], shown.rows[measure.id], strict=True))
    factor, decimals = _SCALES[measure.unit]
    numbers = [None if (value := values.get(code)) is None or value != value else value * factor for code in codes]
    names = {one.code: one.english for one in load_reference().prefectures}
    await_map()
    event = japan_map(
        source.map_url(prefecture if dimension == "body" else None, dimension == "body"),
        codes=codes,
        classes=classes,
        values=MapNumbers(values=numbers, decimals=decimals, unit=text(f"explore.map.unit.{measure.unit}")),
        palette=palette,
        measure=measure.label,
        title=title,
        summary=summary,
        credit=source.map_credit,
        language=text.language,
        words=map_words(text),
        key="explore_map",
        leading=leading_bodies(codes) if dimension == "body" else (),
        height=HEIGHT_PX,
        prefecture_names=names if text.language != "ja" else None,
        on_drawn=release_figures if is_map_awaited() else None,
    )
    if event.code is not None and event.code in values:
        on_pick(mark_of([(dimension, event.code)]))
