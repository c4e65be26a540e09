"""Build PMO reports from histories of single systems and run them through the chain, month after month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from data.model import shift_month
from data.reference import load_reference
from data.rules.chain import system_facts
from tests.data.rules.naive import GATES, History, Report

System = tuple[str, str]
TEXT_COLUMNS = ("vendor_code", "self_assessment", "entered_at")


def steps(text: str = "", *, rest: str = "U", **gates: str) -> str:
    """40 statuses: ``text`` first, then ``rest``; the named gates (step_3_2="D" …) over that."""
    statuses = list(text.ljust(40, rest))
    for gate, status in gates.items():
        statuses[GATES[gate] - 1] = status
    return "".join(statuses)


def months(first: str, last: str) -> list[str]:
    """Every month from the first to the last."""
    found = [first]
    while found[-1] < last:
        found.append(shift_month(found[-1], 1))
    return found


def report_rows(programme: Mapping[System, History], month: str) -> pd.DataFrame | None:
    """One month's PMO report, None where no system has one."""
    rows = [
        {
            "body_code": body,
            "business": business,
            "steps": history[month].steps,
            "planned_live_on": history[month].planned,
            "live_on": history[month].live,
            "is_designated": history[month].is_designated,
            "designated_due_on": history[month].own_due,
            "designated_reason": 4 if history[month].is_designated else None,
        }
        for (body, business), history in programme.items()
        if month in history
    ]
    if not rows:
        return None
    frame = pd.DataFrame(rows).assign(**dict.fromkeys(TEXT_COLUMNS))
    text = ("planned_live_on", "live_on", "designated_due_on", *TEXT_COLUMNS)
    return frame.astype(dict.fromkeys(text, "str") | {"designated_reason": "Int64"})


def run(
    programme: Mapping[System, History],
    over: Sequence[str],
    *,
    applicability: pd.DataFrame | None = None,
    every_month: bool = True,
) -> dict[str, pd.DataFrame]:
    """The mart of each month, indexed by (body_code, business); ``every_month`` False skips months without a report."""
    universe = pd.DataFrame(list(programme), columns=["body_code", "business"], dtype="str")
    marts: dict[str, pd.DataFrame] = {}
    previous = None
    for month in over:
        report = report_rows(programme, month)
        if report is None and not every_month:
            continue
        previous = system_facts(
            report,
            previous=previous,
            applicability=applicability,
            gates=GATES,
            universe=universe,
            month=month,
            reference=load_reference(),
        )
        marts[month] = previous.set_index(["body_code", "business"])
    return marts


def one(history: History, at: str, *, since: str | None = None) -> pd.Series:
    """The mart row of a single system at a month, its chain begun with its first report (or ``since``)."""
    programme = {("20201", "public_assistance"): history}
    return run(programme, months(since or min(history), at))[at].iloc[0]


def every(report: Report, first: str, last: str) -> dict[str, Report]:
    """The same report every month."""
    return dict.fromkeys(months(first, last), report)
