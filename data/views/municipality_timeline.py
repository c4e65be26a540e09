"""How one body got where it is: its systems' dates and re-plannings, its rate and phase, and its input, by month."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from data.model import MILESTONE_IDS, shift_month
from data.rules.bodies import body_status
from data.rules.milestones import ATTAINED, OPEN
from data.rules.months import month_number, month_numbers
from data.rules.progress import body_progress
from data.views.input_state import input_states
from data.views.municipality_systems import blank

TIMELINE_COLUMNS: Final = dict.fromkeys(("business", "kind", "milestone", "month", "seen_month"), "str")
HISTORY_COLUMNS: Final = {
    "month": "str",
    "step_completion_mic": "Float64",
    "step_completion_effective": "Float64",
    "phase": "Int64",
    "judgement": "str",
    "systems_migrated": "Int64",
    "systems_reported": "Int64",
    "systems_applicable": "Int64",
    "systems_counted": "Int64",
}
ENTRY_COLUMNS: Final = {
    "month": "str",
    "systems_applicable": "Int64",
    "systems_reported": "Int64",
    "state": "str",
    "entered_at": "str",
}


def system_timeline(systems: pd.DataFrame, *, months: pd.DataFrame) -> pd.DataFrame:
    """Dated events, system by system in the order of ``systems``: business, kind, milestone, month, seen_month.

    ``systems``: the rows of ``system_table``; ``months``: those of ``Reader.body_history``.

    kind: attained or latest_bound (遅くとも) of a ``milestone``; live (milestone "live": 運用開始日); own_deadline
    (特定移行期限); planned (the first planned go-live, or the same one stated again), replanned (each change of it) and
    withdrawn (a report that states none any more, in its own month), with the month of the report that first said so in
    ``seen_month``, null for the others. The last of these three is what holds. A system 対象外 has none.
    """
    found: list[dict[str, Any]] = []
    plans = _plans(months)
    for row in systems[systems["is_applicable"]].to_dict("records"):
        found += _dates(row)
        found += plans.get(str(row["business"]), [])
    return pd.DataFrame(found).reindex(columns=list(TIMELINE_COLUMNS)).astype(TIMELINE_COLUMNS)


def body_months(months: pd.DataFrame, *, last: str) -> pd.DataFrame:
    """One row per month from the first reported to ``last``: the columns of ``HISTORY_COLUMNS``, as of each month.

    A month nobody reported is blank throughout; one in which this body alone is missing keeps what persists (前月値:
    systems_migrated) and its denominator. No rows where no month was ever reported.
    """
    if months.empty:
        return blank(HISTORY_COLUMNS)
    # The months of one body are tallied by the rule that tallies the bodies of one month. Its two inputs that a history
    # leaves out follow from others: go-live from its date, and re-plannings are counted from the first report on.
    is_live = month_numbers(months["live_on"]) <= month_numbers(months["month"])
    rows = months.assign(
        body_code=months["month"],
        live_state=np.where(is_live, ATTAINED, OPEN),
        last_report_month=months["month"].where(months["replan_count"].notna()),
    )
    status = body_status(rows).drop(columns=["systems_applicable", "systems_reported"])
    digest = body_progress(rows).merge(status, on="body_code").rename(columns={"body_code": "month"})
    digest["systems_migrated"] = digest["systems_migrated"].where(digest["systems_known"] > 0)
    return _every_month(digest, last=last).reindex(columns=list(HISTORY_COLUMNS)).astype(HISTORY_COLUMNS)


def input_months(months: pd.DataFrame, *, history: pd.DataFrame) -> pd.DataFrame:
    """The input of each month of ``history`` (see :func:`body_months`): the columns of ``ENTRY_COLUMNS``.

    state: an ``InputState``; entered_at: the last entry of an applicable system (ISO 8601, +09:00), null where not
    known.
    """
    applicable = months[months["is_applicable"].astype("bool")]
    entered = applicable.dropna(subset="entered_at").groupby("month")["entered_at"].max()
    table = history[["month", "systems_applicable", "systems_reported"]].copy()
    table["state"] = input_states(history)
    table["entered_at"] = table["month"].map(entered)
    return table.astype(ENTRY_COLUMNS)


def change_since(history: pd.DataFrame, *, month: str) -> float | None:
    """ステップ完了率 of ``month`` less that of the month before (share); None while either is unknown."""
    rates = history.set_index("month")["step_completion_mic"]
    now, before = (rates.get(one, default=pd.NA) for one in (month, shift_month(month, -1)))
    return None if pd.isna(now) or pd.isna(before) else float(now) - float(before)


def _every_month(digest: pd.DataFrame, *, last: str) -> pd.DataFrame:
    first = str(digest["month"].min())
    span = range(month_number(last) - month_number(first) + 1)
    return pd.DataFrame({"month": [shift_month(first, by) for by in span]}, dtype="str").merge(
        digest, on="month", how="left", validate="one_to_one"
    )


def _dates(row: dict[Any, Any]) -> list[dict[str, Any]]:
    found = []
    for milestone in MILESTONE_IDS:
        if row[f"{milestone}_state"] == ATTAINED:
            kind = "latest_bound" if row[f"{milestone}_is_latest_bound"] else "attained"
            found.append(
                {
                    "business": row["business"],
                    "kind": "live" if milestone == "live" else kind,
                    "milestone": milestone,
                    "month": row[f"{milestone}_attained"],
                }
            )
    if pd.notna(row["designated_due_on"]):
        month = str(row["designated_due_on"])[:7]
        found.append({"business": row["business"], "kind": "own_deadline", "milestone": "", "month": month})
    return found


def _plans(months: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Per business every plan reported that differs from the one before, and its withdrawal, oldest first.

    A month without a report says nothing, nor does a blank once the system is live: the plan was carried out.
    """
    stated = months[months["is_reported"].astype("bool")]
    is_live = month_numbers(stated["live_on"]) <= month_numbers(stated["month"])
    plans: dict[str, list[dict[str, Any]]] = {}
    latest: dict[str, str] = {}
    columns = (stated["business"], stated["month"], stated["planned_live_on"], is_live)
    for business, month, planned, live in zip(*columns, strict=True):
        of_system = plans.setdefault(business, [])
        is_withdrawn = bool(of_system) and of_system[-1]["kind"] == "withdrawn"
        if pd.isna(planned):
            if not of_system or is_withdrawn or live:
                continue
            kind, told = "withdrawn", month
        elif latest.get(business) == planned and not is_withdrawn:
            continue
        else:
            kind, told = "planned" if latest.get(business, planned) == planned else "replanned", planned[:7]
            latest[business] = planned
        of_system.append({"business": business, "kind": kind, "milestone": "", "month": told, "seen_month": month})
    return plans
