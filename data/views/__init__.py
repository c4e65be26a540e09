"""One frozen view and its builder per page: exactly what that page shows, computed without any screen."""

from __future__ import annotations

from data.access import Home, Reader
from data.views.definitions import DefinitionsView, definitions_view
from data.views.notebook import Notebook, open_home
from data.views.overview import OverviewView, overview_view
from data.views.summary import Summary, summary_view

__all__ = [
    "DefinitionsView",
    "Home",
    "Notebook",
    "OverviewView",
    "Reader",
    "Summary",
    "definitions_view",
    "open_home",
    "overview_view",
    "summary_view",
]
