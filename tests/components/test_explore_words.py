"""Words of 探索: every dimension, value and measure in both languages, names that repeat, titles that say it all."""

from __future__ import annotations

import pandas as pd
import pytest

from components.explore_examples import EXAMPLES
from components.explore_kinds import best_kind, fitting_kinds, measures_drawn
from components.explore_words import (
    dimension_words,
    filter_words,
    measure_name,
    question_title,
    rule_words,
    shown_answer,
    value_words,
)
from components.text import LANGUAGES, Text
from data.views.exploration import Answer, Question, columns_of
from data.views.explore_terms import DIMENSIONS, MEASURES

JA = Text("ja")


def answer(question: Question, frame: pd.DataFrame) -> Answer:
    # As if nobody had reported: a rate comes with how many did.
    columns = {name: frame.get(name, 0) for name in columns_of(question)}
    frame = frame.assign(**columns)
    return Answer(question, frame, totals={}, rows=len(frame), systems=1, bodies=1, sql="")


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_asked_has_words(language: str) -> None:
    text = Text(language)
    for dimension in DIMENSIONS.values():
        assert dimension_words(dimension.id, text=text)
        for value in (*(dimension.values or ()), ""):
            assert value_words(dimension.id, value, vendors={}, text=text)
    names = [measure_name(one, text=text) for one in MEASURES]
    assert len(set(names)) == len(names)
    assert len(rule_words(MEASURES, text=text)) == len(MEASURES)


@pytest.mark.parametrize(
    ("dimension", "value", "words"),
    [
        ("prefecture", "20", "長野県"),
        ("body", "20481", "長野県 池田町"),
        ("body", "20000", "長野県（都道府県の団体）"),
        ("business", "long_term_care", "介護保険"),
        ("vendor", "A01", "A01 ベンダ甲"),
        ("vendor", "Z99", "Z99"),
        ("vendor", "", "ベンダ不明"),
        ("phase", "3", "フェーズ３ 移行"),
        ("size_class", "under_10000", "10,000人未満"),
        ("size_class", "10000_49999", "10,000人以上50,000人未満"),
        ("designated", "true", "特定移行"),
        ("flag", "V1", "V1 撤退・後継なし"),
        ("largest_vendor_systems", "15", "15システム"),
        ("month", "2026-01", "2026年1月"),
        ("judgement", "遅延", "遅延"),
    ],
)
def test_a_value_is_named_as_everywhere(dimension: str, value: str, words: str) -> None:
    assert value_words(dimension, value, vendors={"A01": "ベンダ甲"}, text=JA) == words


def test_vendors_of_the_same_name_are_told_apart() -> None:
    frame = pd.DataFrame({"vendor": ["A01", "A02", None], "systems": pd.array([1, 2, None], dtype="Int64")})
    shown = shown_answer(answer(Question(by=("vendor",)), frame), vendors={}, text=JA)
    assert shown.rows["name0"].tolist() == ["A01", "A02", "ベンダ不明"]
    assert shown.rows["mark"].tolist() == ["vendor:A01", "vendor:A02", "vendor:~2"]
    assert shown.rows["systems"].isna().tolist() == [False, False, True]


def test_a_judgement_of_our_own_is_told_as_that_wherever_it_groups_or_narrows() -> None:
    told = rule_words(["systems"], dimensions=["prefecture", "judgement", "flag"], text=JA)
    assert len(told) == 3
    assert told[1].startswith("判定")
    assert all("本ダッシュボード独自" in line for line in told[1:])


def test_what_a_picture_has_no_room_for_is_counted() -> None:
    frame = pd.DataFrame({"vendor": ["A01"], "systems": [1], "bodies": [1], "late_systems": [0]})
    three = ("systems", "bodies", "late_systems")
    one_way = shown_answer(answer(Question(by=("vendor",), measures=three), frame), vendors={}, text=JA)
    assert [measures_drawn(one_way, kind=kind) for kind in ("table", "bar", "scatter", "map")] == [3, 3, 2, 1]
    crossed = frame.assign(judgement="遅延")
    two_ways = shown_answer(answer(Question(by=("vendor", "judgement"), measures=three), crossed), vendors={}, text=JA)
    assert [measures_drawn(two_ways, kind=kind) for kind in ("bar", "heatmap")] == [1, 1]


@pytest.mark.parametrize(
    ("measure", "by", "months", "adds_up"),
    [
        ("systems", ("prefecture", "judgement"), (), True),
        ("replans", ("prefecture", "vendor"), ("2026-01",), True),
        ("late_systems", ("month", "judgement"), ("2025-12", "2026-01"), True),
        ("systems", ("flag", "judgement"), (), True),
        # A system has several flags, is in another state in another month, and a body has systems of several vendors.
        ("systems", ("prefecture", "flag"), (), False),
        ("systems", ("prefecture", "judgement"), ("2025-12", "2026-01"), False),
        ("bodies", ("prefecture", "vendor"), (), False),
        ("most_of_one_vendor", ("prefecture", "body_kind"), (), False),
        ("migrated_share", ("prefecture", "business"), (), False),
    ],
)
def test_only_what_adds_up_is_stacked(
    measure: str, by: tuple[str, str], months: tuple[str, ...], adds_up: bool
) -> None:
    values = {name: [(DIMENSIONS[name].values or ("2026-01",))[0]] for name in by}
    frame = pd.DataFrame({**values, measure: [1.0]})
    given = answer(Question(measures=(measure,), by=by, months=months), frame)
    assert shown_answer(given, vendors={}, text=JA).is_additive == adds_up


def test_a_title_says_what_by_what_when_and_under_which_conditions() -> None:
    question = Question(
        measures=("late_systems", "bodies"),
        by=("vendor",),
        filters={"prefecture": ("15", "20"), "vendor": ("",)},
        months=("2025-12", "2026-01"),
    )
    title = question_title(question, as_of="2026-01", vendors={}, text=JA)
    assert title == (
        "ベンダ別の遅延システムと団体数：2025年12月〜2026年1月（2か月）（都道府県：新潟県、長野県、ベンダ：ベンダ不明）"
    )
    many = Question(filters={"prefecture": tuple(f"{code:02d}" for code in range(1, 8))})
    assert filter_words(many, vendors={}, text=JA) == {"prefecture": "都道府県：北海道、青森県、岩手県、宮城県 ほか3件"}


def test_ways_of_showing_fit_the_question() -> None:
    def fits(*by: str, measures: tuple[str, ...] = ("systems",), rows: int = 10) -> tuple[str, ...]:
        return fitting_kinds(Question(by=by, measures=measures), rows=rows)

    assert fits() == ("table",)
    assert fits("body", rows=10_001) == ("table",)
    assert fits("prefecture") == ("table", "bar", "distribution", "map", "columns")
    assert fits("month") == ("table", "line", "distribution")
    assert fits("month", "vendor") == ("table", "bar", "line", "heatmap", "distribution")
    assert fits("vendor", measures=("systems", "bodies")) == ("table", "bar", "scatter", "distribution")


@pytest.mark.parametrize(
    ("by", "measure", "rows", "best"),
    [
        ((), "systems", 1, "table"),
        (("prefecture",), "systems", 47, "bar"),
        (("body",), "systems", 1788, "map"),
        (("month",), "migrated_share", 12, "line"),
        (("prefecture", "judgement"), "systems", 200, "bar"),
        (("prefecture", "business"), "migrated_share", 900, "heatmap"),
    ],
)
def test_the_way_of_showing_is_chosen_where_the_reader_does_not(
    by: tuple[str, ...], measure: str, rows: int, best: str
) -> None:
    columns = {name: [f"2025-{place % 12 + 1:02d}" for place in range(rows)] for name in by}
    question = Question(by=by, measures=(measure,))
    given = answer(question, pd.DataFrame({**columns, measure: [1.0] * rows}))
    assert best_kind(given, shown_answer(given, vendors={}, text=JA)) == best


def test_examples_can_be_asked_and_shown_as_they_say() -> None:
    for asked in EXAMPLES.values():
        assert asked.kind in ("", *fitting_kinds(asked.question, rows=10))
