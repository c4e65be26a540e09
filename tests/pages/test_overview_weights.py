"""The overview with each weighting: what is weighted says so, and so does what stays unweighted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.tiny_population import import_people
from tests.tiny_programme import build_home

_SCRIPT = """
import os
from pathlib import Path
from data.access import Home
from pages import overview, prefecture
import streamlit as st

page = prefecture if "prefecture" in st.query_params else overview
page.render(Home(Path(os.environ["TEST_HOME"])).reader())
"""


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {
        "people": import_people(build_home(tmp_path_factory.mktemp("people"))),
        "bare": build_home(tmp_path_factory.mktemp("bare")),
    }


def _run(monkeypatch: pytest.MonkeyPatch, home: Path, **address: str) -> AppTest:
    monkeypatch.setenv("TEST_HOME", str(home))
    app = AppTest.from_string(_SCRIPT, default_timeout=30)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def _shown(app: AppTest) -> str:
    html = "\n".join(str(element.proto.body) for element in app.get("html"))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def _card(app: AppTest) -> str:
    cards = next(str(element.proto.body) for element in app.get("html") if "d-cards" in str(element.proto.body))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cards.split("<li")[2]))


def test_by_default_the_mean_is_the_official_one(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _run(monkeypatch, homes["people"])
    select = app.selectbox(key="address_weight")
    assert select.value == "body"
    assert select.options == ["市区町村の単純平均（総務省方式）", "システム単位の平均", "人口で重み付け"]
    card = _card(app)
    assert "ステップ完了率 定義 84.4 %" in card
    assert "公表値" in card
    assert "人口加重" not in _shown(app)
    assert "重みを付けない" not in _shown(app)


def test_weighted_by_population_everything_says_so(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _run(monkeypatch, homes["people"], weight="population")
    card = _card(app)
    # 875 of 1,000 people's worth, 750 of 1,000 the month before; 池田町 has a report but no population.
    for words in (
        "ステップ完了率（人口加重） 定義 87.5 %",
        "+12.5ポイント",
        "報告 4/1,741団体（人口不明の1団体を除く）（参考）",
        "団体のP10・中央値・P90（重みなし）",
    ):
        assert words in card, words
    assert "公表値" not in card
    shown = _shown(app)
    for words in (
        "全国の人口で重み付けしたステップ完了率は87.5%",
        "人口は2025年10月1日現在です。人口の分からない1団体は、人口加重の平均から除いています。",
        "ステップ完了率（人口加重）が低い都道府県 長野県 75.0% +15.0ポイント",
        "ステップ完了率（人口加重）の高い順",
        "population.csv",
    ):
        assert words in shown, words
    # Distribution, businesses and the three measures side by side stay unweighted, each saying so.
    assert shown.count("平均は重みを付けない単純平均") == 3


def test_by_system_the_name_and_the_value_change_together(
    homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    card = _card(_run(monkeypatch, homes["bare"], weight="system", prefecture="20"))
    # 1,868 of 2,360 steps; the nation 2,668 of 3,160.
    for words in ("ステップ完了率（システム単位の平均） 定義 79.2 %", "全国 84.4%"):
        assert words in card, words


def test_without_a_table_population_is_refused_and_told(
    homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _run(monkeypatch, homes["bare"], weight="population")
    assert app.selectbox(key="address_weight").options == ["市区町村の単純平均（総務省方式）", "システム単位の平均"]
    assert "「population」はありません" in _shown(app)
    assert "ステップ完了率 定義 84.4 %" in _card(app)


def test_the_choice_is_written_into_the_address(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _run(monkeypatch, homes["people"])
    app.selectbox(key="address_weight").set_value("population").run()
    assert app.query_params["weight"] in ("population", ["population"])
    assert "87.5" in _card(app)


def test_the_page_says_it_in_english(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(_run(monkeypatch, homes["people"], weight="population", lang="en"))
    assert "Step completion (weighted by population)" in shown
    assert "1 of unknown population left out" in shown
