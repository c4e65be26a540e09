"""One data home, opened once per process, as the application and the command line take hold of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from data.access.reader import Reader
from data.access.scope import NATIONWIDE, Scope
from data.access.shelf import Shelf

HOME_VARIABLE: Final = "DASHBOARD_HOME"
DEFAULT_HOME: Final = "var"


def default_home() -> Path:
    """The data home named by ``DASHBOARD_HOME``, else ``var`` under the working directory."""
    return Path(os.environ.get(HOME_VARIABLE) or DEFAULT_HOME)


class Home(Shelf):
    """Hands out readers of one data home; they share what it keeps open."""

    def reader(self, *, scope: Scope = NATIONWIDE) -> Reader:
        """A reader of the state published last; take a new one for each request."""
        return Reader(self, state=self.store.open(), scope=scope)
