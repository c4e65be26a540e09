"""Planned go-live dates over time: the first one ever reported, how often it changed, how far it has drifted.

A month without a report, or with a blank date, changes nothing here. Source: metrics.md §2.
"""

from __future__ import annotations

import pandas as pd

from data.rules.months import month_numbers


def planning_history(planned: pd.Series, *, is_reported: pd.Series, previous: pd.DataFrame | None) -> pd.DataFrame:
    """Carry the planning history of each system over one more report.

    ``planned``: the report's 移行予定日 (ISO dates, blank where missing). ``previous`` has the columns answered, same
    rows: first_planned_live_on, last_planned_live_on (ISO; the last one stated, kept over blanks), replan_count (Int64:
    changes of the stated date; blank until the first report).

    Planned 2025-10-31, then blank, then 2026-02-28: one re-planning, and the first date stays:

    >>> history = None
    >>> for date in ("2025-10-31", None, "2026-02-28"):
    ...     stated = pd.Series([date], dtype="str")
    ...     history = planning_history(stated, is_reported=pd.Series([True]), previous=history)
    >>> print(*history.loc[0])
    2025-10-31 2026-02-28 1
    """
    stated = planned.where(is_reported)
    if previous is None:
        zero = pd.Series(0, index=planned.index, dtype="Int64")
        return pd.DataFrame(
            {
                "first_planned_live_on": stated,
                "last_planned_live_on": stated,
                "replan_count": zero.mask(~is_reported),
            }
        )
    first, last = previous["first_planned_live_on"], previous["last_planned_live_on"]
    is_changed = (stated.notna() & last.notna() & (stated != last)).astype("Int64")
    count = previous["replan_count"].mask(previous["replan_count"].isna() & is_reported, 0)
    return pd.DataFrame(
        {
            "first_planned_live_on": first.where(first.notna(), stated),
            "last_planned_live_on": stated.where(stated.notna(), last),
            "replan_count": count + is_changed,
        }
    )


def planned_drift_months(systems: pd.DataFrame) -> pd.Series:
    """予定のずれ in months (Int64): planned go-live now − the first ever reported; blank while either is.

    Columns read: planned_live_on, first_planned_live_on.

    >>> planned_drift_months(pd.DataFrame({"planned_live_on": ["2026-03-31", None],
    ...                                    "first_planned_live_on": ["2025-11-30", "2025-11-30"]})).tolist()
    [4, <NA>]
    """
    drift = month_numbers(systems["planned_live_on"]) - month_numbers(systems["first_planned_live_on"])
    return pd.Series(drift, index=systems.index).astype("Int64")
