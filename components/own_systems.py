"""The prefecture body's own systems, apart from its municipalities': they are in no mean and no count of the page."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.chart_block import block_title
from components.charts.judgement import judgement_word
from components.documents.table_files import TableColumn
from components.navigation import link
from components.progress_tables import file_name, localised, table_head
from components.tables import table_html, table_twin
from components.text import Text
from data.model import Judgement
from data.views.prefecture import PrefectureView

_FILE_ONLY: Final = ("phase", "vendor")
"""Columns the narrow table leaves to its file."""


def own_systems(view: PrefectureView, *, place: str, text: Text) -> None:
    """List the systems the prefecture itself moves, with a link to its own sheet."""
    title = text("own.title", place=place)
    block_title(title, note=text("own.note"))
    if view.own.empty:
        st.html(f'<p class="d-summary">{escape(text("own.none"))}</p>')
        return
    if not view.overview.has_steps:
        st.html(f'<p class="d-summary">{escape(text("own.rates_only"))}</p>')
    else:
        if view.is_outside_scope:
            st.html(f'<p class="d-notes">{escape(text("karte.outside_scope"))}</p>')
        rows, columns = own_rows(view.own, text=text), own_columns(text)
        shown = tuple(column for column in columns if column.name not in _FILE_ONLY)
        st.html(table_html(rows, columns=shown, caption=title, text=text))
        head = table_head(view.overview, title=title, place=place, measures=("judgement",), text=text)
        table_twin(
            rows, columns=columns, head=head, file_name=file_name(view.overview, "own_systems"), text=text, key="own"
        )
    code = str(view.own["body_code"].iloc[0])
    link("municipality", text("own.open", place=place), body=code, prefecture=code[:2], system="")


def own_rows(own: pd.DataFrame, *, text: Text) -> pd.DataFrame:
    """The rows of ``PrefectureView.own`` in words.

    Adds judgement_word, live (day, planned or not), designated and vendor; what is 前月値 says so, and what no report
    ever told is unknown.
    """
    judgements = {str(one): judgement_word(one, text=text) for one in Judgement}
    cells = [{name: None if pd.isna(value) else value for name, value in row.items()} for row in own.to_dict("records")]
    rows = localised(own, text=text).assign(judgement_word=own["judgement"].map(judgements))
    for name, words in (("live", _live), ("designated", _designated), ("vendor", _vendor)):
        rows[name] = [_told(words(cell, text), cell, text) for cell in cells]
    return rows


def own_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``own_rows``."""
    return (
        TableColumn("name", text("column.business"), is_heading=True),
        TableColumn("judgement_word", text("measure.judgement")),
        TableColumn("phase", text("measure.phase"), kind="count"),
        TableColumn("step_completion_mic", text("measure.step_completion_mic"), kind="share"),
        TableColumn("live", text("own.live")),
        TableColumn("designated", text("own.designated")),
        TableColumn("vendor", text("bodies.vendors")),
    )


def _told(words: str, cell: dict[Any, Any], text: Text) -> str:
    """``words`` of a system marked where they are 前月値, or the unknown sign where no report told them."""
    if cell["last_report_month"] is None:
        return text("unknown")
    return words + text("karte.systems.carried") if cell["is_carried"] else words


def _live(cell: dict[Any, Any], text: Text) -> str:
    if cell["live_on"]:
        return text.month(cell["live_on"][:7])
    if cell["planned_live_on"]:
        return text("own.planned", month=text.month(cell["planned_live_on"][:7]))
    if cell["last_planned_live_on"]:
        return text("own.no_date_last", month=text.month(cell["last_planned_live_on"][:7]))
    return text("own.no_date")


def _designated(cell: dict[Any, Any], text: Text) -> str:
    if cell["is_designated"] is None:
        return text("unknown")
    if not cell["is_designated"]:
        return text("map.designated_no")
    if cell["designated_due_on"]:
        return text("own.designated_due", month=text.month(cell["designated_due_on"][:7]))
    return text("map.designated_yes")


def _vendor(cell: dict[Any, Any], text: Text) -> str:
    return str(cell["vendor_name"] or cell["vendor_code"] or text("bodies.vendor_unknown"))
