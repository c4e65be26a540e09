"""探索 on the tiny nation: the opening answer, conditions, marks, nonsense, nothing found, saved questions."""

from __future__ import annotations

import time
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.running import run_page
from tests.tiny_programme import build_home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_home(tmp_path_factory.mktemp("tiny"), is_synthetic=True)


def shown(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def test_the_page_opens_with_an_answer(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = shown(run_page(monkeypatch, page="explore", home=home))
    assert "都道府県・判定別の対象システム：2026年1月" in page


def test_a_question_of_the_address_is_answered(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = {"count": "step_completion_mic", "by": "body", "where.prefecture": "20", "show": "table"}
    address["sort"] = "-step_completion_mic"
    page = shown(run_page(monkeypatch, page="explore", home=home, **address))
    # tests/tiny_programme.py: 長野市 24 of 40, 松本市 780 of 800, 池田町 32 of 40 but one blank; the rest 未報告.
    rows = {part.split("</th>")[0]: part for part in page.split('<th scope="row">') if "長野県" in part}
    assert "60.0%" in rows["長野県 長野市"]
    assert "97.5%" in rows["長野県 松本市"]
    assert "80.0%" in rows["長野県 池田町"]
    assert "—" in rows["長野県 岡谷市"]
    # The mean of .6, .975 and .8.
    assert "79.2%" in page.split("<tfoot>")[1]


def test_what_is_behind_a_mark_is_listed_with_the_way_to_the_body(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = {"count": "systems", "by": "body", "where.prefecture": "20", "mark": "body:20202"}
    page = shown(run_page(monkeypatch, page="explore", home=home, **address))
    assert "長野県 松本市の内訳" in page
    assert "「対象システム」が数えている20システム・1団体です。" in page
    assert "municipality?" in page
    assert "system=family_register" in page


def test_nonsense_is_told_and_the_page_goes_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = {"count": "happiness,systems", "by": "prefecture", "where.galaxy": "<b>", "show": "pie"}
    page = shown(run_page(monkeypatch, page="explore", home=home, **address))
    for part in ("count=happiness", escape("where.galaxy=<b>"), "show=pie"):
        assert part in page
    assert "都道府県別の対象システム" in page


def test_nothing_found_says_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = {"count": "systems", "by": "prefecture", "where.vendor": "ZZZ"}
    app = run_page(monkeypatch, page="explore", home=home, **address)
    assert "当てはまるものはありません" in shown(app)
    next(button for button in app.button if button.key == "explore_chip_vendor").click().run()
    assert not app.exception
    assert "当てはまるものはありません" not in shown(app)


def test_two_months_are_compared(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = {"count": "step_completion_mic", "by": "prefecture", "versus": "month:2025-12"}
    page = shown(run_page(monkeypatch, page="explore", home=home, **address))
    assert "2026年1月と2025年12月の比較" in page
    # January .84375 of four bodies, December .625 of four: see tests/tiny_programme.py.
    assert "84.4%" in page
    assert "4/1,788団体" in page
    # 長野県: three of 78 bodies, a difference for reference.
    assert "ポイント（参考）" in page
    assert "+21.9ポイント" in page


@pytest.mark.parametrize(
    ("over", "words"),
    [("2025-12", "2025年12月と2025年12月の比較"), ("2025-12..2026-01", "比べる相手を選んでください")],
)
def test_a_comparison_names_the_months_it_is_about(
    over: str, words: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = {"count": "step_completion_mic", "by": "prefecture", "over": over, "versus": "month:2025-12"}
    page = shown(run_page(monkeypatch, page="explore", home=home, **address))
    assert words in page
    assert "2026年1月と" not in page


def test_a_question_is_saved_found_again_and_taken_back(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_RECORDS_URL", f"sqlite:///{tmp_path / 'records.sqlite'}")
    app = run_page(monkeypatch, page="explore", home=home, count="bodies", by="body_kind")
    app.text_input(key="explore_saved_author").set_value("甲").run()
    app.text_input(key="explore_saved_name").set_value("区分の数")
    next(one for one in app.button if one.label == "名前を付けて保存").click().run()
    assert "「区分の数」を保存しました。" in shown(app)
    again = run_page(monkeypatch, page="explore", home=home)
    chosen = again.selectbox(key="explore_saved_choice")
    assert chosen.options == ["区分の数（甲）"]
    chosen.select_index(0).run()
    assert "区分別の団体数" in shown(again)
    again.button(key="explore_saved_withdraw").click().run()
    assert "あなたの名前を入力してください。" in shown(again)
    again.text_input(key="explore_saved_author").set_value("乙").run()
    again.button(key="explore_saved_withdraw").click().run()
    assert "「区分の数」を一覧から外しました。" in shown(again)


def test_the_console_can_be_closed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "explore_sql_text" in {one.key for one in run_page(monkeypatch, page="explore", home=home).text_area}
    monkeypatch.setenv("DASHBOARD_SQL", "0")
    assert not run_page(monkeypatch, page="explore", home=home).text_area


def test_the_opening_answer_can_be_looked_behind(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run_page(monkeypatch, page="explore", home=home)
    app.selectbox(key="explore_mark").select_index(0).run()
    assert not app.exception
    assert "北海道、未報告の内訳" in shown(app) or "北海道、判定できないの内訳" in shown(app)
    app.button(key="explore_behind_close").click().run()
    assert "の内訳" not in shown(app)


def test_a_result_stays_that_of_the_month_it_was_asked_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run_page(monkeypatch, page="explore", home=home)
    app.text_area(key="explore_sql_text").set_value("SELECT max(month) AS newest, hash('a') AS h FROM systems").run()
    app.button(key="explore_sql_run").click().run()
    until = time.monotonic() + 60
    while "SQLの結果" not in shown(app) and time.monotonic() < until:
        app.run()
    assert not app.exception
    assert "SQLの結果 2026年1月まで" in shown(app)
    assert "のデータで実行したものです" not in shown(app)
    app.query_params["month"] = "2025-12"
    app.run()
    assert not app.exception
    assert "この結果は 2026年1月まで のデータで実行したものです" in shown(app)
    assert "SQLの結果 2026年1月まで" in shown(app)


def test_a_rate_alone_says_how_many_reported(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # tests/tiny_programme.py: three of 長野県's municipalities have a rate in January, which is under 90 %.
    address = {"count": "step_completion_mic,systems", "where.prefecture": "20", "where.body_kind": "中核市"}
    page = shown(run_page(monkeypatch, page="explore", home=home, **address))
    # 長野市 and 松本市, both reported.
    assert page.count("報告：2/2団体") == 1
    address["where.body_kind"] = "町"
    page = shown(run_page(monkeypatch, page="explore", home=home, **address))
    assert "80.0%（参考）" in page
    assert "報告：1/" in page
