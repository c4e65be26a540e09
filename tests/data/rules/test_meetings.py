"""連絡会議: exactly one state each, counted in months, and what is not recorded is never told as not held."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules.meetings import MeetingCourse, MeetingState, meeting_course, next_meeting


def course(*held: str, month: str = "2026-01", planned: tuple[str, ...] = ()) -> MeetingCourse:
    return course_of([date.fromisoformat(day) for day in held], month=month, planned=planned)


def course_of(held: list[date], *, month: str, planned: tuple[str, ...] = ()) -> MeetingCourse:
    days = [date.fromisoformat(day) for day in planned]
    return meeting_course(held, planned=days, month=month, lapsed_months=3, window_months=12, regular_months=3)


@pytest.mark.parametrize(
    ("held", "state", "since", "recent"),
    [
        ((), "unrecorded", None, 0),
        (("2026-01-31",), "met", 0, 1),
        # The last day of October is three months before January by months, whatever the days.
        (("2025-10-31",), "lapsed", 3, 1),
        (("2025-11-01",), "met", 2, 1),
        # Two months with a meeting are no regularity yet, nor is any number of days in one or two.
        (("2025-11-01", "2026-01-31"), "met", 0, 2),
        (("2026-01-05", "2026-01-06"), "met", 0, 2),
        (("2025-12-01", "2025-12-02", "2025-12-03", "2026-01-05", "2026-01-06"), "met", 0, 5),
        (("2025-11-30", "2025-12-01", "2026-01-05"), "regular", 0, 3),
        (("2025-09-01", "2025-11-30", "2026-01-31"), "regular", 0, 3),
        # The same two months later: no three months have passed yet.
        (("2025-07-01", "2025-09-01", "2025-11-01"), "regular", 2, 3),
        # October to January is a gap of three months, wherever it lies in the window.
        (("2025-10-31", "2026-01-01"), "met", 0, 2),
        (("2025-06-01", "2025-07-01", "2025-10-31", "2025-12-01", "2026-01-01"), "met", 0, 5),
        # February 2025 is the first of the twelve months up to January 2026; January 2025 is none of them.
        (("2025-02-01", "2026-01-05"), "met", 0, 2),
        (("2025-01-31", "2026-01-05"), "met", 0, 1),
        # Known to have met before: then silent from February, the window's beginning, to November.
        (("2024-01-05", "2025-11-05", "2025-12-05", "2026-01-05"), "met", 0, 3),
        (("2025-01-31", "2025-05-01", "2025-07-01", "2025-09-01", "2025-11-01", "2026-01-05"), "met", 0, 5),
        # A gap before the window does not count against a prefecture: from February to April are two months.
        (("2024-01-05", "2025-04-01", "2025-06-01", "2025-08-01", "2025-10-01", "2025-12-01"), "regular", 1, 5),
        # Nothing is known before the first record.
        (("2025-11-05", "2025-12-05", "2026-01-05"), "regular", 0, 3),
        (("2024-01-05",), "lapsed", 24, 0),
    ],
)
def test_a_state_by_hand(held: tuple[str, ...], state: str, since: int | None, recent: int) -> None:
    found = course(*held)
    assert (found.state, found.months_since, found.recent) == (state, since, recent)
    assert found.last_on == (date.fromisoformat(held[-1]) if held else None)


def test_a_later_meeting_says_nothing_of_the_month_but_is_told() -> None:
    found = course("2025-09-01", "2026-02-03", "2026-03-03")
    assert (found.state, found.months_since, found.later_on) == ("lapsed", 4, date(2026, 2, 3))
    only_later = course("2026-02-03")
    assert (only_later.state, only_later.last_on, only_later.later_on) == ("unrecorded", None, date(2026, 2, 3))


def test_a_plan_is_no_meeting() -> None:
    assert course(planned=("2026-02-01",)).state is MeetingState.PLANNED
    assert course("2025-10-01", planned=("2026-02-01",)).state is MeetingState.LAPSED


def test_a_plan_that_passed_is_no_plan_of_the_month() -> None:
    assert course(planned=("2024-05-01",)).state is MeetingState.UNRECORDED
    assert course(planned=("2026-01-31",)).state is MeetingState.UNRECORDED
    assert course(planned=("2026-01-31",), month="2025-12").state is MeetingState.PLANNED
    assert course(planned=("2024-05-01", "2026-02-01")).state is MeetingState.PLANNED


DAYS = st.lists(st.dates(date(2023, 1, 1), date(2026, 12, 31)), max_size=8)


@given(DAYS, st.dates(date(2023, 1, 1), date(2026, 12, 31)))
def test_the_order_of_writing_changes_nothing_and_a_meeting_this_month_is_never_lapsed(
    days: list[date], day: date
) -> None:
    month = day.isoformat()[:7]
    told = [course_of(order, month=month) for order in (days, days[::-1])]
    assert told[0] == told[1]
    with_one = course_of([*days, day], month=month)
    assert with_one.state in {MeetingState.MET, MeetingState.REGULAR}
    assert with_one.months_since == 0
    assert with_one.recent == told[0].recent + 1


@given(DAYS, DAYS, st.dates(date(2023, 1, 1), date(2026, 12, 31)))
def test_the_next_meeting_is_a_planned_day_after_every_meeting_held(
    planned: list[date], held: list[date], today: date
) -> None:
    found = next_meeting(planned, held=held, today=today)
    left = {day for day in planned if all(day > one for one in held)}
    if found is None:
        assert not left
        return
    assert found in left
    nearer = {day for day in left if today <= day < found}
    assert not nearer
    if found < today:
        assert max(left) == found


def test_today_is_still_ahead() -> None:
    today = date(2026, 2, 10)
    assert next_meeting([today, today + timedelta(1)], held=[], today=today) == today
