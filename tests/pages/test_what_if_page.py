"""The page 影響の試算: what the address asks for is on screen, in both languages, and nonsense is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.flag_programme import build_flag_home
from tests.pages.running import run_page
from tests.tiny_programme import build_home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_flag_home(tmp_path_factory.mktemp("what_if") / "home", is_synthetic=True)


def run(monkeypatch: pytest.MonkeyPatch, home: Path, **address: str) -> AppTest:
    return run_page(monkeypatch, page="what_if", home=home, **address)


def shown(app: AppTest) -> str:
    html = "\n".join(str(element.proto.body) for element in app.get("html"))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_a_withdrawal_in_words_cards_and_tables(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Worked out in tests/data/views/test_what_if.py.
    words = shown(run(monkeypatch, home, vendor="B10", month_out="2026-02", month="2026-01"))
    for sentence in (
        "ベンダB10が2026年2月に撤退した場合、全国では3団体の3システム（運用開始前）が影響を受けます。",
        "このうち3システム（3団体）は、その月から6か月以内に運用開始の予定です。",
        "代替ベンダがあるのは3団体、ないシステムを含むのは0団体（0システム）です。",
        "3システムは受入先が見つかり、0システムは24か月以内に空きが見つかりません。",
        "本ダッシュボード独自の試算",
        "影響を受けるシステム 定義 3 システム",
        "15100 新潟県 新潟市 受入先あり（期限外） 1 1 0 0 1 0 0 2026年6月30日 2026年6月",
        "介護保険 3 3 3 0 3 0 0 3 A01 A02 A03",
        "A01 ベンダA01 2 2 1 2026年6月 2026年7月",
        "順番は、期限（特定移行は自らの期限、ほかは2026年3月）の早い順",
    ):
        assert sentence in words, sentence


def test_narrowed_to_a_prefecture_and_a_business(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = {"vendor": "B10", "month_out": "2026-02", "prefecture": "20", "cut": "long_term_care"}
    words = shown(run(monkeypatch, home, **address))
    assert "長野県（介護保険）では1団体の1システム（運用開始前）が影響を受けます。" in words
    assert "全国 3" in words, "beside the nation"
    assert "新潟市" not in words


def test_a_slip_shows_no_other_vendors_and_no_report(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, home, vendor="B10", month_out="2026-02", slip="3")
    words = shown(app)
    assert "ベンダB10が2026年2月から3か月遅れた場合" in words
    assert "受け入れるベンダ" not in words
    assert "受入先" not in words
    assert not [button for button in app.button if button.key == "what_if_report"]


def test_one_click_prepares_the_report(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, home, vendor="B10", month_out="2026-02")
    assert "件名：" not in shown(app)
    app.button(key="what_if_report").click().run()
    assert not app.exception
    words = shown(app)
    for line in (
        "件名：ベンダの撤退に関する報告（ベンダB10）",
        "架空のデモデータ",
        "・報告先：不明",
        "2025年12月12日 撤退表明（B10）。業務：介護保険、団体：すべて。介護保険から撤退 情報源：届出",
        "・後継ベンダ：決定 1（A01）、なし 1、不明 1（システム数）",
        "・新潟県 新潟市／介護保険／2026年6月30日／2026年3月／あり",
    ):
        assert line in words, line


def test_several_vendors_are_one_question(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, home, vendor="B10,A02", month_out="2026-02")
    assert app.multiselect[0].value == ["A02", "B10"]
    assert "4団体の4システム" in shown(app)


def test_another_choice_is_written_into_the_address(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, home, vendor="B10", month_out="2026-02")
    app.multiselect[0].select("A01").run()
    assert app.query_params["vendor"] == "A01,B10"
    app.multiselect[0].set_value([]).run()
    assert "vendor" not in app.query_params
    assert "ベンダを選んでください" in shown(app)


def test_a_vendor_whom_nobody_waits_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = shown(run(monkeypatch, home, vendor="A03", month_out="2026-02"))
    assert "0団体の0システム" in words
    assert "この範囲に、影響を受ける団体はありません。" in words


def test_nonsense_is_told_and_the_page_goes_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = shown(run(monkeypatch, home, vendor="B10,Z9", month_out="1999-01", slip="x"))
    for nonsense in ("「Z9」", "「1999-01」", "「x」"):
        assert nonsense in words, nonsense
    assert "ベンダB10が2026年1月に撤退した場合" in words


def test_months_without_vendors_say_so(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "この月はベンダの報告がありません" in shown(run(monkeypatch, build_home(tmp_path), vendor="A01"))
    assert "この月のデータはありません" in shown(run(monkeypatch, home, known_at="2025-01-01", vendor="A01"))


@pytest.mark.parametrize("slip", ["", "2"])
def test_the_page_says_it_in_english(slip: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = {"slip": slip} if slip else {}
    app = run(monkeypatch, home, vendor="B10", month_out="2026-02", lang="en", **address)
    if not slip:
        app.button(key="what_if_report").click().run()
    words = shown(app)
    assert "3 systems of 3 bodies (not yet live) are hit" in words
    rest = re.sub(r"ベンダ\w+|Map: .*|介護保険から撤退|届出", "", words)
    assert not re.search(r"[\u3040-\u30ff]", rest), "no Japanese but names and what the notice says"
