"""影響範囲: which systems a vendor's withdrawal or slip hits, and how near each is to its go-live and its deadline.

A *shock* takes vendors out (or delays them) from a month on. Whatever is live stays live; what is planned before that
month is taken to go live as planned. This dashboard's own calculation, no official assessment. Source: metrics.md §5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.rules.months import month_number, month_numbers


@dataclass(frozen=True, slots=True)
class Shock:
    """What happens: ``vendors`` (codes) withdraw from ``month`` (YYYY-MM) on, or slip by ``slip_months`` from then on.

    ``preparation_months``: months a body needs with its new vendor before it can go live (withdrawals only).
    """

    vendors: frozenset[str]
    month: str
    slip_months: int | None = None
    preparation_months: int = 0

    @property
    def is_withdrawal(self) -> bool:
        """Whether the vendors leave, and their bodies need others."""
        return self.slip_months is None


def affected_systems(
    systems: pd.DataFrame,
    *,
    shock: Shock,
    as_of: str,
    programme_due: str,
    imminent_months: int,
    businesses: Sequence[str],
) -> pd.DataFrame:
    """The systems a shock hits, in the order in which they look for another vendor.

    ``systems``: all applicable ones (body_code, business, vendor_code, planned_live_on, live_on, is_designated,
    designated_due_on). Hit is a system of one of the vendors that is not live at the end of ``as_of`` (YYYY-MM) and
    whose planned go-live is in or after the month of the shock, overdue at ``as_of``, or not stated. The order: the
    deadline it has to meet (its own if designated, else ``programme_due``, an ISO date; unknown last), its planned
    month (none last), body code, then business in the order of ``businesses``.

    Columns: those given, then planned, due (month numbers, NaN = not stated), is_undated, is_overdue (planned month not
    after ``as_of``), is_imminent (planned from the month of the shock to ``imminent_months`` after it).

    A is planned before the shock, B after it, C is overdue, D live:

    >>> systems = pd.DataFrame({"body_code": ["A", "B", "C", "D"], "business": "b", "vendor_code": "V",
    ...     "planned_live_on": ["2026-02-10", "2026-04-10", "2025-12-10", None],
    ...     "live_on": [None, None, None, "2025-01-10"], "is_designated": False, "designated_due_on": None})
    >>> shock = Shock(frozenset({"V"}), month="2026-03")
    >>> hit = affected_systems(systems, shock=shock, as_of="2026-01", programme_due="2026-03-31", imminent_months=6,
    ...     businesses=["b"])
    >>> hit[["body_code", "is_overdue", "is_imminent"]].to_numpy().tolist()
    [['C', True, False], ['B', False, True]]
    """
    now, start = month_number(as_of), month_number(shock.month)
    theirs = systems[systems["vendor_code"].isin(shock.vendors).to_numpy(dtype=np.bool_)]
    planned = month_numbers(theirs["planned_live_on"])
    is_hit = ~(month_numbers(theirs["live_on"]) <= now) & ~((planned > now) & (planned < start))
    found, planned = theirs[is_hit], planned[is_hit]
    is_designated = found["is_designated"].fillna(value=False).to_numpy(dtype=np.bool_)
    due = np.where(is_designated, month_numbers(found["designated_due_on"]), month_number(programme_due))
    order = found["business"].map({business: place for place, business in enumerate(businesses)})
    hit = found.assign(
        planned=planned,
        due=due,
        is_undated=np.isnan(planned),
        is_overdue=planned <= now,
        is_imminent=(planned > now) & (planned >= start) & (planned <= start + imminent_months),
        place=order,
    )
    return hit.sort_values(["due", "planned", "body_code", "place"], ignore_index=True).drop(columns="place")


def slipped(affected: pd.DataFrame, *, slip_months: int) -> pd.DataFrame:
    """``affected`` with expected = planned + ``slip_months``; unknown (NaN) where overdue or without a date.

    >>> hit = pd.DataFrame({"planned": [24000.0, 23990.0, float("nan")], "is_overdue": [False, True, False]})
    >>> slipped(hit, slip_months=3)["expected"].tolist()
    [24003.0, nan, nan]
    """
    return affected.assign(expected=(affected["planned"] + slip_months).where(~affected["is_overdue"]))


def newly_late(affected: pd.DataFrame) -> pd.Series:
    """Whether each was planned within its deadline and is not expected within it any more (due, planned, expected).

    Overdue and undated ones were not in time before, so that nothing is newly lost.

    >>> hit = pd.DataFrame({"due": 5.0, "planned": [4.0, 4.0, 4.0, 6.0], "expected": [5.0, 6.0, float("nan"), 9.0],
    ...     "is_overdue": False})
    >>> newly_late(hit).tolist()
    [False, True, True, False]
    """
    was_in_time = (affected["planned"] <= affected["due"]) & ~affected["is_overdue"]
    return was_in_time & ~(affected["expected"] <= affected["due"])
