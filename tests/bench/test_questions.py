"""The random questions of the benchmark reach everything 探索 offers, and are the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.explore import explore_results
from bench.questions import random_questions
from data.access import Home, Reader
from data.model import AsOf
from data.views.exploration import DIMENSIONS, MEASURES
from tests.vendor_programme import build_vendor_home

pytestmark = pytest.mark.slow

NOW = AsOf("2026-01")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_vendor_home(tmp_path_factory.mktemp("questions") / "home")


@pytest.fixture(scope="module")
def reader(home: Path) -> Reader:
    return Home(home).reader()


def test_every_dimension_and_measure_is_asked_for(reader: Reader) -> None:
    asked = list(random_questions(reader, as_of=NOW, count=200, seed=1))
    assert {name for one in asked for name in one.by} == set(DIMENSIONS)
    assert {name for one in asked for name in one.filters} == set(DIMENSIONS) - {"month"}
    assert {name for one in asked for name in one.measures} == set(MEASURES)
    assert {len(one.by) for one in asked} == {0, 1, 2}
    assert {len(one.months) for one in asked} == {0, 2}
    assert any("" in values for one in asked for values in one.filters.values())
    assert asked == list(random_questions(reader, as_of=NOW, count=200, seed=1))


def test_the_figures_of_the_benchmark(home: Path) -> None:
    results = list(explore_results(home, questions=5))
    assert [one.name for one in results] == [
        "explore.facts_opened",
        *(f"explore.{month}.{part}" for month in ("opening_month", "last_month") for part in ("p50", "p95", "max")),
    ]
    assert all(one.value > 0 for one in results)
