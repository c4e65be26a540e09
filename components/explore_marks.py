"""What stands behind a mark of 探索: its systems one by one, with the way to each municipality, and ways to narrow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from components.chart_block import block_title
from components.charts.explore_shown import Shown
from components.document import reveal
from components.documents.table_files import TableHead
from components.explore_address import FILTERS, Asked, mark_of
from components.explore_source import ExploreSource
from components.explore_state import narrow_to_mark, pick_mark, take_mark_back
from components.explore_systems import system_columns, system_rows, systems_html
from components.explore_words import VendorNames, dimension_words, measure_name, value_words
from components.filters import filter_bar
from components.fragments import apart
from components.tables import EVERY_ENDING, download_row
from components.text import Text
from data.views.exploration import Question
from data.views.explore_behind import Behind
from data.views.explore_terms import MEASURES

PAGE_ROWS: Final = 50
"""Systems of a page of the list."""

FILE_ROWS: Final = 1000
"""Systems of a page of the server."""

_ANCHOR: Final = "explore-mark"


def mark_words(mark: Mapping[str, str], *, vendors: VendorNames, text: Text) -> str:
    """Name a mark by the values it stands for."""
    words = (value_words(one, value, vendors=vendors, text=text) for one, value in mark.items())
    return text("explore.joint").join(words)


def mark_names(shown: Shown, *, text: Text) -> list[str]:
    """Name every group of an answer."""
    names = [shown.rows[f"name{place}"] for place in range(len(shown.dimensions))]
    return [text("explore.joint").join(one) for one in zip(*names, strict=True)]


def mark_picker(asked: Asked, marks: Mapping[str, str], *, text: Text) -> None:
    """Offer every group of the answer to be looked behind: what a click on its mark does, for those who don't click.

    ``marks``: the address of a group to its words.
    """
    key = "explore_mark"
    chosen = mark_of(asked.mark.items())
    st.session_state[key] = chosen if chosen in marks else None
    st.selectbox(
        text("explore.behind"),
        list(marks),
        index=None,
        key=key,
        format_func=lambda one: marks.get(one, one),
        placeholder=text("explore.behind_none"),
        on_change=_mark_chosen,
        width=520,
    )


def _mark_chosen() -> None:
    chosen = st.session_state["explore_mark"]
    if chosen is None:
        take_mark_back()
    else:
        pick_mark(chosen)


def mark_block(
    asked: Asked, question: Question, *, head: TableHead, file_name: str, source: ExploreSource, text: Text
) -> None:
    """Draw the systems behind the mark of ``asked``; nothing without one."""
    reveal(_ANCHOR, choice=mark_of(asked.mark.items()))
    if not asked.mark:
        return
    words = mark_words(asked.mark, vendors=source.vendors, text=text)
    st.html(f'<div id="{_ANCHOR}" data-choice="{escape(mark_of(asked.mark.items()))}"></div>')
    title = text("explore.behind_title", mark=words)
    with st.container(key="explore_mark_block", border=True):
        block_title(title)
        with filter_bar("explore_mark"):
            for dimension, value in asked.mark.items():
                if dimension in FILTERS:
                    st.button(
                        text(
                            "explore.narrow",
                            name=dimension_words(dimension, text=text),
                            value=value_words(dimension, value, vendors=source.vendors, text=text),
                        ),
                        key=f"explore_narrow_{dimension}",
                        icon=":material/filter_alt:",
                        on_click=narrow_to_mark,
                        args=((dimension,),),
                        width="content",
                    )
            st.button(
                text("explore.behind_close"), key="explore_behind_close", icon=":material/close:",
                on_click=take_mark_back, width="content",
            )  # fmt: skip
        apart(_list)(
            head=replace(head, title=title, filters=(*head.filters, words)),
            file_name=f"{file_name}_systems",
            source=source,
            question=question,
            mark=asked.mark,
            text=text,
        )


def _list(
    *,
    head: TableHead,
    file_name: str,
    source: ExploreSource,
    question: Question,
    mark: Mapping[str, str],
    text: Text,
) -> None:
    """Draw a page of the systems with the files of them all; a fragment: turning a page redraws nothing else."""
    measure = _measure_control(question, text=text)
    found = source.behind(question, mark, measure, 1)
    said = behind_words(found, text=text)
    st.html(f'<p class="d-summary" role="status">{escape(said)}</p>')
    if not found.rows:
        return
    pages = -(-found.rows // PAGE_ROWS)
    page = 1
    with filter_bar("explore_behind_list"):
        if pages > 1:
            # The key names the mark: another mark's list begins at its first page.
            key = f"explore_behind_page_{measure}_{mark_of(mark.items())}"
            page = int(st.number_input(text("explore.behind_page", pages=pages), 1, pages, key=key, width=300))
        download_row(
            partial(_all_rows, source, question, mark, found, text),
            columns=system_columns(text),
            head=replace(head, filters=(*head.filters, said)),
            file_name=file_name,
            text=text,
            key="explore_behind",
            endings=EVERY_ENDING,
        )
    first = (page - 1) * PAGE_ROWS
    rows = found.frame
    if first >= FILE_ROWS:
        rows = source.behind(question, mark, measure, first // FILE_ROWS + 1).frame
    shown = rows.iloc[first % FILE_ROWS : first % FILE_ROWS + PAGE_ROWS]
    st.html(systems_html(system_rows(shown, vendors=source.vendors, text=text), caption=head.title, text=text))


def _measure_control(question: Question, *, text: Text) -> str:
    """Which measure's systems are listed: asked only where there are several."""
    if len(question.measures) == 1:
        return question.measures[0]
    return str(
        st.segmented_control(
            text("explore.behind_measure"),
            question.measures,
            default=question.measures[0],
            required=True,
            # Part of the key, so that the choice is one of those that are counted now.
            key=f"explore_behind_measure_{'-'.join(question.measures)}",
            format_func=lambda one: measure_name(one, text=text),
        )
    )


def behind_words(found: Behind, *, text: Text) -> str:
    """Say which measure's systems are listed, how many they are, and in how many rows."""
    name = measure_name(found.measure, text=text)
    if not found.is_known:
        return text("explore.behind_unknown", measure=name)
    kind = MEASURES[found.measure].kind
    key = "count" if kind in ("systems", "bodies") else "share" if kind == "share" else "figure"
    counted = {"counted": found.counted} if found.counted is not None else {}
    told = [text(f"explore.behind_{key}", measure=name, systems=found.systems, bodies=found.bodies, **counted)]
    if found.rows != found.systems:
        told.append(text("explore.behind_rows", rows=found.rows))
    if found.rows:
        told.append(text("explore.behind_way"))
    return text.pick("", " ").join(told)


def _all_rows(
    source: ExploreSource, question: Question, mark: Mapping[str, str], found: Behind, text: Text
) -> pd.DataFrame:
    pages = range(2, -(-found.rows // FILE_ROWS) + 1)
    rest = [source.behind(question, mark, found.measure, page).frame for page in pages]
    return system_rows(pd.concat([found.frame, *rest], ignore_index=True), vendors=source.vendors, text=text)
