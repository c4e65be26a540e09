"""The controls of 探索: what is counted, by what, over which months, in which order. Each writes the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from components.explore_address import MOST_DIMENSIONS, MOST_MEASURES, SPANS, Asked
from components.explore_state import ask, asked_anew, change_question, current_asked
from components.explore_words import dimension_words, measure_name
from components.filters import filter_bar
from components.text import Text
from data.views.explore_terms import DIMENSIONS, MEASURES

_NONE: Final = ""
_RANGE: Final = "range"


def question_controls(asked: Asked, *, as_of: str, months: Sequence[str], text: Text) -> None:
    """Draw the controls of ``asked``. ``months`` are those of the data, ascending."""
    known = [month for month in months if month <= as_of]
    with filter_bar("explore"):
        _measures(asked, text=text)
        _dimension(asked, place=0, text=text)
        _dimension(asked, place=1, text=text)
        _span(asked, as_of=as_of, text=text)
        if asked.question.months:
            _range(asked, known=known, text=text)


def _measures(asked: Asked, *, text: Text) -> None:
    key = "explore_count"
    st.session_state[key] = list(asked.question.measures)
    st.multiselect(
        text("explore.count"),
        list(MEASURES),
        key=key,
        format_func=partial(measure_name, text=text),
        max_selections=MOST_MEASURES,
        select_all=False,
        filter_mode="contains",
        on_change=_measures_chosen,
        placeholder=text("explore.choose"),
        width=425,
    )


def _measures_chosen() -> None:
    chosen = tuple(st.session_state["explore_count"])
    change_question(measures=chosen or ("systems",))


def _dimension(asked: Asked, *, place: int, text: Text) -> None:
    by = asked.question.by
    if place > len(by):
        return
    key = f"explore_by_{place}"
    options = [_NONE, *(one for one in DIMENSIONS if one not in by or by.index(one) == place)]
    st.session_state[key] = by[place] if place < len(by) else _NONE
    st.selectbox(
        text(f"explore.by_{place}"),
        options,
        key=key,
        format_func=lambda one: dimension_words(one, text=text) if one else text("explore.by_none"),
        on_change=_dimension_chosen,
        args=(place,),
        width=250,
    )


def _dimension_chosen(place: int) -> None:
    by = list(current_asked()[0].question.by)
    by[place : place + 1] = [st.session_state[f"explore_by_{place}"]]
    change_question(by=tuple(one for one in by if one))


def _span(asked: Asked, *, as_of: str, text: Text) -> None:
    key = "explore_over"
    st.session_state[key] = _RANGE if asked.question.months else asked.span
    words = {_NONE: text("explore.span.one", month=text.month(as_of))}
    words |= {span: text(f"explore.span.{span}") for span in SPANS} | {_RANGE: text("explore.span.range")}
    st.selectbox(
        text("explore.over"),
        list(words),
        key=key,
        format_func=words.__getitem__,
        on_change=_span_chosen,
        args=(as_of,),
        width=290,
    )


def _span_chosen(as_of: str) -> None:
    asked, _ = current_asked()
    chosen = st.session_state["explore_over"]
    by = asked.question.by
    # Several months are asked for to be seen side by side; one month has no course.
    if chosen and "month" not in by:
        by = ("month", *by)[:MOST_DIMENSIONS]
    elif not chosen:
        by = tuple(one for one in by if one != "month")
    changed = asked_anew(asked, months=(as_of,) if chosen == _RANGE else (), by=by)
    ask(replace(changed, span="" if chosen == _RANGE else chosen))


def _range(asked: Asked, *, known: Sequence[str], text: Text) -> None:
    months = [month for month in asked.question.months if month in known] or [known[-1]]
    for name, month in (("first", months[0]), ("last", months[-1])):
        key = f"explore_over_{name}"
        st.session_state[key] = month
        st.selectbox(
            text(f"explore.over_{name}"),
            list(reversed(known)),
            key=key,
            format_func=text.month,
            on_change=_range_chosen,
            args=(tuple(known),),
            width=205,
        )


def _range_chosen(known: tuple[str, ...]) -> None:
    first, last = sorted((st.session_state["explore_over_first"], st.session_state["explore_over_last"]))
    change_question(months=tuple(month for month in known if first <= month <= last))


def order_control(asked: Asked, *, text: Text) -> None:
    """Draw the choice of the order of the groups."""
    question = asked.question
    if not question.by:
        return
    words = {_NONE: text("explore.order.natural")}
    for measure in question.measures:
        name = measure_name(measure, text=text)
        words[f"-{measure}"] = text("explore.order.down", name=name)
        words[measure] = text("explore.order.up", name=name)
    for dimension in question.by:
        name = dimension_words(dimension, text=text)
        words[dimension] = text("explore.order.up", name=name)
        words[f"-{dimension}"] = text("explore.order.down", name=name)
    key = "explore_sort"
    st.session_state[key] = question.order
    st.selectbox(
        text("explore.sort"),
        list(words),
        key=key,
        format_func=words.__getitem__,
        on_change=_order_chosen,
        width=340,
    )


def _order_chosen() -> None:
    change_question(order=st.session_state["explore_sort"])
