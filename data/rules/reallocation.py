"""Who finds a new vendor, and when: a greedy reallocation under the other vendors' spare capacity.

Systems take their turn in the order of ``affected_systems``. Each takes the earliest month in which one of its
alternatives has a place left; of several the one with the most places left in that month, then the first code. Nobody
goes live before the month once planned. The allocation is always over the whole nation: capacity is shared by all.
This dashboard's own calculation (本ダッシュボード独自の試算), not what anybody has agreed to. Source: metrics.md §5.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from math import floor
from typing import Final

import numpy as np
import pandas as pd

from data.rules.months import month_number, month_numbers, month_texts
from data.rules.vendor_impact import Shock


class Outcome(StrEnum):
    """What becomes of a system whose vendor leaves."""

    PLACED = "placed"
    FULL = "full"
    NO_ALTERNATIVE = "no_alternative"


class SpareCapacity:
    """The places each vendor has left in each month from ``first`` on: whole systems, its own plans taken off.

    ``capacity``: systems a month per vendor; ``planned``: vendor and month number of every system it has still to bring
    live. A month in which it has planned more than it can do has no place.

    >>> spare = SpareCapacity({"A": 2.5}, planned=pd.DataFrame({"vendor_code": ["A", "A"], "planned": [7.0, 7.0]}),
    ...     first=7, months=3)
    >>> spare.next_free("A", 7), spare.left("A", 8)
    (8, 2)
    """

    def __init__(self, capacity: Mapping[str, float], *, planned: pd.DataFrame, first: int, months: int) -> None:
        self._first, self._months = first, months
        ahead = planned[(planned["planned"] >= first) & (planned["planned"] < first + months)]
        load = ahead.groupby(["vendor_code", "planned"]).size().to_dict()
        self._left = {
            vendor: [max(0, floor(most - load.get((vendor, float(first + at)), 0) + _ROUNDING)) for at in range(months)]
            for vendor, most in capacity.items()
        }
        # For each month the next one with a place, followed and shortened as months fill up; the last is a sentinel.
        self._next = {
            vendor: [at if at == months or left[at] else at + 1 for at in range(months + 1)]
            for vendor, left in self._left.items()
        }

    def next_free(self, vendor: str, month: int) -> int | None:
        """The first month number from ``month`` on with a place of ``vendor``; None within the months looked at."""
        if vendor not in self._next or month - self._first >= self._months:
            return None
        ways, at = self._next[vendor], month - self._first
        passed = []
        while ways[at] != at:
            passed.append(at)
            at = ways[at]
        for one in passed:
            ways[one] = at
        return None if at == self._months else self._first + at

    def left(self, vendor: str, month: int) -> int:
        """Places of ``vendor`` in a month."""
        return self._left[vendor][month - self._first]

    def take(self, vendor: str, month: int) -> None:
        """Take one place of ``vendor`` in a month that has one."""
        at = month - self._first
        self._left[vendor][at] -= 1
        if not self._left[vendor][at]:
            self._next[vendor][at] = at + 1


_ROUNDING: Final = 1e-9
"""A capacity of 3 reached by interpolation must not count as 2."""


def reallocate(
    affected: pd.DataFrame,
    *,
    systems: pd.DataFrame,
    shock: Shock,
    as_of: str,
    alternatives: Mapping[str, Sequence[str]],
    capacity: Mapping[str, float],
    horizon_months: int,
) -> pd.DataFrame:
    """``affected`` (see ``affected_systems``, with successor_vendor_code) with where each goes.

    ``systems``: all applicable ones (vendor_code, planned_live_on, live_on), whose plans fill the vendors' months.
    ``alternatives``: business to the codes of the vendors that could take over; those of the shock never can. A system
    whose reported successor is among them goes to that one alone. It waits at most ``horizon_months`` from its first
    possible month: the latest of the shock's month, the month after ``as_of`` (to both the preparation is added) and
    its planned month.

    Adds: alternatives (number), outcome (``Outcome``), slot_vendor, expected (month number of the place, NaN = none).
    """
    now = month_number(as_of)
    start = max(month_number(shock.month), now + 1) + shock.preparation_months
    earliest = np.fmax(affected["planned"].to_numpy(dtype=np.float64), float(start)).astype(np.int64)
    last = int(earliest.max(initial=start)) + horizon_months
    spare = SpareCapacity(
        {vendor: most for vendor, most in capacity.items() if vendor not in shock.vendors},
        planned=_waiting(systems, now=now),
        first=start,
        months=last - start + 1,
    )
    offers = {business: _open_to(codes, shock.vendors) for business, codes in alternatives.items()}
    outcomes: list[Outcome] = []
    vendors: list[str | None] = []
    months: list[float] = []
    numbers: list[int] = []
    for business, successor, first in zip(
        affected["business"], affected["successor_vendor_code"], earliest.tolist(), strict=True
    ):
        offered = offers.get(business, ())
        numbers.append(len(offered))
        asked = (successor,) if successor in offered else offered
        found = _first_place(asked, spare=spare, first=first, last=first + horizon_months)
        if found is None:
            outcomes.append(Outcome.FULL if offered else Outcome.NO_ALTERNATIVE)
            vendors.append(None)
            months.append(np.nan)
            continue
        spare.take(*found)
        outcomes.append(Outcome.PLACED)
        vendors.append(found[0])
        months.append(float(found[1]))
    return affected.assign(
        alternatives=pd.Series(numbers, index=affected.index, dtype="int64"),
        outcome=pd.Series([one.value for one in outcomes], index=affected.index, dtype="str"),
        slot_vendor=pd.Series(vendors, index=affected.index, dtype="str"),
        expected=pd.Series(months, index=affected.index, dtype="float64"),
    )


def live_course(
    systems: pd.DataFrame, *, affected: pd.DataFrame, as_of: str, past_months: int, until: str
) -> pd.DataFrame:
    """Systems live by each month-end as planned, and with the shock: past as reported, ahead as planned.

    ``affected`` with planned and expected. Systems overdue or without a date have no month, so that neither line counts
    them after ``as_of``. Columns: month (YYYY-MM), is_past, without, with_shock (systems live by its end).
    """
    now = month_number(as_of)
    first, last = now - past_months, max(month_number(until), now)
    live = month_numbers(systems["live_on"])
    waiting = _waiting(systems, now=now)["planned"].to_numpy(dtype=np.float64)
    planned = np.concatenate([live[live <= now], waiting[waiting > now]])
    hit = affected["planned"].to_numpy(dtype=np.float64)
    moved = affected["expected"].to_numpy(dtype=np.float64)[hit > now]
    months = np.arange(first, last + 1, dtype=np.float64)
    without = _by_end(planned, months=months)
    change = _by_end(moved[~np.isnan(moved)], months=months) - _by_end(hit[hit > now], months=months)
    return pd.DataFrame(
        {"month": month_texts(months), "is_past": months <= now, "without": without, "with_shock": without + change}
    )


def _waiting(systems: pd.DataFrame, *, now: int) -> pd.DataFrame:
    """Vendor and planned month number of what is not live yet."""
    is_waiting = ~(month_numbers(systems["live_on"]) <= now)
    rows = systems[is_waiting]
    return pd.DataFrame({"vendor_code": rows["vendor_code"], "planned": month_numbers(rows["planned_live_on"])})


def _by_end(whens: np.ndarray, *, months: np.ndarray) -> np.ndarray:
    return np.searchsorted(np.sort(whens), months, side="right").astype(np.int64)


def _open_to(codes: Sequence[str], left: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(code for code in codes if code not in left))


def _first_place(vendors: Sequence[str], *, spare: SpareCapacity, first: int, last: int) -> tuple[str, int] | None:
    """The earliest place any of ``vendors`` has from ``first`` to ``last``: the most left, then the first code."""
    free = [(month, vendor) for vendor in vendors if (month := spare.next_free(vendor, first)) is not None]
    if not free:
        return None
    month = min(free)[0]
    if month > last:
        return None
    return min(
        (vendor for when, vendor in free if when == month), key=lambda one: (-spare.left(one, month), one)
    ), month
