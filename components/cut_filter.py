"""Cut a page to one 業務 or to those of one ministry; the choice is in the address as ``cut``."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components.filters import list_filter
from components.text import Text
from data.reference import load_reference

ALL: Final = ""
_MINISTRY: Final = "ministry:"


def cut_filter(text: Text) -> None:
    """Draw the choice: all businesses, those of a ministry, or one."""
    list_filter(text, name="cut", label=text("filter.cut"), words=_words(text), width_px=330)


def chosen_cut() -> str:
    """The cut the address names, "" for all: what ``cut_filter`` shows."""
    asked = st.query_params.get("cut", ALL)
    return asked if cut_businesses(asked) is not None else ALL


def cut_businesses(cut: str) -> frozenset[str] | None:
    """The business ids of a cut: of a ministry (``ministry:…``) or of one business; None for all, or an unknown cut.

    >>> sorted(cut_businesses("seal_registration") or ()), cut_businesses("")
    (['seal_registration'], None)
    """
    businesses = load_reference().businesses
    if cut.startswith(_MINISTRY):
        found = frozenset(one.id for one in businesses if one.ministry == cut.removeprefix(_MINISTRY))
    else:
        found = frozenset(one.id for one in businesses if one.id == cut)
    return found or None


def cut_name(cut: str, *, text: Text) -> str:
    """The wording of a cut."""
    return _words(text)[cut]


def _words(text: Text) -> dict[str, str]:
    businesses = load_reference().businesses
    ministries = {one.ministry: text.pick(one.ministry, one.ministry_english) for one in businesses}
    return {
        ALL: text("filter.cut_all"),
        **{f"{_MINISTRY}{name}": text("filter.cut_ministry", ministry=words) for name, words in ministries.items()},
        **{one.id: text.pick(one.name, one.english) for one in businesses},
    }
