"""The rules of metrics.md §1-3 once more: one system at a time, from its whole history, in plain Python.

Written from the text, not from data/rules: no chain, no carried state. Every answer is found by looking back over the
reports, so that an error of the vectorised chain has no twin here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

GATES = {"step_3_2": 6, "step_8_2": 20, "step_10_2": 27, "step_13_1": 31}
DUE = {
    "phase0": "2023-05",
    "step_3_2": "2023-09",
    "step_8_2": "2023-12",
    "step_10_2": "2024-03",
    "step_13_1": "2024-11",
    "live": "2026-03",
}
ORDER = tuple(DUE)


@dataclass(frozen=True)
class Report:
    """One system's row of one month's PMO report; dates ISO."""

    steps: str
    planned: str | None = None
    live: str | None = None
    is_designated: bool = False
    own_due: str | None = None


History = Mapping[str, Report]
"""Reports by month; a month without one is absent."""


def months_between(earlier: str, later: str) -> int:
    """Whole months from one month (or date) to another."""
    return (int(later[:4]) - int(earlier[:4])) * 12 + int(later[5:7]) - int(earlier[5:7])


def known(history: History, month: str) -> list[tuple[str, Report]]:
    """Reports at or before a month, oldest first."""
    return sorted((when, report) for when, report in history.items() if when <= month)


def is_live(report: Report, month: str) -> bool:
    """運用開始日 ≤ month-end."""
    return report.live is not None and report.live[:7] <= month


def phase(report: Report, month: str) -> int:
    """Phase of one reported system."""
    if is_live(report, month):
        return 4
    if any(report.steps[GATES[gate] - 1] in "DN" for gate in ("step_10_2", "step_13_1")):
        return 3
    if any(report.steps[GATES[gate] - 1] in "DN" for gate in ("step_3_2", "step_8_2")):
        return 2
    return 1 if "D" in report.steps or "W" in report.steps else 0


def holds(milestone: str, report: Report, month: str) -> bool:
    """Whether a step milestone's or phase 0's condition holds in one report."""
    if milestone == "phase0":
        return phase(report, month) >= 1
    return report.steps[GATES[milestone] - 1] == "D"


def attained(milestone: str, history: History, month: str) -> tuple[str, bool] | None:
    """Month since which the condition has held without interruption, and whether it is 遅くとも."""
    reports = known(history, month)
    last = reports[-1][1]
    if milestone == "live":
        return (last.live[:7], False) if last.live is not None and is_live(last, month) else None
    found = None
    for at in range(len(reports) - 1, -1, -1):
        when, report = reports[at]
        if is_excluded(milestone, report) or not holds(milestone, report, when):
            break
        is_first_or_after_gap = at == 0 or months_between(reports[at - 1][0], when) > 1
        found = (when, is_first_or_after_gap)
    return found


def is_excluded(milestone: str, report: Report) -> bool:
    """対象外 for the milestone."""
    if milestone in GATES:
        return report.steps[GATES[milestone] - 1] == "N"
    return report.steps == "N" * 40


def state(milestone: str, history: History, month: str) -> str:
    """attained, open, unrecorded (記録なし) or not_counted."""
    reports = known(history, month)
    if not reports or is_excluded(milestone, reports[-1][1]):
        return "not_counted"
    if attained(milestone, history, month):
        return "attained"
    for later in ORDER[ORDER.index(milestone) + 1 :]:
        if not is_excluded(later, reports[-1][1]) and attained(later, history, month):
            return "unrecorded"
    return "open"


def is_applicable(history: History, month: str) -> bool:
    """Not applicable while the last report says all 40 steps are 対象外."""
    reports = known(history, month)
    return not reports or reports[-1][1].steps != "N" * 40


def deadline(report: Report) -> str | None:
    """D4's month, None if a designated system has none."""
    return report.own_due if report.is_designated else DUE["live"]


def overdue(milestone: str, history: History, month: str) -> int | None:
    """超過 in months, None where 記録なし or not counted or the deadline is unknown."""
    due = deadline(known(history, month)[-1][1]) if milestone == "live" else DUE[milestone]
    match state(milestone, history, month):
        case "attained" if due:
            since = attained(milestone, history, month)
            assert since
            return months_between(due, since[0])
        case "open" if due:
            return months_between(due, month)
    return None


def judgement(history: History, month: str) -> tuple[str, str] | None:
    """判定 and the line that matched; None for a system that is not applicable."""
    if not is_applicable(history, month):
        return None
    reports = known(history, month)
    if reports and is_live(reports[-1][1], month):
        return "完了", "live"
    if month not in history:
        return "未報告", "no_report"
    now = history[month]
    due = deadline(now)
    over = [
        months_between(DUE[one], month)
        for one in ORDER[:-1]
        if not now.is_designated and state(one, history, month) == "open"
    ]
    worst = max(over, default=0)
    if due is not None and due[:7] < month:
        return "遅延", "deadline_passed"
    if due is not None and now.planned is not None and now.planned[:7] > due[:7]:
        return "遅延", "planned_after_deadline"
    if worst > 3:
        return "遅延", "milestone_overdue_long"
    if worst > 0:
        return "注意", "milestone_overdue"
    if now.planned is None:
        return "注意", "planned_missing"
    if due is None:
        return "注意", "deadline_missing"
    ahead = months_between(month, now.planned)
    if state("step_13_1", history, month) == "open" and ahead <= 2:
        return ("注意", "planned_past") if ahead < 0 else ("注意", "planned_soon")
    return "順調", "on_track"


def planning(history: History, month: str) -> tuple[str | None, int | None]:
    """First planned date ever reported, and how often the stated date changed."""
    reports = known(history, month)
    stated = [report.planned for _, report in reports if report.planned is not None]
    changes = sum(before != after for before, after in pairwise(stated))
    return (stated[0] if stated else None), (changes if reports else None)


def judged_overdue(history: History, month: str) -> int | None:
    """The greatest 超過 of what is judged: open milestones and go-live; of a designated system go-live alone."""
    reports = known(history, month)
    if not reports or not is_applicable(history, month):
        return None
    last = reports[-1][1]
    if month not in history and not is_live(last, month):
        return None
    judged = [one for one in ORDER[:-1] if not last.is_designated and state(one, history, month) == "open"]
    months = [found for one in [*judged, "live"] if (found := overdue(one, history, month)) is not None]
    return max(months, default=None)
