from __future__ import annotations

from pathlib import Path

import pytest

from data.demo.simulation import make_programme
from data.model import JST, AsOf
from data.store import Store

pytestmark = pytest.mark.slow

MONTHS = ["2025-10", "2025-12"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[tuple[float, str]]]:
    home, files = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("files")
    told: list[tuple[float, str]] = []
    make_programme(home, seed=5, months=MONTHS, progress=lambda share, words: told.append((share, words)), files=files)
    return home, files, told


def test_the_home_holds_the_months_as_they_arrived(made: tuple[Path, Path, list[tuple[float, str]]]) -> None:
    state = Store(made[0]).open()
    december = state.resolve(AsOf("2025-12"))

    assert state.is_synthetic
    assert december.received_at is not None
    # The month's second file, with those who had been late for the first, came two weeks after it.
    assert december.received_at.astimezone(JST).isoformat() == "2026-01-28T09:00:00+09:00"
    assert december.progress_mart is not None
    assert december.vendor_events is not None


def test_a_correction_is_known_from_its_day_on(made: tuple[Path, Path, list[tuple[float, str]]]) -> None:
    state = Store(made[0]).open()
    reports = sorted(
        (vintage for vintage in state.vintages if (vintage.kind, vintage.month) == ("pmo_report", "2025-10")),
        key=lambda vintage: vintage.received_at,
    )

    assert [f"{vintage.received_at.astimezone(JST):%Y-%m-%d}" for vintage in reports] == ["2025-11-15", "2026-01-20"]
    early = state.resolve(AsOf("2025-10", known_at=reports[0].received_at))
    assert early.progress is not None
    assert early.progress.sha256 == reports[0].sha256 != reports[1].sha256


def test_progress_runs_from_nothing_to_all(made: tuple[Path, Path, list[tuple[float, str]]]) -> None:
    shares = [share for share, _ in made[2]]

    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert all("架空のデモデータ" in words for _, words in made[2])


def test_the_truth_stays_outside_the_home(made: tuple[Path, Path, list[tuple[float, str]]]) -> None:
    home, files, _ = made

    assert not [path for path in home.rglob("*") if "truth" in path.parts]
    assert len(list((files / "truth").iterdir())) == 4


def test_making_it_again_changes_nothing(made: tuple[Path, Path, list[tuple[float, str]]]) -> None:
    before = Store(made[0]).open().vintages
    make_programme(made[0], seed=5, months=MONTHS)

    assert Store(made[0]).open().vintages == before
