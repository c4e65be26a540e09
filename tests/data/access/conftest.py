"""One small home and its facts database, for every test that only asks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.access import Home
from data.access.facts import Facts
from tests.vendor_programme import build_vendor_home


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_vendor_home(tmp_path_factory.mktemp("cage") / "home")


@pytest.fixture(scope="session")
def facts(home: Path) -> Facts:
    return Home(home).reader().facts()
