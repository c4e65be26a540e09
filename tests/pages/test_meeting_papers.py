"""連絡会議資料 on its page: what is too long for it, what stays when it was made, and what a moment cannot know yet."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.pages.test_meetings_page import again, downloads, field, opened, press, shown
from tests.tiny_programme import build_home


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_home(tmp_path_factory.mktemp("tiny") / "home")


@pytest.fixture
def home(tiny: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny, tmp_path / "home"))


def test_a_moment_before_the_month_arrived_is_told_and_papers_are_made(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, home, known_at="2025-01-01")
    assert "2026年1月の報告は、まだ届いていません。" in shown(app)
    app.session_state["hand_out_preview"] = True
    assert "資料の構成" in shown(again(app))


def test_a_place_that_is_too_long_says_so_and_stays_typed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, home)
    field(app, "場所").set_value("い" * 61)
    field(app, "議題（1行に1件）").set_value("う" * 406)
    again(app)
    told = shown(app)
    assert "場所は61文字あります。60文字までにすると、資料と開催案内に入ります。" in told
    assert "議題は406文字あります。400文字までにすると、資料と開催案内に入ります。" in told
    assert field(app, "場所").value == "い" * 61
    assert field(app, "場所").proto.max_chars == 0
    field(app, "場所").set_value("い" * 60)
    field(app, "議題（1行に1件）").set_value("う" * 400)
    again(app)
    assert "文字あります" not in shown(app)
    assert "い" * 60 in shown(app)


def test_a_made_file_stays_until_what_it_is_made_of_changes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = press(opened(monkeypatch, home), "Excelをつくる")
    assert [one for one in downloads(app) if one.endswith("xlsxを保存")]
    field(app, "メモ").set_value("調整中")
    again(app)
    assert [one for one in downloads(app) if one.endswith("xlsxを保存")]
    field(app, "場所").set_value("県庁")
    again(app)
    assert not [one for one in downloads(app) if one.endswith("xlsxを保存")]
