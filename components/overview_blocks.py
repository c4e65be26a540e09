"""The overview's blocks that rates are enough for: distribution, businesses, and the list of regions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import pandas as pd

from components.chart_block import block_title, chart_block
from components.charts.distribution import bin_labels, distribution_counts, distribution_figure, distribution_summary
from components.charts.kept import Picture, kept_picture
from components.charts.ranking import alone_summary, is_alone, ranked, ranking_figure, ranking_summary
from components.documents.table_files import TableColumn
from components.filters import filter_bar, segmented_filter
from components.not_applicable import business_note
from components.progress_tables import (
    business_columns,
    file_name,
    localised,
    municipality_columns,
    prefecture_columns,
    table_head,
    unweighted_note,
)
from components.tables import data_table, download_row
from components.text import Text
from data.views.layers import Level
from data.views.overview import OverviewView

_BUSINESS_MEASURES: Final = ("step_completion_mic", "designated_systems")


def distribution_block(view: OverviewView, *, place: str, text: Text) -> None:
    """Show how the municipalities of the place are spread over ステップ完了率."""
    title = text("overview.distribution_title", place=place)
    chart_block(
        kept_picture((view.key, text.language, "distribution"), make=lambda: _distribution(view, text=text)),
        title=title,
        columns=(
            TableColumn("bin", text("measure.step_completion_mic"), is_heading=True),
            TableColumn("bodies", text("column.bodies"), kind="count"),
        ),
        head=table_head(view, title=title, place=place, measures=("step_completion_mic",), text=text),
        file_name=file_name(view, "distribution"),
        text=text,
        key="distribution",
        note=unweighted_note(view, text=text),
    )


def business_block(view: OverviewView, *, place: str, text: Text) -> None:
    """Rank the businesses of the place, against the nation or the month before; one alone is told in a sentence."""
    if view.place is not None:
        compared = text("filter.nation")
    else:
        compared = text.month(view.compared_month) if view.compared_month else ""
    title = text("overview.business_title", place=place)
    counted = business_note(view, text=text)
    head = table_head(view, title=title, place=place, measures=_BUSINESS_MEASURES, text=text)
    chart_block(
        kept_picture(
            (view.key, text.language, "businesses"), make=lambda: _businesses(view, compared=compared, text=text)
        ),
        title=title,
        columns=business_columns(text, compared=compared or text("column.compared")),
        head=replace(head, filters=(*head.filters, counted)) if counted else head,
        file_name=file_name(view, "businesses"),
        text=text,
        key="businesses",
        note=text.pick("", " ").join(one for one in (counted, unweighted_note(view, text=text)) if one),
    )


def region_block(view: OverviewView, *, place: str, text: Text) -> None:
    """List the prefectures, or the municipalities of the place or (by choice) of the nation, highest rate first."""
    if view.place is not None:
        level = Level.MUNICIPALITY
    else:
        label = text("overview.list_level")
        words = {one.value: text(f"filter.level.{one.value}") for one in Level}
        with filter_bar("list"):
            level = Level(
                segmented_filter(text, name="list", options=tuple(words), label=label, words=words.__getitem__)
            )
    is_by_body = level is Level.MUNICIPALITY
    rows = localised(view.bodies if is_by_body else view.prefectures, text=text)
    measure = "step_completion_mic" if is_by_body else view.rate.measure
    columns = municipality_columns(text) if is_by_body else prefecture_columns(text, measure=measure)
    rows = rows.sort_values(["step_completion_mic", columns[0].name], ascending=[False, True], na_position="last")
    title = text("overview.region_title", place=place, level=text(f"filter.level.{level.value}"))
    block_title(title, note=text("overview.region_note", measure=text(f"measure.{measure}")))
    head = table_head(view, title=title, place=place, measures=(measure, "designated_systems"), text=text)
    name = file_name(view, "regions")
    files = partial(download_row, rows, columns=columns, head=head, file_name=name, text=text, key="regions")
    data_table(rows, columns=columns, caption=title, text=text, key="regions", page_rows=20, beside=files)


def _distribution(view: OverviewView, *, text: Text) -> Picture:
    frame = view.bodies.rename(columns={"step_completion_mic": "share"})
    counts = distribution_counts(frame)
    return Picture(
        distribution_figure(frame, text=text, height_px=190),
        summary=distribution_summary(frame, text=text),
        frame=pd.DataFrame({"bin": bin_labels(counts, text=text), "bodies": counts["bodies"]}),
    )


def _businesses(view: OverviewView, *, compared: str, text: Text) -> Picture:
    frame = localised(view.businesses, text=text).rename(columns={"step_completion_mic": "share"})
    rows, measure = ranked(frame).rename(columns={"share": "step_completion_mic"}), text("measure.step_completion_mic")
    if is_alone(frame):
        return Picture(None, alone_summary(frame, measure=measure, comparison=compared, text=text), rows)
    return Picture(
        ranking_figure(frame, text=text, measure=measure, comparison=compared, row_px=20),
        summary=ranking_summary(frame, text=text),
        frame=rows,
    )
