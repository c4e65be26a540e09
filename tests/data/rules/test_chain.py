"""The chain against a naive reference, and the properties that must hold whatever is reported."""

from __future__ import annotations

import random
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.model import MILESTONE_IDS, Judgement
from data.reference import load_reference
from data.rules.attainment import milestone_attainment
from data.rules.bodies import JUDGEMENT_COLUMNS, body_status, migration, phase_counts
from data.rules.judgement import RULES, judgement_counts
from data.rules.milestones import ATTAINED, NOT_COUNTED, OPEN, UNRECORDED, milestone_overdue
from tests.data.rules import naive
from tests.data.rules.naive import GATES, History, Report
from tests.data.rules.programme import System, months, run, steps

pytestmark = pytest.mark.slow

DUE = {milestone.id: milestone.due_on.isoformat() for milestone in load_reference().milestones}
BUSINESSES = ("public_assistance", "property_tax")


def value(cell: Any) -> object:
    return None if pd.isna(cell) else cell


def assert_as_naive(row: Mapping[Hashable, Any], history: History, month: str) -> None:
    """One mart row says what a look back over the system's whole history says."""
    judged = naive.judgement(history, month)
    assert (value(row["judgement"]), value(row["judgement_rule"])) == (judged or (None, None))
    assert bool(row["is_applicable"]) == naive.is_applicable(history, month)
    assert value(row["overdue_months"]) == naive.judged_overdue(history, month)
    first, changes = naive.planning(history, month)
    assert (value(row["first_planned_live_on"]), value(row["replan_count"])) == (first, changes)
    is_measured = month in history and naive.is_applicable(history, month)
    assert value(row["phase"]) == (naive.phase(history[month], month) if is_measured else None)
    for one in MILESTONE_IDS:
        state = naive.state(one, history, month)
        assert row[f"{one}_state"] == state, one
        attained = naive.attained(one, history, month) if state == "attained" else None
        assert value(row[f"{one}_attained"]) == (attained[0] if attained else None), one
        assert row[f"{one}_is_latest_bound"] == (attained[1] if attained else False), one
    text = history[month].steps if month in history else None
    assert value(row["steps_completed"]) == (text.count("D") if text else None)
    assert value(row["steps_in_progress"]) == (text.count("W") if text else None)


def assert_all_as_naive(programme: dict[System, History], over: list[str]) -> dict[str, pd.DataFrame]:
    marts = run(programme, over)
    for month, mart in marts.items():
        rows = mart.to_dict("index")
        for system, history in programme.items():
            try:
                assert_as_naive(rows[system], history, month)
            except AssertionError as error:
                raise AssertionError(f"{system} at {month}, history {history}") from error
    return marts


def random_history(chance: random.Random, over: list[str]) -> dict[str, Report]:
    """A system that mostly advances, sometimes goes back, skips months, re-plans, loses dates, changes its mind."""
    done, history = chance.choice([0, 0, 5, 10, 20]), dict[str, Report]()
    planned, live = chance.choice([None, "2025-06-30", "2025-12-31", "2026-03-31", "2026-05-31"]), None
    is_designated, own_due = False, None
    exceptions = {gate: chance.choice("DWUN") for gate in GATES if chance.random() < 0.2}
    for month in over:
        done = min(40, max(0, done + chance.choice([-3, 0, 1, 2, 5])))
        if chance.random() < 0.15:
            planned = chance.choice([None, "2025-11-30", "2026-03-31", "2026-08-31", "2027-03-31"])
        if chance.random() < 0.1:
            is_designated = not is_designated
            own_due = chance.choice([None, "2025-12-31", "2027-03-31"]) if is_designated else None
        if chance.random() < 0.1:
            live = chance.choice([None, f"{month}-01", "2025-10-15", "2026-02-28"])
        if chance.random() < 0.1:
            exceptions = {gate: chance.choice("DWUN") for gate in GATES if chance.random() < 0.3}
        text = "N" * 40 if chance.random() < 0.04 else steps("D" * done + "W" * (0 < done < 40), **exceptions)
        if chance.random() < 0.85:
            history[month] = Report(text, planned, live, is_designated, own_due)
    return history


def test_a_random_programme_is_judged_as_the_naive_reference_does() -> None:
    rules, states = set[str](), set[str]()
    for first, last in (("2023-04", "2024-12"), ("2025-08", "2026-10")):
        chance, over = random.Random(first), months(first, last)
        programme: dict[System, History] = {
            (f"{number:05d}", business): random_history(chance, over)
            for number in range(20201, 20231)
            for business in BUSINESSES
        }
        for mart in assert_all_as_naive(programme, over).values():
            rules |= set(mart["judgement_rule"].dropna())
            states |= {f"{one} {state}" for one in MILESTONE_IDS for state in mart[f"{one}_state"]}
    assert rules == set(RULES), "every line of the rule was met"
    assert states >= {f"{one} {state}" for one in GATES for state in (ATTAINED, OPEN, UNRECORDED, NOT_COUNTED)}
    assert states >= {f"{one} {state}" for one in ("phase0", "live") for state in (ATTAINED, OPEN, NOT_COUNTED)}


dates = st.sampled_from([None, "2025-10-31", "2025-12-31", "2026-03-31", "2026-04-01", "2027-03-31"])
a_report = st.builds(
    Report,
    steps=st.one_of(
        st.just("N" * 40),
        st.builds(
            lambda done, gates: steps("D" * done, **gates),
            st.integers(0, 40),
            st.dictionaries(st.sampled_from(list(GATES)), st.sampled_from("DWUN")),
        ),
    ),
    planned=dates,
    live=dates,
    is_designated=st.booleans(),
    own_due=dates,
).map(lambda report: report if report.is_designated else replace(report, own_due=None))
OVER = months("2025-12", "2026-04")
a_history = st.dictionaries(st.sampled_from(OVER), a_report)
SYSTEMS = [(body, business) for body in ("20201", "20202") for business in BUSINESSES]
a_programme = st.tuples(*[a_history] * len(SYSTEMS)).map(lambda found: dict(zip(SYSTEMS, found, strict=True)))


@settings(max_examples=8)
@given(a_programme)
def test_any_history_is_judged_as_the_naive_reference_does(programme: dict[System, History]) -> None:
    for month, mart in assert_all_as_naive(programme, OVER).items():
        systems = mart.reset_index()
        applicable = systems[systems["is_applicable"]]

        assert set(applicable["judgement"]) <= {str(judgement) for judgement in Judgement}, "one 判定 per system"
        assert systems["judgement"].isna().equals(~systems["is_applicable"]), "and none for the others"
        assert judgement_counts(systems)["systems"].sum() == len(applicable)
        assert sum(phase_counts(systems).values()) == len(applicable)
        bodies = body_status(systems)
        bands = [*(f"phase_{phase}" for phase in range(5)), "phase_unknown"]
        assert bodies[bands].sum(axis=1).equals(bodies["systems_applicable"])
        assert bodies[list(JUDGEMENT_COLUMNS.values())].sum(axis=1).equals(bodies["systems_applicable"])
        assert migration(bodies).migrated_systems <= len(applicable)
        for found in milestone_attainment(systems, due=DUE, month=month):
            assert found.counted == found.attained + found.open + found.unrecorded, month
            assert found.counted + found.not_counted == len(applicable)
            assert found.attained_on_time + found.latest_bound <= found.attained
            waiting = (found.open_designated_ahead, found.open_designated_past, found.open_designated_unknown)
            assert found.open == found.open_undesignated + sum(waiting), month
            assert found.open_overdue <= found.open_undesignated + found.open_designated_past


@settings(max_examples=5)
@given(st.integers(0, 2**32))
def test_replanning_never_lowers_what_is_overdue(seed: int) -> None:
    chance = random.Random(seed)
    programme = {(f"{number:05d}", "property_tax"): random_history(chance, OVER) for number in range(20201, 20261)}
    month = chance.choice(OVER)
    replanned = {
        system: {
            when: replace(report, planned=chance.choice([None, "2026-03-31", "2030-12-31"]))
            if when >= month
            else report
            for when, report in history.items()
        }
        for system, history in programme.items()
    }

    before, after = (run(one, months(OVER[0], month))[month] for one in (programme, replanned))

    pd.testing.assert_series_equal(before["overdue_months"], after["overdue_months"])
    over_before, over_after = (milestone_overdue(mart, month=month, due=DUE) for mart in (before, after))
    pd.testing.assert_frame_equal(over_before, over_after)
