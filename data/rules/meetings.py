"""連絡会議: which prefectures meet regularly, and which have not met for months (this dashboard's own judgement).

Counted in months at the end of a month: a meeting held later says nothing about it. A register holds what people wrote
down: no record is 記録なし, never proof that nobody met.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from data.rules.months import month_number


class MeetingState(StrEnum):
    """How a prefecture stands with its meetings at the end of a month; exactly one, in the order they are tried."""

    LAPSED = "lapsed"
    REGULAR = "regular"
    MET = "met"
    PLANNED = "planned"
    UNRECORDED = "unrecorded"


@dataclass(frozen=True, slots=True)
class MeetingCourse:
    """A prefecture's meetings as far as recorded, seen from the end of a month.

    ``last_on``: the last one held by then, ``months_since`` the months from it to the month; None without one.
    ``recent``: meetings held in the window of months up to it. ``later_on``: the first one held after it.
    """

    state: MeetingState
    last_on: date | None
    months_since: int | None
    recent: int
    later_on: date | None


def meeting_course(
    held: Iterable[date],
    *,
    planned: Iterable[date],
    month: str,
    lapsed_months: int,
    window_months: int,
    regular_months: int,
) -> MeetingCourse:
    """Tell how a prefecture stands at the end of ``month`` (YYYY-MM) from the days its meetings were held on.

    LAPSED: the last one lies ``lapsed_months`` or more back. REGULAR: held in at least ``regular_months`` different
    ones of the ``window_months`` months up to ``month``, none of them ``lapsed_months`` or more after the one before;
    the first one counts from the window's beginning where one was held before it, else it has none before. MET: the
    last one lies less far back. PLANNED: none was held by then, and one of ``planned`` lies after the month; these are
    the days planned by then. UNRECORDED: none of these.

    >>> days = [date(2025, 9, 30), date(2025, 11, 4), date(2026, 1, 8)]
    >>> def state(*held: date, month: str = "2026-01") -> str:
    ...     return meeting_course(held, planned=[date(2026, 1, 31)], month=month, lapsed_months=3, window_months=12,
    ...                           regular_months=3).state.value
    >>> state(*days), state(*days[1:]), state(days[0], days[2]), state(*days, month="2026-04"), state()
    ('regular', 'met', 'met', 'lapsed', 'unrecorded')
    >>> state(month="2025-12"), state(date(2024, 6, 3), *days)
    ('planned', 'met')
    """
    at = month_number(month)
    days = sorted(held)
    by_then = [day for day in days if _number(day) <= at]
    later = next((day for day in days if _number(day) > at), None)
    if not by_then:
        is_planned = any(_number(day) > at for day in planned)
        state = MeetingState.PLANNED if is_planned else MeetingState.UNRECORDED
        return MeetingCourse(state, last_on=None, months_since=None, recent=0, later_on=later)
    since = at - _number(by_then[-1])
    begins = at - window_months + 1
    recent = [_number(day) for day in by_then if _number(day) >= begins]
    told = [begins, *recent] if _number(by_then[0]) < begins else recent
    is_without_gap = all(after - before < lapsed_months for before, after in pairwise(told))
    if since >= lapsed_months:
        state = MeetingState.LAPSED
    elif is_without_gap and len(set(recent)) >= regular_months:
        state = MeetingState.REGULAR
    else:
        state = MeetingState.MET
    return MeetingCourse(state, last_on=by_then[-1], months_since=since, recent=len(recent), later_on=later)


def next_meeting(planned: Iterable[date], *, held: Iterable[date], today: date) -> date | None:
    """The day of the next meeting: the first one planned from ``today`` on, else the last one that was not held.

    A day planned counts only while no meeting was held on it or later: then the plan is done with, kept or not.

    >>> plans = [date(2026, 2, 10), date(2026, 3, 10)]
    >>> next_meeting(plans, held=[date(2026, 2, 10)], today=date(2026, 2, 20))
    datetime.date(2026, 3, 10)
    >>> next_meeting(plans, held=[date(2026, 1, 9)], today=date(2026, 4, 1))
    datetime.date(2026, 3, 10)
    >>> next_meeting(plans, held=[date(2026, 3, 11)], today=date(2026, 4, 1)) is None
    True
    """
    last = max(held, default=date.min)
    open_days = sorted(day for day in planned if day > last)
    ahead = [day for day in open_days if day >= today]
    return ahead[0] if ahead else open_days[-1] if open_days else None


def _number(day: date) -> int:
    return month_number(day.isoformat())
