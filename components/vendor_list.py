"""The vendors ranked by the systems they have not brought live yet: sort them, open one, take them as a file."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from components.chart_block import block_title
from components.documents.table_files import TableColumn
from components.flag_words import flags_in_short
from components.fragments import apart
from components.navigation import open_page
from components.tables import table_twin
from components.text import Text
from components.vendor_files import named, vendor_file, vendor_head
from data.views.vendor_risk import VendorRiskView

_ROW_PX: Final = 35
_MOST_SHOWN: Final = 10
_WIDTHS: Final = {
    "place": 50,
    "name": 120,
    "open_systems": 92,
    "open_bodies": 128,
    "systems": 92,
    "live_share": 128,
    "late_share": 92,
    "flags": 580,
}
"""Columns of the grid with their widths in px; the others are in the files alone."""


def vendor_list(view: VendorRiskView, *, place: str, text: Text) -> None:
    """Show the vendors of ``view``; a picked row opens the vendor. Runs as a fragment."""
    apart(_list)(view, place=place, text=text)


def vendor_rows(view: VendorRiskView, *, text: Text) -> pd.DataFrame:
    """The rows in the reader's words: the columns of ``vendor_columns`` and vendor_code (null = ベンダ不明)."""
    frame = view.vendors
    place = frame["open_systems"].where(frame["vendor_code"].notna()).rank(method="min", ascending=False)
    words = [flags_in_short(str(flags), text=text) for flags in frame["flags"]]
    return named(frame, text=text).assign(place=place.astype("Int64"), flags=words)


def vendor_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of the list and its files."""
    return (
        TableColumn("place", text("vendors.column.place"), kind="count"),
        TableColumn("vendor_code", text("vendors.column.code")),
        TableColumn("name", text("vendors.column.vendor"), is_heading=True),
        TableColumn("vendor_kind", text("vendors.column.kind")),
        TableColumn("open_systems", text("vendors.column.open_systems"), kind="count"),
        TableColumn("open_bodies", text("vendors.column.open_bodies"), kind="count"),
        TableColumn("systems", text("vendors.column.systems"), kind="count"),
        TableColumn("bodies", text("vendors.column.bodies"), kind="count"),
        TableColumn("live_share", text("vendors.column.live_share"), kind="share"),
        TableColumn("late_systems", text("vendors.column.late_systems"), kind="count"),
        TableColumn("judged_systems", text("vendors.column.judged_systems"), kind="count"),
        TableColumn("late_share", text("vendors.column.late_share"), kind="share"),
        TableColumn("businesses", text("vendors.column.businesses"), kind="count"),
        TableColumn("flags", text("vendors.column.flags")),
    )


def vendor_sentence(view: VendorRiskView, *, text: Text) -> str:
    """Say the ranking in one sentence: the first, and how much the first three hold together."""
    known = view.vendors[view.vendors["vendor_code"].notna()]
    if known.empty or not view.open_systems:
        return text("vendors.list_none")
    first, held = known.iloc[0], int(known["open_systems"].head(3).sum())
    return text(
        "vendors.list_summary",
        vendors=len(known),
        first=first["name"],
        open=int(first["open_systems"]),
        share=text.percent(held / view.open_systems),
    )


def _list(view: VendorRiskView, *, place: str, text: Text) -> None:
    title = text("vendors.list_title", place=place)
    block_title(title, note=text("vendors.list_how"), summary=vendor_sentence(view, text=text))
    rows, columns = vendor_rows(view, text=text), vendor_columns(text)
    grid = tuple(column for column in columns if column.name in _WIDTHS)
    shown = rows[[column.name for column in grid]].copy()
    for column in grid:
        if column.kind == "share":
            shown[column.name] = [
                None if pd.isna(share) else float(text.percent_number(float(share))) for share in shown[column.name]
            ]
    picked = st.dataframe(
        shown,
        hide_index=True,
        height=(min(len(shown), _MOST_SHOWN) + 1) * _ROW_PX + 3,
        row_height=_ROW_PX,
        column_config=_config(grid),
        placeholder=text("unknown"),
        alt=title,
        key="vendor_list",
        on_select="rerun",
        selection_mode="single-row",
    )
    table_twin(
        rows,
        columns=columns,
        head=vendor_head(view, title=title, place=place, text=text),
        file_name=vendor_file(view, "list"),
        text=text,
        key="vendor_list_plain",
    )
    for row in picked["selection"]["rows"]:
        if pd.notna(code := rows["vendor_code"].iloc[row]):
            open_page("vendor", vendor=str(code))


def _config(columns: tuple[TableColumn, ...]) -> dict[str, Any]:
    formats = {"share": "%.1f%%", "count": "localized"}
    return {
        column.name: st.column_config.TextColumn(column.label, width=_WIDTHS[column.name])
        if column.kind == "text"
        else st.column_config.NumberColumn(column.label, format=formats[column.kind], width=_WIDTHS[column.name])
        for column in columns
    }
