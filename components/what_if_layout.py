"""How 影響の試算 lies: the answer, its figures, where and when, who is hit, who takes them in, what it assumes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from components.cards import kpi_row
from components.chart_block import block_title, chart_block
from components.charts.go_live_calendar import capacity_words
from components.charts.kept import Picture, kept_picture
from components.charts.what_if_course import course_columns, course_figure, course_summary, course_table
from components.documents.table_files import TableColumn, TableHead
from components.fragments import apart
from components.navigation import open_place
from components.summary_block import summary_block
from components.tables import data_table, download_row, table_twin
from components.text import Text
from components.what_if_map import what_if_map
from components.what_if_report import report_block
from components.what_if_words import (
    assumptions,
    body_columns,
    body_rows,
    dated,
    impact_cards,
    outcome_columns,
    shock_words,
    system_columns,
    system_rows,
    unknown_reason,
    what_if_file,
    what_if_sentences,
)
from data.views.what_if import WhatIfView


def what_if_layout(
    view: WhatIfView, *, place: str, sources: Sequence[str], prefecture_names: Mapping[str, str], text: Text
) -> None:
    """Lay out ``view``; ``place`` is what is shown in the reader's words, ``sources`` are finished lines."""
    sentences = what_if_sentences(view, place=place, text=text)
    summary_block(sentences, text=text, source=text("what_if.copied", month=text.month(view.as_of.month)))
    kpi_row(impact_cards(view, text=text), text=text)
    head = partial(_head, view, place=place, sources=sources, text=text)
    left, right = st.columns([9, 11], gap="medium")
    with left:
        title = text("what_if.map_title", place=place)
        what_if_map(view, title=title, prefecture_names=prefecture_names, on_pick=open_place, text=text)
    with right:
        _course_block(view, head=head, text=text)
    _bodies_block(view, place=place, head=head, text=text)
    _groups_block(view, place=place, head=head, text=text)
    if view.shock.is_withdrawal:
        left, right = st.columns([11, 9], gap="medium")
        with left:
            _hosts_block(view, head=head, text=text)
        with right:
            _assumed_block(view, text=text)
    else:
        _assumed_block(view, text=text)
    report_block(view, place=place, sources=sources, text=text)


_Head = Callable[[str], TableHead]


def _course_block(view: WhatIfView, *, head: _Head, text: Text) -> None:
    due, words = view.programme_due[:7], shock_words(view, text=text)
    frame = course_table(view.course, applicable=view.applicable)

    def make() -> Picture:
        name = text("what_if.course.withdrawal" if view.shock.is_withdrawal else "what_if.course.slip")
        figure = course_figure(frame, as_of=view.as_of.month, due=due, shock_name=name, text=text)
        return Picture(figure, summary=course_summary(frame, due=due, text=text), frame=frame)

    title = text("what_if.course.title", shock=words)
    chart_block(
        kept_picture((view.key, text.language, "what_if_course"), make=make),
        title=title,
        columns=course_columns(text),
        head=head(title),
        file_name=what_if_file(view, "what_if_course"),
        text=text,
        key="what_if_course",
        note=text("what_if.course.note" if view.nation.newly_late is not None else "what_if.course.note_unknown"),
    )


def _bodies_block(view: WhatIfView, *, place: str, head: _Head, text: Text) -> None:
    title = text("what_if.bodies_title", place=place)
    block_title(title, note=text("what_if.bodies_note"))
    if view.bodies.empty:
        st.html(f'<p class="d-summary">{escape(text("what_if.bodies_none"))}</p>')
        return
    files = partial(_files, view, title=title, head=head, text=text)
    with st.container(key="what_if_bodies_block"):
        apart(data_table)(
            dated(body_rows(view, text=text), text=text),
            columns=body_columns(view, text=text),
            caption=title,
            text=text,
            key="what_if_bodies",
            page_rows=20,
            beside=files,
        )


def _files(view: WhatIfView, *, title: str, head: _Head, text: Text) -> None:
    """Files of the bodies, and of the systems one by one in the order in which they looked for a place."""
    for what, rows, columns in (
        ("bodies", body_rows, body_columns(view, text=text)),
        ("systems", system_rows, system_columns(view, text=text)),
    ):
        bar = st.container(
            key=f"what_if_{what}_bar", horizontal=True, vertical_alignment="center", gap="small", width="content"
        )
        with bar:
            st.html(f'<span class="d-label">{escape(text(f"what_if.files.{what}"))}</span>', width="content")
            download_row(
                partial(rows, view, text=text),
                columns=columns,
                head=head(title),
                file_name=what_if_file(view, f"what_if_{what}"),
                text=text,
                key=f"what_if_{what}",
            )


def _groups_block(view: WhatIfView, *, place: str, head: _Head, text: Text) -> None:
    title = text("what_if.business_title", place=place)
    block_title(title)
    columns = _group_columns(text("column.business"), view, text=text)
    if view.shock.is_withdrawal:
        columns = (
            *columns,
            TableColumn("alternatives", text("what_if.column.alternatives"), kind="count"),
            TableColumn("alternative_vendors", text("what_if.column.alternative_vendors")),
        )
    businesses = _named(view.by_business, text=text)
    with st.container(key="what_if_businesses_block"):
        data_table(businesses, columns=columns, caption=title, text=text, key="what_if_businesses", page_rows=20)
    table_twin(
        _named(view.by_prefecture, text=text),
        columns=_group_columns(text("column.prefecture"), view, text=text),
        head=head(text("what_if.prefecture_title")),
        file_name=what_if_file(view, "what_if_prefectures"),
        text=text,
        key="what_if_prefectures",
        label=text("what_if.prefecture_title"),
    )


def _group_columns(heading: str, view: WhatIfView, *, text: Text) -> tuple[TableColumn, ...]:
    return (
        TableColumn("name", heading, is_heading=True),
        *(
            TableColumn(name, text(f"what_if.column.{name}"), kind="count")
            for name in ("systems", "bodies", "imminent", *outcome_columns(view))
        ),
    )


def _hosts_block(view: WhatIfView, *, head: _Head, text: Text) -> None:
    title = text("what_if.hosts_title")
    block_title(title, note=text("what_if.hosts_note"))
    if view.hosts.empty:
        none = text("what_if.hosts_none") if view.nation.placed is not None else unknown_reason(view, text=text)
        st.html(f'<p class="d-summary">{escape(none)}</p>')
        return
    rows = view.hosts.assign(capacity=[capacity_words(most, text=text) for most in view.hosts["capacity"]])
    columns = (
        TableColumn("vendor_code", text("what_if.column.vendor"), is_heading=True),
        TableColumn("name", text("what_if.column.vendor_name")),
        TableColumn("systems", text("what_if.column.taken"), kind="count"),
        TableColumn("here", text("what_if.column.taken_here"), kind="count"),
        TableColumn("capacity", text("what_if.column.capacity")),
        TableColumn("first_month", text("what_if.column.first_month")),
        TableColumn("last_month", text("what_if.column.last_month")),
    )
    with st.container(key="what_if_hosts_block"):
        data_table(dated(rows, text=text), columns=columns, caption=title, text=text, key="what_if_hosts", page_rows=12)


def _assumed_block(view: WhatIfView, *, text: Text) -> None:
    block_title(text("what_if.assumed_title"), note=text("what_if.own"))
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in assumptions(view, text=text))
    st.html(f'<ul class="d-assumed">{items}</ul>')


def _named(frame: pd.DataFrame, *, text: Text) -> pd.DataFrame:
    return frame.assign(name=frame["name" if text.language == "ja" else "english"])


def _head(view: WhatIfView, title: str, *, place: str, sources: Sequence[str], text: Text) -> TableHead:
    return TableHead(
        title=title,
        as_of=text.month(view.as_of.month),
        filters=(place, shock_words(view, text=text)),
        definitions=(text("what_if.own"), *assumptions(view, text=text)),
        sources=tuple(sources),
        is_synthetic=view.is_synthetic,
    )
