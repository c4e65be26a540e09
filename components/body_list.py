"""The municipalities of a prefecture, ranked: sort them, narrow them, open one, or take them along as a file."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.body_rows import body_columns, body_rows, shown_rows
from components.chart_block import block_title
from components.charts.judgement import judgement_word
from components.documents.table_files import TableColumn
from components.filters import filter_bar, list_filter
from components.fragments import apart
from components.navigation import open_page
from components.progress_tables import file_name, table_head
from components.tables import download_row, paper_note, table_twin
from components.text import Text
from components.theme import JUDGEMENT
from data.model import BodyKind, Judgement
from data.views.input_state import InputState
from data.views.prefecture import PrefectureView

ALL: Final = ""
_ROW_PX: Final = 35
_MOST_SHOWN: Final = 16
"""Rows seen without scrolling: the municipalities of most prefectures."""
_WIDTHS: Final = {
    "place": 54,
    "name": 132,
    "kind": 110,
    "judgement_word": 116,
    "phase": 72,
    "step_completion_mic": 92,
    "change": 66,
    "overdue_months": 78,
    "systems_migrated": 72,
    "designated_systems": 86,
    "judgement_late_designated": 72,
    "order_conflicts": 80,
    "input_word": 102,
    "carried_systems": 86,
    "vendors": 164,
}
"""Columns of the grid with their least widths in px, which fit a page 1366 px wide and grow with a wider one.

The others are in the table and the files alone.
"""
_LEFT_OUT_WITH_STEPS: Final = "kind"
"""Column of the grid that only a month of rates has room for; names end with it, and the list can be narrowed by it."""
_MEASURES: Final = ("step_completion_mic", "judgement", "designated_systems")


def body_list(view: PrefectureView, *, place: str, text: Text) -> None:
    """Show the municipalities of ``view``, the highest ステップ完了率 first; a picked row opens the municipality.

    Runs as a fragment: narrowing it redraws nothing else.
    """
    apart(_list)(view, place=place, text=text)


def _list(view: PrefectureView, *, place: str, text: Text) -> None:
    title = text("bodies.title", place=place)
    has_steps = view.overview.has_steps
    note = text("overview.own_judgement") if has_steps else text("prefecture.rates_only")
    frame = view.municipalities
    is_carried = (frame["judgement"] == Judgement.DONE) & (frame["input_state"] == InputState.MISSING)
    said = [text("bodies.how")]
    if has_steps:
        said.append(text("bodies.overdue_with_live"))
    if has_steps and is_carried.any():
        said.append(text("bodies.carried"))
    block_title(title, note=note, summary=text.pick("", " ").join(said))
    with filter_bar("bodies"):
        kind = list_filter(
            text, name="kind", label=text("column.kind"), words=_kinds(frame, text), width_px=260, known=tuple(BodyKind)
        )
        judgement = ALL
        if has_steps:
            label = text("measure.judgement")
            judgement = list_filter(text, name="judgement", label=label, words=_judgements(frame, text), width_px=260)
        found = narrowed(frame, kind=kind, judgement=judgement)
        rows = body_rows(found, vendors=view.vendors, text=text)
        columns = body_columns(text, has_steps=has_steps)
        head = table_head(view.overview, title=title, place=place, measures=_MEASURES, text=text)
        name = file_name(view.overview, "municipalities")
    download_row(rows, columns=columns, head=head, file_name=name, text=text, key="bodies")
    if view.is_outside_scope:
        st.html(f'<p class="d-notes">{escape(text("bodies.outside_scope"))}</p>')
    paper_note(text)
    grid = grid_columns(columns, has_steps=has_steps)
    shown = shown_rows(rows, columns=grid, text=text)
    picked = st.dataframe(
        shown,
        hide_index=True,
        height=(min(len(shown), _MOST_SHOWN) + 1) * _ROW_PX + 3,
        row_height=_ROW_PX,
        column_config=_config(grid, text=text),
        placeholder=text("unknown"),
        alt=text(
            "bodies.count_all" if len(found) == len(frame) else "bodies.count", bodies=len(found), total=len(frame)
        ),
        key="bodies",
        on_select="rerun",
        selection_mode="single-row",
    )
    table_twin(rows, columns=columns, head=head, file_name=name, text=text, key="bodies_plain")
    for row in picked["selection"]["rows"]:
        code = str(found["body_code"].iloc[row])
        open_page("municipality", body=code, prefecture=code[:2], system="")


def grid_columns(columns: tuple[TableColumn, ...], *, has_steps: bool) -> tuple[TableColumn, ...]:
    """Those of ``columns`` that the grid shows."""
    left_out = _LEFT_OUT_WITH_STEPS if has_steps else ""
    return tuple(column for column in columns if column.name in _WIDTHS and column.name != left_out)


def narrowed(frame: pd.DataFrame, *, kind: str, judgement: str) -> pd.DataFrame:
    """Rows of ``frame`` (columns kind, judgement) of one 区分 and one 判定; an empty choice takes all.

    >>> frame = pd.DataFrame({"kind": ["町", "村"], "judgement": ["遅延", "完了"]})
    >>> narrowed(frame, kind="村", judgement="")["judgement"].tolist()
    ['完了']
    """
    found = frame[frame["kind"] == kind] if kind else frame
    return found[found["judgement"] == judgement] if judgement else found


def _kinds(frame: pd.DataFrame, text: Text) -> dict[str, str]:
    """The 区分 there are, each with its number of bodies."""
    counts = frame["kind"].value_counts()
    words = {one.value: text(f"kind.{one.name.lower()}") for one in BodyKind if one.value in counts}
    return {ALL: text("bodies.all_kinds")} | {
        kind: text("bodies.option", name=word, bodies=int(counts[kind])) for kind, word in words.items()
    }


def _judgements(frame: pd.DataFrame, text: Text) -> dict[str, str]:
    counts = frame["judgement"].value_counts()
    return {ALL: text("bodies.all_judgements")} | {
        str(one): text("bodies.option", name=judgement_word(one, text=text), bodies=int(counts.get(str(one), 0)))
        for one in JUDGEMENT
    }


def _config(columns: tuple[TableColumn, ...], *, text: Text) -> dict[str, Any]:
    """How the grid heads and writes each column, its whole name as help; a share is handed to it in percent."""
    points = text("bodies.points_format")
    formats = {"share": "%.1f%%", "points": points, "count": "localized"}
    config: dict[str, Any] = {}
    for column in columns:
        label, width = text(f"bodies.head.{column.name}"), _WIDTHS[column.name]
        told = column.label if column.name != "vendors" else text("bodies.vendors_help")
        if column.kind == "text":
            config[column.name] = st.column_config.TextColumn(label, width=width, help=told)
        else:
            config[column.name] = st.column_config.NumberColumn(
                label, format=formats[column.kind], width=width, help=told
            )
    return config
