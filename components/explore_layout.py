"""How 探索 lies: examples, the question, its conditions, the picture, what is behind a mark, the rows."""

from __future__ import annotations

import streamlit as st

from components.address import shortened
from components.explore_answer import answer_head, file_name, rows_block
from components.explore_compare import compare_block
from components.explore_controls import question_controls
from components.explore_examples import example_row
from components.explore_filters import filter_controls
from components.explore_map import map_legend
from components.explore_marks import mark_block, mark_names, mark_picker
from components.explore_picture import one_prefecture, picture_block, shape_controls
from components.explore_picture_files import PICTURE, picture_files
from components.explore_saved import saved_menu
from components.explore_source import ExploreSource
from components.explore_sql import is_console_open, sql_block
from components.explore_state import current_asked
from components.explore_words import question_title, shown_answer
from components.filters import filter_bar
from components.messages import alert, empty_state
from components.text import Text

NOT_SAVED = ("table", "columns")
"""Kinds that are no drawing a browser can save: rows have files of their own, columns live in the graphics card."""
MOST_MARKS = 1000
"""Most groups a list to choose from is made of."""


def explore_layout(source: ExploreSource, *, text: Text) -> None:
    """Lay out the question the address asks and its answer."""
    asked, refused = current_asked()
    if refused:
        told = text("explore.value_joint").join(shortened(f"{one.name}={one.value}") for one in refused)
        alert([text("explore.refused", parts=told)])
    with st.container(key="explore_examples", horizontal=True, vertical_alignment="center", gap="small"):
        example_row(text)
        saved_menu(source.desk, text=text)
    question_controls(asked, as_of=source.as_of.month, months=source.months, text=text)
    filter_controls(asked, values=source.values, vendors=source.vendors, text=text)
    question = asked.at(source.as_of.month, months=source.months)
    answer = source.answer(question)
    if answer.rows == 0 or answer.systems == 0:
        empty_state(text, reason="explore_nothing")
        if is_console_open():
            sql_block(source, sql=answer.sql, text=text)
        return
    shown = shown_answer(answer, vendors=source.vendors, text=text)
    title = question_title(question, as_of=source.as_of.month, vendors=source.vendors, text=text)
    kind = shape_controls(asked, answer, shown, text=text)
    named = file_name(answer, source=source)
    head = answer_head(answer, title=title, source=source, text=text)
    with st.container(key=PICTURE):
        is_paged = answer.rows > len(shown.rows)
        picture_block(asked, shown, kind=kind, title=title, is_paged=is_paged, source=source, text=text)
    if shown.dimensions:
        with filter_bar("explore_behind"):
            if len(shown.rows) <= MOST_MARKS:
                mark_picker(asked, dict(zip(shown.rows["mark"], mark_names(shown, text=text), strict=True)), text=text)
            if kind not in NOT_SAVED:
                is_map = kind == "map"
                picture_files(
                    head,
                    file_name=named,
                    text=text,
                    legend=map_legend(shown, prefecture=one_prefecture(asked), text=text) if is_map else (),
                    credit=text("source.map", credit=source.map_credit) if is_map else "",
                )
        mark_block(asked, question, head=head, file_name=named, source=source, text=text)
    compare_block(asked, question, head=head, file_name=named, source=source, text=text)
    rows_block(asked, answer, shown, title=title, source=source, text=text)
    if is_console_open():
        sql_block(source, sql=answer.sql, text=text)
