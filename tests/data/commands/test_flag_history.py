"""The commands leave the flags of past months worked out: prepare all of them, an import a few."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import data.__main__
from data.__main__ import main
from data.access import Home
from data.commands.flag_history import keep_flag_history
from data.model import AsOf
from data.views.vendor_counts import missing_months
from tests.flag_programme import MONTHS, build_flag_home

pytestmark = pytest.mark.slow

NOW = AsOf("2026-01")
EVENTS = (
    "ベンダコード,日付,種別,業務,対象団体コード,内容,情報源\nA02,2025-02-10,計画見直し,,,移行計画の見直し,連絡会議\n"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_flag_home(tmp_path_factory.mktemp("built") / "home")


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "home"))


def _missing(home: Path) -> tuple[str, ...]:
    return missing_months(Home(home).reader(), as_of=NOW)


def test_prepare_works_out_what_is_missing_with_progress(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _missing(home) == MONTHS
    assert main(["prepare", "--home", str(home)]) == 0
    said = capsys.readouterr().out
    assert "過去の月のベンダのフラグを計算しています（2025年12月）" in said
    assert "100% 過去の月のベンダのフラグを計算しました" in said
    assert _missing(home) == ()
    assert main(["prepare", "--home", str(home)]) == 0
    assert "計算しています" not in capsys.readouterr().out


def test_an_import_works_out_a_few_months_and_says_when_there_are_more(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data.__main__, "IMPORT_MONTHS", 3)
    events = tmp_path / "events.csv"
    events.write_text(EVENTS, encoding="utf-8")
    assert main(["import", str(events), "--home", str(home), "--received-at", "2026-03-01T09:00+09:00"]) == 0
    assert "まだです" not in capsys.readouterr().out
    assert _missing(home) == ()
    monkeypatch.setattr(data.__main__, "IMPORT_MONTHS", 2)
    events.write_text(EVENTS.replace("連絡会議", "届出"), encoding="utf-8")
    assert main(["import", str(events), "--home", str(home), "--received-at", "2026-03-02T09:00+09:00"]) == 0
    assert (
        "過去の月のベンダのフラグは3か月分がまだです。python -m data prepare で計算できます。"
        in capsys.readouterr().out
    )
    assert _missing(home) == MONTHS


def test_an_empty_home_has_nothing_to_work_out(tmp_path: Path) -> None:
    assert keep_flag_history(tmp_path / "none") == 0
    assert not (tmp_path / "none").exists()
