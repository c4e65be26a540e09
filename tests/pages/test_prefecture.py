"""The prefecture page: what is on it, in a month with steps, with rates only, and where nothing is chosen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.data.views.test_prefecture import import_steps
from tests.pages.running import run_page
from tests.tiny_programme import build_home


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {
        "steps": import_steps(tmp_path_factory.mktemp("steps")),
        "rates": build_home(tmp_path_factory.mktemp("rates")),
    }


def _run(monkeypatch: pytest.MonkeyPatch, home: Path, **address: str) -> AppTest:
    return run_page(monkeypatch, page="prefecture", home=home, **address)


def _html(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def _shown(app: AppTest) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", _html(app)))


def test_a_month_with_steps_shows_every_block(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _run(monkeypatch, homes["steps"], prefecture="20")
    shown = _shown(app)
    for words in (
        "ステップ完了率の順位は2都道府県中2位、移行完了システム率は2都道府県中2位（いずれも高い順）です。",
        "長野県のフェーズ別システム数の推移",
        "対象1,540システムのうち1システム（0.1%）がフェーズ４（移行完了）です。",
        "このほか未報告が1,536システムあります。",
        "値の分かる2都道府県中2位（高い順）です。",
        "都道府県自身のシステム：長野県",
        "長野県の市区町村一覧",
    ):
        assert words in shown, words
    assert app.dataframe[0].value["name"].head(2).tolist() == ["長野市", "松本市"]
    assert len(app.dataframe[0].value) == 77


def test_rates_only_is_said_and_what_needs_steps_is_left_out(
    homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _run(monkeypatch, homes["rates"], prefecture="20")
    shown = _shown(app)
    assert "この月はステップ別の報告がありません" in shown
    assert "フェーズ別システム数の推移" not in shown
    assert "長野県の順位と、同規模の都道府県" in shown
    assert list(app.dataframe[0].value) == [
        "place",
        "name",
        "kind",
        "step_completion_mic",
        "change",
        "designated_systems",
        "input_word",
    ]


@pytest.mark.parametrize("address", [{}, {"prefecture": "99"}])
def test_without_a_prefecture_the_47_are_offered(
    address: dict[str, str], homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    html = _html(_run(monkeypatch, homes["steps"], **address, month="2026-01"))
    links = re.findall(r'<a href="prefecture\?([^"]*)"[^>]*>([^<]+)</a><b>([^<]+)</b>', html)
    assert len(links) == 47
    nagano = next(found for found in links if found[1] == "長野県")
    assert "prefecture=20" in nagano[0], nagano
    assert "month=2026-01" in nagano[0], "the month survives the way"
    assert nagano[2] == "44.4%"
    assert next(found for found in links if found[1] == "沖縄県")[2] == "未報告"
    assert ("「99」" in html) is bool(address)


def test_a_moment_before_everything_arrived_is_an_empty_state(
    homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _run(monkeypatch, homes["steps"], prefecture="20", known_at="2025-01-01")
    assert "この月のデータはありません" in _shown(app)


def test_the_kind_and_the_judgement_narrow_the_list(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _run(monkeypatch, homes["steps"], prefecture="20", kind="中核市", judgement="遅延")
    assert app.dataframe[0].value["name"].tolist() == ["長野市"]


def test_a_choice_the_prefecture_or_month_does_not_offer_gives_way_quietly(
    homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    # 長野県 has no 指定都市: the reader chose it in 北海道, and this prefecture since.
    app = _run(monkeypatch, homes["rates"], prefecture="20", kind="指定都市", compare="late_share")
    assert "」はありません" not in _shown(app)
    assert len(app.dataframe[0].value) == 77
    assert "「galaxy」はありません" in _shown(_run(monkeypatch, homes["rates"], prefecture="20", kind="galaxy"))


def test_another_measure_moves_the_place(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(_run(monkeypatch, homes["steps"], prefecture="20", compare="late_share"))
    assert "遅延システムの割合は0.1%で、値の分かる2都道府県中2位（低い順）です。" in shown


def test_a_cut_is_named_wherever_the_place_is(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(_run(monkeypatch, homes["steps"], prefecture="20", cut="family_register"))
    assert "長野県（戸籍）の市区町村一覧" in shown
    assert "選ばれた業務に、都道府県のシステムはありません。" in shown
    assert "この絞り込みに含まれるのは戸籍だけで、ステップ完了率は" in shown, "a sentence for a ranking of one"


def test_the_page_says_it_in_english(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(_run(monkeypatch, homes["steps"], prefecture="20", lang="en"))
    assert "Systems by phase over time: Nagano" in shown
    rest = re.sub(r"ベンダ\w+|Map: .*", "", shown)
    assert not re.search(r"[\u3040-\u30ff]", rest), "no Japanese but vendors' names and the map's credit"
