"""The map of a page: a view's layer in the house's colours and words, with its legend, credit and spoken summary."""

from __future__ import annotations

from collections.abc import Mapping

from components.chart_block import block_title
from components.japan_map import MapClass, MapEvent, MapNumbers, MapWords, japan_map
from components.text import Text
from components.theme import UNREPORTED_FILL, sequential
from data.views.layers import Band, Level, MapLayer, MapMeasure, band_counts

_SHARES = (MapMeasure.STEP_COMPLETION,)


def map_block(
    layer: MapLayer,
    *,
    title: str,
    text: Text,
    key: str,
    prefecture_names: Mapping[str, str],
    selected: str | None = None,
    height_px: int = 390,
) -> str | None:
    """Draw ``layer`` under its title; returns the code picked in this rerun, or None."""
    is_share = layer.measure in _SHARES
    summary = map_summary(layer, text=text)
    note = text("map.list_note", month=text.month(layer.designated_as_of)) if layer.designated_as_of else ""
    block_title(title, note=note)
    event: MapEvent = japan_map(
        layer.geometry_url,
        codes=layer.codes,
        classes=layer.classes,
        values=MapNumbers(
            values=[None if value is None else value * 100 for value in layer.values] if is_share else layer.values,
            decimals=1 if is_share else 0,
            unit=text("map.unit_share") if is_share else text("map.unit_systems"),
        ),
        palette=palette(layer, text=text),
        measure=text(f"measure.{layer.measure.value}"),
        title=title,
        summary=summary,
        credit=layer.credit,
        language=text.language,
        words=map_words(text),
        key=key,
        outlined=layer.designated if _shows_designated(layer) else None,
        selected=selected,
        height=height_px,
        prefecture_names=prefecture_names if text.language != "ja" else None,
    )
    return event.code


def _shows_designated(layer: MapLayer) -> bool:
    """Outlines are for single bodies: every prefecture has some designated system, so theirs would say nothing."""
    return layer.level is Level.MUNICIPALITY and layer.measure is MapMeasure.STEP_COMPLETION and any(layer.designated)


def palette(layer: MapLayer, *, text: Text) -> tuple[MapClass, ...]:
    """The legend: 未報告 as a hatch, then the bands from pale to dark."""
    fills = iter(sequential(len(layer.bands) - 1))
    return tuple(
        MapClass(label=text("unreported"), fill=UNREPORTED_FILL, mark="？", pattern="hatch")
        if band.is_unknown
        else MapClass(label=band_label(band, is_share=layer.measure in _SHARES, text=text), fill=next(fills))
        for band in layer.bands
    )


def band_label(band: Band, *, is_share: bool, text: Text) -> str:
    """Name one band in the reader's words; a band of counts includes both of its ends."""
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
        measure=text(f"measure.{layer.measure.value}"),
        regions=len(layer.codes),
        parts=text("map.summary_joint").join(parts),
    )


def map_words(text: Text) -> MapWords:
    """Every word on the map, from the catalogue."""
    names = MapWords.__dataclass_fields__
    return MapWords(**{name: text(f"map.word.{name}") for name in names})
