from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

from components.cards import Card, Comparison, card_html
from components.text import Text

JA = Text("ja")


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_a_card_reads_from_title_to_date() -> None:
    card = Card(
        title="ステップ完了率",
        value="81.6",
        unit="%",
        detail="報告 1,741/1,741",
        comparisons=(Comparison("前月比", "+1.2ポイント", "good"), Comparison("公表値", "81.6%")),
        trend=(0.7, 0.8),
        as_of="2026年1月",
        term="step_completion_mic",
    )
    html = card_html(card, text=JA)
    assert words(html) == (
        "ステップ完了率 定義 81.6 % 前月比 +1.2ポイント ↗ 改善 公表値 81.6% 報告 1,741/1,741 2026年1月"
    )
    assert 'alt="ステップ完了率の直近12か月の推移"' in html
    assert 'href="definitions#step_completion_mic" aria-label="「ステップ完了率」の定義"' in html


def test_a_direction_is_told_by_word_arrow_and_colour() -> None:
    def line(direction: str) -> str:
        comparison = Comparison("前月比", "±0", direction)  # type: ignore[arg-type] # each of the literals in turn
        return card_html(Card(title="題", value="1", comparisons=(comparison,)), text=JA)

    assert 'class="d-bad"' in line("bad")
    assert "↘" in line("bad")
    assert words(line("bad")).endswith("悪化")
    assert words(line("same")).endswith("→ 変化なし")
    assert "d-bad" not in line("none")
    assert words(line("none")).endswith("前月比 ±0")


def test_an_unknown_value_is_told_with_its_reason_not_as_zero() -> None:
    card = Card(title="移行完了システム率", value=None, unit="%", trend=(0.1, 0.2), unknown_reason="この資料にはない")
    html = card_html(card, text=JA)
    assert words(html) == "移行完了システム率 — この資料にはない"
    assert "<img" not in html
    assert "この資料にはありません" in card_html(Card(title="題", value=None), text=JA)


def test_words_from_outside_are_escaped() -> None:
    card = Card(
        title="<b>", value="<i>", unit="<u>", detail="<s>", comparisons=(Comparison("<q>", "<p>"),), as_of="<a>"
    )
    html = card_html(card, text=JA)
    assert not re.search(r"<(b|i|u|s|q|a)>\s*<", html.replace("<b>&lt;p&gt;</b>", ""))
    for letter in "biusqpa":
        assert f"&lt;{letter}&gt;" in html


def row_of_cards() -> None:
    from components.cards import Card, kpi_row
    from components.text import Text

    kpi_row([Card(title=f"指標{place}", value="1") for place in range(5)], text=Text("ja"))


def test_a_row_is_one_list_of_cards() -> None:
    at = AppTest.from_function(row_of_cards, default_timeout=20).run()
    assert not at.exception
    (row,) = at.get("html")
    assert row.proto.body.count('<li class="d-card">') == 5
    assert row.proto.body.startswith('<ul class="d-cards">')
