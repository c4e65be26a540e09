"""The map with its own choices: a fragment, so that a new measure or level redraws the map and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from components.filters import filter_bar, level_filter, measure_filter
from components.fragments import apart
from components.map_block import map_block
from components.map_table import MapFile, map_table
from components.text import Text
from data.views.layers import Level, MapLayer, MapMeasure
from data.views.maps import MonthLayer

Found = TypeVar("Found", covariant=True)


class OfRegions(Protocol[Found]):
    """What is read of the regions of a level, by a measure."""

    def __call__(self, *, level: Level, measure: MapMeasure) -> Found:
        """Read it."""


@dataclass(frozen=True, slots=True)
class MapSource:
    """Where the map's data comes from, for one place and as-of point; each function reads only what it shows.

    ``months`` None: there is only one month, so no playback is offered.
    """

    measures: Callable[[Level], Sequence[MapMeasure]]
    layer: OfRegions[MapLayer]
    months: OfRegions[Sequence[MonthLayer]] | None


def map_section(
    source: MapSource,
    *,
    place: str,
    is_nation: bool,
    prefecture_names: Mapping[str, str],
    file: MapFile,
    on_pick: Callable[[str], object],
    text: Text,
) -> None:
    """Draw the map of ``place`` with its choices of level and measure, and below it the table of the same regions.

    ``on_pick`` is told the code of a picked region: two digits by prefecture, else five.
    """
    apart(_section)(
        source,
        place=place,
        is_nation=is_nation,
        prefecture_names=prefecture_names,
        file=file,
        on_pick=on_pick,
        text=text,
    )


def _section(
    source: MapSource,
    *,
    place: str,
    is_nation: bool,
    prefecture_names: Mapping[str, str],
    file: MapFile,
    on_pick: Callable[[str], object],
    text: Text,
) -> None:
    with filter_bar("map"):
        level = Level(level_filter(text, levels=tuple(Level))) if is_nation else Level.MUNICIPALITY
        measure = MapMeasure(measure_filter(text, measures=tuple(source.measures(level)), known=tuple(MapMeasure)))
    months = source.months
    layer = source.layer(level=level, measure=measure)
    title = text("overview.map_title", place=place, measure=text(f"measure.{layer.value_measure}"))
    picked = map_block(
        layer,
        title=title,
        text=text,
        key="overview_map",
        prefecture_names=prefecture_names,
        months=(lambda: months(level=level, measure=measure)) if months else None,
    )
    map_table(layer, title=title, file=file, text=text, key="overview_map_rows")
    if picked is not None:
        on_pick(picked)
