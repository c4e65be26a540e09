"""Run one page through AppTest against a data home, as a reader with this address would see it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.access import Home

_SCRIPT = """
import os
from importlib import import_module
from tests.pages.running import opened

import_module("pages." + os.environ["TEST_PAGE"]).render(opened(os.environ["TEST_HOME"]).reader())
"""


@lru_cache(maxsize=4)
def opened(home: str) -> Home:
    """The home as the application has it: opened once, and asked anew at each run of a page."""
    return Home(Path(home))


def run_page(monkeypatch: pytest.MonkeyPatch, *, page: str, home: Path, **address: str) -> AppTest:
    """The page after one run; an exception on it fails the test."""
    monkeypatch.setenv("TEST_PAGE", page)
    monkeypatch.setenv("TEST_HOME", str(home))
    app = AppTest.from_string(_SCRIPT, default_timeout=30)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app
