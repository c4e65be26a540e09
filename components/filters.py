"""Choices that narrow a page. Each is bound to the address and returns the choice in force."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
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


def segmented_filter(
    text: Text,
    *,
    name: str,
    options: Sequence[str],
    label: str,
    words: Callable[[str], str],
    default: str | None = None,
    known: Collection[str] = (),
) -> str:
    """Choose one of a few options; the first is the default, unless ``default`` names another.

    ``name`` is the address parameter, ``label`` the finished label, ``words`` gives an option's wording. A value that
    is ``known`` but not offered here gives way quietly.
    """
    choice = seed_choice(name, options=options, default=default or options[0])
    st.segmented_control(
        label,
        options,
        required=True,
        key=choice.key,
        format_func=words,
        on_change=write_choice,
        args=(name,),
    )
    if choice.refused not in known:
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
    words = {measure: text(f"measure.{measure}") for measure in measures}
    choice = _list_choice("measure", label=text("filter.measure"), words=words)
    if choice.refused in known:
        asked = text(f"measure.{choice.refused}")
        alert([text("filter.measure_unavailable", measure=asked, used=words[choice.value])], kind="note")
    else:
        _tell_refusal(text, choice, label=text("filter.measure"), used=words[choice.value])
    return choice.value


def list_filter(
    text: Text,
    *,
    name: str,
    label: str,
    words: Mapping[str, str],
    width_px: int | None = None,
    known: Collection[str] = (),
) -> str:
    """Choose one of many options from a drop-down list; the first is the default.

    ``name`` is the address parameter, ``label`` the finished label, ``words`` maps each option to its wording. A value
    that is ``known`` but not offered here gives way quietly: another choice of the page left it in the address.
    """
    choice = _list_choice(name, label=label, words=words, width_px=width_px)
    if choice.refused not in known:
        _tell_refusal(text, choice, label=label, used=words[choice.value])
    return choice.value


def prefecture_filter(text: Text, *, names: Mapping[str, str]) -> str | None:
    """Choose a prefecture (two-digit code to name) or the whole nation, which is None."""
    words = {WHOLE_NATION: text("filter.nation"), **names}
    return list_filter(text, name="prefecture", label=text("filter.prefecture"), words=words, width_px=260) or None


def chosen_prefecture(names: Mapping[str, str]) -> str | None:
    """The prefecture the address names among ``names``, or None for the nation: what ``prefecture_filter`` shows."""
    asked = st.query_params.get("prefecture")
    return asked if asked in names else None


def weight_filter(text: Text, *, weights: Sequence[str]) -> str:
    """Choose the weighting of every mean of the page, the first by default; words are ``filter.weight.<weight>``."""
    words = {weight: text(f"filter.weight.{weight}") for weight in weights}
    return list_filter(text, name="weight", label=text("filter.weight"), words=words, width_px=420)


def chosen_weight(weights: Sequence[str]) -> str:
    """The weighting the address names among ``weights``, or the first: what ``weight_filter`` shows."""
    asked = st.query_params.get("weight")
    return asked if asked is not None and asked in weights else weights[0]


def _tell_refusal(text: Text, choice: SeededChoice, *, label: str, used: str) -> None:
    if choice.refused is not None:
        alert([text("frame.invalid_choice", name=label, value=choice.refused, used=used)])


def _list_choice(name: str, *, label: str, words: Mapping[str, str], width_px: int | None = None) -> SeededChoice:
    """A drop-down list bound to the address parameter ``name``; ``words`` maps each option to its wording."""
    options = list(words)
    choice = seed_choice(name, options=options, default=options[0])
    st.selectbox(
        label,
        options,
        key=choice.key,
        format_func=words.__getitem__,
        on_change=write_choice,
        args=(name,),
        width=width_px or "stretch",
    )
    return choice
