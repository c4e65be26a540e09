"""The row under a page's title: where we are, which businesses are shown, and the search for a municipality."""

from __future__ import annotations

import streamlit as st

from components.body_search import body_search
from components.cut_filter import cut_filter
from components.navigation import breadcrumb
from components.projection_layout import projection_switch
from components.text import Text


def place_bar(text: Text, *, prefecture: str | None) -> None:
    """Draw the way down to the prefecture (None = none is chosen), the cut by business, the search, the projection."""
    with st.container(key="filters_place_bar", horizontal=True, vertical_alignment="center", gap="medium"):
        breadcrumb(text, prefecture=prefecture)
        cut_filter(text)
        body_search(text, prefecture=prefecture)
        if prefecture is not None:
            projection_switch(text)
