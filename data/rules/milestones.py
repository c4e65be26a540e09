"""The notice's six milestones per system: since when attained, how sure that is, and how far over the date.

A milestone's condition: phase0 = the system has left phase 0; a step's = the step is 完了済み; live = 運用開始日 is at
or before the month's end. It is attained in the month since which the condition has held without interruption, as the
reports show it; go-live's month is that of the stated date itself, so it is never 「遅くとも」.
A milestone is not counted (not_counted) where its step, or the whole system, is 対象外, or nothing was ever reported.
Source: metrics.md §2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.model import MILESTONE_IDS
from data.rules.months import Months, month_number, month_numbers, month_texts
from data.rules.steps import COMPLETED, NO_REPORT, NOT_APPLICABLE, Statuses, gate_statuses

ATTAINED: Final = "attained"
OPEN: Final = "open"
UNRECORDED: Final = "unrecorded"
"""記録なし: open although a later milestone is attained; not overdue."""
NOT_COUNTED: Final = "not_counted"

_EARLIER: Final = MILESTONE_IDS[:-1]


def milestone_states(
    statuses: Statuses,
    *,
    phase: npt.NDArray[np.float64],
    live_on: pd.Series,
    gates: Mapping[str, int],
    previous: pd.DataFrame | None,
    month: str,
) -> pd.DataFrame:
    """Each system's milestones at ``month``: per id columns <id>_attained, <id>_is_latest_bound, <id>_state.

    ``statuses`` (see ``steps``; ``NO_REPORT`` rows were not reported this month), ``phase`` (NaN there), ``live_on``
    (a missing month's carried over) and ``previous`` (the same columns plus last_report_month, of the last mart before)
    have one row per system in the same order. Whatever is not reported keeps its previous state; ``previous`` None
    means that this is the first month.

    Complete at the first report in 2025-04 means 遅くとも 2025-04; open then and complete in 2025-05 means 2025-05:

    >>> def report(gate: str) -> Statuses:
    ...     return np.frombuffer(("W" + "U" * 4 + gate + "U" * 34).encode(), dtype=np.uint8).reshape(1, 40)
    >>> def states(gate, month, previous):
    ...     return milestone_states(report(gate), phase=np.array([1.0]), live_on=pd.Series([None], dtype="str"),
    ...                             gates={"step_3_2": 6}, previous=previous, month=month)
    >>> first, other = states("D", "2025-04", None), states("W", "2025-04", None).assign(last_report_month="2025-04")
    >>> second = states("D", "2025-05", other)
    >>> for one in (first, second):
    ...     print(one.loc[0, "step_3_2_state"], one.loc[0, "step_3_2_attained"], one.loc[0, "step_3_2_is_latest_bound"])
    attained 2025-04 True
    attained 2025-05 False
    """
    now = month_number(month)
    is_reported = statuses[:, 0] != NO_REPORT
    before = _Previous.of(previous, rows=len(statuses))
    is_excluded = np.where(is_reported, (statuses == NOT_APPLICABLE).all(axis=1), before.state["live"] == NOT_COUNTED)
    live_month = month_numbers(live_on)
    own = gate_statuses(statuses, gates=gates)
    columns: dict[str, pd.Series] = {}
    is_later_attained = np.zeros(len(statuses), dtype=np.bool_)
    for milestone in reversed(MILESTONE_IDS):
        attained, is_bound = before.attained[milestone], before.is_bound[milestone]
        if milestone == "live":
            is_counted = ~is_excluded
            attained, is_bound = np.where(live_month <= now, live_month, np.nan), np.zeros_like(is_bound)
        else:
            if milestone == "phase0":
                holds, counts = phase >= 1, ~is_excluded
            elif milestone in own:
                holds, counts = own[milestone] == COMPLETED, own[milestone] != NOT_APPLICABLE
            else:
                holds = counts = np.zeros(len(statuses), dtype=np.bool_)
            is_new = is_reported & holds & np.isnan(attained)
            is_bound = np.where(is_new, before.last_report != now - 1, is_bound)
            attained = np.where(is_new, now, np.where(is_reported & ~holds, np.nan, attained))
            is_counted = np.where(is_reported, counts, before.state[milestone] != NOT_COUNTED)
        is_attained = is_counted & ~np.isnan(attained)
        state = np.select(
            [~is_counted, is_attained, is_later_attained], [NOT_COUNTED, ATTAINED, UNRECORDED], default=OPEN
        )
        is_later_attained = is_later_attained | is_attained
        columns[milestone] = month_texts(np.where(is_attained, attained, np.nan))
        columns[f"{milestone}_is_latest_bound"] = pd.Series(is_attained & is_bound, dtype="boolean")
        columns[f"{milestone}_state"] = pd.Series(state, dtype="str")
    return pd.DataFrame(
        {
            f"{milestone}_{fact}": columns[milestone if fact == "attained" else f"{milestone}_{fact}"]
            for milestone in MILESTONE_IDS
            for fact in ("attained", "is_latest_bound", "state")
        }
    )


def deadlines(systems: pd.DataFrame, *, live_due: str) -> Months:
    """D4 of each system: its own deadline if designated (NaN where that is not known), else ``live_due``.

    Columns read: is_designated, designated_due_on.
    """
    is_designated = systems["is_designated"].fillna(value=False).to_numpy(dtype=np.bool_)
    return np.where(is_designated, month_numbers(systems["designated_due_on"]), month_number(live_due))


def milestone_overdue(
    systems: pd.DataFrame, *, month: str, due: Mapping[str, str], only: str | None = None
) -> pd.DataFrame:
    """超過 in months of every milestone or ``only`` one (columns: ids, Int64): attained − D, or as_of − D while open.

    Negative = 前倒し. Blank where 記録なし or not counted. ``due`` maps the ids to ISO due dates; a designated system's
    go-live is measured against its own deadline. Planned dates do not enter, so no re-planning can lower it.
    Columns read: <id>_attained, <id>_state, is_designated, designated_due_on.

    ③－２ (due 2023-09) attained 2023-11 is 2 over; go-live (due 2026-03) open at 2026-01 is −2:

    >>> blank = {f"{one}_{fact}": None for one in MILESTONE_IDS for fact in ("attained", "state")}
    >>> system = blank | {"step_3_2_attained": "2023-11", "step_3_2_state": "attained", "live_state": "open",
    ...                   "is_designated": False, "designated_due_on": None}
    >>> dates = dict.fromkeys(MILESTONE_IDS, "2023-09-30") | {"live": "2026-03-31"}
    >>> over = milestone_overdue(pd.DataFrame([system]), month="2026-01", due=dates)
    >>> over.loc[0, ["step_3_2", "step_8_2", "live"]].tolist()
    [2, <NA>, -2]
    """
    months: dict[str, pd.Series] = {}
    for milestone in (only,) if only else MILESTONE_IDS:
        limit = deadlines(systems, live_due=due["live"]) if milestone == "live" else month_number(due[milestone])
        state = systems[f"{milestone}_state"]
        since = np.where(state == OPEN, month_number(month), np.nan)
        reached = np.where(state == ATTAINED, month_numbers(systems[f"{milestone}_attained"]), since)
        months[milestone] = pd.Series(reached - limit, index=systems.index).astype("Int64")
    return pd.DataFrame(months)


def open_overdue(systems: pd.DataFrame, *, overdue: pd.DataFrame) -> pd.Series:
    """The greatest 超過 among the open milestones before go-live (Int64, blank if none is open): what 判定 looks at.

    ``overdue`` comes from :func:`milestone_overdue`; a milestone attained late is history, not overdue.
    """
    is_open = pd.DataFrame({one: systems[f"{one}_state"] == OPEN for one in _EARLIER})
    return overdue[list(_EARLIER)].where(is_open).max(axis=1).astype("Int64")


def judged_overdue(systems: pd.DataFrame, *, overdue: pd.DataFrame) -> pd.Series:
    """``overdue_months`` of each system (Int64): the greatest 超過 among its milestones that are judged.

    Judged are the open milestones, and go-live also once attained. Of a designated system only go-live is, against
    its own deadline. Blank where nothing is judged. Arguments as in :func:`open_overdue`.
    """
    earlier = open_overdue(systems, overdue=overdue).mask(systems["is_designated"].fillna(value=False))
    return pd.concat([earlier, overdue["live"]], axis=1).max(axis=1).astype("Int64")


@dataclass(frozen=True, slots=True)
class _Previous:
    """What the mart before says, as arrays in the systems' order."""

    attained: dict[str, Months]
    is_bound: dict[str, npt.NDArray[np.bool_]]
    state: dict[str, npt.NDArray[np.object_]]
    last_report: Months

    @classmethod
    def of(cls, previous: pd.DataFrame | None, *, rows: int) -> _Previous:
        """Nothing known where there is no mart before, or it does not have the system."""
        if previous is None:
            return cls(
                attained={one: np.full(rows, np.nan) for one in MILESTONE_IDS},
                is_bound={one: np.zeros(rows, dtype=np.bool_) for one in MILESTONE_IDS},
                state={one: np.full(rows, NOT_COUNTED, dtype=object) for one in MILESTONE_IDS},
                last_report=np.full(rows, np.nan),
            )
        return cls(
            attained={one: month_numbers(previous[f"{one}_attained"]) for one in MILESTONE_IDS},
            is_bound={
                one: previous[f"{one}_is_latest_bound"].fillna(value=False).to_numpy(dtype=np.bool_)
                for one in MILESTONE_IDS
            },
            state={one: previous[f"{one}_state"].fillna(NOT_COUNTED).to_numpy(dtype=object) for one in MILESTONE_IDS},
            last_report=month_numbers(previous["last_report_month"]),
        )
