"""Hand-outs as a reader of 連絡会議 makes them: a click, a file to take along, and words where none can be made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components import pack_files, pack_making
from components.text import Text
from data.records.database import FILE_NAME
from tests.pages.running import run_page
from tests.pages.test_meetings_page import again, downloads, field, press, shown, with_sections
from tests.tiny_programme import build_home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return build_home(tmp_path / "home")


def opened(monkeypatch: pytest.MonkeyPatch, home: Path, **address: str) -> AppTest:
    return run_page(monkeypatch, page="meetings", home=home, **({"prefecture": "20"} | address))


@pytest.mark.parametrize(
    ("prefecture", "name"), [("20", "pack_20_2026-01.xlsx"), ("nation", "pack_nation_2026-01.xlsx")]
)
def test_a_click_offers_the_file_under_the_name_the_command_line_gives_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, prefecture: str, name: str
) -> None:
    app = opened(monkeypatch, home, prefecture="")
    field(app, "都道府県（複数選択可）").set_value([prefecture])
    press(again(app), "Excelをつくる")
    assert f"{name}を保存" in downloads(app)
    assert "つくれませんでした" not in shown(app)


def test_a_file_that_cannot_be_made_is_told_in_words_and_leaves_the_other_formats(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pack_files.pack_files

    def broken(view: Any, *, formats: tuple[str, ...], text: Text) -> dict[str, bytes]:
        if formats == ("pdf",):
            raise ZeroDivisionError("secret")
        return real(view, formats=formats, text=text)

    monkeypatch.setattr(pack_making, "pack_files", broken)
    app = press(opened(monkeypatch, home), "PDFをつくる")
    told = shown(app)
    assert "PDFをつくれませんでした。データは変わっていません。もう一度押してもつくれないときは" in told
    assert "secret" not in told
    assert not [label for label in downloads(app) if label.endswith(".pdfを保存")]
    press(app, "Excelをつくる")
    assert "pack_20_2026-01.xlsxを保存" in downloads(app)
    assert "つくれませんでした" not in shown(app)


def test_a_hand_out_without_its_follow_ups_says_so_where_it_is_offered(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, home)
    again(with_sections(app, "follow_ups"))
    (home / FILE_NAME).write_bytes(b"PK\x03\x04" * 4096)
    press(app, "Excelをつくる")
    told = shown(app)
    assert "対応の記録を読めないため、載せていません。" in told
    assert "pack_20_2026-01.xlsxを保存" in downloads(app)


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


def test_one_click_makes_all_three_files(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = press(opened(monkeypatch, home), "資料をつくる（3形式）")
    made = [label for label in downloads(app) if label.startswith("pack_20_2026-01.")]
    assert sorted(made) == [f"pack_20_2026-01.{one}を保存" for one in ("pdf", "pptx", "xlsx")]
    assert "つくれませんでした" not in shown(app)
