"""Milestones of whole bodies: a body has attained one when all its counted applicable systems have.

The month of a body is the latest of its systems' months; it is 「遅くとも」 when only such systems were attained in it.
A body with an open system is open, else one with a 記録なし is 記録なし. It kept the date when each of its systems kept
its own (a designated system's own deadline at go-live), and its 超過 is the greatest of its systems': of the open ones
where any is open. Source: metrics.md §2; the definition of a body is this dashboard's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from data.rules.attainment import COUNTS, attainment_flags
from data.rules.milestones import milestone_overdue
from data.rules.months import month_numbers


def system_milestones(systems: pd.DataFrame, *, milestone: str, due: Mapping[str, str], month: str) -> pd.DataFrame:
    """One milestone of each applicable system of the mart of ``month``, in its rows: what all figures of it count.

    Columns: body_code, business, ``COUNTS`` (boolean), attained_month (number, NaN unless attained), overdue (超過 in
    months, NaN where there is none). ``due`` maps the ids to ISO dates.
    """
    applicable = systems[systems["is_applicable"]]
    flags = attainment_flags(applicable, milestone=milestone, due=due[milestone], month=month)
    overdue = milestone_overdue(applicable, month=month, due=due, only=milestone)[milestone]
    return flags.assign(
        body_code=applicable["body_code"],
        business=applicable["business"],
        attained_month=np.where(flags["attained"], month_numbers(applicable[f"{milestone}_attained"]), np.nan),
        overdue=overdue.to_numpy(dtype=np.float64, na_value=np.nan),
    )


def body_milestones(systems: pd.DataFrame, *, by: Sequence[str] = ("body_code",)) -> pd.DataFrame:
    """One row per body (or per other columns ``by``) of ``system_milestones``: the same columns, body by body.

    Two systems attained in 2026-01, 遅くとも in 2026-02, and a third open, 2 months past; without the third the body is
    attained, by the 「遅くとも」 in 2026-02:

    >>> rows = pd.DataFrame({"body_code": "20201", "counted": True, "attained": [True, True, False],
    ...     "latest_bound": [False, True, False], "open": [False, False, True], "on_time_counted": [True, False, True],
    ...     "attained_on_time": [True, False, False], "attained_month": [24312.0, 24313.0, None],
    ...     "overdue": [-2.0, -1.0, 2.0]}).reindex(columns=["body_code", *COUNTS, "attained_month", "overdue"])
    >>> rows[list(COUNTS)] = rows[list(COUNTS)].eq(True)
    >>> for found in (body_milestones(rows), body_milestones(rows.head(2))):
    ...     print(*found.loc[0, ["attained", "open", "latest_bound", "on_time_counted", "overdue"]])
    False True False True 2.0
    True False True False -1.0
    """
    keys = list(by)
    # Texts are grouped once; everything after goes by the numbers of the groups, in their order.
    group = systems.groupby(keys, sort=True).ngroup().to_numpy()
    latest = systems["attained_month"].groupby(group).transform("max")
    has_open = systems["open"].groupby(group).transform("any")
    facts = systems[list(COUNTS)].assign(
        is_missed=systems["on_time_counted"] & ~systems["attained_on_time"],
        is_unknown=systems["counted"] & ~systems["on_time_counted"] & ~systems["latest_bound"],
        is_exact_last=systems["attained"] & ~systems["latest_bound"] & (systems["attained_month"] == latest),
    )
    any_of = facts.groupby(group).any()
    attained = any_of["counted"] & ~any_of["open"] & ~any_of["unrecorded"]
    bound = attained & ~any_of["is_exact_last"]
    comparable = any_of["counted"] & ~bound & (any_of["is_missed"] | ~any_of["is_unknown"])
    others, past = any_of["open_undesignated"], any_of["open_designated_past"]
    unknown = any_of["open_designated_unknown"]
    flags = {
        "counted": any_of["counted"],
        "attained": attained,
        "attained_on_time": comparable & ~any_of["is_missed"],
        "on_time_counted": comparable,
        "open": any_of["open"],
        "unrecorded": any_of["unrecorded"] & ~any_of["open"],
        "latest_bound": bound,
        "carried": any_of["carried"],
        "not_counted": ~any_of["counted"],
        "open_overdue": any_of["open_overdue"],
        "open_undesignated": others,
        "open_designated_ahead": any_of["open_designated_ahead"] & ~others & ~past & ~unknown,
        "open_designated_past": past & ~others,
        "open_designated_unknown": unknown & ~others & ~past,
    }
    is_deciding = (systems["attained"] | systems["open"]) & (systems["open"] | ~has_open)
    overdue = systems["overdue"].where(is_deciding).groupby(group).max()
    month = systems["attained_month"].groupby(group).max().where(attained)
    names = systems[keys].iloc[np.unique(group, return_index=True)[1]].reset_index(drop=True)
    return pd.concat([names, pd.DataFrame(flags).assign(attained_month=month, overdue=overdue)], axis=1)
