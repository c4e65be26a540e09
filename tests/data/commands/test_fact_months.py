"""The commands leave the months of 探索 made: prepare all of them, an import a few."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.__main__ import main
from data.access.derived import DERIVED
from data.commands.fact_months import keep_fact_months
from tests.flag_programme import MONTHS, build_flag_home

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_flag_home(tmp_path_factory.mktemp("built") / "home")


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "home"))


def _kept(home: Path) -> list[str]:
    return sorted(path.name[6:13] for path in (home / DERIVED).glob("facts-*"))


def test_prepare_makes_what_is_missing_with_progress(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prepare", "--home", str(home)]) == 0
    assert "100% 探索のための表を作りました" in capsys.readouterr().out
    assert _kept(home) == list(MONTHS)
    assert main(["prepare", "--home", str(home)]) == 0
    assert "探索のため" not in capsys.readouterr().out


def test_more_months_than_an_import_may_make_wait(home: Path) -> None:
    keep_fact_months(home, most=2)
    assert _kept(home) == []
    keep_fact_months(home, most=3)
    assert _kept(home) == list(MONTHS)


def test_a_home_that_cannot_be_read_or_written_stops_nothing(home: Path, tmp_path: Path) -> None:
    keep_fact_months(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()
    (home / DERIVED).write_text("in the way")
    keep_fact_months(home)
    assert (home / DERIVED).read_text() == "in the way"
    (home / DERIVED).unlink()
    (home / "manifest.json").write_text("damaged")
    shutil.rmtree(home / "manifests")
    keep_fact_months(home)
    assert _kept(home) == []
