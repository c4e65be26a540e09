"""Who may see what: the only door from views to the store.

A ``Home`` is one data home opened once per process. Each request takes a ``Reader`` from it, which resolves the
manifest once and answers everything from that state. A ``Reading`` is the store at one as-of point, cut to the
reader's scope: rows outside it keep their 公開 columns and lose the 制限 ones (``data.model.TABLES``).
"""

from __future__ import annotations

from data import records as records
from data.access.home import DEFAULT_HOME, HOME_VARIABLE, Home, default_home
from data.access.reader import READ_ONLY_VARIABLE, STATIC_DIRECTORY, Reader
from data.access.reading import Reading
from data.access.scope import NATIONWIDE, Scope, cut_to_scope
from data.access.source import Source

__all__ = [
    "DEFAULT_HOME",
    "HOME_VARIABLE",
    "NATIONWIDE",
    "READ_ONLY_VARIABLE",
    "STATIC_DIRECTORY",
    "Home",
    "Reader",
    "Reading",
    "Scope",
    "Source",
    "cut_to_scope",
    "default_home",
]
