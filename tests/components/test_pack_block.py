"""The hand-out on its page: nothing is made on the way, everything after one click, and a missing font is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components import pack_files, pack_making
from components.documents import pack_fonts
from tests.pages.running import run_page
from tests.tiny_programme import build_home

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_home(tmp_path_factory.mktemp("tiny"))


def offered(app: AppTest) -> list[str]:
    return [str(one.proto.label) for one in app.get("download_button") if "ダウンロード" in str(one.proto.label)]


def test_a_page_load_makes_no_document(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("made on the way")

    monkeypatch.setattr("components.pack_making.pack_files", never)
    monkeypatch.setattr("data.views.pack.overview_view", never)
    app = run_page(monkeypatch, page="overview", home=home)
    assert app.button(key="pack_prepare").label == "資料を作る"
    assert not [label for label in offered(app) if "PDF" in label]


def test_one_click_offers_all_three(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run_page(monkeypatch, page="overview", home=home)
    app.button(key="pack_prepare").click().run()
    assert not app.exception
    assert [label for label in offered(app) if label.endswith("をダウンロード")][-3:] == [
        "PDF（A4）をダウンロード", "PowerPoint をダウンロード", "Excel をダウンロード",
    ]  # fmt: skip
    app.run()
    assert "PDF（A4）をダウンロード" in offered(app)
    said = "".join(str(one.proto.body) for one in app.get("html"))
    assert re.search(r"\d年\d+月\d+日 \d+:\d\dに作りました。このあとに取り込んだ報告や書いた記録は", said)
    app.query_params["lang"] = "en"
    app.run()
    assert not [one for one in app.get("download_button") if str(one.proto.label).startswith("Download PDF")]


def test_without_the_font_the_other_two_are_offered_and_the_package_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_fonts, "FONT_PACKAGES", {"some-font": ("no_such_module", "none.otf")})
    app = run_page(monkeypatch, page="overview", home=home)
    app.button(key="pack_prepare").click().run()
    assert not app.exception
    assert not [label for label in offered(app) if "PDF" in label]
    assert [label for label in offered(app) if "Excel をダウンロード" in label]
    html = "".join(str(one.proto.body) for one in app.get("html"))
    assert "パッケージ some-font を導入" in html


def test_a_fault_is_told_in_words_and_the_other_files_are_offered(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = pack_files.pack_files

    def broken(view: object, *, formats: tuple[str, ...], text: object) -> dict[str, bytes]:
        if formats == ("pptx",):
            raise ZeroDivisionError
        return real(view, formats=formats, text=text)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(pack_making, "pack_files", broken)
    app = run_page(monkeypatch, page="overview", home=home)
    app.button(key="pack_prepare").click().run()
    assert not app.exception
    assert [label for label in offered(app) if label.endswith("をダウンロード")][-2:] == [
        "PDF（A4）をダウンロード", "Excel をダウンロード",
    ]  # fmt: skip
    html = "".join(str(one.proto.body) for one in app.get("html"))
    assert "PowerPointをつくれませんでした。データは変わっていません。" in html


def test_an_address_of_no_prefecture_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(prefecture: str) -> str:
        app = run_page(monkeypatch, page="overview", home=home, prefecture=prefecture)
        return "".join(str(one.proto.body) for one in app.get("html"))

    assert "都道府県「99」はありません。「全国」を表示しています。" in told("99")
    assert "はありません。「全国」" not in told("20")
