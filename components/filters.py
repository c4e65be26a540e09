"""Choices that narrow a page. Each is bound to the address and returns the choice in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager

import streamlit as st

from components.address import SeededChoice, seed_choice, write_choice
from components.messages import alert
from components.text import Text

WHOLE_NATION = ""


def filter_bar(name: str = "page") -> AbstractContextManager[object]:
    """A row for the choices of a page or block: labels beside the controls, one line where the width allows.

    ``name`` tells the rows of a page apart.
    """
    return st.container(key=f"filters_{name}", horizontal=True, vertical_alignment="center", gap="small")


def segmented_filter(text: Text, *, name: str, options: Sequence[str], label: str, words: Callable[[str], str]) -> str:
    """Choose one of a few options; the first is the default.

    ``name`` is the address parameter, ``label`` the finished label, ``words`` gives an option's wording.
    """
    choice = seed_choice(name, options=options, default=options[0])
    st.segmented_control(
        label,
        options,
        required=True,
        key=choice.key,
        format_func=words,
        on_change=write_choice,
        args=(name,),
    )
    _tell_refusal(text, choice, label=label, used=words(choice.value))
    return choice.value


def level_filter(text: Text, *, levels: Sequence[str] = ("prefecture", "municipality")) -> str:
    """Choose the regions a map or table is drawn by; words are ``filter.level.<level>``."""
    label = text("filter.level")
    return segmented_filter(
        text, name="level", options=levels, label=label, words=lambda level: text(f"filter.level.{level}")
    )


def measure_filter(text: Text, *, measures: Sequence[str], known: Sequence[str] = ()) -> str:
    """Choose the measure shown, the first by default; words are ``measure.<measure>``.

    A measure that is ``known`` but not offered here is no mistake of the reader: a note says that it gave way.
    """
    label = text("filter.measure")
    choice = seed_choice("measure", options=measures, default=measures[0])
    st.selectbox(
        label,
        measures,
        key=choice.key,
        format_func=lambda measure: text(f"measure.{measure}"),
        on_change=write_choice,
        args=("measure",),
    )
    used = text(f"measure.{choice.value}")
    if choice.refused in known:
        asked = text(f"measure.{choice.refused}")
        alert([text("filter.measure_unavailable", measure=asked, used=used)], kind="note")
    else:
        _tell_refusal(text, choice, label=label, used=used)
    return choice.value


def prefecture_filter(text: Text, *, names: Mapping[str, str]) -> str | None:
    """Choose a prefecture (two-digit code to name) or the whole nation, which is None."""
    label = text("filter.prefecture")
    options = [WHOLE_NATION, *names]
    choice = seed_choice("prefecture", options=options, default=WHOLE_NATION)
    words = {WHOLE_NATION: text("filter.nation"), **names}
    st.selectbox(
        label,
        options,
        key=choice.key,
        format_func=words.__getitem__,
        on_change=write_choice,
        args=("prefecture",),
        width=260,
    )
    _tell_refusal(text, choice, label=label, used=words[choice.value])
    return choice.value or None


def chosen_prefecture(names: Mapping[str, str]) -> str | None:
    """The prefecture the address names among ``names``, or None for the nation: what ``prefecture_filter`` shows."""
    asked = st.query_params.get("prefecture")
    return asked if asked in names else None


def weight_filter(text: Text, *, weights: Sequence[str]) -> str:
    """Choose the weighting of every mean of the page, the first by default; words are ``filter.weight.<weight>``."""
    label = text("filter.weight")
    choice = seed_choice("weight", options=weights, default=weights[0])
    st.selectbox(
        label,
        weights,
        key=choice.key,
        format_func=lambda weight: text(f"filter.weight.{weight}"),
        on_change=write_choice,
        args=("weight",),
        width=420,
    )
    _tell_refusal(text, choice, label=label, used=text(f"filter.weight.{choice.value}"))
    return choice.value


def chosen_weight(weights: Sequence[str]) -> str:
    """The weighting the address names among ``weights``, or the first: what ``weight_filter`` shows."""
    asked = st.query_params.get("weight")
    return asked if asked is not None and asked in weights else weights[0]


def _tell_refusal(text: Text, choice: SeededChoice, *, label: str, used: str) -> None:
    if choice.refused is not None:
        alert([text("frame.invalid_choice", name=label, value=choice.refused, used=used)])
