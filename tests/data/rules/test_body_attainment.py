"""Whole bodies at a milestone: against a naive recount of single systems, body by body."""

from __future__ import annotations

from functools import cache
from random import Random

import pandas as pd
import pytest

from data.model import MILESTONE_IDS
from data.rules.attainment import COUNTS, milestone_attainment
from data.rules.body_attainment import body_milestones, system_milestones
from data.rules.months import month_number
from tests.data.rules import naive
from tests.data.rules.naive import DUE, GATES, History, Report
from tests.data.rules.programme import System, months, run, steps

LAST = "2026-05"
ISO_DUE = {one: f"{month}-28" for one, month in DUE.items()}
OVER = months("2025-12", LAST)


def programme(seed: int) -> dict[System, History]:
    """Six bodies of three systems each, reported with gaps, reopened steps, 対象外 and deadlines of their own."""
    random = Random(seed)
    return {
        (str(20201 + body), business): {month: _report(random) for month in OVER if random.random() < 0.8}
        for body in range(6)
        for business in ("family_register", "property_tax", "school_enrolment")
    }


@cache
def mart(seed: int) -> pd.DataFrame:
    """The last month's mart of a programme."""
    return run(programme(seed), OVER)[LAST].reset_index()


def _report(random: Random) -> Report:
    gates = {gate: random.choice("DDDDWUN") for gate in GATES}
    is_designated = random.random() < 0.3
    return Report(
        steps("W", **gates),
        live=random.choice([None, None, "2026-01-10", "2026-04-20"]),
        is_designated=is_designated,
        own_due=random.choice([None, "2026-03-31", "2028-03-31"]) if is_designated else None,
    )


def expected(milestone: str, histories: list[History]) -> dict[str, object]:
    """One body from its systems, in plain Python, from the definition."""
    facts = []
    for history in histories:
        if not naive.is_applicable(history, LAST):
            continue
        state = naive.state(milestone, history, LAST)
        since = naive.attained(milestone, history, LAST) if state == "attained" else None
        last = naive.known(history, LAST)[-1][1] if naive.known(history, LAST) else None
        due = (naive.deadline(last) if milestone == "live" and last else DUE[milestone]) or None
        facts.append((state, since, due, naive.overdue(milestone, history, LAST) if last else None, last))
    counted = [fact for fact in facts if fact[0] != "not_counted"]
    states = {fact[0] for fact in counted}
    found: dict[str, object] = {"counted": bool(counted), "attained": states == {"attained"}, "open": "open" in states}
    found["unrecorded"] = "unrecorded" in states and "open" not in states
    since_months = [since for _, since, _, _, _ in counted if since]
    latest = max((month for month, _ in since_months), default=None)
    is_bound = states == {"attained"} and all(bound for month, bound in since_months if month == latest)
    found["latest_bound"] = is_bound
    found["attained_month"] = latest if states == {"attained"} else None
    missed = any(
        not (state == "attained" and since and since[0] <= due[:7])
        for state, since, due, _, _ in counted
        if due and not (since and since[1])
    )
    is_unknown = any(due is None for _, _, due, _, _ in counted)
    is_comparable = bool(counted) and not is_bound and (missed or not is_unknown)
    found["on_time_counted"], found["attained_on_time"] = is_comparable, is_comparable and not missed
    deciding = [fact for fact in counted if fact[0] == ("open" if "open" in states else "attained")]
    found["overdue"] = max((over for _, _, _, over, _ in deciding if over is not None), default=None)
    found["open_overdue"] = any(
        state == "open" and over is not None and over > 0 and (milestone == "live" or not last.is_designated)
        for state, _, _, over, last in counted
        if last is not None
    )
    return found


@pytest.mark.parametrize("milestone", MILESTONE_IDS)
@pytest.mark.parametrize("seed", range(6))
def test_every_body_is_what_its_systems_say(seed: int, milestone: str) -> None:
    histories = programme(seed)
    bodies = body_milestones(system_milestones(mart(seed), milestone=milestone, due=ISO_DUE, month=LAST))
    rows = bodies.set_index("body_code").to_dict("index")
    for body in {body for body, _ in histories}:
        wanted = expected(milestone, [history for (code, _), history in histories.items() if code == body])
        month = wanted.pop("attained_month")
        wanted["attained_month"] = month_number(str(month)) if month else None
        row = rows.get(body, {"counted": False})
        assert {name: None if pd.isna(row[name]) else row[name] for name in wanted if name in row} == {
            name: value for name, value in wanted.items() if name in row
        }, (body, milestone)


@pytest.mark.parametrize("milestone", MILESTONE_IDS)
def test_systems_add_up_to_the_attainment_of_the_milestone(milestone: str) -> None:
    facts = system_milestones(mart(7), milestone=milestone, due=ISO_DUE, month=LAST)
    found = next(one for one in milestone_attainment(mart(7), due=ISO_DUE, month=LAST) if one.id == milestone)
    assert {name: int(facts[name].sum()) for name in COUNTS} == {name: getattr(found, name) for name in COUNTS}


@pytest.mark.parametrize("milestone", MILESTONE_IDS)
def test_bodies_keep_the_sums_of_attainment(milestone: str) -> None:
    bodies = body_milestones(system_milestones(mart(8), milestone=milestone, due=ISO_DUE, month=LAST))
    total = bodies[list(COUNTS)].sum()
    assert total["counted"] == total["attained"] + total["open"] + total["unrecorded"]
    assert total["counted"] + total["not_counted"] == len(bodies)
    parts = ("undesignated", "designated_ahead", "designated_past", "designated_unknown")
    assert total["open"] == sum(total[f"open_{part}"] for part in parts)
    assert total["attained_on_time"] <= total["on_time_counted"] <= total["counted"]
