"""Every page in both languages, with the tiny nation, with invented data, and with nothing at all."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.running import run_page
from tests.tiny_programme import build_home

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if not path.stem.startswith("_"))
TITLES = {
    ("overview", "ja"): "全国概況",
    ("overview", "en"): "National overview",
    ("prefecture", "ja"): "都道府県",
    ("prefecture", "en"): "Prefecture",
    ("municipality", "ja"): "市区町村",
    ("municipality", "en"): "Municipality",
    ("milestones", "ja"): "マイルストン",
    ("milestones", "en"): "Milestones",
    ("inputs", "ja"): "入力状況",
    ("inputs", "en"): "Input",
    ("vendors", "ja"): "ベンダリスク",
    ("vendors", "en"): "Vendor risk",
    ("vendor", "ja"): "ベンダの詳細",
    ("vendor", "en"): "Vendor in detail",
    ("what_if", "ja"): "影響の試算",
    ("what_if", "en"): "What if",
    ("follow_up", "ja"): "フォローアップ",
    ("follow_up", "en"): "Follow-up",
    ("meetings", "ja"): "連絡会議",
    ("meetings", "en"): "Meetings",
    ("explore", "ja"): "探索",
    ("explore", "en"): "Explore",
    ("definitions", "ja"): "定義・出典",
    ("definitions", "en"): "Definitions and sources",
}


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {
        "normal": build_home(tmp_path_factory.mktemp("normal")),
        "synthetic": build_home(tmp_path_factory.mktemp("synthetic"), is_synthetic=True),
        "empty": tmp_path_factory.mktemp("empty"),
    }


def _run(monkeypatch: pytest.MonkeyPatch, *, page: str, home: Path, **address: str) -> AppTest:
    return run_page(monkeypatch, page=page, home=home, **address)


def _shown(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_its_title_and_no_unknown_words(
    page: str, language: str, homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _run(monkeypatch, page=page, home=homes["normal"], lang=language)
    assert TITLES[page, language] in _shown(app)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_an_empty_home_is_told_with_a_way_on(
    page: str, language: str, homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _shown(_run(monkeypatch, page=page, home=homes["empty"], lang=language))
    assert TITLES[page, language] in shown
    if page != "definitions":
        assert "python -m data import" in shown


@pytest.mark.parametrize(("language", "words"), [("ja", "架空のデモデータ"), ("en", "Fictitious demo data")])
@pytest.mark.parametrize("page", PAGES)
def test_invented_data_says_so(
    page: str, language: str, words: str, homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert words in _shown(_run(monkeypatch, page=page, home=homes["synthetic"], lang=language))
    assert words not in _shown(_run(monkeypatch, page=page, home=homes["normal"], lang=language))


def test_the_overview_shows_the_figures_of_its_view(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(_run(monkeypatch, page="overview", home=homes["normal"]))
    # Worked out in tests/tiny_programme.py: mean .84375, December .625, 4 of 1,741 reported, 2 designated systems.
    for figure in ("84.4", "+21.9ポイント", "4/1,741団体", "参考", "2025年12月時点"):
        assert figure in shown, figure


def test_a_prefecture_is_compared_with_the_nation(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(_run(monkeypatch, page="prefecture", home=homes["normal"], prefecture="20"))
    for figure in ("長野県", "79.2", "84.4%", "3/77団体"):
        assert figure in shown, figure


@pytest.mark.parametrize(
    "address",
    [
        {"month": "2019-13"},
        {"level": "galaxy"},
        {"measure": "'; DROP"},
        {"known_at": "yesterday"},
    ],
)
def test_nonsense_in_the_address_is_told_and_the_page_goes_on(
    address: dict[str, str], homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _shown(_run(monkeypatch, page="overview", home=homes["normal"], **address))
    assert escape(next(iter(address.values()))) in shown
    assert "84.4" in shown


def test_a_moment_before_everything_arrived_is_an_empty_state(
    homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _run(monkeypatch, page="overview", home=homes["normal"], known_at="2025-01-01")
    assert "この月のデータはありません" in _shown(app)


def test_the_rule_of_the_judgement_is_printed_with_the_thresholds_in_force(
    homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _shown(_run(monkeypatch, page="definitions", home=homes["normal"]))
    lines = re.findall(r'<td class="d-count">(\d+)</td><th scope="row"[^>]*>([^<]+)</th><td[^>]*>([^<]+)</td>', shown)
    assert [words.split()[1] for _, words, _ in lines] == ["完了", "未報告", *["遅延"] * 3, *["注意"] * 5, "順調"]
    assert lines[2][1:] == ("▲ 遅延", "期限（特定移行以外は2026年3月31日）を過ぎても運用開始していない")
    assert "3か月を超える" in lines[4][2]
    assert "2か月以内" in lines[8][2]


def test_an_english_reader_meets_japanese_only_where_it_is_announced(
    homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _shown(_run(monkeypatch, page="definitions", home=homes["normal"], lang="en"))
    for words in ("Source (Japanese)", "Phase 2 System selection", "Ministry of Justice", "Designated systems"):
        assert words in shown, words
    for words in ("システム選定", "法務省", "移行困難システム", "市区町村<"):
        assert words not in shown, words


def test_the_regions_behind_the_map_are_listed_when_asked_for(
    homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = {"prefecture": "20", "measure": "designated_systems"}
    app = _run(monkeypatch, page="prefecture", home=homes["normal"], **address)
    assert "◇ あり" not in _shown(app)
    app.session_state["overview_map_rows_twin"] = True
    app.run()
    assert not app.exception
    # 長野市's 介護保険 is the one designated system of the prefecture's municipalities; 共通機能 is none.
    rows = [line for line in _shown(app).split("<tr>") if "◇ あり" in line]
    assert [re.findall(r">([^<]+)</t[dh]>", row)[:5] for row in rows] == [["20201", "長野県", "長野市", "1", "1〜2"]]
