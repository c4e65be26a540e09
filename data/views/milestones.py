"""Attainment of the six milestones at an as-of point, and how it came about month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from data.access import Reading
from data.model import MILESTONE_IDS, shift_month
from data.reference import load_reference
from data.rules.attainment import Attainment, milestone_attainment
from data.rules.milestones import ATTAINED, NOT_COUNTED
from data.rules.months import month_number

FIRST_MONTH: Final = "2023-04"
"""Start of 移行支援期間 (令和5年4月)."""


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One milestone: its row of the notice, its attainment, and the months past its date (negative = months left)."""

    id: str
    phase: int
    phase_name: str
    step_label: str
    work: str
    due_on: date
    months_past: int
    attainment: Attainment


def place_systems(reading: Reading, *, prefecture: str | None = None, body: str | None = None) -> pd.DataFrame:
    """Systems a figure is about: the nation's municipalities', one prefecture's, or one body's. Do not change it.

    Totals of a nation or prefecture are over every body, whatever the reader's scope; one body is cut to it.
    """
    if body is not None:
        systems = reading.systems()
        return systems[systems["body_code"] == body]
    systems = reading.for_totals().systems()
    return systems[~systems["body_code"].str.endswith("000") & systems["body_code"].str.startswith(prefecture or "")]


def milestone_rows(
    reading: Reading, *, prefecture: str | None = None, body: str | None = None
) -> tuple[MilestoneRow, ...]:
    """The six milestones over a place (see ``place_systems``); empty where no report with steps is known."""
    if not reading.has_steps:
        return ()

    def make() -> tuple[MilestoneRow, ...]:
        milestones = load_reference().milestones
        found = milestone_attainment(
            place_systems(reading, prefecture=prefecture, body=body),
            due={milestone.id: milestone.due_on.isoformat() for milestone in milestones},
            month=reading.as_of.month,
        )
        return tuple(
            MilestoneRow(
                id=milestone.id,
                phase=milestone.phase,
                phase_name=milestone.phase_name,
                step_label=milestone.step_label,
                work=milestone.work,
                due_on=milestone.due_on,
                months_past=month_number(reading.as_of.month) - month_number(milestone.due_on.isoformat()),
                attainment=attainment,
            )
            for milestone, attainment in zip(milestones, found, strict=True)
        )

    return reading.keep(f"milestone_rows/{prefecture}/{body}", make=make)


def burn_up(reading: Reading, *, prefecture: str | None = None) -> pd.DataFrame:
    """Systems that had attained each milestone by each month-end, as known now: month, milestone, attained, counted.

    From the start of the support period to the as-of month. A reopened step has left the months it was attained in;
    a system first seen complete counts from the month it was seen (遅くとも). Empty where no steps are known.
    """

    def make() -> pd.DataFrame:
        columns = ["month", "milestone", "attained", "counted"]
        if not reading.has_steps:
            return pd.DataFrame(columns=columns)
        systems = place_systems(reading, prefecture=prefecture)
        applicable = systems[systems["is_applicable"]]
        span = month_number(reading.as_of.month) - month_number(FIRST_MONTH) + 1
        months = [shift_month(FIRST_MONTH, by) for by in range(span)]
        frames = []
        for milestone in MILESTONE_IDS:
            state = applicable[f"{milestone}_state"]
            attained = applicable.loc[state == ATTAINED, f"{milestone}_attained"]
            # What was attained before the support period stands at its start.
            per_month = attained.where(attained >= FIRST_MONTH, FIRST_MONTH).value_counts()
            frames.append(
                pd.DataFrame(
                    {
                        "month": months,
                        "milestone": milestone,
                        "attained": per_month.reindex(months, fill_value=0).cumsum().to_numpy(),
                        "counted": int((state.notna() & (state != NOT_COUNTED)).sum()),
                    }
                )
            )
        return pd.concat(frames, ignore_index=True)[columns]

    return reading.keep(f"burn_up/{prefecture or ''}", make=make)
