"""Homes that tests of several views look at and none of them changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.explore_programme import build_explore_home


@pytest.fixture(scope="session")
def chance_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programme of ``tests/explore_programme.py``."""
    return build_explore_home(tmp_path_factory.mktemp("chance") / "home")
