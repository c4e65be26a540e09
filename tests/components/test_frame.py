"""The frame through AppTest, around a page that only repeats what the header returned."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest


def little_page(**changes: object) -> None:
    from tests.components.little_page import draw

    draw(**changes)  # type: ignore[arg-type] # AppTest hands over a function by its source, with plain arguments


def opened(query: dict[str, str] | None = None, **changes: Any) -> AppTest:
    at = AppTest.from_function(little_page, kwargs=changes, default_timeout=20)
    for name, value in (query or {}).items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def html(at: AppTest) -> str:
    return "\n".join(element.proto.body for element in at.get("html"))


def test_the_newest_month_is_shown_with_the_day_it_was_received() -> None:
    at = opened()
    assert at.session_state["as_of"].month == "2026-01"
    assert at.session_state["as_of"].known_at is None
    assert at.selectbox[0].options == ["2026年1月", "2025年12月", "2025年11月"]
    assert "受信 2026年2月10日" in html(at)
    assert "全国概況</h1>" in html(at)


def test_the_address_chooses_the_month() -> None:
    assert opened({"month": "2025-12"}).session_state["as_of"].month == "2025-12"


def test_an_unknown_receipt_is_unknown() -> None:
    assert "受信 —" in html(opened({"month": "2025-12"}))


def test_choosing_a_month_writes_the_address() -> None:
    at = opened()
    at.selectbox[0].set_value("2025-11").run()
    assert at.query_params["month"] == "2025-11"
    assert at.session_state["as_of"].month == "2025-11"


def test_the_buttons_step_through_the_months_and_stop_at_the_ends() -> None:
    at = opened()
    previous, following = at.button
    assert (previous.disabled, following.disabled) == (False, True)
    previous.click().run()
    at.button[0].click().run()
    assert at.query_params["month"] == "2025-11"
    assert [button.disabled for button in at.button] == [True, False]


@pytest.mark.parametrize("month", ["2031-01", "garbage", "<script>alert(1)</script>", "2026-01'--", "x" * 5000])
def test_a_month_that_does_not_exist_is_told_and_the_newest_shown(month: str) -> None:
    at = opened({"month": month})
    assert at.session_state["as_of"].month == "2026-01"
    assert "はありません。「2026年1月」を表示しています。" in html(at)
    assert "<script>alert" not in html(at)
    assert "x" * 50 not in html(at)


def test_the_address_can_ask_for_what_was_known_then() -> None:
    at = opened({"known_at": "2026-01-10T09:00:00+09:00"})
    assert at.session_state["as_of"].known_at.isoformat() == "2026-01-10T00:00:00+00:00"
    assert "2026年1月10日 9:00 時点で判明していた内容を表示しています。" in html(at)
    at.button[-1].click().run()
    assert "known_at" not in at.query_params
    assert at.session_state["as_of"].known_at is None


@pytest.mark.parametrize("moment", ["yesterday", "0001-01-01", "9999-12-31T23:59:59-23:59", ""])
def test_a_moment_that_cannot_be_read_is_told(moment: str) -> None:
    at = opened({"known_at": moment})
    assert at.session_state["as_of"].known_at is None
    assert "日時として読めません" in html(at)


def test_english_is_asked_for_in_the_address() -> None:
    at = opened({"lang": "en", "month": "2025-12"})
    assert at.selectbox[0].value == "2025-12"
    assert at.selectbox[0].options[0] == "January 2026"
    assert "National overview</h1>" in html(at)


def test_demo_data_is_marked_and_real_data_is_not() -> None:
    assert "架空のデモデータ" in html(opened(is_synthetic=True))
    assert "架空のデモデータ" not in html(opened())


def test_what_the_store_warns_of_is_an_alert() -> None:
    shown = html(opened(warnings=("2026-01の<版>が壊れています。",)))
    assert 'role="alert"' in shown
    assert "データの一部を読めませんでした" in shown
    assert "2026-01の&lt;版&gt;が壊れています。" in shown


def test_without_data_the_page_says_what_to_do() -> None:
    at = opened(months=())
    assert at.session_state["as_of"] is None
    assert "まだデータがありません" in html(at)
    assert "python -m data import" in html(at)
    assert not at.selectbox


def test_a_page_that_needs_no_month_shows_no_empty_state() -> None:
    assert "まだデータがありません" not in html(opened(months=(), needs_month=False))


def test_an_error_is_told_without_its_insides() -> None:
    shown = html(opened(is_broken=True))
    assert "画面を表示できませんでした" in shown
    assert "/secret/path" not in shown


def test_links_carry_the_whole_state() -> None:
    at = opened({"month": "2025-12", "prefecture": "20", "lang": "en"})
    links = [link.proto for link in at.get("page_link")]
    assert [link.label for link in links] == ["National overview", "Definitions and sources", "日本語"]
    for link in links:
        assert "month=2025-12" in link.query_string
        assert "prefecture=20" in link.query_string
    assert [("lang=ja" in link.query_string) for link in links] == [False, False, True]


def test_sources_are_escaped_and_lead_to_the_definitions_with_the_state() -> None:
    shown = html(opened({"month": "2025-12"}))
    assert "<li>&lt;総務省&gt;</li>" in shown
    assert 'href="definitions?month=2025-12"' in shown
