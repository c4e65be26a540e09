"""How 入力状況 lies: the deadline, the figures, the months, who is missing now, the reminders, and the scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.cards import kpi_row
from components.chart_block import block_title
from components.charts.input import state_word
from components.documents.table_files import TableColumn, TableHead
from components.filters import filter_bar, segmented_filter
from components.input_grid import body_grid, prefecture_grid
from components.input_reminders import reminder_block
from components.input_words import (
    body_columns,
    body_rows,
    clock_sentences,
    discipline_columns,
    input_cards,
    missing_columns,
)
from components.messages import alert
from components.tables import data_table, download_row, table_twin
from components.text import Text
from data.views.reporting import ReportingView

CITIES: Final = ("apart", "included")
"""Whether 指定都市 stand apart (the default) or are listed with the others."""

SPANS: Final = ("13", "25", "all")
"""Months of the grid: a year and the same month of the year before, two of them, or every month."""

_Head = Callable[[str], TableHead]


def cities_filter(text: Text) -> bool:
    """Choose whether 指定都市 are listed with the others."""
    words = {option: text(f"inputs.cities.{option}") for option in CITIES}
    chosen = segmented_filter(
        text, name="cities", options=CITIES, label=text("inputs.cities.label"), words=words.__getitem__
    )
    return chosen == "included"


def inputs_layout(
    view: ReportingView,
    *,
    place: str,
    sources: Sequence[str],
    now: datetime,
    prefecture_names: Mapping[str, str],
    text: Text,
) -> None:
    """Lay out ``view``; ``place`` is what is shown in the reader's words, ``sources`` are finished lines."""
    clock = "".join(f"<p>{escape(sentence)}</p>" for sentence in clock_sentences(view, now=now, text=text))
    st.html(f'<div class="d-in-clock" role="status">{clock}</div>')
    if view.is_outside_scope:
        alert([text("inputs.outside_scope")], kind="note")
    if view.is_partly:
        alert([text("inputs.cities.partly_why")], kind="note")
    if not view.has_times:
        alert([text("inputs.no_times_why")], kind="note")
    kpi_row(input_cards(view, text=text), text=text)
    head = partial(_head, view, place=place, sources=sources, text=text)
    _months_block(view, place=place, head=head, prefecture_names=prefecture_names, text=text)
    _missing_block(view, place=place, head=head, prefecture_names=prefecture_names, text=text)
    reminder_block(view, place=place, is_past=now > view.due_at, file_name=_file_name(view, "reminders"), text=text)
    _score_block(view, place=place, head=head, prefecture_names=prefecture_names, text=text)
    _apart_block(view, place=place, prefecture_names=prefecture_names, text=text)


def _months_block(
    view: ReportingView, *, place: str, head: _Head, prefecture_names: Mapping[str, str], text: Text
) -> None:
    is_nation = view.prefecture is None
    title = text("inputs.grid.nation_title" if is_nation else "inputs.grid.title", place=place)
    block_title(title, note=text("inputs.grid.note"), summary=_legend(is_nation=is_nation, text=text))
    with filter_bar("inputs_span"):
        words = {span: text("inputs.span.months", months=int(span)) for span in SPANS if span != "all"}
        words["all"] = text("inputs.span.all")
        span = segmented_filter(
            text, name="span", options=SPANS, label=text("inputs.span.label"), words=words.__getitem__
        )
    months = _shown_months(view, span=span)
    nation = _shares(view.nation)
    if is_nation:
        st.html(
            prefecture_grid(
                view.prefectures, names=prefecture_names, months=months, nation=nation, caption=title, text=text
            )
        )
        rows = view.prefectures.assign(name=view.prefectures["prefecture_code"].map(dict(prefecture_names)))
    else:
        shares = ((text("inputs.grid.share_of", place=place), _shares(view.months)), (text("filter.nation"), nation))
        grid = body_grid(view.bodies, view.states, months=months, shares=shares, caption=title, text=text)
        st.html(grid)
        rows = view.months
    order = ["month", "prefecture_code"] if is_nation else ["month"]
    rows = rows.sort_values(order, ascending=[False, True][: len(order)], ignore_index=True)
    table_twin(
        rows.assign(month=[text.month(month) for month in rows["month"].tolist()]),
        columns=discipline_columns(text, is_nation=is_nation),
        head=head(title),
        file_name=_file_name(view, "discipline"),
        text=text,
        key="inputs_months",
        label=text("inputs.grid.numbers"),
    )


def _missing_block(
    view: ReportingView, *, place: str, head: _Head, prefecture_names: Mapping[str, str], text: Text
) -> None:
    is_nation = view.prefecture is None
    title = text("inputs.missing.open" if view.is_open else "inputs.missing.title", place=place)
    block_title(title, note=text("inputs.missing.note", bodies=len(view.incomplete)))
    if view.incomplete.empty:
        st.html(f'<p class="d-summary">{escape(text("inputs.missing.none"))}</p>')
        return
    rows = body_rows(view.incomplete, prefecture_names=prefecture_names, text=text)
    columns = missing_columns(text, is_nation=is_nation)
    _table(rows, columns=columns, title=title, head=head, view=view, what="missing", text=text)


def _score_block(
    view: ReportingView, *, place: str, head: _Head, prefecture_names: Mapping[str, str], text: Text
) -> None:
    if not view.has_steps:
        return
    title = text("inputs.score.title", place=place)
    block_title(title, note=text("inputs.score.own"), summary=text("inputs.score.how"))
    worst = view.bodies.sort_values(["score", "body_code"], na_position="last", ignore_index=True)
    rows = body_rows(worst, prefecture_names=prefecture_names, text=text)
    columns = body_columns(text, is_nation=view.prefecture is None)
    _table(rows, columns=columns, title=title, head=head, view=view, what="bodies", text=text)


def _apart_block(view: ReportingView, *, place: str, prefecture_names: Mapping[str, str], text: Text) -> None:
    if view.apart.empty:
        return
    title = text("inputs.apart.title", place=place)
    block_title(title, summary=text("inputs.apart.how"))
    rows = body_rows(view.apart, prefecture_names=prefecture_names, text=text)
    columns = body_columns(text, is_nation=view.prefecture is None)
    with st.container(key="wrapped_heads_apart"):
        data_table(rows, columns=columns, caption=title, text=text, key="inputs_apart", page_rows=20)


def _table(
    rows: pd.DataFrame,
    *,
    columns: tuple[TableColumn, ...],
    title: str,
    head: _Head,
    view: ReportingView,
    what: str,
    text: Text,
) -> None:
    files = partial(
        download_row, rows, columns=columns, head=head(title), file_name=_file_name(view, what), text=text,
        key=f"inputs_{what}",
    )  # fmt: skip
    with st.container(key=f"wrapped_heads_{what}"):
        st.fragment(data_table)(
            rows, columns=columns, caption=title, text=text, key=f"inputs_{what}", page_rows=20, beside=files
        )


def _shown_months(view: ReportingView, *, span: str) -> list[str]:
    """The months of the grid, oldest first."""
    months = view.nation["month"].astype("str").tolist()
    return months if span == "all" else months[-int(span) :]


def _shares(discipline: pd.DataFrame) -> dict[str, Any]:
    return dict(zip(discipline["month"].tolist(), discipline["on_time_share"].tolist(), strict=True))


def _legend(*, is_nation: bool, text: Text) -> str:
    if is_nation:
        return text("inputs.grid.nation_how")
    states = ("on_time", "late", "partial", "missing", "pending", "reported", "not_applicable")
    return text("inputs.grid.how", states=text("inputs.joint").join(state_word(one, text=text) for one in states))


def _head(view: ReportingView, title: str, *, place: str, sources: Sequence[str], text: Text) -> TableHead:
    cities = "apart" if not view.includes_cities else "partly" if view.is_partly else "included"
    definitions = tuple(
        text("table.definition", name=text(f"measure.{one}"), rule=text(f"definitions.{one}.rule"))
        for one in ("entry_state", "data_quality")
    )
    return TableHead(
        title=title,
        as_of=text.month(view.as_of.month),
        filters=(place, text("inputs.cities.said", choice=text(f"inputs.cities.{cities}"))),
        definitions=definitions,
        sources=tuple(sources),
        is_synthetic=view.is_synthetic,
    )


def _file_name(view: ReportingView, what: str) -> str:
    """Name of a downloaded file, without its ending; invented data says so."""
    demo, place = "demo_" if view.is_synthetic else "", view.prefecture or "nation"
    cities = "_with_cities" if view.includes_cities else ""
    return f"{demo}input_{what}_{place}{cities}_{view.as_of.month}"
