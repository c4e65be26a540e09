"""The numbers behind a system's 判定: what its date, its plan and its milestones were when the rule was applied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from data.model import MILESTONE_IDS
from data.reference import load_reference
from data.rules.milestones import OPEN, milestone_overdue
from data.rules.months import month_number

_BEFORE_LIVE: Final = MILESTONE_IDS[:-1]


@dataclass(frozen=True, slots=True)
class JudgementNumbers:
    """One system's 判定, the line of the rule that matched (``data.rules.judgement.RULES``) and what it compared.

    ``judgement`` is None for a system 対象外, in a month with rates only and outside the scope: nothing was compared,
    so nothing else is told then.
    ``deadline`` is D4: its own deadline if designated (None where that is not known), else the notice's.
    Months are whole: ``months_past_deadline`` from the deadline to the as-of month, ``planned_after_deadline_months``
    from the deadline to the planned go-live, ``planned_in_months`` from the as-of month to it; negative = before.
    ``overdue_milestone`` is the open milestone before go-live that is longest over its date (None where none is over),
    ``milestone_overdue_months`` by how much: it is judged of undesignated systems only.
    """

    business: str
    judgement: str | None
    rule: str | None
    is_designated: bool
    deadline: date | None
    live_on: date | None
    planned_live_on: date | None
    months_past_deadline: int | None
    planned_after_deadline_months: int | None
    planned_in_months: int | None
    overdue_milestone: str | None
    milestone_due_on: date | None
    milestone_overdue_months: int | None
    last_report_month: str | None
    long_overdue_months: int
    planned_soon_months: int


def judgement_numbers(systems: pd.DataFrame, *, month: str) -> tuple[JudgementNumbers, ...]:
    """The numbers of each row of ``systems`` (columns of ``SYSTEM_MART``) as judged at ``month``, in their order."""
    due = {milestone.id: milestone.due_on for milestone in load_reference().milestones}
    overdue = milestone_overdue(systems, month=month, due={one: day.isoformat() for one, day in due.items()})
    return tuple(
        _numbers(row, overdue=over, due=due, month=month)
        for row, over in zip(systems.to_dict("records"), overdue.to_dict("records"), strict=True)
    )


def _numbers(row: dict[Any, Any], *, overdue: dict[Any, Any], due: dict[str, date], month: str) -> JudgementNumbers:
    rules = load_reference().rules
    is_judged = not pd.isna(row["judgement"])
    if not is_judged:
        row = dict.fromkeys(row) | {"business": row["business"]}
    is_designated = not pd.isna(row["is_designated"]) and bool(row["is_designated"])
    notice = due["live"] if is_judged else None
    deadline = _day(row["designated_due_on"]) if is_designated else notice
    planned = _day(row["planned_live_on"])
    over = {one: int(overdue[one]) for one in _BEFORE_LIVE if row[f"{one}_state"] == OPEN}
    longest = max(over, key=lambda one: over[one], default=None)
    if longest is not None and over[longest] <= 0:
        longest = None
    return JudgementNumbers(
        business=str(row["business"]),
        judgement=_text(row["judgement"]),
        rule=_text(row["judgement_rule"]),
        is_designated=is_designated,
        deadline=deadline,
        live_on=_day(row["live_on"]),
        planned_live_on=planned,
        months_past_deadline=_months(deadline, month),
        planned_after_deadline_months=_months(deadline, planned.isoformat() if planned else None),
        planned_in_months=month_number(planned.isoformat()) - month_number(month) if planned else None,
        overdue_milestone=longest,
        milestone_due_on=due[longest] if longest else None,
        milestone_overdue_months=over[longest] if longest else None,
        last_report_month=_text(row["last_report_month"]),
        long_overdue_months=rules.long_overdue_months,
        planned_soon_months=rules.planned_soon_months,
    )


def _months(start: date | None, end: str | None) -> int | None:
    if start is None or end is None:
        return None
    return month_number(end) - month_number(start.isoformat())


def _text(value: object) -> str | None:
    return None if pd.isna(value) else str(value)  # type: ignore[call-overload]  # cells are scalars


def _day(value: object) -> date | None:
    text = _text(value)
    return date.fromisoformat(text) if text else None
