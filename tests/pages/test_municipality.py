"""市区町村: without a body, with an unknown one, with one that reported nothing, with rates only, and with steps."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.running import run_page
from tests.tiny_programme import build_home
from tests.town_programme import build_town_home


@pytest.fixture(scope="module")
def rates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_home(tmp_path_factory.mktemp("rates"))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_town_home(tmp_path_factory.mktemp("town"))


def run(monkeypatch: pytest.MonkeyPatch, home: Path, **address: str) -> AppTest:
    return run_page(monkeypatch, page="municipality", home=home, **address)


def shown(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def test_without_a_body_one_can_be_searched_or_chosen(monkeypatch: pytest.MonkeyPatch, rates: Path) -> None:
    page = run(monkeypatch, rates)
    assert "市区町村を選ぶ" in shown(page)
    assert page.text_input
    listed = shown(run(monkeypatch, rates, prefecture="20"))
    assert listed.count("<li><a ") == 77
    assert 'href="municipality?prefecture=20&amp;body=20481"' in listed


def test_an_unknown_code_is_told_with_the_same_ways_on(monkeypatch: pytest.MonkeyPatch, rates: Path) -> None:
    for code in ("99999", "<b>", "2020"):
        page = run(monkeypatch, rates, body=code)
        assert "に当てはまる団体はありません" in shown(page)
        assert "<b>」" not in shown(page)
        assert page.text_input


def test_a_code_with_its_check_digit_is_understood(monkeypatch: pytest.MonkeyPatch, rates: Path) -> None:
    assert "長野県 長野市" in shown(run(monkeypatch, rates, body="202011"))


def test_rates_only_say_so_and_show_what_is_known(monkeypatch: pytest.MonkeyPatch, rates: Path) -> None:
    page = shown(run(monkeypatch, rates, body="20201"))
    assert "この月はステップ別の報告がありません" in page
    # 長野市 in tests/tiny_programme.py: 24 of 40 steps everywhere, 20 the month before.
    assert "60.0" in page
    assert "+10.0ポイント" in page
    assert page.count(">60.0%<") >= 20


def test_a_body_without_a_report_is_told_apart_from_nought(monkeypatch: pytest.MonkeyPatch, rates: Path) -> None:
    page = shown(run(monkeypatch, rates, body="15202"))
    assert "新潟県 長岡市の2026年1月の報告はありません" in page
    assert "0.0%" not in page


def test_a_body_that_never_reported_is_a_page_too(monkeypatch: pytest.MonkeyPatch, town: Path) -> None:
    page = shown(run(monkeypatch, town, body="01202"))
    assert "北海道 函館市の2026年2月の報告はありません" in page


def test_the_town_shows_its_systems_dates_and_own_deadline(monkeypatch: pytest.MonkeyPatch, town: Path) -> None:
    page = shown(run(monkeypatch, town, body="20481"))
    for words in ("▲ 遅延（特定移行・期限超過）", "◇ 特定移行 期限 2026年1月31日", "2026年2月16日に運用開始。"):
        assert words in page, words
    assert "システムが未報告です" in page


def test_a_system_of_the_address_opens_its_panel(monkeypatch: pytest.MonkeyPatch, town: Path) -> None:
    page = run(monkeypatch, town, body="20481", system="long_term_care")
    assert "長野県 池田町 介護保険" in shown(page)
    assert page.selectbox(key="address_system").value == "long_term_care"
    page.selectbox(key="address_system").select("resident_record").run()
    assert not page.exception
    assert page.query_params["system"] in ("resident_record", ["resident_record"])


def test_a_system_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, town: Path) -> None:
    page = shown(run(monkeypatch, town, body="20481", system="galaxy"))
    assert "galaxy" in page
    assert "d-panel" not in page


def test_a_system_the_cut_leaves_out_closes_quietly(monkeypatch: pytest.MonkeyPatch, town: Path) -> None:
    page = shown(run(monkeypatch, town, body="20481", system="resident_record", cut="long_term_care"))
    assert "」はありません" not in page
    assert "d-panel" not in page


def test_the_way_to_a_prefectures_own_body_does_not_repeat_its_name(
    monkeypatch: pytest.MonkeyPatch, town: Path
) -> None:
    page = shown(run(monkeypatch, town, body="20000"))
    assert '<span class="d-crumb" aria-current="location">都道府県自身のシステム</span>' in page


def test_a_prefectures_own_body_has_its_own_systems(monkeypatch: pytest.MonkeyPatch, town: Path) -> None:
    page = shown(run(monkeypatch, town, body="20000"))
    assert "長野県" in page
    assert "生活保護" in page
    assert "住民基本台帳" not in page


def test_a_month_before_the_data_is_an_empty_state(monkeypatch: pytest.MonkeyPatch, town: Path) -> None:
    page = shown(run(monkeypatch, town, body="20481", known_at="2020-01-01"))
    assert "この月のデータはありません" in page


@pytest.mark.parametrize("body", ["20481", "20000", "01202"])
def test_an_english_reader_reaches_the_same(monkeypatch: pytest.MonkeyPatch, town: Path, body: str) -> None:
    page = shown(run(monkeypatch, town, body=body, lang="en"))
    assert "Municipality" in page
    assert "システム" not in page


def test_a_cut_shows_its_businesses_only(monkeypatch: pytest.MonkeyPatch, town: Path) -> None:
    page = shown(run(monkeypatch, town, body="20481", cut="long_term_care"))
    assert "自らの期限 2026年1月31日を1か月過ぎて" in page
    assert "2026年2月16日に運用開始。" not in page


def test_a_cut_that_leaves_a_body_nothing_is_no_error(monkeypatch: pytest.MonkeyPatch, town: Path) -> None:
    page = shown(run(monkeypatch, town, body="20000", cut="resident_record"))
    assert "絞り込んだ業務のシステムがありません" in page
