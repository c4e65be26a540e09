"""入力状況 as a reader meets it, on the programme of ``tests.entry_programme``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.access import Home, Scope
from tests.entry_programme import build_entry_home
from tests.pages.running import run_page
from tests.tiny_programme import build_home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_entry_home(tmp_path_factory.mktemp("entries"))


def _shown(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def _cards(shown: str) -> dict[str, str]:
    found = re.findall(r'd-card-title">([^<]+)</h2>.*?d-card-value[^>]*>([^<]+)<', shown, flags=re.DOTALL)
    return dict(found)


def _row(shown: str, name: str) -> list[str]:
    row = next(one for one in shown.split("<tr>") if f">{name}<" in one)
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)]


def test_the_prefecture_shows_the_figures_of_its_view(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(run_page(monkeypatch, page="inputs", home=home, prefecture="15", month="2026-01"))
    cards = _cards(shown)
    assert {name: cards[name] for name in ("期限内", "遅れ（期限後）", "一部未入力", "未入力")} == {
        "期限内": "1", "遅れ（期限後）": "0", "一部未入力": "1", "未入力": "27",
    }  # fmt: skip
    assert "2026年1月分の入力期限は2026年2月10日 23時59分59秒" in shown
    # 三条市: in part in November, two days late in December, in part now; three months behind.
    assert _row(shown, "三条市")[1:] == ["△一部未入力", "▲2遅れ（期限後） 2日", "△一部未入力", "3か月"]


def test_designated_cities_stand_apart_and_come_in_when_asked_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(run_page(monkeypatch, page="inputs", home=home, prefecture="15", month="2026-01"))
    assert "新潟県の指定都市の入力状況" in shown
    asked = run_page(monkeypatch, page="inputs", home=home, prefecture="15", month="2026-01", cities="included")
    whole = _shown(asked)
    assert "新潟県の指定都市の入力状況" not in whole
    assert _cards(whole)["未入力"] == "28"


def test_before_the_deadline_nobody_is_called_missing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = {"prefecture": "15", "month": "2026-01", "known_at": "2026-02-09"}
    shown = _shown(run_page(monkeypatch, page="inputs", home=home, **address))
    assert _cards(shown)["受付中"] == "28"
    assert "未入力" not in _cards(shown)
    assert "次の入力期限は、2026年1月分の2026年2月10日 23時59分59秒で、あと1日です" in shown


def test_the_day_of_the_deadline_is_today(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = {"prefecture": "15", "month": "2026-01", "known_at": "2026-02-10T23:59:59+09:00"}
    assert "次の入力期限は、2026年1月分の2026年2月10日 23時59分59秒で、本日です" in _shown(
        run_page(monkeypatch, page="inputs", home=home, **address)
    )


def test_a_reminder_names_the_businesses_and_follows_the_template(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run_page(monkeypatch, page="inputs", home=home, prefecture="15", month="2026-01")
    body = next(box for box in app.selectbox if box.key == "inputs_reminder_body")
    assert len(body.options) == 28
    body.set_value("15204").run()
    mail = next(one for one in _shown(app).split("\n<") if "d-mail" in one)
    assert "新潟県　三条市" in mail
    assert "次の10業務の入力が確認できませんでした" in mail
    assert "・国民健康保険" in mail
    area = app.text_area(key="inputs_template_ja")
    area.set_value("［団体名］へ ［期限］").run()
    assert "三条市へ" in _shown(app)
    assert "［期限］は置き換えられません" in _shown(app)


def test_the_nation_has_a_row_for_each_prefecture(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(run_page(monkeypatch, page="inputs", home=home, month="2026-01"))
    # One of 29 in time in each month; December's 三条市 was late.
    assert _row(shown, "新潟県") == ["新潟県", "3.4", "3.4", "3.4"]
    assert _row(shown, "青森県") == ["青森県", "0", "0", "0"]
    assert _cards(shown)["未入力"] == "1,719"


def test_whom_the_reader_may_not_see_is_not_counted_as_in_time(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # 三条市 is three months behind, as are the 1,719 that never entered.
    title, place = "2か月以上続けて期限内でない", {"prefecture": "15", "month": "2026-01"}
    whole = _cards(_shown(run_page(monkeypatch, page="inputs", home=home, month="2026-01")))
    assert whole[title] == "1,720"
    monkeypatch.setattr(Home.reader, "__kwdefaults__", {"scope": Scope(frozenset({"20"}))})
    shown = _shown(run_page(monkeypatch, page="inputs", home=home, month="2026-01"))
    assert _cards(shown)[title] == "—"
    assert "閲覧できる範囲の外の団体の入力日時が分からないため、示しません。" in shown
    outside = _shown(run_page(monkeypatch, page="inputs", home=home, **place))
    assert _cards(outside)[title] == "—"
    assert _row(outside, "三条市")[-1] == "—"
    monkeypatch.setattr(Home.reader, "__kwdefaults__", {"scope": Scope(frozenset({"15"}))})
    assert _cards(_shown(run_page(monkeypatch, page="inputs", home=home, **place)))[title] == "28"


def test_the_scores_name_the_checks_that_failed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run_page(monkeypatch, page="inputs", home=home, prefecture="15", month="2025-12")
    shown = _shown(app)
    # 100 and 75 of two, nothing of 27.
    assert _cards(shown)["データ品質スコア"] == "6.0"
    assert "全業務の入力、期限内の入力" in shown
    app.selectbox(key="inputs_bodies_page").set_value(2).run()
    assert "期限内の入力、後戻り" in _shown(app)


def test_rates_tell_who_reported_and_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(run_page(monkeypatch, page="inputs", home=build_home(tmp_path), prefecture="20"))
    assert "入力日時がないため、期限内かどうかは示せません" in shown
    assert "データ品質スコアと" not in shown
    assert _cards(shown)["期限内"] == "—"


def test_a_moment_before_everything_arrived_is_an_empty_state(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(run_page(monkeypatch, page="inputs", home=home, known_at="2025-01-01"))
    assert "この月のデータはありません" in shown


def test_invented_data_says_so_in_the_drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = build_entry_home(tmp_path, is_synthetic=True)
    shown = _shown(run_page(monkeypatch, page="inputs", home=home, prefecture="15", month="2026-01"))
    mail = shown[shown.index('class="d-mail"') :]
    assert "架空のデモデータ" in mail[:400]
