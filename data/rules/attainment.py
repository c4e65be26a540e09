"""達成率 and 期限内達成率 of each milestone over a set of systems. Source: metrics.md §2.

Counted are the applicable systems for which the milestone is not 対象外 and of which anything was ever reported: what
was last known of a system without a report this month stays counted (前月値), so that a missing report is neither
progress nor a step back. 遅くとも dates are attained, but stand outside 期限内達成率 on both sides of the fraction.
A designated system (特定移行) is measured at go-live against its own deadline, at the earlier milestones not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.model import MILESTONE_IDS
from data.rules.milestones import ATTAINED, NOT_COUNTED, OPEN, UNRECORDED, deadlines
from data.rules.months import month_number, month_numbers


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
    is_carried = applicable["is_carried"].fillna(value=False).to_numpy(dtype=np.bool_)
    is_designated = applicable["is_designated"].fillna(value=False).to_numpy(dtype=np.bool_)
    now, own_limit = month_number(month), deadlines(applicable, live_due=due["live"])
    found = []
    for one in MILESTONE_IDS:
        state = applicable[f"{one}_state"]
        is_counted = (state.notna() & (state != NOT_COUNTED)).to_numpy(dtype=np.bool_)
        is_attained = (state == ATTAINED).to_numpy(dtype=np.bool_)
        is_bound = applicable[f"{one}_is_latest_bound"].fillna(value=False).to_numpy(dtype=np.bool_)
        limit = np.full(len(applicable), month_number(due[one]), dtype=np.float64)
        if one == "live":
            limit = own_limit
        is_comparable = is_counted & ~(is_attained & is_bound) & ~np.isnan(limit)
        is_by_date = month_numbers(applicable[f"{one}_attained"]) <= limit
        is_open = (state == OPEN).to_numpy(dtype=np.bool_)
        is_measured = is_open if one == "live" else is_open & ~is_designated
        waiting = own_limit[is_open & is_designated]
        found.append(
            Attainment(
                id=one,
                due_on=due[one],
                counted=int(is_counted.sum()),
                attained=int(is_attained.sum()),
                attained_on_time=int((is_comparable & is_attained & is_by_date).sum()),
                on_time_counted=int(is_comparable.sum()),
                open=int(is_open.sum()),
                unrecorded=int((state == UNRECORDED).sum()),
                latest_bound=int((is_attained & is_bound).sum()),
                carried=int((is_counted & is_carried).sum()),
                not_counted=int((~is_counted).sum()),
                open_overdue=int((is_measured & (limit < now)).sum()),
                open_undesignated=int((is_open & ~is_designated).sum()),
                open_designated_ahead=int((waiting >= now).sum()),
                open_designated_past=int((waiting < now).sum()),
                open_designated_unknown=int(np.isnan(waiting).sum()),
            )
        )
    return tuple(found)
