"""Headlines as cards: units, directions, and nothing invented where a value is unknown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.headline_cards import headline_cards
from components.text import Text
from data.views.headlines import Comparator, Headline

JA, EN = Text("ja"), Text("en")
RATE = Headline(
    measure="step_completion_mic",
    value=0.8157,
    total=None,
    as_of="2026-01",
    reported=1741,
    bodies=1741,
    is_reference_only=False,
    spread=(0.614, 0.836, 0.984),
    designated_bodies=None,
    comparators=(Comparator("previous", 0.8, "2025-12"), Comparator("published", 0.816, "2026-01", "二")),
    trend=(),
)


def test_a_rate_is_written_with_its_spread_change_and_published_figure() -> None:
    [card] = headline_cards([RATE], text=JA)
    assert (card.value, card.unit, card.term) == ("81.6", "%", "step_completion_mic")
    spread, previous, published = card.comparisons
    assert spread.value == "61.4・83.6・98.4%"
    assert (previous.value, previous.direction) == ("+1.6ポイント", "good")
    assert (published.value, published.direction) == ("81.6%", "none")
    assert card.detail == "報告 1,741/1,741団体"


@pytest.mark.parametrize(("before", "direction"), [(70.0, "bad"), (73.0, "same"), (80.0, "good")])
def test_fewer_low_bodies_are_better(before: float, direction: str) -> None:
    low = replace(
        RATE,
        measure="bodies_below_half",
        value=73,
        spread=None,
        comparators=(Comparator("previous", before, "2025-12"),),
    )
    [card] = headline_cards([low], text=JA)
    assert card.comparisons[0].direction == direction


@pytest.mark.parametrize(
    ("text", "words"),
    [(JA, "報告 15/300システム（参考）"), (EN, "15 of 300 systems reported (for reference)")],
)
def test_a_measure_over_systems_says_how_many_systems_are_behind_it(text: Text, words: str) -> None:
    share = replace(
        RATE, measure="migrated_share", reported=15, bodies=15, systems=300, reported_systems=15, is_reference_only=True
    )
    [card] = headline_cards([share], text=text)
    assert card.detail == words


def test_designated_systems_are_neither_better_nor_worse() -> None:
    designated = replace(
        RATE,
        measure="designated_systems",
        value=8458,
        spread=None,
        designated_bodies=935,
        comparators=(Comparator("previous", 5009, "2025-10"),),
    )
    [card] = headline_cards([designated], text=JA)
    assert [item.direction for item in card.comparisons] == ["none", "none"]
    assert card.comparisons[0].value == "935団体"
    assert card.comparisons[1].value == "+3,449"


def test_an_unknown_value_has_no_change() -> None:
    unknown = replace(RATE, value=None, spread=None)
    [card] = headline_cards([unknown], text=JA)
    assert card.value is None
    assert card.unknown_reason
    assert card.comparisons[0].value == "—"
    assert card.comparisons[0].direction == "none"


def test_too_few_reports_are_marked() -> None:
    [card] = headline_cards([replace(RATE, reported=4, is_reference_only=True)], text=JA)
    assert card.detail == "報告 4/1,741団体（参考）"


def test_a_weighted_mean_is_named_with_what_it_leaves_out_and_the_spread_stays_the_bodies() -> None:
    weighted = replace(RATE, measure="step_completion_population", left_out=12)
    [card] = headline_cards([weighted], text=JA)
    assert (card.title, card.value, card.unit) == ("ステップ完了率（人口加重）", "81.6", "%")
    assert card.term == "step_completion_population"
    assert card.detail == "報告 1,741/1,741団体（人口不明の12団体を除く）"
    assert card.comparisons[0].label == "団体のP10・中央値・P90（重みなし）"
    [plain] = headline_cards([RATE], text=JA)
    assert plain.comparisons[0].label == "P10・中央値・P90"


def test_a_mean_without_any_population_says_that_the_weights_are_missing() -> None:
    unknown = replace(RATE, measure="step_completion_population", value=None, spread=None, left_out=1741)
    [card] = headline_cards([unknown], text=JA)
    assert card.unknown_reason == "重みとなる人口が分からないため、計算できません"


@pytest.mark.parametrize(("value", "unit"), [(0, "bodies"), (1, "body"), (2, "bodies")])
def test_one_body_is_no_bodies_to_an_english_reader(value: int, unit: str) -> None:
    before = (Comparator("nation", value, "2026-01"),)
    [card] = headline_cards(
        [replace(RATE, measure="bodies_unreported", value=value, spread=None, comparators=before)], text=EN
    )
    assert (card.value, card.unit) == (str(value), unit)
    assert card.comparisons[0].value == f"{value} {unit}"
