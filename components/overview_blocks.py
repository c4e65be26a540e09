"""The blocks of the overview beside the map: distribution, businesses, regions, and the step into a place."""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from components.chart_block import block_title, chart_block
from components.charts.distribution import bin_labels, distribution_counts, distribution_figure, distribution_summary
from components.charts.ranking import ranked, ranking_figure, ranking_summary
from components.documents.table_files import TableColumn
from components.progress_tables import (
    business_columns,
    localised,
    municipality_columns,
    region_columns,
    table_head,
)
from components.tables import data_table, download_row
from components.text import Text
from data.views.overview import OverviewView

_REGION_MEASURES: Final = ("step_completion_mic", "designated_systems")


def place_name(view: OverviewView, *, text: Text) -> str:
    """The place the view is about: a prefecture's name, or the nation."""
    return text.pick(view.place.name, view.place.english) if view.place else text("filter.nation")


def show_place(code: str) -> None:
    """Go to the prefecture of a picked region (two or five digits): the address changes and the page runs again."""
    if st.query_params.get("prefecture") != code[:2]:
        st.query_params["prefecture"] = code[:2]
        st.rerun()


def distribution_block(view: OverviewView, *, place: str, text: Text) -> None:
    """Show how the municipalities of the place are spread over ステップ完了率."""
    frame = view.bodies.rename(columns={"step_completion_mic": "share"})
    counts = distribution_counts(frame)
    title = text("overview.distribution_title", place=place)
    chart_block(
        distribution_figure(frame, text=text, height_px=190),
        title=title,
        summary=distribution_summary(frame, text=text),
        frame=pd.DataFrame({"bin": bin_labels(counts, text=text), "bodies": counts["bodies"]}),
        columns=(
            TableColumn("bin", text("measure.step_completion_mic"), is_heading=True),
            TableColumn("bodies", text("column.bodies"), kind="count"),
        ),
        head=table_head(view, title=title, place=place, measures=("step_completion_mic",), text=text),
        file_name=_file_name(view, "distribution"),
        text=text,
        key="distribution",
    )


def business_block(view: OverviewView, *, place: str, text: Text) -> None:
    """Rank the businesses of the place, read against the nation or the month before."""
    rows = localised(view.businesses, text=text)
    if view.place is not None:
        compared = text("filter.nation")
    else:
        compared = text.month(view.compared_month) if view.compared_month else ""
    frame = rows.rename(columns={"step_completion_mic": "share"})
    title = text("overview.business_title", place=place)
    chart_block(
        ranking_figure(frame, text=text, measure=text("measure.step_completion_mic"), comparison=compared, row_px=20),
        title=title,
        summary=ranking_summary(frame, text=text),
        frame=ranked(frame).rename(columns={"share": "step_completion_mic"}),
        columns=business_columns(text, compared=compared or text("column.compared")),
        head=table_head(view, title=title, place=place, measures=_REGION_MEASURES, text=text),
        file_name=_file_name(view, "businesses"),
        text=text,
        key="businesses",
    )


def region_block(view: OverviewView, *, place: str, text: Text) -> None:
    """List what the map is drawn by: prefectures, or the municipalities of the place, lowest rate last."""
    is_by_body = len(view.regions) == len(view.bodies)
    rows = localised(view.bodies if is_by_body else view.regions, text=text)
    columns = municipality_columns(text) if is_by_body else region_columns(text)
    rows = rows.sort_values(["step_completion_mic", columns[0].name], ascending=[False, True], na_position="last")
    title = text("overview.region_title", place=place, level=text(f"filter.level.{view.map_layer.level.value}"))
    block_title(title, note=text("overview.region_note"))
    head = table_head(view, title=title, place=place, measures=_REGION_MEASURES, text=text)
    files = partial(
        download_row, rows, columns=columns, head=head, file_name=_file_name(view, "regions"), text=text, key="regions"
    )
    data_table(rows, columns=columns, caption=title, text=text, key="regions", page_rows=20, beside=files)


def _file_name(view: OverviewView, what: str) -> str:
    month = view.as_of.month if view.as_of else "none"
    demo = "demo_" if view.is_synthetic else ""
    return f"{demo}{what}_{view.place.code if view.place else 'nation'}_{month}"
