"""Identity, language and navigation — nothing else."""

from __future__ import annotations

import streamlit as st

from components.frame import PageEntry, run_app
from data.access import Home, default_home
from pages.definitions import render as definitions
from pages.explore import render as explore
from pages.follow_up import render as follow_up
from pages.inputs import render as inputs
from pages.meetings import render as meetings
from pages.milestones import render as milestones
from pages.municipality import render as municipality
from pages.overview import render as overview
from pages.prefecture import render as prefecture
from pages.vendor import render as vendor
from pages.vendors import render as vendors
from pages.what_if import render as what_if


@st.cache_resource(show_spinner=False)
def _home() -> Home:
    return Home(default_home())


run_app(
    [
        PageEntry("overview", lambda: overview(_home().reader())),
        PageEntry("prefecture", lambda: prefecture(_home().reader())),
        PageEntry("municipality", lambda: municipality(_home().reader())),
        PageEntry("milestones", lambda: milestones(_home().reader())),
        PageEntry("inputs", lambda: inputs(_home().reader())),
        PageEntry("vendors", lambda: vendors(_home().reader())),
        PageEntry("vendor", lambda: vendor(_home().reader()), is_listed=False),
        PageEntry("what_if", lambda: what_if(_home().reader())),
        PageEntry("follow_up", lambda: follow_up(_home().reader())),
        PageEntry("meetings", lambda: meetings(_home().reader())),
        PageEntry("explore", lambda: explore(_home().reader())),
        PageEntry("definitions", lambda: definitions(_home().reader())),
    ]
)
