"""Whether what a body entered can be believed: the quality signals, and the データ品質スコア over all checks.

A signal is raised, not raised, or cannot be told (null): a body that has not reported the month raises none of them, it
fails by its input alone. Source: metrics.md §4. This dashboard's own judgement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.rules.months import month_number, month_numbers
from data.rules.reporting import BEHIND, EntryState
from data.rules.steps import COMPLETED, IN_PROGRESS, NO_REPORT, NOT_APPLICABLE, NOT_STARTED, step_statuses

SIGNALS: Final = ("frozen", "reverted", "plan_passed", "order_conflict", "bulk", "mismatch")
"""凍結, 後戻り, 予定超過, 順序矛盾, 一括, 突合不一致."""

CHECKS: Final = ("complete", "in_time", *SIGNALS)
"""What the score is made of: all applicable systems entered, none after the deadline, and no signal raised."""

REPORT_COLUMNS: Final = ("body_code", "business", "steps", "planned_live_on", "live_on")
_KEYS: Final = ["body_code", "business"]
_INPUT: Final = ("steps", "planned_live_on", "live_on")


@dataclass(frozen=True, slots=True)
class DesignatedList:
    """The 特定移行 list in force: its own month, its systems (body_code, business), and the programme's deadline."""

    month: str
    rows: pd.DataFrame
    programme_due: str


def quality_signals(
    reports: Sequence[pd.DataFrame | None],
    *,
    systems: pd.DataFrame,
    month: str,
    bulk_minimum_systems: int,
    listed: DesignatedList | None = None,
) -> pd.DataFrame:
    """Per body of ``systems``, by code: a boolean column per signal, null where it cannot be told.

    ``reports``: the PMO reports (``REPORT_COLUMNS``) of ``month``, the month before, and so on back over as many months
    as an input must stay identical to be frozen (凍結); None = no report of that month. ``systems``: body_code,
    business, is_applicable and has_order_conflict of the month's mart.

    - frozen: every system's input identical in all ``reports`` while a step is 作業中
    - reverted: against the month before, a 完了済み step is open again, or a 運用開始日 has gone
    - plan_passed: a planned date in a month before this one, of a system not live
    - order_conflict: a system with a milestone 記録なし
    - bulk: ``bulk_minimum_systems`` or more, all moved in this month to one and the same number of steps
    - mismatch: live no later than the list's month-end, yet on the 特定移行 list; or the reverse: neither live nor on a
      list made after the programme's deadline
    """
    codes = pd.Index(sorted(systems["body_code"].unique()), name="body_code")
    rows = _rows(reports[0], systems=systems)
    earlier = [_matched(report, rows=rows) for report in reports[1:]]
    by = rows["body_code"]
    is_live = pd.Series(month_numbers(rows["live_on"]) <= month_number(month), index=rows.index)
    is_past = pd.Series(month_numbers(rows["planned_live_on"]) < month_number(month), index=rows.index)
    statuses = step_statuses(rows["steps"])
    before = step_statuses(earlier[0]["steps"])
    found = {
        "frozen": _frozen(rows, earlier, is_working=pd.Series((statuses == IN_PROGRESS).any(axis=1), index=rows.index)),
        "plan_passed": (is_past & ~is_live).groupby(by).any(),
        "bulk": _bulk(by, statuses=statuses, before=before, least=bulk_minimum_systems),
    }
    is_known = earlier[0]["steps"].notna()
    is_open_again = (before == COMPLETED) & ((statuses == IN_PROGRESS) | (statuses == NOT_STARTED))
    is_back = pd.Series(is_open_again.any(axis=1), index=rows.index)
    is_back |= earlier[0]["live_on"].notna() & rows["live_on"].isna()
    found["reverted"] = is_back[is_known].groupby(by[is_known]).any()
    here = rows.merge(systems[[*_KEYS, "has_order_conflict"]], on=_KEYS, how="left")
    conflicts = here["has_order_conflict"].astype("boolean")
    found["order_conflict"] = conflicts[conflicts.notna()].groupby(here["body_code"]).any()
    found["mismatch"] = _mismatch(rows, is_live=is_live, month=month, listed=listed)
    return pd.DataFrame({name: found[name].astype("boolean").reindex(codes) for name in SIGNALS}, index=codes)


def checks_passed(states: pd.DataFrame, *, signals: pd.DataFrame) -> pd.DataFrame:
    """Per body of ``states`` (body_code, state): a boolean column per check, null where it cannot be told.

    ``signals``: rows of :func:`quality_signals`. A month still open and 対象外 decide neither of the first two checks.

    >>> states = pd.DataFrame({"body_code": ["20201"], "state": ["late"]})
    >>> signals = pd.DataFrame({name: pd.array([name == "bulk"], dtype="boolean") for name in SIGNALS}, index=["20201"])
    >>> passed = checks_passed(states, signals=signals).iloc[0]
    >>> [name for name in CHECKS if not passed[name]]
    ['in_time', 'bulk']
    """
    told = states.set_index("body_code")["state"]
    is_decided = ~told.isin([EntryState.PENDING, EntryState.NOT_APPLICABLE])
    is_complete = told.isin([EntryState.ON_TIME, EntryState.LATE, EntryState.REPORTED])
    is_in_time = ~told.isin(BEHIND)
    first = {
        "complete": is_complete.astype("boolean").where(is_decided),
        "in_time": is_in_time.astype("boolean").where(is_decided & (told != EntryState.REPORTED)),
    }
    others = ~signals.reindex(told.index).astype("boolean")
    return pd.DataFrame({**first, **{name: others[name] for name in SIGNALS}})


def quality_scores(passed: pd.DataFrame, *, weights: Mapping[str, float]) -> pd.Series:
    """データ品質スコア 0 to 100: the weighted share of the checks that could be told and passed; null without any.

    Of weights 3, 1 and 4 the second failed and the third cannot be told:

    >>> passed = pd.DataFrame({"a": [True], "b": [False], "c": [None]}, dtype="boolean")
    >>> quality_scores(passed, weights={"a": 3, "b": 1, "c": 4}).tolist()
    [75.0]
    """
    weight = pd.Series(dict(weights), dtype="float64")[list(passed.columns)]
    told = passed.notna().mul(weight, axis=1).sum(axis=1)
    won = passed.fillna(value=False).astype("bool").mul(weight, axis=1).sum(axis=1)
    return (won * 100 / told.where(told > 0)).astype("Float64")


def failed_checks(passed: pd.DataFrame) -> pd.Series:
    """The names of the checks each body failed, in the order of the columns."""
    is_failed = (~passed).fillna(value=False).to_numpy(dtype=np.bool_)
    names = np.array(passed.columns, dtype=object)
    return pd.Series([tuple(names[row]) for row in is_failed], index=passed.index, dtype=object)


def _rows(report: pd.DataFrame | None, *, systems: pd.DataFrame) -> pd.DataFrame:
    """The month's reported applicable systems."""
    if report is None:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in REPORT_COLUMNS})
    applicable = systems.loc[systems["is_applicable"].astype("bool"), _KEYS]
    return report[report["steps"].notna()].merge(applicable, on=_KEYS, validate="one_to_one")[list(REPORT_COLUMNS)]


def _matched(report: pd.DataFrame | None, *, rows: pd.DataFrame) -> pd.DataFrame:
    """The same systems in an earlier month, blank where it did not report them."""
    if report is None:
        return pd.DataFrame({name: pd.Series(None, index=rows.index, dtype="str") for name in _INPUT})
    found = rows[_KEYS].merge(report[list(REPORT_COLUMNS)], on=_KEYS, how="left", validate="one_to_one")
    return found[list(_INPUT)].set_axis(rows.index)


def _frozen(rows: pd.DataFrame, earlier: Sequence[pd.DataFrame], *, is_working: pd.Series) -> pd.Series:
    by = rows["body_code"]
    is_changed = pd.Series(data=False, index=rows.index)
    is_known = pd.Series(data=True, index=rows.index)
    for past in earlier:
        is_told = past["steps"].notna()
        is_known &= is_told
        for name in _INPUT:
            is_changed |= is_told & (rows[name].fillna("") != past[name].fillna(""))
    is_moved = is_changed.groupby(by).any()
    frozen = (is_working.groupby(by).any() & ~is_moved).astype("boolean")
    return frozen.where(is_known.groupby(by).all() | ~frozen)


def _bulk(by: pd.Series, *, statuses: np.ndarray, before: np.ndarray, least: int) -> pd.Series:
    def counted(of: np.ndarray) -> pd.Series:
        done = ((of == COMPLETED) | (of == NOT_APPLICABLE)).sum(axis=1)
        return pd.Series(np.where((of == NO_REPORT).all(axis=1), np.nan, done), index=by.index)

    now, past = counted(statuses), counted(before)
    grouped = now.groupby(by)
    is_one_value = (grouped.nunique() == 1) & (grouped.size() >= least)
    has_moved = (now != past).where(past.notna(), other=False).groupby(by).all()
    is_told = past.notna().groupby(by).any()
    return (is_one_value & has_moved).astype("boolean").where(is_told)


def _mismatch(rows: pd.DataFrame, *, is_live: pd.Series, month: str, listed: DesignatedList | None) -> pd.Series:
    if listed is None:
        return pd.Series(dtype="boolean")
    on_list = pd.MultiIndex.from_frame(rows[_KEYS]).isin(pd.MultiIndex.from_frame(listed.rows[_KEYS]))
    made = month_number(listed.month)
    is_odd = on_list & is_live & (month_numbers(rows["live_on"]) <= made)
    if min(made, month_number(month)) > month_number(listed.programme_due):
        is_odd |= ~on_list & ~is_live
    found: pd.Series = is_odd.groupby(rows["body_code"]).any()
    return found
