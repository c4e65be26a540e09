from __future__ import annotations

from pathlib import Path

import pytest

from data.demo.simulation import PROGRAMME_SEED, MonthFiles, write_programme
from tests.data.demo.simulation.measures import Files


@pytest.fixture(scope="session")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[MonthFiles, ...]]:
    """The whole programme of the demo's own seed, written once for all tests."""
    folder = tmp_path_factory.mktemp("programme")
    return folder, write_programme(folder, seed=PROGRAMME_SEED)


@pytest.fixture(scope="session")
def files(delivered: tuple[Path, tuple[MonthFiles, ...]]) -> Files:
    return Files(delivered[0])
