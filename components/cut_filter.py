"""Cut a page to one 業務 or to those of one ministry; the choice is in the address as ``cut``."""

from __future__ import annotations

import streamlit as st

from components.cuts import ALL, cut_businesses, cut_words
from components.filters import list_filter
from components.text import Text


def cut_filter(text: Text) -> None:
    """Draw the choice: all businesses, those of a ministry, or one."""
    list_filter(text, name="cut", label=text("filter.cut"), words=cut_words(text), width_px=330)


def chosen_cut() -> str:
    """The cut the address names, "" for all: what ``cut_filter`` shows."""
    asked = st.query_params.get("cut", ALL)
    return asked if cut_businesses(asked) is not None else ALL
