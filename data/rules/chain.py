"""The monthly mart: this month's report, what the months before leave behind, and the rules on both.

Over a month without a report persist, marked 前月値 (``is_carried``): 運用開始日, the planning history, milestones,
applicability, designation and vendor. Counts, rates, phase, 自己評価 and entry time do not. Source: metrics.md §0-3.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.model import MILESTONE_IDS
from data.reference import COMMON_FUNCTION, Reference
from data.rules.applicability import stated_applicability
from data.rules.judgement import judgements
from data.rules.milestones import (
    NOT_COUNTED,
    UNRECORDED,
    judged_overdue,
    milestone_overdue,
    milestone_states,
    open_overdue,
)
from data.rules.phases import is_live, phase_numbers
from data.rules.planning import planning_history
from data.rules.progress import system_mart
from data.rules.steps import NOT_APPLICABLE, gate_ordinals, step_counts, step_statuses, steps_of

CARRIED: Final = {
    "live_on": "str",
    "planned_live_on": "str",
    "is_designated": "boolean",
    "designated_due_on": "str",
    "designated_reason": "Int64",
    "vendor_code": "str",
}
"""Facts of the report, with their types, that hold over a month without one."""

_CODE_VERSION: Final = "systems-3"
"""Changes whenever the code here, or under it, would give other rows, or the store would choose other inputs."""

OWN_MONTH: Final = {"steps": "str", "self_assessment": "str", "entered_at": "str"}
"""Facts of the report, with their types, that belong to its month alone."""


def rules_version(reference: Reference) -> str:
    """Name of everything :func:`month_mart` depends on besides its tables: this code, milestones, steps and thresholds.

    Marts under another name are computed again at the next import.
    """
    tables = (
        gate_ordinals(reference.steps, milestones=reference.milestones),
        [(milestone.id, milestone.due_on.isoformat()) for milestone in reference.milestones],
        reference.rules.long_overdue_months,
        reference.rules.planned_soon_months,
    )
    return f"{_CODE_VERSION}-{hashlib.sha256(repr(tables).encode()).hexdigest()[:8]}"


def month_mart(
    report: pd.DataFrame | None,
    *,
    rates: pd.DataFrame | None,
    previous: pd.DataFrame | None,
    applicability: pd.DataFrame | None,
    step_table: pd.DataFrame | None,
    universe: pd.DataFrame,
    month: str,
    reference: Reference,
) -> pd.DataFrame:
    """The month's mart from the PMO's ``report`` where there is one, else from MIC's ``rates``.

    ``step_table``: the one in force (ordinal, label, name), None = the built-in one. In a month with rates only, what
    needs steps or dates is blank; a system that the last PMO report declared 対象外 stays so. The other arguments are
    those of :func:`system_facts`.
    """
    if report is not None:
        steps = reference.steps if step_table is None else steps_of(step_table)
        return system_facts(
            report,
            previous=previous,
            applicability=applicability,
            gates=gate_ordinals(steps, milestones=reference.milestones),
            universe=universe,
            month=month,
            reference=reference,
        )
    systems = system_mart(rates, applicability, universe=universe, month=month)
    if previous is not None:
        before = _at(previous, positions=_positions(previous, universe=universe))
        systems["is_applicable"] &= ~was_excluded(before, rows=len(systems))
    return systems


def system_facts(
    report: pd.DataFrame | None,
    *,
    previous: pd.DataFrame | None,
    applicability: pd.DataFrame | None,
    gates: Mapping[str, int],
    universe: pd.DataFrame,
    month: str,
    reference: Reference,
) -> pd.DataFrame:
    """The month's mart (columns of SYSTEM_MART), one row per row of ``universe``, in its order.

    ``report``: rows of the kind PMO_REPORT (one with blank steps is 未報告); None = nobody reported. ``previous``: the
    last mart made by this function before ``month``, whatever months lie between. ``applicability``: the table in
    force. ``gates``: see ``steps.gate_ordinals``. 共通機能 is never a system.
    Raises ValueError for a reported system outside ``universe``, or steps that cannot be decoded.

    A system live since 2025-12 with 39 steps done, and one nobody reported:

    >>> from data.reference import load_reference
    >>> universe = pd.DataFrame({"body_code": ["01100", "01202"], "business": ["property_tax"] * 2})
    >>> report = pd.DataFrame({"body_code": ["01100"], "business": ["property_tax"], "steps": ["D" * 39 + "W"],
    ...     "live_on": ["2025-12-01"], "planned_live_on": ["2025-10-31"], "is_designated": [False],
    ...     "designated_due_on": [None], "designated_reason": [None], "vendor_code": ["A01"],
    ...     "self_assessment": [None], "entered_at": ["2026-02-05T10:00:00+09:00"]})
    >>> mart = system_facts(report, previous=None, applicability=None, gates={"step_3_2": 6, "step_10_2": 27},
    ...                     universe=universe, month="2026-01", reference=load_reference())
    >>> print(mart[["steps_counted", "phase", "live_attained", "overdue_months", "judgement"]].to_string(header=False))
    0    39     4  2025-12    -3   完了
    1  <NA>  <NA>      NaN  <NA>  未報告
    """
    facts = _reported(report, universe=universe)
    before = None if previous is None else _at(previous, positions=_positions(previous, universe=universe))
    statuses = step_statuses(facts.pop("steps"))
    is_reported = facts["is_reported"]
    planning = planning_history(facts["planned_live_on"], is_reported=is_reported, previous=before)
    for column in CARRIED:
        facts[column] = facts[column].where(is_reported, pd.NA if before is None else before[column])
    live = is_live(facts["live_on"], month=month)
    phase = phase_numbers(statuses, is_live=live, gates=gates)
    states = milestone_states(
        statuses, phase=phase, live_on=facts["live_on"], gates=gates, previous=before, month=month
    )
    stated = stated_applicability(universe, applicability, month=month)
    is_excluded = np.where(is_reported, (statuses == NOT_APPLICABLE).all(axis=1), was_excluded(before, rows=len(facts)))
    facts["is_applicable"] = stated.fillna(value=True).to_numpy(dtype=np.bool_) & ~is_excluded
    facts["phase"] = pd.Series(phase).astype("Int64").where(facts["is_applicable"])
    presence = _presence(is_reported, before=before, month=month)
    has_conflict = pd.concat([states[f"{one}_state"] == UNRECORDED for one in MILESTONE_IDS], axis=1).any(axis=1)
    facts["has_order_conflict"] = has_conflict.astype("boolean").where(presence["last_report_month"].notna())
    systems = pd.concat([facts, presence, step_counts(statuses), planning, states], axis=1)
    return _judged(systems, live=live, month=month, reference=reference)


def was_excluded(previous: pd.DataFrame | None, *, rows: int) -> npt.NDArray[np.bool_]:
    """Whether each system's last report declared all 40 steps 対象外, which holds until its next report.

    ``previous``: last_report_month and live_state of a mart; None answers ``rows`` times False.

    >>> marts = pd.DataFrame({"last_report_month": ["2025-12", "2025-12", None],
    ...                       "live_state": ["not_counted", "open", "not_counted"]})
    >>> was_excluded(marts, rows=3).tolist()
    [True, False, False]
    """
    if previous is None:
        return np.zeros(rows, dtype=np.bool_)
    is_excluded = (previous["live_state"] == NOT_COUNTED) & previous["last_report_month"].notna()
    return is_excluded.to_numpy(dtype=np.bool_)


def _judged(systems: pd.DataFrame, *, live: npt.NDArray[np.bool_], month: str, reference: Reference) -> pd.DataFrame:
    due = {milestone.id: milestone.due_on.isoformat() for milestone in reference.milestones}
    overdue = milestone_overdue(systems, month=month, due=due)
    is_measured = systems["is_applicable"] & (systems["is_reported"] | live)
    judged = judgements(
        systems,
        month=month,
        live_due=due["live"],
        open_overdue=open_overdue(systems, overdue=overdue),
        long_overdue_months=reference.rules.long_overdue_months,
        planned_soon_months=reference.rules.planned_soon_months,
    )
    measured = judged_overdue(systems, overdue=overdue).where(is_measured)
    return pd.concat([systems, measured.rename("overdue_months"), judged], axis=1)


def _reported(report: pd.DataFrame | None, *, universe: pd.DataFrame) -> pd.DataFrame:
    """The report's facts in the universe's order, blank where a system is not in it."""
    typed = CARRIED | OWN_MONTH
    if report is None:
        report = pd.DataFrame({column: pd.Series(dtype="str") for column in ("body_code", "business", *typed)})
    rows = report[report["business"] != COMMON_FUNCTION]
    positions = _positions(rows, universe=universe)
    outside = len(rows) - int((positions >= 0).sum())
    if outside:
        raise ValueError(f"{outside} reported systems are outside the universe of systems")
    facts = _at(rows[list(typed)].astype(typed), positions=positions)
    facts["designated_due_on"] = facts["designated_due_on"].where(facts["is_designated"].fillna(value=False))
    facts["designated_reason"] = facts["designated_reason"].where(facts["is_designated"].fillna(value=False))
    keys = universe[["body_code", "business"]].reset_index(drop=True)
    facts["is_reported"] = facts["steps"].notna()
    for column in OWN_MONTH:
        facts[column] = facts[column].where(facts["is_reported"])
    return pd.concat([keys, facts], axis=1)


def _presence(is_reported: pd.Series, *, before: pd.DataFrame | None, month: str) -> pd.DataFrame:
    """When each system was last reported, and whether what is known of it is 前月値."""
    blank = pd.Series(None, index=is_reported.index, dtype="str")
    last = (blank if before is None else before["last_report_month"]).mask(is_reported, month)
    return pd.DataFrame({"last_report_month": last, "is_carried": (~is_reported & last.notna()).astype("boolean")})


def _positions(rows: pd.DataFrame, *, universe: pd.DataFrame) -> npt.NDArray[np.intp]:
    """Where each system of the universe stands among ``rows``, -1 where it does not."""
    wanted, given = (frame["body_code"].astype("str") + frame["business"].astype("str") for frame in (universe, rows))
    return pd.Index(given).get_indexer(pd.Index(wanted))


def _at(rows: pd.DataFrame, *, positions: npt.NDArray[np.intp]) -> pd.DataFrame:
    """Rows at the positions, blank at -1."""
    columns = {
        name: pd.Series(pd.api.extensions.take(_nullable(rows[name]).array, positions, allow_fill=True))
        for name in rows.columns
    }
    return pd.DataFrame(columns)


def _nullable(column: pd.Series) -> pd.Series:
    return column.astype("boolean") if column.dtype == np.bool_ else column
