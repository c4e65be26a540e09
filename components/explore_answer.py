"""The rows of an answer of 探索: the table with totals, its pages, its files and its SQL."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.runtime import Runtime

from components.browser_assets import served_component
from components.chart_block import block_title
from components.charts.explore_shown import Shown
from components.documents.table_files import TableHead
from components.explore_address import Asked
from components.explore_source import ExploreSource
from components.explore_state import ask, current_asked
from components.explore_table import crossed_html, file_rows, is_crossed, listed_html, margins_of, table_columns
from components.explore_words import filter_words, months_words, rule_words, shown_answer
from components.filters import filter_bar
from components.fragments import apart
from components.summary_block import COPY_ASSETS, COPY_WORDS
from components.tables import EVERY_ENDING, download_row
from components.text import Text
from data.views.exploration import Answer

TABLE_ROWS = 50
ALL_AT_ONCE = 10_000
PAGE_ROWS = 1000
"""Rows of a page the server gives where there are more than come at once."""


def rows_block(asked: Asked, answer: Answer, shown: Shown, *, title: str, source: ExploreSource, text: Text) -> None:
    """Draw the table of ``answer`` with its files. What turns its pages on the screen redraws nothing else."""
    block_title(text("explore.table_title"))
    if answer.rows > ALL_AT_ONCE:
        _server_pages(asked, answer, text=text)
    apart(_rows)(answer, shown, title=title, source=source, text=text)


def _rows(answer: Answer, shown: Shown, *, title: str, source: ExploreSource, text: Text) -> None:
    with filter_bar("explore_files"):
        download_row(
            partial(_all_rows, answer, source=source, text=text),
            columns=table_columns(shown, text=text),
            head=answer_head(answer, title=title, source=source, text=text),
            file_name=file_name(answer, source=source),
            text=text,
            key="explore_answer",
            endings=EVERY_ENDING,
        )
        if Runtime.exists():
            words = {word: text(f"explore.sql_{word}") for word in COPY_WORDS}
            served_component("copy_button", assets=COPY_ASSETS, js="copy.js", css="copy.css")(
                data=json.dumps({"text": answer.sql, **words}, ensure_ascii=False).encode(),
                key="explore_sql_copy",
                width="content",
            )
    if shown.dimensions:
        _table(answer, shown, title=title, source=source, text=text)


def answer_head(answer: Answer, *, title: str, source: ExploreSource, text: Text) -> TableHead:
    """What stands above the rows of a file of ``answer``: months, filters, rules, sources."""
    question = answer.question
    return TableHead(
        title=title,
        as_of=text.month(source.as_of.month),
        filters=(
            text("explore.files.months", months=months_words(question.months, as_of=source.as_of.month, text=text)),
            *filter_words(question, vendors=source.vendors, text=text).values(),
            text("explore.size", systems=answer.systems, bodies=answer.bodies, groups=answer.rows),
        ),
        definitions=rule_words(question.measures, dimensions=(*question.by, *question.filters), text=text),
        sources=source.files,
        is_synthetic=source.is_synthetic,
    )


def file_name(answer: Answer, *, source: ExploreSource) -> str:
    """Name of a file of ``answer``, without its ending; invented data says so."""
    demo = "demo_" if source.is_synthetic else ""
    parts = "-".join(answer.question.by) or "total"
    return f"{demo}explore_{answer.question.measures[0]}_{parts}_{source.as_of.month}"


def _all_rows(answer: Answer, *, source: ExploreSource, text: Text) -> pd.DataFrame:
    """Every row of an answer, also of one that comes in pages."""
    if answer.rows <= ALL_AT_ONCE:
        return file_rows(shown_answer(answer, vendors=source.vendors, text=text), text=text)
    pages = range(1, -(-answer.rows // PAGE_ROWS) + 1)
    parts = (source.answer(replace(answer.question, page=page)) for page in pages)
    frames = [file_rows(shown_answer(part, vendors=source.vendors, text=text), text=text) for part in parts]
    return pd.concat(frames, ignore_index=True)


def _server_pages(asked: Asked, answer: Answer, *, text: Text) -> None:
    pages = -(-answer.rows // PAGE_ROWS)
    with filter_bar("explore_pages"):
        st.session_state["explore_page"] = asked.question.page
        st.number_input(
            text("explore.page", pages=pages, rows=answer.rows),
            1,
            pages,
            key="explore_page",
            on_change=_page_chosen,
            width=420,
        )


def _page_chosen() -> None:
    asked, _ = current_asked()
    ask(replace(asked, question=replace(asked.question, page=int(st.session_state["explore_page"]))))


def _table(answer: Answer, shown: Shown, *, title: str, source: ExploreSource, text: Text) -> None:
    crossed = is_crossed(shown) and answer.rows <= ALL_AT_ONCE
    total = shown.rows["key0"].nunique() if crossed else len(shown.rows)
    pages = max(1, -(-total // TABLE_ROWS))
    page = 1
    if pages > 1:
        with st.container(key="explore_table_bar", horizontal=True, vertical_alignment="center", gap="small"):
            page = int(
                st.selectbox(
                    text("table.page"),
                    range(1, pages + 1),
                    key=f"explore_table_page_{answer.rows}",
                    format_func=lambda one: text(
                        "table.page_rows",
                        first=(one - 1) * TABLE_ROWS + 1,
                        last=min(one * TABLE_ROWS, total),
                        rows=total,
                    ),
                    width=340,
                )
            )
    first = (page - 1) * TABLE_ROWS
    if crossed:
        by = answer.question.by
        edges = [replace(answer.question, by=(one,), edge_of=by, order="", page=1) for one in by]
        sides = [source.answer(edge).frame for edge in edges]
        margins = margins_of(shown, rows=sides[0], columns=sides[1])
        html = crossed_html(shown, margins, first=first, count=TABLE_ROWS, caption=title, text=text)
    else:
        html = listed_html(shown, first=first, count=TABLE_ROWS, caption=title, text=text)
    st.html(html)
