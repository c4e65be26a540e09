"""What is open past its date: the undesignated by the milestone's, the designated at go-live by their own."""

from __future__ import annotations

import pytest

from data.model import MILESTONE_IDS
from data.reference import load_reference
from data.rules.attainment import Attainment, milestone_attainment
from tests.data.rules.naive import Report
from tests.data.rules.programme import run, steps

DUE = {milestone.id: milestone.due_on.isoformat() for milestone in load_reference().milestones}
BEGUN = steps("W")
# Seven systems: one live, two undesignated and open, four designated and open by their own deadlines.
REPORTS = (
    Report(steps("D" * 40), live="2025-10-01"),
    Report(BEGUN),
    Report(BEGUN),
    Report(BEGUN, is_designated=True, own_due="2028-03-31"),
    Report(BEGUN, is_designated=True, own_due="2026-10-31"),
    Report(BEGUN, is_designated=True, own_due="2026-09-30"),
    Report(BEGUN, is_designated=True),
)


def attainment(month: str) -> dict[str, Attainment]:
    programme = {(f"{20201 + place}", "property_tax"): {month: report} for place, report in enumerate(REPORTS)}
    mart = run(programme, [month])[month].reset_index()
    return dict(zip(MILESTONE_IDS, milestone_attainment(mart, due=DUE, month=month), strict=True))


def split(found: Attainment) -> tuple[int, int, int, int]:
    return (
        found.open_undesignated,
        found.open_designated_ahead,
        found.open_designated_past,
        found.open_designated_unknown,
    )


@pytest.mark.parametrize(
    ("month", "expected", "overdue"),
    [
        # The month of a deadline is not past it; the national date 2026-03 passes with 2026-04.
        ("2026-03", (2, 3, 0, 1), 0),
        ("2026-04", (2, 3, 0, 1), 2),
        ("2026-09", (2, 3, 0, 1), 2),
        ("2026-10", (2, 2, 1, 1), 3),
        ("2026-11", (2, 1, 2, 1), 4),
    ],
)
def test_go_live_by_own_deadlines(month: str, expected: tuple[int, int, int, int], overdue: int) -> None:
    live = attainment(month)["live"]

    assert (live.counted, live.attained, live.open) == (7, 1, 6)
    assert split(live) == expected
    assert live.open_overdue == overdue


def test_earlier_milestones_do_not_judge_the_designated() -> None:
    # ③－２ was due 2023-09: the two undesignated are over, the four designated only shown.
    found = attainment("2026-11")["step_3_2"]

    assert (found.open, split(found), found.open_overdue) == (6, (2, 1, 2, 1), 2)
