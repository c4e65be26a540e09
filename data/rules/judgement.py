"""判定: exactly one per applicable system, with the line of the rule that matched (this dashboard's own judgement).

特定移行 is an attribute crossed with 判定, not a 判定: a designated system is measured against its own deadline, for
go-live alone. Source: metrics.md §3.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.model import Judgement
from data.rules.milestones import OPEN, deadlines
from data.rules.months import month_number, month_numbers

RULES: Final[dict[str, Judgement]] = {
    "live": Judgement.DONE,
    "no_report": Judgement.UNREPORTED,
    "deadline_passed": Judgement.LATE,
    "planned_after_deadline": Judgement.LATE,
    "milestone_overdue_long": Judgement.LATE,
    "milestone_overdue": Judgement.CAUTION,
    "planned_missing": Judgement.CAUTION,
    "deadline_missing": Judgement.CAUTION,
    "planned_soon": Judgement.CAUTION,
    "planned_past": Judgement.CAUTION,
    "on_track": Judgement.ON_TRACK,
}
"""Id of each line of the rule and the 判定 it gives, in order: the first that matches wins."""

WORST_FIRST: Final = (
    Judgement.LATE,
    Judgement.UNREPORTED,
    Judgement.CAUTION,
    Judgement.ON_TRACK,
    Judgement.DONE,
)
"""A body takes its worst system's 判定."""


def judgements(
    systems: pd.DataFrame,
    *,
    month: str,
    live_due: str,
    open_overdue: pd.Series,
    long_overdue_months: int,
    planned_soon_months: int,
) -> pd.DataFrame:
    """判定 and the id of the matching line (see ``RULES``): columns judgement, judgement_rule; blank if not applicable.

    Columns read: is_reported, is_applicable, live_on, planned_live_on, is_designated, designated_due_on,
    step_13_1_state. ``open_overdue``: months (Int64) of the open milestone longest over its date, see
    ``milestones.open_overdue``. ``live_due``: ISO date by which an undesignated system goes live. All in whole months.

    At 2026-02, due 2026-03: planned for 2026-05; designated until 2028-03 and planned for then; designated without a
    deadline; planned for 2026-03 with ⑬－１ open:

    >>> systems = pd.DataFrame({"is_reported": True, "is_applicable": True, "live_on": None, "step_13_1_state": "open",
    ...     "planned_live_on": ["2026-05-31", "2028-03-31", "2028-03-31", "2026-03-31"],
    ...     "is_designated": [False, True, True, False], "designated_due_on": [None, "2028-03-31", None, None]})
    >>> judged = judgements(systems, month="2026-02", live_due="2026-03-31", long_overdue_months=3,
    ...                     planned_soon_months=2, open_overdue=pd.Series([pd.NA] * 4, dtype="Int64"))
    >>> print(judged.to_string(header=False))
    0  遅延  planned_after_deadline
    1  順調                on_track
    2  注意        deadline_missing
    3  注意            planned_soon
    """
    now = month_number(month)
    deadline = deadlines(systems, live_due=live_due)
    planned = month_numbers(systems["planned_live_on"])
    is_designated = systems["is_designated"].fillna(value=False).to_numpy(dtype=np.bool_)
    overdue = np.where(is_designated, np.nan, open_overdue.to_numpy(dtype=np.float64, na_value=np.nan))
    is_setting_up = (systems["step_13_1_state"] == OPEN).to_numpy(dtype=np.bool_)
    lines = {
        "live": month_numbers(systems["live_on"]) <= now,
        "no_report": ~systems["is_reported"].to_numpy(dtype=np.bool_),
        "deadline_passed": deadline < now,
        "planned_after_deadline": planned > deadline,
        "milestone_overdue_long": overdue > long_overdue_months,
        "milestone_overdue": overdue > 0,
        "planned_missing": np.isnan(planned),
        "deadline_missing": np.isnan(deadline),
        "planned_soon": is_setting_up & (planned >= now) & (planned <= now + planned_soon_months),
        "planned_past": is_setting_up & (planned < now),
    }
    matched = np.select(list(lines.values()), list(lines), default="on_track")
    is_applicable = systems["is_applicable"].to_numpy(dtype=np.bool_)
    rule = pd.Series(matched, index=systems.index, dtype="str").where(is_applicable)
    words = {line: str(judgement) for line, judgement in RULES.items()}
    return pd.DataFrame({"judgement": rule.map(words).astype("str"), "judgement_rule": rule})


def judgement_counts(systems: pd.DataFrame) -> pd.DataFrame:
    """Applicable systems per 判定, worst first, always five rows: judgement, systems, designated, undesignated.

    Columns read: is_applicable, judgement, is_designated. The rows sum to the applicable systems; a home without steps
    and dates, where 判定 is blank, gives zeros: show nothing instead.

    >>> systems = pd.DataFrame({"is_applicable": [True, True, True, False], "judgement": ["遅延", "遅延", "順調", None],
    ...                         "is_designated": pd.array([True, False, None, None], dtype="boolean")})
    >>> judgement_counts(systems).query("systems > 0").to_numpy().tolist()
    [['遅延', 2, 1, 1], ['順調', 1, 0, 1]]
    """
    applicable = systems[systems["is_applicable"]]
    is_designated = applicable["is_designated"].fillna(value=False).to_numpy(dtype=np.bool_)
    order = [str(judgement) for judgement in WORST_FIRST]
    total = applicable["judgement"].value_counts().reindex(order, fill_value=0)
    designated = applicable["judgement"][is_designated].value_counts().reindex(order, fill_value=0)
    return pd.DataFrame(
        {
            "judgement": order,
            "systems": total.to_numpy(dtype="int64"),
            "designated": designated.to_numpy(dtype="int64"),
            "undesignated": (total - designated).to_numpy(dtype="int64"),
        }
    )
