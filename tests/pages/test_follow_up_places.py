"""Whose follow-ups are shown and begun: by the link one came from, on the pages of places, within the scope."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.access import Home, Scope
from data.records.contacts import Contact, save_contacts
from data.records.follow_ups import add_follow_ups, list_follow_ups
from tests.data.records.writing import contact_note, database
from tests.pages.follow_up_page import BODIES, again, field, opened, press, shown
from tests.pages.running import run_page
from tests.town_programme import build_town_home


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_town_home(tmp_path_factory.mktemp("town") / "home")


@pytest.fixture
def home(town: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(town, tmp_path / "home"))


def arrive(monkeypatch: pytest.MonkeyPatch, app: AppTest, body: str) -> list[str]:
    """Leave for a municipality's page and come back by its link; the bodies the form then has."""
    monkeypatch.setenv("TEST_PAGE", "municipality")
    app.query_params["body"] = body
    again(app)
    monkeypatch.setenv("TEST_PAGE", "follow_up")
    return list(field(again(app), BODIES).value)


def test_the_body_of_a_page_that_was_left_is_not_written_about(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, home, body="20202")
    assert field(app, BODIES).value == ["20202"]
    first = next(str(box.key) for box in app.checkbox if str(box.key).startswith("follow_tick_follow_"))
    ticked = first.removeprefix("follow_tick_follow_")
    assert arrive(monkeypatch, app, ticked) == [ticked]
    # The list shows the body of the address as chosen. What the reader ticks stays, also where a link came first.
    assert app.checkbox(key=first).value
    app.checkbox(key=first).uncheck()
    again(app)
    app.checkbox(key=first).check()
    again(app)
    assert arrive(monkeypatch, app, "20481") == [ticked, "20481"]
    field(app, BODIES).set_value(["20481"])
    field(app, "内容").set_value("電話で確認")
    field(app, "記入者").set_value("甲")
    press(app, "記録する")
    assert [entry.body_code for entry in list_follow_ups(database(home))] == ["20481"]
    assert field(app, BODIES).value == []
    assert arrive(monkeypatch, app, "20481") == ["20481"]


def test_outside_the_scope_nothing_is_told_as_zero(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_follow_ups(database(home), [contact_note("別の県", body="15201"), contact_note("池田")], author="甲")
    monkeypatch.setattr(Home.reader, "__kwdefaults__", {"scope": Scope(frozenset({"15"}))})
    where = {"prefecture": "20", "month": "2026-02"}
    register = shown(opened(monkeypatch, home))
    block = shown(run_page(monkeypatch, page="prefecture", home=home, **where))
    sheet = shown(run_page(monkeypatch, page="municipality", home=home, **where, body="20201"))
    for told in (register, block, sheet):
        assert "担当の範囲の外のため、対応の記録と担当者は表示しません。" in told
        for zero in ("0件", "記録はありません", "対応はありません", "取り込まれていません", "池田"):
            assert zero not in told
    assert register.count("担当の範囲の外のため、順位は示しません。") == 2
    assert "団体はありません" not in register
    nation = shown(opened(monkeypatch, home, prefecture=""))
    assert "全国の対応の記録は1件" in nation
    assert "担当の範囲の記録と団体だけを示しています。" in nation
    own = shown(opened(monkeypatch, home, prefecture="15"))
    assert "新潟県の対応の記録は1件" in own
    assert "担当の範囲" not in own


@pytest.mark.parametrize(("page", "address"), [("prefecture", {}), ("municipality", {"body": "20481"})])
def test_the_pages_of_places_show_their_follow_ups(
    page: str, address: dict[str, str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = {"prefecture": "20", "month": "2026-02", **address}
    assert "対応の記録は0件" in shown(run_page(monkeypatch, page=page, home=home, **where))
    drafts = [
        contact_note("池田の件", body="20481", action="送る", due="2026-02-03"),
        contact_note("別の県", body="13101"),
    ]
    add_follow_ups(database(home), drafts, author="甲")
    save_contacts(database(home), [Contact("20481", "担当A", "")], author="甲")
    told = shown(run_page(monkeypatch, page=page, home=home, **where))
    assert "対応の記録は1件、このうち対応中は1件、期限を過ぎたものは1件です。" in told
    assert "池田の件" in told
    assert "別の県" not in told
    assert ("総務省担当：担当A 標準化リエゾン：—" in told) is (page == "municipality")
