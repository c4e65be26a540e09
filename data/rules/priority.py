"""Whom to call: 優先フォロー and アドバイザー派遣候補 (this dashboard's own judgement). Source: metrics.md §7.

Both look at open systems: applicable ones that are not live. A body without 判定 (a month of rates only) is in neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from data.model import Judgement
from data.rules.months import month_number, month_numbers

OPEN_JUDGEMENTS: Final = (Judgement.LATE, Judgement.UNREPORTED, Judgement.CAUTION, Judgement.ON_TRACK)
"""判定 of a system that is not live, in the order of the columns that count them."""

COUNTS: Final = {one: f"open_{one.name.lower()}" for one in OPEN_JUDGEMENTS}
"""Column of :func:`body_stakes` that counts the open systems of each 判定."""


def late_probability(judgement: pd.Series, *, by_judgement: Mapping[str, float]) -> pd.Series:
    """P(not live within 6 months) of each system, 0-1; 0 once live, blank where there is no 判定.

    Until there is a forecast it is read off the 判定; whatever replaces it replaces it here.

    >>> table = {"遅延": 0.8, "未報告": 0.6, "注意": 0.4, "順調": 0.1}
    >>> late_probability(pd.Series(["順調", "完了", None, "遅延"]), by_judgement=table).tolist()
    [0.1, 0.0, nan, 0.8]
    """
    known = {**by_judgement, str(Judgement.DONE): 0.0}
    return judgement.astype(object).map(known).astype("float64")


def body_stakes(systems: pd.DataFrame, *, month: str, by_judgement: Mapping[str, float]) -> pd.DataFrame:
    """One row per body with an open system, the highest stake first; equals by 遅延, then by code.

    stake = P(not live within 6 months) × open systems, P being the mean of its open systems: the sum of their P.
    Columns read: body_code, is_applicable, judgement, overdue_months, planned_live_on. Columns: body_code,
    stake (float), open_systems, open_late, open_unreported, open_caution, open_on_track, overdue_months (Int64, the
    longest of an open system that is past its date, else blank), planned_past (open systems whose planned go-live is
    before ``month``), planned_missing (reported ones without a planned go-live).

    A body with a late system and two on track, and one with two unreported ones:

    >>> systems = pd.DataFrame({"body_code": ["20201"] * 4 + ["20202"] * 2, "is_applicable": True,
    ...     "judgement": ["遅延", "順調", "順調", "完了", "未報告", "未報告"],
    ...     "overdue_months": pd.array([5, -2, -2, 9, None, None], dtype="Int64"),
    ...     "planned_live_on": ["2025-12-31", "2026-03-31", None, None, None, None]})
    >>> table = {"遅延": 0.8, "未報告": 0.6, "注意": 0.4, "順調": 0.1}
    >>> found = body_stakes(systems, month="2026-01", by_judgement=table)
    >>> print(found[["body_code", "open_systems", "overdue_months"]].to_string(header=False, index=False))
    20202 2 <NA>
    20201 3    5
    >>> [round(stake, 2) for stake in found["stake"]], found["planned_past"].tolist(), found["planned_missing"].tolist()
    ([1.2, 1.0], [0, 1], [0, 1])
    """
    is_open = systems["is_applicable"].astype("bool") & systems["judgement"].isin([str(one) for one in OPEN_JUDGEMENTS])
    rows = systems[is_open]
    judgement = rows["judgement"]
    planned = month_numbers(rows["planned_live_on"])
    overdue = rows["overdue_months"].astype("Int64")
    told = pd.DataFrame(
        {
            "body_code": rows["body_code"].astype("str"),
            "stake": late_probability(judgement, by_judgement=by_judgement),
            "open_systems": 1,
            **{column: (judgement == str(one)).astype("int64") for one, column in COUNTS.items()},
            "overdue_months": overdue.mask(overdue.isna() | (overdue <= 0)),
            "planned_past": (planned < month_number(month)).astype("int64"),
            "planned_missing": (np.isnan(planned) & (judgement != str(Judgement.UNREPORTED))).astype("int64"),
        },
        index=rows.index,
    )
    groups = told.groupby("body_code", sort=True)
    found = groups[["stake", "open_systems", *COUNTS.values(), "planned_past", "planned_missing"]].sum()
    found["overdue_months"] = groups["overdue_months"].max().astype("Int64")
    # Sums of tenths in another order differ in the last bit: equals must stay equal.
    found["stake"] = found["stake"].round(6)
    order = ["stake", COUNTS[Judgement.LATE], "body_code"]
    return found.reset_index().sort_values(order, ascending=[False, False, True], ignore_index=True)


def still_bodies(months: pd.DataFrame, *, first: str, last: str) -> frozenset[str]:
    """Bodies that report at ``first`` and at ``last`` and of which no open system completed a step between the two.

    ``months``: body_code, business, month (YYYY-MM), steps_completed of the systems open at ``last``, a row for each
    month from ``first`` to ``last`` in which it was reported. A step is newly completed where the number of 完了済み
    steps rises from one report to the next; a step reopened and completed again counts. A body that did not report at
    either end is not known to stand still.

    >>> months = pd.DataFrame({"body_code": ["a", "a", "b", "b", "c"], "business": "x", "steps_completed": 6,
    ...     "month": ["2025-07", "2026-01", "2025-07", "2026-01", "2026-01"]})
    >>> months.loc[3, "steps_completed"] = 7
    >>> sorted(still_bodies(months, first="2025-07", last="2026-01"))
    ['a']
    """
    known = months[months["steps_completed"].notna() & months["month"].between(first, last)]
    ordered = known.sort_values(["body_code", "business", "month"])
    rises = ordered.groupby(["body_code", "business"])["steps_completed"].diff() > 0
    moved = set(ordered.loc[rises.fillna(value=False).astype("bool"), "body_code"])
    ends = [set(known.loc[known["month"] == month, "body_code"]) for month in (first, last)]
    return frozenset(ends[0] & ends[1]) - moved


def dispatch_candidates(
    stakes: pd.DataFrame, *, still: frozenset[str], dispatched: frozenset[str], late_systems: int
) -> pd.DataFrame:
    """Bodies to propose an adviser to: rows of :func:`body_stakes` in their order, and is_late, is_still (why).

    遅延 in at least ``late_systems`` open systems, or among ``still``; not among ``dispatched``, which have an open
    dispatch.

    >>> stakes = pd.DataFrame({"body_code": list("abcd"), "open_late": [3, 2, 0, 9]})
    >>> found = dispatch_candidates(stakes, still=frozenset("c"), dispatched=frozenset("d"), late_systems=3)
    >>> found[["body_code", "is_late", "is_still"]].to_numpy().tolist()
    [['a', True, False], ['c', False, True]]
    """
    told = stakes.assign(
        is_late=stakes[COUNTS[Judgement.LATE]] >= late_systems, is_still=stakes["body_code"].isin(still)
    )
    wanted = (told["is_late"] | told["is_still"]) & ~told["body_code"].isin(dispatched)
    return told[wanted].reset_index(drop=True)
