"""Identity, language and navigation — nothing else."""

from __future__ import annotations

import streamlit as st

from components.frame import PageEntry, run_app
from data.access import Home, default_home
from pages import definitions, overview


@st.cache_resource(show_spinner=False)
def _home() -> Home:
    return Home(default_home())


run_app(
    [
        PageEntry("overview", lambda: overview.render(_home().reader())),
        PageEntry("definitions", lambda: definitions.render(_home().reader())),
    ]
)
