"""ベンダの詳細: to choose one, one that leaves, one nobody knows, and months that name none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.running import run_page
from tests.tiny_programme import build_home
from tests.town_programme import build_vendor_home
from tests.vendor_programme import build_early_home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_vendor_home(tmp_path_factory.mktemp("vendor"))


def run(monkeypatch: pytest.MonkeyPatch, home: Path, **address: str) -> AppTest:
    return run_page(monkeypatch, page="vendor", home=home, **({"month": "2026-02"} | address))


def shown(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


@pytest.mark.parametrize(("language", "words"), [("ja", "ベンダを選んでください"), ("en", "Choose a vendor")])
def test_without_a_vendor_one_can_be_chosen(
    monkeypatch: pytest.MonkeyPatch, home: Path, language: str, words: str
) -> None:
    page = run(monkeypatch, home, lang=language)
    assert words in shown(page)
    choice = next(box for box in page.selectbox if "ベンダC03" in box.options)
    assert len(choice.options) == 4, "three vendors, and none chosen"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", "2026年2月末時点で、ベンダB02は全国1団体の1システムを担っています。うち運用開始前は1システム"),
        ("en", "ベンダB02 serves 1 systems of 1 bodies nationwide; 1 of them are not live"),
    ],
)
def test_a_vendor_that_leaves(monkeypatch: pytest.MonkeyPatch, home: Path, language: str, words: str) -> None:
    page = shown(run(monkeypatch, home, vendor="B02", lang=language))
    assert words in page
    assert "V1 " in page
    assert "戸籍から撤退する。" in page
    assert "全業務から撤退する。" not in page, "that was in March"
    assert ("池田町" if language == "ja" else "Ikeda") in page
    assert ("本ダッシュボード独自の判定" if language == "ja" else "own judgement") in page


def test_the_bodies_of_one_prefecture_can_be_listed_alone(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    # A01 has 池田町, 長野市, 松本市 and 長野県 itself, all of 長野県.
    page = shown(run(monkeypatch, home, vendor="A01", prefecture="20"))
    assert "担当する団体：長野県" in page
    assert '<td class="d-text">20201</td>' in page
    other = shown(run(monkeypatch, home, vendor="A01", prefecture="15"))
    assert "この都道府県に、このベンダの団体はありません。" in other
    assert "20201" not in other


def test_late_systems_are_told_against_those_with_a_judgement(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    # 池田町 has no report of 戸籍 in February: B02's one system has no 判定 but 未報告.
    assert "判定のある0システムの—" in shown(run(monkeypatch, home, vendor="B02"))
    # A01 has 住民基本台帳 of 池田町, 長野市 and 松本市 and 生活保護 of 長野県, each reported.
    assert re.search(r"判定のある4システムの\d", shown(run(monkeypatch, home, vendor="A01")))


def test_before_the_first_go_live_no_capacity_is_drawn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = run(monkeypatch, build_early_home(tmp_path), month="2025-12", vendor="B02")
    assert "上限の目安は分かりません" in shown(page)


def test_an_unknown_vendor_is_told(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    page = run(monkeypatch, home, vendor="<b>Z99")
    assert "ベンダを選んでください" in shown(page)
    assert "&lt;b&gt;Z99" in shown(page)


def test_a_month_of_rates_names_no_vendor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = run(monkeypatch, build_home(tmp_path), month="2026-01", vendor="B02")
    assert "この月はベンダの報告がありません" in shown(page)
