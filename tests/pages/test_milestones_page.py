"""The page of milestones with two months of steps: what the address asks for is what the screen shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.text import Text
from data.access import Home, Scope
from tests.milestone_programme import build_milestone_home
from tests.pages.test_pages import _run, _shown
from tests.tiny_programme import build_home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_milestone_home(tmp_path_factory.mktemp("milestones"))


def run(monkeypatch: pytest.MonkeyPatch, home: Path, **address: str) -> AppTest:
    return _run(monkeypatch, page="milestones", home=home, **address)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        # Worked out in tests/milestone_programme.py.
        (
            {"milestone": "step_10_2"},
            "⑩－２（目安 2024年3月）の達成率は7システムの71.4%、期限内達成率は0.0%です。残りは2システム（2団体）です。",
        ),
        (
            {"milestone": "step_10_2", "unit": "bodies"},
            "⑩－２（目安 2024年3月）の達成率は4団体の50.0%、期限内達成率は0.0%です。残りは2システム（2団体）です。",
        ),
        (
            {"prefecture": "20"},
            "運用開始（目安 2026年3月）の達成率は6システムの50.0%です。期限はこれからです。"
            "残りは3システム（2団体）です。",
        ),
        (
            {"milestone": "step_10_2", "cut": "family_register"},
            "⑩－２（目安 2024年3月）の達成率は4システムの75.0%、期限内達成率は0.0%です。残りは1システム（1団体）です。",
        ),
    ],
)
def test_the_sentence_of_the_milestone_asked_for(
    address: dict[str, str], sentence: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sentence in _shown(run(monkeypatch, home, **address))


def test_a_cut_of_one_business_is_told_where_it_would_be_ranked(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(run(monkeypatch, home, milestone="step_10_2", cut="family_register"))
    for name in ("戸籍", "法務省"):
        assert f"この絞り込みに含まれるのは{name}だけで、達成率は75.0%（期限内達成率は0.0%）です。" in shown
    assert "この絞り込みに含まれるのは" not in _shown(run(monkeypatch, home, milestone="step_10_2"))


def test_open_systems_are_listed_with_a_way_to_each(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(run(monkeypatch, home, milestone="step_10_2"))
    for words in (
        "松本市",
        "下諏訪町",
        "▲ 目安超過 22か月",
        "特定移行のため超過としない",
        "◇ 期限 2028年3月31日",
        "body=20202",
    ):
        assert words in shown, words


def test_each_row_tells_what_is_open_unrecorded_and_at_the_latest(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(run(monkeypatch, home, milestone="step_10_2"))
    row = next(line for line in shown.split("<tr") if "⑩－２</b>" in line)
    for name, value in (("open", "2"), ("open_bodies", "2"), ("unrecorded", "0"), ("latest_bound", "4")):
        assert f'<td class="d-ms-{name}">{value}</td>' in row
    assert 'aria-current="true"' in row


def test_nonsense_is_told_and_the_page_goes_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(run(monkeypatch, home, milestone="step_99", unit="galaxies"))
    assert "step_99" in shown
    assert "galaxies" in shown
    assert "運用開始（目安 2026年3月）" in shown


def test_a_month_of_rates_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, build_home(tmp_path))
    assert "この月はステップ別の報告がありません" in _shown(app)
    assert not app.get("plotly_chart")
    assert not app.get("button_group"), "switches with nothing to switch"


def test_the_order_of_the_heatmap_is_in_the_address(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for asked, held in (("code", "code"), ("", "attained"), ("on_time", "attained"), ("sideways", "attained")):
        # The opening month is before the date of go-live: 期限内達成率 is a known order, not offered yet.
        app = run(monkeypatch, home, **({"order": asked} if asked else {}))
        assert app.session_state["address_order"] == held
        assert ("sideways" in _shown(app)) == (asked == "sideways")
        assert "on_time」" not in _shown(app)


def test_a_moment_before_everything_arrived_is_an_empty_state(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "この月のデータはありません" in _shown(run(monkeypatch, home, known_at="2025-01-01"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_outside_the_scope_what_is_withheld_is_said(language: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Home.reader, "__kwdefaults__", {"scope": Scope(frozenset({"13"}))})
    shown = _shown(run(monkeypatch, home, prefecture="20", milestone="step_10_2", lang=language))
    text = Text(language)
    # 長野県 has three bodies with the milestone: no group of theirs is of five.
    assert shown.count(text("ms.groups_outside", bodies=5)) == 3
    assert shown.count(text("ms.slippage_outside")) == 1
    inside = _shown(run(monkeypatch, home, prefecture="13", milestone="step_10_2", lang=language))
    assert text("ms.groups_outside", bodies=5) not in inside
