"""Deadline, state of input, streaks and discipline, each worked out by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.model import JST, parse_instant
from data.rules.reporting import EntryState, body_inputs, collecting_month, discipline, due_at, entry_states, streaks

DUE = due_at("2026-01")
AFTER = parse_instant("2026-02-15T09:00+09:00")
BEFORE = parse_instant("2026-02-08T09:00+09:00")


def one(
    *, applicable: int = 2, reported: int = 2, counted: int = 2, timed: int = 2, entered: str | None = None
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "body_code": ["20201"],
            "systems_applicable": [applicable],
            "systems_reported": [reported],
            "systems_counted": [counted],
            "systems_timed": [timed],
            "entered_at": pd.Series([entered], dtype="str"),
        }
    )


def judged(inputs: pd.DataFrame, *, judged_at: datetime = AFTER) -> tuple[str, Any]:
    found = entry_states(inputs, due=DUE, judged_at=judged_at).iloc[0]
    return found["state"], None if pd.isna(found["delay_days"]) else int(found["delay_days"])


@pytest.mark.parametrize(
    ("month", "due"),
    [
        ("2026-01", "2026-02-10T14:59:59+00:00"),
        ("2025-12", "2026-01-10T14:59:59+00:00"),
        ("2024-01", "2024-02-10T14:59:59+00:00"),
    ],
)
def test_due_is_the_tenth_of_the_next_month_in_japan(month: str, due: str) -> None:
    assert due_at(month) == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("entered", "expected"),
    [
        ("2026-02-10T23:59:59+09:00", ("on_time", None)),
        ("2026-02-11T00:00:00+09:00", ("late", 1)),
        ("2026-02-10T15:00:00+00:00", ("late", 1)),
        ("2026-02-10T14:59:59+00:00", ("on_time", None)),
        ("2026-02-27T09:00:00+09:00", ("late", 17)),
        ("2026-03-10T09:00:00+09:00", ("late", 28)),
    ],
)
def test_the_last_entry_decides_to_the_second_in_japanese_days(entered: str, expected: tuple[str, int | None]) -> None:
    assert judged(one(entered=entered)) == expected


def test_what_is_missing_is_open_until_the_deadline() -> None:
    missing, part = one(reported=0, counted=0, timed=0), one(reported=1, timed=1, entered="2026-02-05T09:00:00+09:00")
    assert judged(missing) == ("missing", None)
    assert judged(part) == ("partial", None)
    assert judged(missing, judged_at=BEFORE) == judged(part, judged_at=BEFORE) == ("pending", None)
    assert judged(missing, judged_at=DUE) == ("pending", None)
    assert judged(one(entered="2026-02-05T09:00:00+09:00"), judged_at=BEFORE) == ("on_time", None)


def test_an_entry_time_that_is_not_known_is_not_called_in_time() -> None:
    assert judged(one(timed=0)) == ("reported", None)
    assert judged(one(timed=1, entered="2026-02-05T09:00:00+09:00")) == ("reported", None)
    assert judged(one(timed=1, entered="2026-02-12T09:00:00+09:00")) == ("late", 2)


def test_a_body_with_nothing_to_report_on_is_neither_in_time_nor_missing() -> None:
    assert judged(one(applicable=0, reported=0, counted=1, timed=0)) == ("not_applicable", None)
    assert judged(one(applicable=1, reported=0, counted=1, timed=0)) == ("partial", None)


def test_the_last_entry_is_that_of_an_applicable_system() -> None:
    systems = pd.DataFrame(
        {
            "body_code": ["20202", "20202", "20202", "20201"],
            "business": ["a", "b", "c", "a"],
            "is_applicable": [True, True, False, True],
            "is_reported": [True, True, True, False],
            "entered_at": pd.Series(
                ["2026-02-05T09:00:00+09:00", "2026-02-09T09:00:00+09:00", "2026-02-20T09:00:00+09:00", None],
                dtype="str",
            ),
        }
    )
    found = body_inputs(systems).astype(object)
    assert found.iloc[0].tolist()[:5] == ["20201", 1, 0, 0, 0]
    assert pd.isna(found.iloc[0]["entered_at"])
    assert found.iloc[1].tolist() == ["20202", 2, 2, 3, 2, "2026-02-09T09:00:00+09:00"]


def test_the_month_being_collected_changes_with_the_deadline() -> None:
    assert collecting_month(datetime(2026, 1, 10, 23, 59, 59, tzinfo=JST)) == "2025-12"
    assert collecting_month(parse_instant("2026-01-10T15:00:00+00:00")) == "2026-01"


def _states(**bodies: list[str | None]) -> pd.DataFrame:
    rows = [
        {"body_code": code, "month": f"2026-{place:02d}", "state": state}
        for code, told in bodies.items()
        for place, state in enumerate(told, start=1)
        if state is not None
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["late", "on_time", "on_time"], (2, 0, 0)),
        (["on_time", None, "on_time", "pending"], (2, 0, 0)),
        (["missing", "on_time", "late", "partial", "missing"], (0, 3, 1)),
        (["missing", "not_applicable", "missing"], (0, 2, 2)),
        (["on_time", "reported"], (0, 0, 0)),
        (["pending"], (0, 0, 0)),
    ],
)
def test_streaks_run_back_from_the_last_month(told: list[str | None], expected: tuple[int, int, int]) -> None:
    # The second body gives every month a column, so that a gap of the first is one.
    found = streaks(_states(a=told, b=["on_time"] * len(told)))
    assert tuple(found.to_numpy()[0].tolist()) == expected


@given(st.lists(st.sampled_from([str(state) for state in EntryState]), min_size=1, max_size=8))
def test_a_missing_streak_is_never_longer_than_that_of_being_behind(told: list[str]) -> None:
    on_time, behind, missing = streaks(_states(a=list(told))).to_numpy()[0].tolist()
    assert missing <= behind <= len(told)
    assert on_time == 0 or behind == 0


def test_a_month_still_open_or_without_times_has_no_share() -> None:
    rows = [("2026-01", "on_time"), ("2026-01", "missing"), ("2026-02", "on_time"), ("2026-02", "pending")]
    rows += [("2026-03", "reported"), ("2026-03", "missing"), ("2026-04", "not_applicable")]
    found = discipline(pd.DataFrame(rows, columns=["month", "state"])).set_index("month")
    assert found[["on_time_share", "behind_share"]].iloc[0].tolist() == [0.5, 0.5]
    assert found["on_time_share"].isna().tolist() == [False, True, True, True]
    assert found["bodies"].tolist() == [2, 2, 2, 0]
    assert found.loc["2026-03", "missing"] == 1
