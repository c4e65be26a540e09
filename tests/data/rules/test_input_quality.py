"""Every quality signal raised, not raised and untold, from steps written out by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from data.rules.input_quality import (
    CHECKS,
    REPORT_COLUMNS,
    SIGNALS,
    DesignatedList,
    checks_passed,
    failed_checks,
    quality_scores,
    quality_signals,
)

TOWN = "20481"


def steps(done: int, *, working: int = 0, outside: int = 0) -> str:
    return "D" * done + "W" * working + "N" * outside + "U" * (40 - done - working - outside)


def report(*systems: tuple[Any, ...]) -> pd.DataFrame:
    """Rows of (business, steps, planned, live) of the town."""
    rows = [(TOWN, business, told, *([*dates, None, None][:2])) for business, told, *dates in systems]
    return pd.DataFrame(rows, columns=list(REPORT_COLUMNS)).astype("str")


def mart(*businesses: str, conflict: bool | None = False, applicable: bool = True) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "body_code": TOWN,
            "business": list(businesses),
            "is_applicable": applicable,
            "has_order_conflict": pd.array([conflict] * len(businesses), dtype="boolean"),
        }
    )


def signals(
    *reports: pd.DataFrame | None, systems: pd.DataFrame, month: str = "2026-05", listed: DesignatedList | None = None
) -> pd.Series:
    padded = [*reports, None, None][:3]
    found = quality_signals(padded, systems=systems, month=month, bulk_minimum_systems=3, listed=listed)
    assert found.index.tolist() == [TOWN]
    return found.iloc[0]


def test_identical_input_for_three_months_is_frozen_only_while_a_step_is_under_way() -> None:
    same = report(("a", steps(5, working=1)), ("b", steps(9)))
    systems = mart("a", "b")
    assert signals(same, same, same, systems=systems)["frozen"]
    idle = report(("a", steps(5)), ("b", steps(9)))
    assert not signals(idle, idle, idle, systems=systems)["frozen"]
    moved = report(("a", steps(5, working=1)), ("b", steps(8)))
    assert not signals(same, same, moved, systems=systems)["frozen"]
    # A month without a report leaves it untold, unless a known month already differs.
    assert pd.isna(signals(same, same, systems=systems)["frozen"])
    assert not signals(same, moved, systems=systems)["frozen"]


def test_a_new_planned_date_is_a_new_input() -> None:
    told = steps(5, working=1)
    now, before = report(("a", told, "2026-09-30", None)), report(("a", told, "2026-08-31", None))
    assert signals(now, now, now, systems=mart("a"))["frozen"]
    assert not signals(now, now, before, systems=mart("a"))["frozen"]


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (("a", steps(5)), ("a", steps(6)), True),
        (("a", steps(5, working=1)), ("a", steps(6)), True),
        (("a", steps(5, outside=1)), ("a", steps(6)), False),
        (("a", steps(5)), ("a", steps(5, working=1)), False),
        (("a", steps(40)), ("a", steps(40), None, "2026-03-01"), True),
        (("a", steps(40), None, "2026-04-01"), ("a", steps(40), None, "2026-03-01"), False),
    ],
)
def test_a_completed_step_open_again_or_a_lost_date_is_a_step_back(
    now: tuple[Any, ...], before: tuple[Any, ...], expected: bool
) -> None:
    assert signals(report(now), report(before), systems=mart("a"))["reverted"] == expected


def test_a_step_back_is_untold_without_the_month_before() -> None:
    assert pd.isna(signals(report(("a", steps(5))), systems=mart("a"))["reverted"])


@pytest.mark.parametrize(
    ("planned", "live", "expected"),
    [
        ("2026-04-30", None, True),
        ("2026-05-01", None, False),
        ("2026-06-30", None, False),
        (None, None, False),
        ("2026-03-31", "2026-05-31", False),
        ("2026-03-31", "2026-06-01", True),
    ],
)
def test_a_plan_is_passed_in_the_month_after_it_while_not_live(
    planned: str | None, live: str | None, expected: bool
) -> None:
    assert signals(report(("a", steps(9), planned, live)), systems=mart("a"))["plan_passed"] == expected


@pytest.mark.parametrize(("conflict", "expected"), [(True, True), (False, False)])
def test_the_marts_order_conflict_is_taken_over(conflict: bool, expected: bool) -> None:
    assert signals(report(("a", steps(9))), systems=mart("a", conflict=conflict))["order_conflict"] == expected


def test_all_systems_moved_to_one_value_at_once_are_bulk() -> None:
    systems = mart("a", "b", "c")
    now = report(("a", steps(9)), ("b", steps(8, outside=1)), ("c", steps(9)))
    before = report(("a", steps(5)), ("b", steps(3)), ("c", steps(8)))
    assert signals(now, before, systems=systems)["bulk"]
    one_stayed = report(("a", steps(9)), ("b", steps(3)), ("c", steps(8)))
    assert not signals(now, one_stayed, systems=systems)["bulk"]
    uneven = report(("a", steps(9)), ("b", steps(9)), ("c", steps(10)))
    assert not signals(uneven, before, systems=systems)["bulk"]
    two = report(("a", steps(9)), ("b", steps(9)))
    assert not signals(two, report(("a", steps(5)), ("b", steps(5))), systems=mart("a", "b"))["bulk"]
    assert pd.isna(signals(now, systems=systems)["bulk"])


def _listed(month: str, *businesses: str) -> DesignatedList:
    rows = pd.DataFrame({"body_code": [TOWN] * len(businesses), "business": list(businesses)}, dtype="str")
    return DesignatedList(month=month, rows=rows, programme_due="2026-03-31")


@pytest.mark.parametrize(
    ("live", "listed", "expected"),
    [
        ("2026-04-30", _listed("2026-04", "a"), True),
        ("2026-05-01", _listed("2026-04", "a"), False),
        (None, _listed("2026-04", "a"), False),
        (None, _listed("2026-04"), True),
        (None, _listed("2026-03"), False),
        ("2026-02-01", _listed("2026-04"), False),
    ],
)
def test_the_list_and_the_report_are_checked_against_each_other(
    live: str | None, listed: DesignatedList, expected: bool
) -> None:
    found = signals(report(("a", steps(9), None, live)), systems=mart("a"), listed=listed)
    assert found["mismatch"] == expected


def test_without_a_list_or_a_report_nothing_is_told() -> None:
    assert pd.isna(signals(report(("a", steps(9))), systems=mart("a"))["mismatch"])
    assert signals(None, systems=mart("a")).isna().all()
    assert signals(report(("a", None)), systems=mart("a")).isna().all()
    assert signals(report(("a", steps(9))), systems=mart("a", applicable=False)).isna().all()


def _passed(state: str, **raised: bool | None) -> pd.DataFrame:
    told = pd.DataFrame({name: pd.array([raised.get(name, False)], dtype="boolean") for name in SIGNALS}, index=[TOWN])
    return checks_passed(pd.DataFrame({"body_code": [TOWN], "state": [state]}), signals=told)


@pytest.mark.parametrize(
    ("state", "failed"),
    [
        ("on_time", ()),
        ("late", ("in_time",)),
        ("partial", ("complete", "in_time")),
        ("missing", ("complete", "in_time")),
        ("reported", ()),
        ("pending", ()),
    ],
)
def test_the_input_itself_is_checked_first(state: str, failed: tuple[str, ...]) -> None:
    assert failed_checks(_passed(state)).loc[TOWN] == failed


def test_a_score_is_the_weighted_share_of_the_checks_that_could_be_told() -> None:
    weights = dict(zip(CHECKS, (3, 2, 2, 1, 2, 1, 1, 1), strict=True))
    passed = _passed("late", plan_passed=True, mismatch=None)
    # 13 less the untold 突合不一致 is 12; late loses 2, 予定超過 2: 8 of 12.
    assert quality_scores(passed, weights=weights).loc[TOWN] == pytest.approx(800 / 12)
    assert failed_checks(passed).loc[TOWN] == ("in_time", "plan_passed")
    untold = _passed("pending", **dict.fromkeys(SIGNALS))
    assert pd.isna(quality_scores(untold, weights=weights).loc[TOWN])
