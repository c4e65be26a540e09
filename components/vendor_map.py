"""The map of the vendor pages: systems not live under a flag, region by region, the worst severity as its outline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from components.after_map import await_map, is_map_awaited, release_figures
from components.chart_block import block_title
from components.documents.table_files import TableColumn, TableHead
from components.filters import filter_bar, level_filter, list_filter
from components.flag_words import flag_words, severity_words
from components.fragments import apart
from components.japan_map import MapClass, MapNumbers, house_style, japan_map
from components.map_block import band_label, map_words
from components.navigation import open_place
from components.tables import table_twin
from components.text import Text
from components.theme import BAD_TEXT, SEVERITY, UNREPORTED_FILL, WHITE, sequential
from data.reference import load_reference
from data.views.layers import Band, Level, band_counts, band_index
from data.views.vendor_flags import FLAGS
from data.views.vendor_regions import RegionRisk

BANDS: Final[Mapping[Level, tuple[Band, ...]]] = {
    Level.PREFECTURE: (
        Band(is_unknown=True), Band(0, 1), Band(1, 100), Band(100, 250), Band(250, 500), Band(500, None),
    ),
    Level.MUNICIPALITY: (Band(is_unknown=True), Band(0, 1), Band(1, 4), Band(4, 8), Band(8, 13), Band(13, None)),
}  # fmt: skip
"""Systems not live under a flag: a body has at most twenty systems."""
FEWER: Final = (
    (50, (Band(is_unknown=True), Band(0, 1), Band(1, 5), Band(5, 10), Band(10, 20), Band(20, None))),
    (250, (Band(is_unknown=True), Band(0, 1), Band(1, 25), Band(25, 50), Band(50, 100), Band(100, None))),
)
"""Bands of prefectures where one kind of flag has fewer systems than the number before them in each."""
_HEIGHT_PX: Final = 390
_WORST: Final = 3
_MOST_OUTLINED: Final = 0.5
_DIRECT: Final = "V1-V5"


def vendor_map(
    regions: Callable[[Level, str], RegionRisk],
    *,
    title: str,
    is_nation: bool,
    head: Callable[[str], TableHead],
    file_name: str,
    prefecture_names: Mapping[str, str],
    text: Text,
) -> None:
    """Draw the map with its choice of level and kind of flag; a picked region opens its page. Runs as a fragment."""
    apart(_section)(
        regions,
        title=title,
        is_nation=is_nation,
        head=head,
        file_name=file_name,
        prefecture_names=prefecture_names,
        text=text,
    )


def region_rows(risk: RegionRisk, *, text: Text) -> pd.DataFrame:
    """One row per region, most systems first: code, prefecture, name, value (null = unknown), severity (words)."""
    reference = load_reference()
    places = [reference.prefecture(code) or reference.body(code) for code in risk.codes]
    homes = [reference.prefecture(code[:2]) for code in risk.codes]
    rows = pd.DataFrame(
        {
            "code": risk.codes,
            "prefecture": [text.pick(one.name, one.english) if one else "" for one in homes],
            "name": [text.pick(one.name, one.english) if one else "" for one in places],
            "value": pd.array(risk.values, dtype="Int64"),
            "severity": [severity_words(level, text=text) if level else text("flag.none") for level in risk.levels],
        }
    )
    return rows.sort_values(["value", "code"], ascending=[False, True], na_position="last", ignore_index=True)


def map_bands(risk: RegionRisk) -> tuple[Band, ...]:
    """The bands of the map: finer ones for prefectures where the chosen kind of flag is rare."""
    if risk.flag and risk.level is Level.PREFECTURE:
        most = max((value for value in risk.values if value is not None), default=0)
        for below, bands in FEWER:
            if most < below:
                return bands
    return BANDS[risk.level]


def map_sentence(risk: RegionRisk, *, text: Text) -> str:
    """Say the map in words: which kind of flag if one, regions by class, those under 高, and why none is outlined."""
    counts = band_counts(_classes(risk), bands=map_bands(risk))
    labels = [one.label for one in _palette(risk, text=text)]
    parts = [
        text("map.summary_part", label=label, count=count) for label, count in zip(labels, counts, strict=True) if count
    ]
    counted = text(
        f"vendors.map_summary_{risk.level.value}",
        parts=text("map.summary_joint").join(parts),
        worst=sum(level == _WORST for level in risk.levels),
    )
    parts = [counted] if _outlined(risk) is not None else [counted, text("vendors.map_no_outline")]
    if risk.flag:
        parts.insert(0, text("vendors.map_of_flag", flag=flag_words(risk.flag, text=text)))
    return text("flag.joint").join(parts)


def _section(
    regions: Callable[[Level, str], RegionRisk],
    *,
    title: str,
    is_nation: bool,
    head: Callable[[str], TableHead],
    file_name: str,
    prefecture_names: Mapping[str, str],
    text: Text,
) -> None:
    level = Level.MUNICIPALITY
    with filter_bar("vendor_map"):
        if is_nation:
            level = Level(level_filter(text, levels=tuple(Level)))
        kinds = {_DIRECT: text("vendors.map_every"), **{one: flag_words(one, text=text) for one in FLAGS}}
        chosen = list_filter(text, name="map_flag", label=text("vendors.map_flag"), words=kinds, width_px=300)
    risk = regions(level, "" if chosen == _DIRECT else chosen)
    sentence = map_sentence(risk, text=text)
    measure = _measure(risk, text=text)
    block_title(title, summary=sentence)
    await_map()
    event = japan_map(
        risk.geometry_url,
        codes=risk.codes,
        classes=_classes(risk),
        values=MapNumbers(values=risk.values, decimals=0, unit=text("vendors.unit_systems")),
        palette=_palette(risk, text=text),
        measure=measure,
        title=title,
        summary=sentence,
        credit=risk.credit,
        language=text.language,
        words=replace(map_words(text), outlined=text("vendors.map_worst"), outlined_mark=SEVERITY[_WORST].mark),
        key="vendor_map",
        outlined=_outlined(risk),
        height=_HEIGHT_PX,
        prefecture_names=prefecture_names if text.language != "ja" else None,
        style=replace(house_style(), outline=BAD_TEXT),
        on_drawn=release_figures if is_map_awaited() else None,
    )
    table_twin(
        region_rows(risk, text=text),
        columns=_columns(risk, text=text),
        head=head(title),
        file_name=file_name,
        text=text,
        key="vendor_map_rows",
    )
    if event.code is not None:
        open_place(event.code)


def _measure(risk: RegionRisk, *, text: Text) -> str:
    if not risk.flag:
        return text("vendors.map_measure")
    return text("vendors.map_measure_flag", flag=flag_words(risk.flag, text=text))


def _outlined(risk: RegionRisk) -> list[bool] | None:
    """Regions whose worst flag is 高; where nearly every one is, an outline of each would say nothing."""
    worst = [one == _WORST for one in risk.levels]
    return worst if sum(worst) <= _MOST_OUTLINED * len(worst) else None


def _classes(risk: RegionRisk) -> Sequence[int]:
    bands = map_bands(risk)
    return tuple(band_index(value, bands=bands) for value in risk.values)


def _palette(risk: RegionRisk, *, text: Text) -> tuple[MapClass, ...]:
    unknown = MapClass(label=text("vendors.unknown_vendor"), fill=UNREPORTED_FILL, mark="？", pattern="hatch")
    _, none, *some = map_bands(risk)
    fills = sequential(len(some))
    return (
        unknown,
        MapClass(label=band_label(none, is_share=False, text=text), fill=WHITE),
        *(
            MapClass(label=band_label(band, is_share=False, text=text), fill=fill)
            for band, fill in zip(some, fills, strict=True)
        ),
    )


def _columns(risk: RegionRisk, *, text: Text) -> tuple[TableColumn, ...]:
    home = (TableColumn("prefecture", text("column.prefecture")),) if risk.level is Level.MUNICIPALITY else ()
    return (
        TableColumn("code", text("column.code")),
        *home,
        TableColumn("name", text("column.name"), is_heading=True),
        TableColumn("value", _measure(risk, text=text), kind="count"),
        TableColumn("severity", text("vendors.column.worst_severity")),
    )
