"""The question on screen: read from the address on every run, and changed there by every control."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from components.explore_address import Asked, Refusal, address_of, asked_of, parameters
from data.views.exploration import MUNICIPAL_KINDS, Question

MUNICIPALITIES: Final[Mapping[str, tuple[str, ...]]] = {"body_kind": MUNICIPAL_KINDS}
"""The condition that leaves out the prefectures' own systems, as the totals of the other pages do."""
OPENING: Final = Asked(question=Question(measures=("systems",), by=("prefecture", "judgement"), filters=MUNICIPALITIES))
"""The question the page opens with, already answered."""

_TAKEN_BACK: Final = "explore_marks_taken_back"
_ROUND: Final = "explore_round"


def current_asked() -> tuple[Asked, tuple[Refusal, ...]]:
    """What the address asks, and what in it cannot be asked; the opening question where it asks nothing."""
    address = st.query_params.to_dict()
    return asked_of(address) if parameters(address) else (OPENING, ())


def ask(asked: Asked, *, is_folded_away: bool = False) -> None:
    """Put ``asked`` into the address in place of the question there. A widget callback.

    ``is_folded_away``: the change was made in a menu or a fold, whose own widgets know of it.
    """
    if not is_folded_away:
        st.session_state[_ROUND] = question_round() + 1
    address = st.query_params.to_dict()
    own = parameters(address)
    others = {name: value for name, value in address.items() if name not in own}
    st.query_params.from_dict({**others, **address_of(asked)})


def question_round() -> int:
    """Part of the keys of widgets in menus and folds: a new one for every change made outside them.

    Closed, such a widget is not in the browser to be told of a change; with the next click it would send what it
    held before, and bring back the condition that was just taken off.
    """
    return int(st.session_state.get(_ROUND, 0))


def asked_anew(asked: Asked, **parts: Any) -> Asked:
    """``asked`` with other ``parts`` of its question: from the first page, without a mark, ordered by what is left."""
    question = replace(asked.question, **{"page": 1, **parts})
    if question.order.removeprefix("-") not in (*question.measures, *question.by):
        question = replace(question, order="")
    return replace(asked, question=question, mark={})


def change_question(**parts: Any) -> None:
    """Change parts of the question on screen. A widget callback."""
    ask(asked_anew(current_asked()[0], **parts))


def change_view(**parts: Any) -> None:
    """Change how the answer is shown, or what is picked in it. A widget callback."""
    ask(replace(current_asked()[0], **parts))


def with_filter(filters: Mapping[str, tuple[str, ...]], dimension: str, values: tuple[str, ...]) -> dict[str, Any]:
    """``filters`` with one of them replaced, or taken out where there are no ``values``."""
    rest = {name: chosen for name, chosen in filters.items() if name != dimension}
    return {**rest, dimension: values} if values else rest


def change_filter(dimension: str, values: tuple[str, ...], *, is_folded_away: bool = False) -> None:
    """Narrow the rows by a dimension, or no longer. A widget callback."""
    asked, _ = current_asked()
    changed = asked_anew(asked, filters=with_filter(asked.question.filters, dimension, values))
    ask(changed, is_folded_away=is_folded_away)


def pick_mark(mark: str) -> None:
    """Look behind a mark, as the address writes it. Before the page is drawn, or before it is drawn anew."""
    asked, _ = asked_of({**address_of(current_asked()[0]), "mark": mark})
    ask(asked)


def take_mark_back() -> None:
    """Close the list of a mark's systems. A widget callback."""
    change_view(mark={})
    st.session_state[_TAKEN_BACK] = marks_taken_back() + 1


def marks_taken_back() -> int:
    """How often a mark was closed: a picture drawn anew for each lets the same mark be picked again."""
    return int(st.session_state.get(_TAKEN_BACK, 0))


def narrow_to_mark(dimensions: tuple[str, ...]) -> None:
    """Take values of the picked mark over as filters: a cross-filter. A widget callback."""
    asked, _ = current_asked()
    filters: dict[str, Any] = dict(asked.question.filters)
    for dimension in dimensions:
        if dimension in asked.mark:
            filters = with_filter(filters, dimension, (asked.mark[dimension],))
    change_question(filters=filters)
