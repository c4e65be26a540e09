"""The rows behind the map: who is in which class, for readers who cannot tell its colours or do not see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import pandas as pd

from components.documents.table_files import TableColumn, TableHead
from components.map_block import is_category, is_share, palette
from components.tables import table_twin
from components.text import Text
from data.reference import load_reference
from data.views.layers import Level, MapLayer, MapMeasure

_HIGHEST_FIRST: Final = (MapMeasure.OVERDUE, MapMeasure.DESIGNATED)
"""Measures whose highest class is the one to look at; of the others it is 未報告 and then the lowest."""


@dataclass(frozen=True, slots=True)
class MapFile:
    """What a file of the map's rows is called (without ending), and what stands above them, by title and measures."""

    name: str
    head: Callable[[str, tuple[str, ...]], TableHead]


def map_table(layer: MapLayer, *, title: str, file: MapFile, text: Text, key: str) -> None:
    """Put the rows of ``layer`` into an expander with their files; ``title`` is the map's."""
    table_twin(
        partial(map_rows, layer, text=text),
        columns=map_columns(layer, text=text),
        head=_head(layer, title=title, file=file, text=text),
        file_name=file.name,
        text=text,
        key=key,
    )


def map_rows(layer: MapLayer, *, text: Text) -> pd.DataFrame:
    """One row per region, class by class with what needs a look first (判定: the worst first), then by code.

    Columns: code, prefecture (by municipality only), name, value (a number, null = unknown; absent for a category),
    class_label (with its mark), designated (words).
    """
    labels = [f"{entry.mark} {entry.label}".strip() for entry in palette(layer, text=text)]
    rank = {place: order for order, place in enumerate(_reading_order(layer))}
    rows = pd.DataFrame(
        {
            "code": layer.codes,
            **_names(layer.codes, text=text),
            "value": pd.array(layer.values, dtype="Float64"),
            "class_label": [labels[place] for place in layer.classes],
            "designated": [text("map.designated_yes" if flag else "map.designated_no") for flag in layer.designated],
            "rank": [rank[place] for place in layer.classes],
        }
    )
    return rows.sort_values(["rank", "code"], ignore_index=True).drop(columns="rank")


def map_columns(layer: MapLayer, *, text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``map_rows`` to show: a category has its words alone, and 特定移行 is a body's."""
    measure = text(f"measure.{layer.value_measure}")
    is_by_body = layer.level is Level.MUNICIPALITY
    columns = [TableColumn("code", text("column.code"))]
    if is_by_body:
        columns.append(TableColumn("prefecture", text("column.prefecture")))
    columns.append(TableColumn("name", text("column.name"), is_heading=True))
    if is_category(layer):
        columns.append(TableColumn("class_label", measure))
    else:
        if is_share(layer):
            columns.append(TableColumn("value", measure, kind="share"))
        else:
            unit = text(f"map.unit.{layer.measure.value}").strip()
            columns.append(TableColumn("value", text("map.value_unit", measure=measure, unit=unit), kind="count"))
        columns.append(TableColumn("class_label", text("map.class")))
    if is_by_body and (layer.designated_as_of is not None or any(layer.designated)):
        columns.append(TableColumn("designated", text("map.designated")))
    return tuple(columns)


def _reading_order(layer: MapLayer) -> Sequence[int]:
    """The places of the classes in the order their regions are listed; 0 is 未報告, 対象外 comes last."""
    known = [place for place, band in enumerate(layer.bands) if band.is_valued]
    apart = [place for place, band in enumerate(layer.bands) if band.is_not_applicable]
    if layer.measure is MapMeasure.JUDGEMENT:
        late, *others = reversed(known)
        return (late, 0, *others, *apart)
    return (*reversed(known), 0, *apart) if layer.measure in _HIGHEST_FIRST else (0, *known, *apart)


def _names(codes: Sequence[str], *, text: Text) -> dict[str, list[str]]:
    reference = load_reference()
    prefectures = [reference.prefecture(code[:2]) for code in codes]
    places = [reference.prefecture(code) or reference.body(code) for code in codes]
    return {
        column: [text.pick(item.name, item.english) if item else text("unknown") for item in items]
        for column, items in (("prefecture", prefectures), ("name", places))
    }


def _head(layer: MapLayer, *, title: str, file: MapFile, text: Text) -> TableHead:
    measures = tuple(dict.fromkeys((layer.value_measure, MapMeasure.DESIGNATED.value)))
    head = file.head(title, measures)
    filters = (*head.filters, text(f"filter.level.{layer.level.value}"))
    if layer.designated_as_of is None:
        return replace(head, filters=filters)
    month = text.month(layer.designated_as_of)
    is_of_list = layer.measure is MapMeasure.DESIGNATED
    return replace(
        head,
        as_of=month if is_of_list else head.as_of,
        filters=(*filters, text("map.list_note", month=month)),
    )
