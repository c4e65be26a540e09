"""Why a system has its 判定: the line of the rule that matched, in words, with the numbers it compared."""

from __future__ import annotations

from components.text import Text
from data.views.municipality_judgement import JudgementNumbers


def judgement_reason(numbers: JudgementNumbers, *, text: Text) -> str:
    """Write one sentence; empty where there is no 判定 (対象外, or a month with rates only)."""
    if numbers.rule is None:
        return ""
    milestone = numbers.overdue_milestone
    owner = "own" if numbers.is_designated else "notice"
    planned = numbers.planned_in_months or 0
    return text(
        f"karte.rule.{numbers.rule}",
        deadline=text(f"karte.deadline.{owner}", date=text.date(numbers.deadline)),
        past=numbers.months_past_deadline,
        live=text.date(numbers.live_on),
        planned=text.date(numbers.planned_live_on),
        after=numbers.planned_after_deadline_months,
        ahead=max(planned, 0),
        ago=max(-planned, 0),
        milestone=text(f"milestone.name.{milestone}") if milestone else text("unknown"),
        due=text.date(numbers.milestone_due_on),
        over=numbers.milestone_overdue_months,
        long=numbers.long_overdue_months,
        soon=numbers.planned_soon_months,
        last=text.month(numbers.last_report_month, unknown="karte.never"),
        step=text("milestone.name.step_13_1"),
    )


def is_past_own_deadline(numbers: JudgementNumbers) -> bool:
    """Whether a designated system (特定移行) is not live though its own deadline has passed."""
    return numbers.is_designated and numbers.rule == "deadline_passed"
