"""The prefecture body's own systems, apart from its municipalities': they are in no mean and no count of the page."""

from __future__ import annotations

from html import escape
from typing import Final

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

_FILE_ONLY: Final = ("phase", "vendor_name")
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
    """The rows of ``PrefectureView.own`` in words: adds judgement_word, live (day, planned or not) and designated."""
    judgements = {str(one): judgement_word(one, text=text) for one in Judgement}
    return localised(own, text=text).assign(
        judgement_word=own["judgement"].map(judgements),
        live=[
            _live(live, planned, text)
            for live, planned in zip(own["live_on"], own["last_planned_live_on"], strict=True)
        ],
        designated=[
            _designated(flag, due, text)
            for flag, due in zip(own["is_designated"], own["designated_due_on"], strict=True)
        ],
    )


def own_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``own_rows``."""
    return (
        TableColumn("name", text("column.business"), is_heading=True),
        TableColumn("judgement_word", text("measure.judgement")),
        TableColumn("phase", text("measure.phase"), kind="count"),
        TableColumn("step_completion_mic", text("measure.step_completion_mic"), kind="share"),
        TableColumn("live", text("own.live")),
        TableColumn("designated", text("own.designated")),
        TableColumn("vendor_name", text("bodies.vendors")),
    )


def _live(live: object, planned: object, text: Text) -> str:
    if isinstance(live, str):
        return text.month(live[:7])
    if isinstance(planned, str):
        return text("own.planned", month=text.month(planned[:7]))
    return text("own.no_date")


def _designated(flag: object, due: object, text: Text) -> str:
    if pd.isna(flag) or not flag:  # type: ignore[call-overload]
        return text("map.designated_no")
    if isinstance(due, str):
        return text("own.designated_due", month=text.month(due[:7]))
    return text("map.designated_yes")
