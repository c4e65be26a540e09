"""The awkward systems, each worked out on paper from metrics.md §1-3; the working stands above each expectation."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from data.rules.bodies import body_status, migration, phase_counts
from tests.data.rules.naive import Report
from tests.data.rules.programme import every, months, one, run, steps

BEGUN = steps("W")
THROUGH_3_2 = steps("D" * 6)
THROUGH_10_2 = steps("D" * 27)
THROUGH_13_1 = steps("D" * 31)


def is_blank(value: Any) -> bool:
    return bool(pd.isna(value))


def test_a_town_whose_public_assistance_is_all_not_applicable() -> None:
    # A = 0, N = 40: ステップ完了率 (0+40)/40 = 1, 実質 0/(40-40) = null. In no other denominator.
    row = one(every(Report(steps("N" * 40)), "2025-12", "2026-01"), "2026-01")

    assert (row["is_reported"], row["is_applicable"], row["steps_counted"]) == (True, False, 40)
    assert row["step_completion_mic"] == 1.0
    for column in ("step_completion_effective", "phase", "judgement", "judgement_rule", "overdue_months"):
        assert is_blank(row[column]), column
    assert {row[f"{one}_state"] for one in ("phase0", "step_3_2", "step_13_1", "live")} == {"not_counted"}


def test_not_applicable_outlives_a_missing_month_and_ends_with_the_next_report() -> None:
    history = {"2025-11": Report(steps("N" * 40)), "2026-01": Report(BEGUN, planned="2026-03-31")}
    marts = run({("20301", "public_assistance"): history}, months("2025-11", "2026-02"))

    applicable = [bool(marts[month].iloc[0]["is_applicable"]) for month in marts]
    assert applicable == [False, False, True, True]
    assert is_blank(marts["2025-12"].iloc[0]["judgement"])
    # In 2026-01 it is past ③－２'s 2023-09 by 28 months.
    assert marts["2026-01"].iloc[0]["judgement_rule"] == "milestone_overdue_long"


def test_live_with_13_1_open() -> None:
    # Live since 2025-11, so phase 4 and 完了; ⑬－１ open behind a later milestone is 記録なし, not 14 months overdue.
    # Go-live attained 2025-11 against 2026-03: 4 months early.
    row = one(every(Report(steps("D" * 40, step_13_1="U"), live="2025-11-10"), "2025-12", "2026-01"), "2026-01")

    assert (row["phase"], row["judgement"], row["judgement_rule"]) == (4, "完了", "live")
    assert (row["step_13_1_state"], row["has_order_conflict"]) == ("unrecorded", True)
    assert (row["live_state"], row["live_attained"], row["live_is_latest_bound"]) == ("attained", "2025-11", False)
    assert row["overdue_months"] == -4
    assert row["steps_counted"] == 39
    assert row["step_completion_effective"] == pytest.approx(39 / 40)


def test_8_2_open_after_10_2() -> None:
    # ⑩－２ done passes ⑧－２ too: phase 3. ⑧－２ (due 2023-12) is 記録なし, so at 2024-02 nothing is overdue: open are
    # ⑬－１ (2024-02 - 2024-11 = -9) and go-live (-25); the greater is -9.
    row = one(every(Report(steps("D" * 27, step_8_2="W"), planned="2025-12-31"), "2024-01", "2024-02"), "2024-02")

    assert (row["phase"], row["judgement"], row["judgement_rule"]) == (3, "順調", "on_track")
    assert (row["step_8_2_state"], row["has_order_conflict"], row["overdue_months"]) == ("unrecorded", True, -9)
    assert (row["steps_completed"], row["steps_in_progress"]) == (26, 1)


def test_a_reopened_step_is_attained_anew() -> None:
    history = {
        "2023-07": Report(BEGUN),
        "2023-08": Report(THROUGH_3_2),
        "2023-09": Report(steps("D" * 6, step_3_2="W")),
        "2023-10": Report(THROUGH_3_2),
    }
    marts = run({("20201", "property_tax"): history}, list(history))
    found = [marts[month].iloc[0][["step_3_2_state", "step_3_2_attained"]].tolist() for month in history]

    assert found[0][0] == "open"
    assert found[1] == ["attained", "2023-08"]
    assert found[2][0] == "open"
    assert is_blank(found[2][1])
    assert found[3] == ["attained", "2023-10"]
    assert not marts["2023-10"].iloc[0]["step_3_2_is_latest_bound"]
    # Phase 0 was left in 2023-07 at the latest, and never entered again.
    assert marts["2023-10"].iloc[0]["phase0_attained"] == "2023-07"


def test_complete_at_the_first_report_is_at_the_latest_that_month() -> None:
    row = one(every(Report(THROUGH_10_2), "2024-05", "2024-07"), "2024-07")

    for milestone in ("phase0", "step_3_2", "step_8_2", "step_10_2"):
        assert row[f"{milestone}_attained"] == "2024-05"
        assert row[f"{milestone}_is_latest_bound"]
    assert (row["step_13_1_state"], row["step_13_1_is_latest_bound"]) == ("open", False)


def test_a_gap_of_two_months() -> None:
    # ③－２ attained 2023-06 (open in 05): kept over the gap and after it. ⑧－２ open before and complete after the gap:
    # 遅くとも 2023-09.
    history = {
        "2023-05": Report(BEGUN, planned="2025-10-31", live=None),
        "2023-06": Report(THROUGH_3_2, planned="2025-10-31"),
        "2023-09": Report(steps("D" * 20), planned="2025-11-30"),
    }
    marts = run({("20201", "property_tax"): history}, months("2023-05", "2023-09"))
    missing, after = marts["2023-08"].iloc[0], marts["2023-09"].iloc[0]

    assert (missing["is_reported"], missing["is_carried"], missing["last_report_month"]) == (False, True, "2023-06")
    assert (missing["judgement"], missing["judgement_rule"]) == ("未報告", "no_report")
    for column in ("phase", "steps_counted", "step_completion_mic", "step_completion_effective", "overdue_months"):
        assert is_blank(missing[column]), column
    assert (missing["step_3_2_attained"], missing["planned_live_on"]) == ("2023-06", "2025-10-31")
    assert (missing["step_8_2_state"], missing["replan_count"]) == ("open", 0)

    assert (after["is_carried"], after["last_report_month"]) == (False, "2023-09")
    assert (after["step_3_2_attained"], after["step_3_2_is_latest_bound"]) == ("2023-06", False)
    assert (after["step_8_2_attained"], after["step_8_2_is_latest_bound"]) == ("2023-09", True)
    assert (after["first_planned_live_on"], after["replan_count"]) == ("2025-10-31", 1)


def test_a_gap_without_marts_is_the_same_gap() -> None:
    history = {"2023-06": Report(BEGUN), "2023-09": Report(THROUGH_3_2)}
    programme = {("20201", "property_tax"): history}

    with_marts = run(programme, months("2023-06", "2023-09"))["2023-09"]
    without = run(programme, months("2023-06", "2023-09"), every_month=False)["2023-09"]

    pd.testing.assert_frame_equal(with_marts, without)
    assert without.iloc[0]["step_3_2_is_latest_bound"]


def test_go_live_persists_over_a_missing_month() -> None:
    # 運用開始日 persists and is looked at before 未報告; the phase does not persist.
    row = one({"2025-12": Report(steps("D" * 40), live="2025-12-01")}, "2026-01", since="2025-12")

    assert (row["judgement"], row["live_state"], row["live_on"]) == ("完了", "attained", "2025-12-01")
    assert is_blank(row["phase"])
    # Known to be live and not to be reported: in 移行完了 and in the unknown band of the phases.
    systems = pd.DataFrame([row]).assign(body_code="20201")
    assert migration(body_status(systems)).migrated_share == 1.0
    assert phase_counts(systems)["unknown"] == 1


@pytest.mark.parametrize(
    ("month", "judgement", "rule", "overdue"),
    [
        # Own deadline 2027-09-30, planned 2027-08-31, still in phase 1: earlier milestones are shown, not judged.
        ("2026-10", "順調", "on_track", -11),
        ("2027-06", "注意", "planned_soon", -3),
        # The planned month is over, the deadline's is not.
        ("2027-09", "注意", "planned_past", 0),
        ("2027-10", "遅延", "deadline_passed", 1),
    ],
)
def test_designated_before_and_after_its_own_deadline(month: str, judgement: str, rule: str, overdue: int) -> None:
    report = Report(BEGUN, planned="2027-08-31", is_designated=True, own_due="2027-09-30")
    row = one({month: report}, month)

    assert (row["judgement"], row["judgement_rule"], row["overdue_months"]) == (judgement, rule, overdue)
    assert (row["is_designated"], row["step_3_2_state"]) == (True, "open")


def test_designated_planned_after_its_deadline_or_without_one() -> None:
    late = Report(BEGUN, planned="2027-10-01", is_designated=True, own_due="2027-09-30")
    open_ended = Report(BEGUN, planned="2027-10-01", is_designated=True)

    assert one({"2026-10": late}, "2026-10")["judgement_rule"] == "planned_after_deadline"
    row = one({"2026-10": open_ended}, "2026-10")
    assert (row["judgement"], row["judgement_rule"]) == ("注意", "deadline_missing")
    assert is_blank(row["overdue_months"])


def test_a_blank_planned_date() -> None:
    assert one({"2025-01": Report(THROUGH_13_1)}, "2025-01")["judgement_rule"] == "planned_missing"
    assert one({"2025-01": Report(THROUGH_13_1, planned="2025-12-31")}, "2025-01")["judgement_rule"] == "on_track"


def test_a_missing_business_row_is_unreported() -> None:
    there = every(Report(THROUGH_10_2, planned="2025-12-31"), "2024-04", "2024-05")
    programme = {("20201", "property_tax"): there, ("20201", "school_enrolment"): {"2024-04": there["2024-04"]}}
    mart = run(programme, months("2024-04", "2024-05"))["2024-05"]
    body = body_status(mart.reset_index()).iloc[0]

    assert mart["judgement"].tolist() == ["順調", "未報告"]
    assert (body["systems_applicable"], body["systems_reported"], body["phase"]) == (2, 1, 3)
    assert (body["phase_3"], body["phase_unknown"], body["judgement"]) == (1, 1, "未報告")


def test_the_first_month_of_the_programme() -> None:
    # 2023-04: nothing is due before 2023-05. Not begun: phase0 open, 2023-04 - 2023-05 = -1, the greatest of all.
    begun = one({"2023-04": Report(BEGUN, planned="2025-10-31")}, "2023-04")
    untouched = one({"2023-04": Report(steps(), planned="2025-10-31")}, "2023-04")

    assert (begun["phase"], begun["phase0_attained"], begun["phase0_is_latest_bound"]) == (1, "2023-04", True)
    assert (begun["judgement"], begun["overdue_months"]) == ("順調", -5)
    assert (untouched["phase"], untouched["phase0_state"], untouched["judgement"]) == (0, "open", "順調")
    assert untouched["overdue_months"] == -1
    assert untouched["steps_counted"] == 0


def test_after_the_deadline_the_four_ways_to_stand_remain_apart() -> None:
    cases = {
        "live": Report(steps("D" * 39), live="2026-03-31"),
        "undesignated": Report(steps("D" * 39), planned="2026-11-30"),
        "healthy": Report(steps("D" * 31), planned="2028-01-31", is_designated=True, own_due="2028-03-31"),
        "late": Report(steps("D" * 31), planned="2028-04-30", is_designated=True, own_due="2028-03-31"),
    }
    rows = {name: one({"2026-10": report}, "2026-10") for name, report in cases.items()}

    assert [(row["judgement"], bool(row["is_designated"])) for row in rows.values()] == [
        ("完了", False),
        ("遅延", False),
        ("順調", True),
        ("遅延", True),
    ]
    # 2026-03 - 2026-03, 2026-10 - 2026-03, 2026-10 - 2028-03 twice.
    assert [row["overdue_months"] for row in rows.values()] == [0, 7, -17, -17]


@pytest.mark.parametrize(
    ("month", "rule"),
    [("2023-09", "on_track"), ("2023-10", "milestone_overdue"), ("2023-12", "milestone_overdue"),
     ("2024-01", "milestone_overdue_long")],
)  # fmt: skip
def test_three_months_over_is_caution_and_four_is_late(month: str, rule: str) -> None:
    # ③－２ was due 2023-09: over by 0, 1, 3 and 4 months.
    assert one({month: Report(BEGUN, planned="2025-12-31")}, month)["judgement_rule"] == rule


def test_a_milestone_attained_late_is_history() -> None:
    # ③－２ attained 2024-03, 6 months after its date, ⑧－２ and ⑩－２ with it: nothing open is over its date.
    history = {"2024-02": Report(BEGUN), "2024-03": Report(THROUGH_10_2, planned="2025-12-31")}
    row = one(history, "2024-03")

    assert (row["step_3_2_attained"], row["judgement"], row["overdue_months"]) == ("2024-03", "順調", -8)


@pytest.mark.parametrize(("month", "rule"), [("2024-08", "on_track"), ("2024-09", "planned_soon")])
def test_planned_within_two_months_while_13_1_is_open(month: str, rule: str) -> None:
    # Planned for 2024-11: 3 and 2 months ahead.
    assert one({month: Report(THROUGH_10_2, planned="2024-11-01")}, month)["judgement_rule"] == rule
    assert one({month: Report(THROUGH_13_1, planned="2024-11-01")}, month)["judgement_rule"] == "on_track"


def test_a_step_not_applicable_is_not_counted_for_its_milestone() -> None:
    # ⑩－２ 対象外 passes the gate (phase 3) and is neither open nor attained; ③－２ open before it is then no 記録なし.
    row = one({"2023-08": Report(steps("W", step_10_2="N"), planned="2025-12-31")}, "2023-08")

    assert (row["phase"], row["step_10_2_state"], row["step_3_2_state"]) == (3, "not_counted", "open")
    assert (row["has_order_conflict"], row["steps_not_applicable"]) == (False, 1)
