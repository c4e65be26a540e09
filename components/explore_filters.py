"""Conditions of 探索: one is added from a list of every dimension, each stands as a chip that can be taken off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from components.explore_address import FILTERS, Asked
from components.explore_state import change_filter, change_question, question_round
from components.explore_words import VendorNames, dimension_words, filter_words, value_words
from components.filters import filter_bar
from components.text import Text

_DIMENSION: Final = "explore_where"
_ALWAYS_KNOWN: Final = ("prefecture", "body_kind", "body", "business", "ministry", "input_state")
"""Dimensions every system has a value of; of the others the unknown can be chosen, too."""


def filter_controls(asked: Asked, *, values: Callable[[str], Sequence[str]], vendors: VendorNames, text: Text) -> None:
    """Draw the conditions of ``asked``; ``values`` gives those a dimension has in the data."""
    with filter_bar("explore_where"):
        with st.popover(text("explore.add_filter"), icon=":material/add:", key="explore_add_filter"):
            _editor(asked, values=values, vendors=vendors, text=text)
        words = filter_words(asked.question, vendors=vendors, text=text)
        for dimension, said in words.items():
            st.button(
                said,
                key=f"explore_chip_{dimension}",
                icon=":material/close:",
                help=text("explore.remove_filter"),
                on_click=change_filter,
                args=(dimension, ()),
                width="content",
            )
        if len(words) > 1:
            st.button(
                text("explore.remove_all"),
                key="explore_chip_all",
                type="tertiary",
                on_click=_remove_all,
                width="content",
            )


def _remove_all() -> None:
    change_question(filters={})


def _editor(asked: Asked, *, values: Callable[[str], Sequence[str]], vendors: VendorNames, text: Text) -> None:
    dimension = st.selectbox(
        text("explore.where"),
        list(FILTERS),
        key=_DIMENSION,
        format_func=lambda one: dimension_words(one, text=text),
        width=420,
    )
    chosen = asked.question.filters.get(dimension, ())
    unknown = () if dimension in _ALWAYS_KNOWN else ("",)
    offered = list(dict.fromkeys([*values(dimension), *unknown, *chosen]))
    key = f"explore_where_{dimension}_{question_round()}"
    st.session_state[key] = [one for one in offered if one in chosen]
    words = {one: value_words(dimension, one, vendors=vendors, text=text) for one in offered}
    st.multiselect(
        text("explore.where_values"),
        offered,
        key=key,
        format_func=words.__getitem__,
        placeholder=text("explore.choose"),
        select_all=False,
        filter_mode="contains",
        on_change=_values_chosen,
        args=(dimension, key),
        width=420,
    )


def _values_chosen(dimension: str, key: str) -> None:
    change_filter(dimension, tuple(st.session_state[key]), is_folded_away=True)
