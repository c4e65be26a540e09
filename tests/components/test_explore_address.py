"""A question in the address: every question comes back as it was, every address gives one, nonsense is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.explore_address import (
    FILTERS,
    KINDS,
    MOST_PAGE,
    MOST_VALUES,
    SPANS,
    VERSUS,
    Asked,
    Refusal,
    address_of,
    asked_of,
    parameters,
)
from data.model import shift_month
from data.reference import load_reference
from data.views.exploration import Question
from data.views.explore_terms import DIMENSIONS, MEASURES

_FREE = st.text(max_size=6) | st.sampled_from(["", "~", ",", "~2", "~1,~0", "20201", "長野県"])
_MONTHS = st.sets(st.integers(0, 60), max_size=8).map(
    lambda found: tuple(shift_month("2023-04", by) for by in sorted(found))
)


def _values(name: str) -> st.SearchStrategy[str]:
    if name == "month":
        return st.sampled_from(["", "2023-04", "2026-01"])
    closed = DIMENSIONS["body" if name == "peers" else name].values
    return st.sampled_from(["", *closed]) if closed else _FREE


@st.composite
def _asked(draw: st.DrawFn) -> Asked:
    measures = draw(st.lists(st.sampled_from(sorted(MEASURES)), min_size=1, max_size=4, unique=True))
    by = draw(st.lists(st.sampled_from(sorted(DIMENSIONS)), max_size=2, unique=True))
    filters = {}
    for name in draw(st.sets(st.sampled_from(sorted(FILTERS)), max_size=3)):
        filters[name] = tuple(draw(st.lists(_values(name), min_size=1, max_size=3, unique=True)))
    span = draw(st.sampled_from(["", *SPANS]))
    return Asked(
        question=Question(
            months=() if span else draw(_MONTHS),
            filters=filters,
            measures=tuple(measures),
            by=tuple(by),
            order=draw(st.sampled_from(["", *(f"{sign}{one}" for one in (*measures, *by) for sign in ("", "-"))])),
            page=draw(st.integers(1, MOST_PAGE)),
        ),
        span=span,
        kind=draw(st.sampled_from(["", *KINDS])),
        is_split=draw(st.booleans()),
        mark={name: draw(_values(name)) for name in by if draw(st.booleans())},
        versus=draw(st.none() | st.sampled_from(VERSUS).flatmap(lambda name: st.tuples(st.just(name), _values(name)))),
    )


@given(_asked())
def test_a_question_comes_back_as_it_was(asked: Asked) -> None:
    assert asked_of(address_of(asked)) == (asked, ())


_NAMES = ["count", "by", "over", "sort", "rows", "show", "split", "mark", "versus", "month", "lang"]
_NAMES += [f"where.{name}" for name in (*DIMENSIONS, "nonsense", "")]


@given(st.dictionaries(st.sampled_from(_NAMES) | st.text(max_size=4), st.text(max_size=20), max_size=8))
def test_every_address_gives_a_question_that_stands(address: dict[str, str]) -> None:
    asked, _ = asked_of(address)
    assert asked_of(address_of(asked)) == (asked, ())
    assert set(parameters(address_of(asked))) == set(address_of(asked))


@pytest.mark.parametrize(
    ("address", "left_out"),
    [
        ({"count": "systems,happiness"}, Refusal("count", "happiness")),
        ({"count": "systems,systems"}, None),
        ({"by": "galaxy"}, Refusal("by", "galaxy")),
        ({"by": "prefecture,judgement,month"}, Refusal("by", "month")),
        ({"where.galaxy": "1"}, Refusal("where.galaxy", "1")),
        ({"where.month": "2026-01"}, Refusal("where.month", "2026-01")),
        ({"where.judgement": "遅延,superb"}, Refusal("where.judgement", "superb")),
        ({"over": "2026-13"}, Refusal("over", "2026-13")),
        ({"over": "2026-01..2025-01"}, Refusal("over", "2026-01..2025-01")),
        ({"over": "0001-01..9999-12"}, Refusal("over", "0001-01..9999-12")),
        ({"sort": "bodies"}, Refusal("sort", "bodies")),
        ({"rows": "0"}, Refusal("rows", "0")),
        ({"rows": "9" * 400}, Refusal("rows", "9" * 400)),
        ({"show": "pie"}, Refusal("show", "pie")),
        ({"mark": "prefecture:20"}, Refusal("mark", "prefecture:20")),
        ({"versus": "tomorrow"}, Refusal("versus", "tomorrow")),
        ({"versus": "size_class:foo"}, Refusal("versus", "size_class:foo")),
        ({"versus": "peers:99999"}, Refusal("versus", "peers:99999")),
        ({"by": "month", "mark": "month:abc"}, Refusal("mark", "month:abc")),
        ({"by": "flag", "mark": "flag:V9"}, Refusal("mark", "flag:V9")),
        (
            {"by": "unreported_months_of_3", "mark": "unreported_months_of_3:x"},
            Refusal("mark", "unreported_months_of_3:x"),
        ),
        ({"month": "nonsense of others"}, None),
    ],
)
def test_what_cannot_be_asked_is_named(address: dict[str, str], left_out: Refusal | None) -> None:
    _, refused = asked_of(address)
    assert refused == ((left_out,) if left_out else ())


def test_more_values_than_an_address_can_carry_are_named() -> None:
    bodies = [body.code for body in load_reference().bodies][: MOST_VALUES + 1]
    asked, refused = asked_of({"where.body": ",".join(bodies)})
    assert asked.question.filters == {"body": tuple(bodies[:MOST_VALUES])}
    assert refused == (Refusal("where.body", bodies[-1]),)


def test_an_address_reads_well() -> None:
    question = Question(
        months=("2025-04", "2025-05", "2025-06", "2026-01"),
        filters={"judgement": ("遅延", ""), "vendor": ("A01",)},
        measures=("systems", "overdue_mean"),
        by=("prefecture",),
        order="-overdue_mean",
    )
    assert address_of(Asked(question=question, kind="bar", mark={"prefecture": "20"})) == {
        "count": "systems,overdue_mean",
        "by": "prefecture",
        "where.judgement": "遅延,~2",
        "where.vendor": "A01",
        "over": "2025-04..2025-06,2026-01",
        "sort": "-overdue_mean",
        "show": "bar",
        "mark": "prefecture:20",
    }


def test_months_move_with_the_as_of_month() -> None:
    known = ("2025-10", "2025-11", "2026-01", "2026-02")
    assert Asked(span="last3").at("2026-01", months=known).months == ("2025-11", "2026-01")
    assert Asked(span="all").at("2026-01", months=known).months == ("2025-10", "2025-11", "2026-01")
    assert Asked(Question(months=("2025-10", "2025-12", "2026-02"))).at("2026-01", months=known).months == ("2025-10",)
    assert Asked().at("2026-01", months=known).months == ()
