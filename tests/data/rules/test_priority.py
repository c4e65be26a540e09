"""優先フォロー and アドバイザー派遣候補, worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference import load_reference
from data.rules.priority import body_stakes, dispatch_candidates, late_probability, still_bodies

TABLE = {"遅延": 0.8, "未報告": 0.6, "注意": 0.4, "順調": 0.1}
System = tuple[str, str | None, int | None, str | None]


def systems(*rows: System, is_applicable: bool = True) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "body_code": [row[0] for row in rows],
            "is_applicable": is_applicable,
            "judgement": pd.Series([row[1] for row in rows], dtype="str"),
            "overdue_months": pd.array([row[2] for row in rows], dtype="Int64"),
            "planned_live_on": pd.Series([row[3] for row in rows], dtype="str"),
        }
    )


def stakes(*rows: System) -> pd.DataFrame:
    return body_stakes(systems(*rows), month="2026-01", by_judgement=TABLE)


def test_the_probabilities_in_force_are_those_of_the_rule() -> None:
    rules = load_reference().rules.follow_up
    assert rules.late_probabilities == (0.8, 0.6, 0.4, 0.1)
    assert (rules.contacted_days, rules.dispatch_late_systems, rules.dispatch_still_months) == (30, 3, 6)


def test_each_judgement_has_its_probability() -> None:
    words = pd.Series(["遅延", "未報告", "注意", "順調", "完了", None], dtype="str")
    assert late_probability(words, by_judgement=TABLE).tolist()[:5] == [0.8, 0.6, 0.4, 0.1, 0.0]
    assert late_probability(words, by_judgement=TABLE).isna().tolist() == [False] * 5 + [True]


def test_the_stake_is_the_sum_over_open_systems() -> None:
    # .8 + .6 + .4 + .1 = 1.9 over four open systems (mean P .475 × 4); the live one adds nothing.
    found = stakes(
        ("20201", "遅延", 7, "2025-12-31"),
        ("20201", "未報告", None, None),
        ("20201", "注意", 3, None),
        ("20201", "順調", -2, "2026-01-31"),
        ("20201", "完了", 12, "2025-01-31"),
    ).to_dict("records")
    assert found == [
        {
            "body_code": "20201",
            "stake": 1.9,
            "open_systems": 4,
            "open_late": 1,
            "open_unreported": 1,
            "open_caution": 1,
            "open_on_track": 1,
            "planned_past": 1,
            "planned_missing": 1,
            "overdue_months": 7,
        }
    ]


def test_the_highest_stake_is_first_and_equals_go_by_late_then_code() -> None:
    # 20202: 3 × .6 = 1.8. 20203: 2 × .8 + 2 × .1 = 1.8 with two late. 20201: 3 × .6. 20204: .8. 15201: .1.
    unreported = [(code, "未報告", None, None) for code in ("20202", "20201") for _ in range(3)]
    late = [("20203", word, None, None) for word in ("遅延", "遅延", "順調", "順調")]
    found = stakes(*unreported, ("15201", "順調", None, None), *late, ("20204", "遅延", None, None))
    assert found["body_code"].tolist() == ["20203", "20201", "20202", "20204", "15201"]
    assert found["stake"].tolist() == [1.8, 1.8, 1.8, 0.8, 0.1]


def test_a_body_all_live_not_applicable_or_without_judgement_is_nobodys_call() -> None:
    assert stakes(("20201", "完了", -1, None)).empty
    assert stakes(("20201", None, None, None)).empty
    assert body_stakes(
        systems(("20201", "遅延", 5, None), is_applicable=False), month="2026-01", by_judgement=TABLE
    ).empty


def test_only_months_past_a_date_are_overdue() -> None:
    found = stakes(("20201", "順調", 0, None), ("20202", "順調", -3, None), ("20203", "注意", 1, None))
    assert found.set_index("body_code")["overdue_months"].dropna().to_dict() == {"20203": 1}


@pytest.mark.slow
@given(st.lists(st.tuples(st.sampled_from(["20201", "20202"]), st.sampled_from([*TABLE, "完了"])), min_size=1))
def test_the_stake_lies_between_nothing_and_the_open_systems(rows: list[tuple[str, str]]) -> None:
    found = stakes(*((code, word, None, None) for code, word in rows))
    assert ((found["stake"] > 0) & (found["stake"] <= found["open_systems"] * 0.8 + 1e-6)).all()
    assert found["open_systems"].sum() == sum(word != "完了" for _, word in rows)
    assert found["stake"].is_monotonic_decreasing


def reports(*rows: tuple[str, str, str, int | None]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "body_code": [row[0] for row in rows],
            "business": [row[1] for row in rows],
            "month": [row[2] for row in rows],
            "steps_completed": pd.array([row[3] for row in rows], dtype="Int64"),
        }
    )


@pytest.mark.parametrize(
    ("rows", "is_still"),
    [
        ([("x", "2025-07", 6), ("x", "2026-01", 6)], True),
        ([("x", "2025-07", 6), ("x", "2026-01", 7)], False),
        # The step was completed seven months ago: before the window.
        ([("x", "2025-06", 5), ("x", "2025-07", 6), ("x", "2026-01", 6)], True),
        # Reopened and completed again: worked on.
        ([("x", "2025-07", 6), ("x", "2025-09", 5), ("x", "2026-01", 6)], False),
        ([("x", "2025-07", 6), ("x", "2026-01", 5)], True),
        # One of two open systems moved.
        ([("x", "2025-07", 6), ("x", "2026-01", 6), ("y", "2025-07", 0), ("y", "2026-01", 1)], False),
        # Not reported at one end: not known to stand still.
        ([("x", "2025-08", 6), ("x", "2026-01", 6)], False),
        ([("x", "2025-07", 6), ("x", "2025-12", 6)], False),
        ([("x", "2025-07", 6), ("x", "2026-01", None)], False),
        # A gap in between hides no rise.
        ([("x", "2025-07", 6), ("x", "2025-10", None), ("x", "2026-01", 7)], False),
    ],
)
def test_standing_still_for_six_months(rows: list[tuple[str, str, int | None]], is_still: bool) -> None:
    months = reports(*(("20201", business, month, steps) for business, month, steps in rows))
    assert still_bodies(months, first="2025-07", last="2026-01") == (frozenset({"20201"}) if is_still else frozenset())


def test_other_bodies_do_not_move_a_body() -> None:
    months = reports(
        ("20201", "x", "2025-07", 6), ("20201", "x", "2026-01", 6), ("20202", "x", "2025-07", 6),
        ("20202", "x", "2026-01", 9),
    )  # fmt: skip
    assert still_bodies(months, first="2025-07", last="2026-01") == {"20201"}


def test_three_late_systems_or_standing_still_and_no_open_dispatch() -> None:
    three = [("20201", "遅延", None, None)] * 3
    two = [("20202", "遅延", None, None)] * 2
    found = stakes(*three, *two, ("20203", "順調", None, None), *[("20204", "遅延", None, None)] * 4)
    told = dispatch_candidates(
        found, still=frozenset({"20203", "99999"}), dispatched=frozenset({"20204"}), late_systems=3
    )
    assert told[["body_code", "is_late", "is_still"]].to_numpy().tolist() == [
        ["20201", True, False],
        ["20203", False, True],
    ]
