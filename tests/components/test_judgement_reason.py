from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from components.judgement_reason import is_past_own_deadline, judgement_reason
from components.text import Text
from data.rules.judgement import RULES
from data.views.municipality_judgement import JudgementNumbers

JA, EN = Text("ja"), Text("en")
# As of 2026-02.
BASE = JudgementNumbers(
    business="resident_record",
    judgement="順調",
    rule="on_track",
    is_designated=False,
    deadline=date(2026, 3, 31),
    live_on=None,
    planned_live_on=date(2026, 3, 20),
    months_past_deadline=-1,
    planned_after_deadline_months=0,
    planned_in_months=1,
    overdue_milestone=None,
    milestone_due_on=None,
    milestone_overdue_months=None,
    last_report_month="2026-02",
    long_overdue_months=3,
    planned_soon_months=2,
)
MILESTONE = {"overdue_milestone": "step_13_1", "milestone_due_on": date(2024, 11, 30)}
OWN = {"is_designated": True, "deadline": date(2026, 1, 31), "months_past_deadline": 1}
CASES: list[tuple[dict[str, Any], str]] = [
    ({}, "期限 2026年3月31日に対し、移行予定は2026年3月20日。目安の超過なし。"),
    ({"rule": "live", "live_on": date(2026, 2, 16)}, "2026年2月16日に運用開始。"),
    ({"rule": "no_report", "last_report_month": "2025-11"}, "当月の報告なし。最後の報告は2025年11月。"),
    ({"rule": "no_report", "last_report_month": None}, "当月の報告なし。最後の報告はなし。"),
    ({"rule": "deadline_passed", **OWN}, "自らの期限 2026年1月31日を1か月過ぎて運用開始していない。"),
    (
        {"rule": "planned_after_deadline", "planned_live_on": date(2026, 5, 31), "planned_after_deadline_months": 2},
        "期限 2026年3月31日に対し、移行予定は2か月後の2026年5月31日。",
    ),
    (
        {"rule": "milestone_overdue_long", "milestone_overdue_months": 15, **MILESTONE},
        "⑬－１が目安（2024年11月30日）を15か月超過（3か月を超える）。",
    ),
    (
        {"rule": "milestone_overdue", "milestone_overdue_months": 2, **MILESTONE},
        "⑬－１が目安（2024年11月30日）を2か月超過（3か月以内）。",
    ),
    (
        {"rule": "planned_missing", "planned_live_on": None, "planned_in_months": None},
        "移行予定日の報告がない（期限 2026年3月31日）。",
    ),
    ({"rule": "deadline_missing", "is_designated": True, "deadline": None}, "特定移行の期限の報告がない。"),
    ({"rule": "planned_soon"}, "移行予定2026年3月20日まで1か月（2か月以内）だが、⑬－１が未達成。"),
    (
        {"rule": "planned_past", "planned_live_on": date(2025, 12, 31), "planned_in_months": -2},
        "移行予定2025年12月31日を2か月過ぎたが、⑬－１が未達成。",
    ),
    ({"rule": None, "judgement": None}, ""),
]


@pytest.mark.parametrize(("changed", "words"), CASES)
def test_each_line_of_the_rule_tells_its_numbers(changed: dict[str, Any], words: str) -> None:
    assert judgement_reason(replace(BASE, **changed), text=JA) == words


def test_every_line_of_the_rule_has_its_words_in_both_languages() -> None:
    assert {changed.get("rule", "on_track") for changed, _ in CASES} - {None} == set(RULES)
    for rule in RULES:
        assert judgement_reason(replace(BASE, rule=rule), text=EN)


def test_the_designated_past_their_own_deadline_are_told_apart() -> None:
    assert is_past_own_deadline(replace(BASE, rule="deadline_passed", **OWN))  # type: ignore[arg-type]
    assert not is_past_own_deadline(replace(BASE, rule="deadline_passed"))
    assert not is_past_own_deadline(replace(BASE, rule="planned_after_deadline", is_designated=True))
