"""達成率 and 期限内達成率 of each milestone over a set of systems. Source: metrics.md §2.

Counted are the applicable systems for which the milestone is not 対象外 and of which anything was ever reported: what
was last known of a system without a report this month stays counted (前月値), so that a missing report is neither
progress nor a step back. 遅くとも dates are attained, but stand outside 期限内達成率 on both sides of the fraction.
A designated system (特定移行) is measured at go-live against its own deadline, at the earlier milestones not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.model import MILESTONE_IDS
from data.rules.milestones import ATTAINED, NOT_COUNTED, OPEN, UNRECORDED, deadlines
from data.rules.months import month_number, month_numbers

COUNTS: Final = (
    "counted", "attained", "attained_on_time", "on_time_counted", "open", "unrecorded", "latest_bound", "carried",
    "not_counted", "open_overdue", "open_undesignated", "open_designated_ahead", "open_designated_past",
    "open_designated_unknown",
)  # fmt: skip
"""What is counted of one milestone: the counts of :class:`Attainment`."""


@dataclass(frozen=True, slots=True)
class Attainment:
    """One milestone over a set of systems: counts of systems, and the date it was due (ISO; 目安).

    counted = attained + open + unrecorded; counted + not_counted = the applicable systems. ``latest_bound`` (遅くとも)
    is part of attained. ``attained_on_time`` of ``on_time_counted`` were attained by their date: counted ones without
    遅くとも and without an unknown deadline. ``carried``: counted from an earlier month's report.

    open = open_undesignated + the open_designated_* by each system's own go-live deadline: ahead (the as-of month
    included), past, unknown. ``open_overdue``: open past the date they are measured against, the milestone's for the
    undesignated and, at go-live only, their own for the designated.
    """

    id: str
    due_on: str
    counted: int
    attained: int
    attained_on_time: int
    on_time_counted: int
    open: int
    unrecorded: int
    latest_bound: int
    carried: int
    not_counted: int
    open_overdue: int
    open_undesignated: int
    open_designated_ahead: int
    open_designated_past: int
    open_designated_unknown: int

    @property
    def attained_share(self) -> float | None:
        """達成率, 0-1; None where nothing is counted."""
        return self.attained / self.counted if self.counted else None

    @property
    def on_time_share(self) -> float | None:
        """期限内達成率, 0-1; None where nothing can be compared with a date."""
        return self.attained_on_time / self.on_time_counted if self.on_time_counted else None


def milestone_attainment(systems: pd.DataFrame, *, due: Mapping[str, str], month: str) -> tuple[Attainment, ...]:
    """Each milestone over the applicable systems of the mart of ``month``, in the notice's order.

    ``due`` maps the ids to ISO dates; go-live of a designated system is compared with its own deadline.

    ③－２, due 2023-09: attained in time, attained late, 遅くとも, open, and an inapplicable system:

    >>> blank = {f"{one}_{fact}": None for one in MILESTONE_IDS for fact in ("attained", "state")}
    >>> systems = pd.DataFrame([blank] * 5).assign(is_applicable=[True] * 4 + [False], is_carried=False,
    ...     is_designated=False, designated_due_on=None, step_3_2_state=["attained"] * 3 + ["open"] * 2,
    ...     step_3_2_attained=["2023-08", "2023-11", "2023-09", None, None],
    ...     **{f"{one}_is_latest_bound": False for one in MILESTONE_IDS})
    >>> systems.loc[2, "step_3_2_is_latest_bound"] = True
    >>> found = milestone_attainment(systems, due=dict.fromkeys(MILESTONE_IDS, "2023-09-30"), month="2023-11")[1]
    >>> found.counted, found.attained, found.open, found.open_overdue, found.latest_bound
    (4, 3, 1, 1, 1)
    >>> found.attained_on_time, found.on_time_counted
    (1, 3)
    """
    applicable = systems[systems["is_applicable"]]
    found = []
    for one in MILESTONE_IDS:
        flags = attainment_flags(applicable, milestone=one, due=due[one], month=month)
        found.append(Attainment(id=one, due_on=due[one], **{name: int(flags[name].sum()) for name in COUNTS}))
    return tuple(found)


def attainment_flags(systems: pd.DataFrame, *, milestone: str, due: str, month: str) -> pd.DataFrame:
    """What each system counts as for one milestone: a boolean column per name of ``COUNTS``, the rows of ``systems``.

    ``systems`` are applicable ones of the mart of ``month``, ``due`` the milestone's ISO date. The sums of any group
    are its :class:`Attainment`.
    """
    is_designated = systems["is_designated"].fillna(value=False).to_numpy(dtype=np.bool_)
    now, own_limit = month_number(month), deadlines(systems, live_due=due)
    state = systems[f"{milestone}_state"]
    is_counted = (state.notna() & (state != NOT_COUNTED)).to_numpy(dtype=np.bool_)
    is_attained = (state == ATTAINED).to_numpy(dtype=np.bool_)
    is_open = (state == OPEN).to_numpy(dtype=np.bool_)
    is_bound = systems[f"{milestone}_is_latest_bound"].fillna(value=False).to_numpy(dtype=np.bool_)
    limit = own_limit if milestone == "live" else np.full(len(systems), month_number(due), dtype=np.float64)
    is_comparable = is_counted & ~(is_attained & is_bound) & ~np.isnan(limit)
    is_by_date = month_numbers(systems[f"{milestone}_attained"]) <= limit
    is_measured = is_open if milestone == "live" else is_open & ~is_designated
    is_waiting = is_open & is_designated
    flags = {
        "counted": is_counted,
        "attained": is_attained,
        "attained_on_time": is_comparable & is_attained & is_by_date,
        "on_time_counted": is_comparable,
        "open": is_open,
        "unrecorded": (state == UNRECORDED).to_numpy(dtype=np.bool_),
        "latest_bound": is_attained & is_bound,
        "carried": is_counted & systems["is_carried"].fillna(value=False).to_numpy(dtype=np.bool_),
        "not_counted": ~is_counted,
        "open_overdue": is_measured & (limit < now),
        "open_undesignated": is_open & ~is_designated,
        "open_designated_ahead": is_waiting & (own_limit >= now),
        "open_designated_past": is_waiting & (own_limit < now),
        "open_designated_unknown": is_waiting & np.isnan(own_limit),
    }
    return pd.DataFrame(flags, index=systems.index)
