"""Since when flags are up, and which was raised and cleared when, on the vendor pages: the past judged, and not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.access import Home
from data.model import AsOf
from data.views.vendor_counts import keep_history
from tests.pages.running import run_page
from tests.vendor_programme import build_vendor_home

LATER = "過去の月の計算後に表示"


@pytest.fixture(scope="module")
def unjudged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_vendor_home(tmp_path_factory.mktemp("unjudged"))


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = build_vendor_home(tmp_path_factory.mktemp("judged"))
    keep_history(Home(home).reader(), as_of=AsOf("2026-01"))
    return home


def _shown(app: AppTest) -> str:
    html = "\n".join(str(element.proto.body) for element in app.get("html"))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_past_that_somebody_judged_is_there_without_asking(judged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flags = _shown(run_page(monkeypatch, page="vendors", home=judged, month="2026-01"))
    assert "2025年12月から" in flags
    assert LATER not in flags
    app = run_page(monkeypatch, page="vendors", home=judged, month="2026-01", part="history")
    assert not app.exception
    assert "vendor_history_ask" not in {button.key for button in app.button}
    shown = _shown(app)
    assert "フラグが立った月と解消した月：全国" in shown
    # V4 and V6 of A01 since 2025-12, V1 of B02 since 2026-01.
    assert "これまでに3件が立ち、うち3件が続いています。" in shown


def test_a_vendor_has_its_own_list_of_raised_and_cleared(judged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(run_page(monkeypatch, page="vendor", home=judged, month="2026-01", vendor="A01"))
    assert "フラグが立った月と解消した月：ベンダA01" in shown
    assert "これまでに2件が立ち、うち2件が続いています。" in shown
    assert "2025年12月から" in shown
    assert re.search(r"V4 集中稼働 全業務 2026年3月 2025年12月 継続中 ▣ 中 2 2", shown)


def test_where_nobody_judged_it_the_pages_say_so(unjudged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(run_page(monkeypatch, page="vendor", home=unjudged, month="2026-01", vendor="A01"))
    assert LATER in shown
    assert "時期不明" not in shown


@pytest.mark.parametrize(("language", "words"), [("ja", "V1 撤退・後継なしだけを数えています。"), ("en", "Only V1")])
def test_the_map_can_show_one_kind_of_flag(
    language: str, words: str, judged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = run_page(monkeypatch, page="vendors", home=judged, month="2026-01", map_flag="V1", lang=language)
    assert words in _shown(page)
    assert words not in _shown(run_page(monkeypatch, page="vendors", home=judged, month="2026-01", lang=language))
