"""The map of a page: a view's layer in the house's colours and words, with its legend, credit and spoken summary."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from components.after_map import await_map, is_map_awaited, release_figures
from components.chart_block import block_title
from components.japan_map import MapClass, MapFrame, MapNumbers, MapPlayback, MapValues, MapWords, japan_map
from components.text import Text
from components.theme import (
    JUDGEMENT,
    NOT_APPLICABLE_FILL,
    NOT_APPLICABLE_MARK,
    OVERDUE_FILLS,
    UNREPORTED_FILL,
    sequential,
)
from data.model import BodyKind, Judgement
from data.reference import load_reference
from data.views.layers import Band, Level, MapLayer, MapMeasure, band_counts
from data.views.maps import JUDGEMENT_ORDER, MonthLayer
from data.views.weighting import Weighting

_LEADING_KINDS = (BodyKind.DESIGNATED_CITY, BodyKind.CORE_CITY)
_SHARES = (MapMeasure.STEP_COMPLETION, MapMeasure.MIGRATED)


def map_block(
    layer: MapLayer,
    *,
    title: str,
    text: Text,
    key: str,
    prefecture_names: Mapping[str, str],
    months: Callable[[], Sequence[MonthLayer]] | None,
    selected: str | None = None,
    height_px: int = 390,
) -> str | None:
    """Draw ``layer`` under its title; returns the code picked in this rerun, or None.

    ``months`` is asked only when the reader presses Play; None where there is only one month.
    """
    block_title(title, note=map_note(layer, text=text))
    classes = palette(layer, text=text)
    await_map()
    event = japan_map(
        layer.geometry_url,
        codes=layer.codes,
        classes=layer.classes,
        values=_values(layer.classes, layer.values, layer=layer, labels=classes, text=text),
        palette=classes,
        measure=text(f"measure.{layer.value_measure}"),
        title=title,
        summary=map_summary(layer, text=text),
        credit=layer.credit,
        language=text.language,
        words=map_words(text),
        key=key,
        outlined=layer.designated if _shows_designated(layer) else None,
        selected=selected,
        leading=leading_bodies(layer.codes) if layer.level is Level.MUNICIPALITY else (),
        height=height_px,
        prefecture_names=prefecture_names if text.language != "ja" else None,
        on_drawn=release_figures if is_map_awaited() else None,
        playback=_playback(months, layer=layer, labels=classes, text=text) if months else None,
    )
    return event.code


def map_note(layer: MapLayer, *, text: Text) -> str:
    """What the map's title cannot say: what its numbers count, and of which month the list of 特定移行 is."""
    counted = text("map.overdue_note") if layer.measure is MapMeasure.OVERDUE else ""
    listed = text("map.list_note", month=text.month(layer.designated_as_of)) if layer.designated_as_of else ""
    return text("map.note_joint").join(note for note in (counted, listed) if note)


def _playback(
    months: Callable[[], Sequence[MonthLayer]], *, layer: MapLayer, labels: Sequence[MapClass], text: Text
) -> MapPlayback:
    def frames() -> list[MapFrame]:
        return [
            MapFrame(
                label=text.month(month.month),
                classes=month.classes,
                values=_values(month.classes, month.values, layer=layer, labels=labels, text=text),
                outlined=month.designated if _shows_designated(layer) else None,
            )
            for month in months()
        ]

    return MapPlayback(series_id=f"{layer.series_id}/{text.language}", frames=frames)


def _values(
    classes: Sequence[int],
    values: Sequence[float | None],
    *,
    layer: MapLayer,
    labels: Sequence[MapClass],
    text: Text,
) -> MapValues:
    """Numbers in their unit, or the words of a category."""
    if is_category(layer):
        return ["" if value is None else labels[place].label for place, value in zip(classes, values, strict=True)]
    if is_share(layer):
        shares = [None if value is None else value * 100 for value in values]
        return MapNumbers(values=shares, decimals=1, unit=text("map.unit_share"))
    return MapNumbers(values=values, decimals=0, unit=text(f"map.unit.{layer.measure.value}"))


def is_category(layer: MapLayer) -> bool:
    """Whether the values are no numbers to read but places among named classes."""
    return any(band.word for band in layer.bands) and layer.measure is not MapMeasure.OVERDUE


def is_share(layer: MapLayer) -> bool:
    """Whether the values are shares 0-1, shown as percentages."""
    return layer.measure in _SHARES or (layer.measure is MapMeasure.INPUT and layer.level is Level.PREFECTURE)


def _shows_designated(layer: MapLayer) -> bool:
    """Outlines are for single bodies: every prefecture has some designated system, so theirs would say nothing."""
    return layer.level is Level.MUNICIPALITY and layer.measure is not MapMeasure.DESIGNATED and any(layer.designated)


def palette(layer: MapLayer, *, text: Text) -> tuple[MapClass, ...]:
    """The legend: 未報告 as a hatch, then the bands from pale to dark, or a category's look; last 対象外 as dots."""
    is_by_people = layer.weighting is Weighting.POPULATION
    label = text("map.unweighable" if is_by_people else "unreported")
    unknown = MapClass(label=label, fill=UNREPORTED_FILL, mark="？", pattern="hatch")
    bands = [band for band in layer.bands if band.is_valued]
    apart = tuple(_not_applicable_class(text) for band in layer.bands if band.is_not_applicable)
    if layer.measure is MapMeasure.JUDGEMENT:
        return (unknown, *(_judgement_class(one, text=text) for one in JUDGEMENT_ORDER), *apart)
    is_overdue = layer.measure is MapMeasure.OVERDUE
    fills: tuple[str, ...] = OVERDUE_FILLS if is_overdue else sequential(max(3, len(bands)))[-len(bands) :]
    return (
        unknown,
        *(
            MapClass(label=band_label(band, is_share=is_share(layer), text=text), fill=fill)
            for band, fill in zip(bands, fills, strict=True)
        ),
        *apart,
    )


def _not_applicable_class(text: Text) -> MapClass:
    return MapClass(label=text("not_applicable"), fill=NOT_APPLICABLE_FILL, mark=NOT_APPLICABLE_MARK, pattern="dots")


def _judgement_class(judgement: Judgement, *, text: Text) -> MapClass:
    look = JUDGEMENT[judgement]
    return MapClass(label=text(f"judgement.{judgement.name.lower()}"), fill=look.fill, mark=look.mark)


def band_label(band: Band, *, is_share: bool, text: Text) -> str:
    """Name one band in the reader's words; a band of counts includes both of its ends."""
    if band.word:
        return text(f"map.band.{band.word}")
    if band.is_complete:
        return text("map.band_complete")
    scale = 100 if is_share else 1
    lower = round((band.lower or 0) * scale)
    if band.upper is None:
        return text("map.band_share_from" if is_share else "map.band_count_from", lower=lower)
    upper = round(band.upper * scale)
    if is_share:
        return text("map.band_share_below" if lower == 0 else "map.band_share", lower=lower, upper=upper)
    if upper - lower == 1:
        return text("map.band_count_one", value=lower)
    return text("map.band_count", lower=lower, upper=upper - 1)


def map_summary(layer: MapLayer, *, text: Text) -> str:
    """Say what the map shows in one sentence: how many regions are in each band."""
    counts = band_counts(layer.classes, bands=layer.bands)
    parts = [
        text("map.summary_part", label=entry.label, count=count)
        for entry, count in zip(palette(layer, text=text), counts, strict=True)
        if count
    ]
    key = "map.summary_prefectures" if layer.level is Level.PREFECTURE else "map.summary_municipalities"
    return text(
        key,
        measure=text(f"measure.{layer.value_measure}"),
        regions=len(layer.codes),
        parts=text("map.summary_joint").join(parts),
    )


@lru_cache(maxsize=64)
def leading_bodies(codes: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Bodies among ``codes`` whose names a map writes first: 指定都市, then 中核市.

    >>> leading_bodies(("20201", "22100", "22130", "22210"))
    (('22100', '22130'), ('20201',))
    """
    kinds = {code: body.kind for code in codes if (body := load_reference().body(code)) is not None}
    return tuple(tuple(code for code in codes if kinds.get(code) is kind) for kind in _LEADING_KINDS)


def map_words(text: Text) -> MapWords:
    """Every word on the map, from the catalogue."""
    names = MapWords.__dataclass_fields__
    return MapWords(**{name: text(f"map.word.{name}") for name in names})
