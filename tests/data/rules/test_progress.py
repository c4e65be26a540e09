"""ステップ完了率（総務省方式） against cases worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference import load_reference
from data.rules.progress import (
    body_progress,
    business_progress,
    national_progress,
    prefecture_progress,
    system_mart,
    system_universe,
)

pytestmark = pytest.mark.slow

UNIVERSE = pd.DataFrame(
    {"body_code": ["01100", "01100", "01202", "01202", "13101", "13101"], "business": ["aid", "tax"] * 3}
)


def reported(*steps: int | None, universe: pd.DataFrame = UNIVERSE) -> pd.DataFrame:
    return universe.head(len(steps)).assign(steps_counted=pd.array(list(steps), dtype="Int64"))


def declared(*rows: tuple[str, str, bool, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["body_code", "business", "is_applicable", "applies_from"])


def bodies_of(*steps: int | None, applicability: pd.DataFrame | None = None) -> pd.DataFrame:
    return body_progress(system_mart(reported(*steps), applicability, universe=UNIVERSE, month="2026-01"))


def test_the_universe_is_every_municipality_times_twenty_and_two_for_each_prefecture() -> None:
    universe = system_universe(load_reference())

    assert len(universe) == 1741 * 20 + 47 * 2
    assert not universe.duplicated().any()
    prefectural = universe[universe["body_code"].str.endswith("000")]
    assert prefectural["body_code"].nunique() == 47
    assert set(prefectural["business"]) == {"child_rearing_allowance", "public_assistance"}
    assert "common_function" not in set(universe["business"])


def test_a_missing_row_and_a_blank_are_both_unreported_and_zero_is_not() -> None:
    mart = system_mart(reported(0, None, 40), None, universe=UNIVERSE, month="2026-01")

    assert mart["is_reported"].tolist() == [True, False, True, False, False, False]
    assert mart["step_completion_mic"].isna().tolist() == [False, True, False, True, True, True]
    assert mart["step_completion_mic"].dropna().tolist() == [0.0, 1.0]
    assert mart["is_applicable"].all()


def test_without_a_report_every_system_is_unreported() -> None:
    mart = system_mart(None, None, universe=UNIVERSE, month="2026-01")

    assert len(mart) == 6
    assert not mart["is_reported"].any()
    assert mart["steps_counted"].isna().all()


def test_a_system_outside_the_universe_is_a_fault_of_the_program() -> None:
    stray = reported(1).assign(business="common_function")

    with pytest.raises(ValueError, match="1 reported systems are outside"):
        system_mart(stray, None, universe=UNIVERSE, month="2026-01")


@pytest.mark.parametrize(
    ("month", "expected"),
    [("2025-03", True), ("2025-04", False), ("2025-12", False), ("2026-01", True), ("2026-02", True)],
)
def test_the_last_statement_that_applies_by_month_end_holds(month: str, *, expected: bool) -> None:
    table = declared(("01100", "aid", True, "2026-01-31"), ("01100", "aid", False, "2025-04-30"))

    mart = system_mart(None, table, universe=UNIVERSE, month=month)

    assert mart.loc[0, "is_applicable"] == expected
    assert mart.loc[1:, "is_applicable"].all()


def test_a_declaration_about_a_body_that_is_gone_changes_nothing() -> None:
    mart = system_mart(None, declared(("99999", "aid", False, "2025-04-01")), universe=UNIVERSE, month="2026-01")

    assert mart["is_applicable"].all()


def test_a_body_is_the_mean_over_its_reported_systems() -> None:
    bodies = bodies_of(40, 40, 10, None).set_index("body_code")

    assert bodies["step_completion_mic"].isna().to_dict() == {"01100": False, "01202": False, "13101": True}
    assert bodies.loc["01100", "step_completion_mic"] == 1.0
    assert bodies.loc["01202", "step_completion_mic"] == 0.25
    assert bodies["is_complete"].to_dict() == {"01100": True, "01202": False, "13101": False}
    assert bodies["systems_reported"].to_dict() == {"01100": 2, "01202": 1, "13101": 0}


def test_a_body_at_forty_with_a_system_unreported_is_not_complete() -> None:
    assert bodies_of(40, None)["is_complete"].tolist() == [False, False, False]


def test_a_declared_system_stays_in_mics_mean_and_leaves_the_other_denominators() -> None:
    table = declared(("01100", "aid", False, "2025-04-01"), ("01202", "aid", False, "2025-04-01"))

    bodies = bodies_of(40, 20, None, 40, applicability=table).set_index("body_code")

    # 01100: (40 + 20) / 80, whatever the table says; 01202: its one applicable system is reported, at 40.
    assert bodies.loc["01100", "step_completion_mic"] == 0.75
    assert bodies["systems_applicable"].to_dict() == {"01100": 1, "01202": 1, "13101": 2}
    assert bodies["systems_reported"].to_dict() == {"01100": 1, "01202": 1, "13101": 0}
    assert bodies["systems_counted"].to_dict() == {"01100": 2, "01202": 1, "13101": 0}
    assert bodies["is_complete"].to_dict() == {"01100": False, "01202": True, "13101": False}


def test_the_nation_is_the_unweighted_mean_with_the_weighted_one_by_its_name() -> None:
    # Bodies at (40+40)/80, 10/40 (one system unreported) and none: mean (1 + 0.25)/2, by system (40+40+10)/120.
    summary = national_progress(bodies_of(40, 40, 10, None), below_half=0.5)

    assert (summary.municipalities, summary.reported) == (3, 2)
    assert summary.mean == 0.625
    assert summary.median == 0.625
    assert summary.system_mean == 0.75
    assert summary.p10 == pytest.approx(0.25 + 0.1 * 0.75)
    assert summary.p90 == pytest.approx(0.25 + 0.9 * 0.75)
    assert (summary.bodies_complete, summary.bodies_below_half) == (1, 1)
    assert (summary.applicable_systems, summary.reported_systems) == (6, 3)


def test_exactly_half_is_not_below_half() -> None:
    assert national_progress(bodies_of(20, 20, 20, 19), below_half=0.5).bodies_below_half == 1


def test_nothing_reported_is_unknown_and_not_zero() -> None:
    summary = national_progress(bodies_of(), below_half=0.5)

    assert (summary.mean, summary.median, summary.p10, summary.p90, summary.system_mean) == (None,) * 5
    assert (summary.municipalities, summary.reported, summary.bodies_complete, summary.bodies_below_half) == (
        3,
        0,
        0,
        0,
    )


def test_prefectures_are_no_municipalities() -> None:
    universe = pd.concat([UNIVERSE, pd.DataFrame({"body_code": ["01000"], "business": ["aid"]})], ignore_index=True)
    rows = reported(40, 40, 0, 0, 0, 0, 40, universe=universe)

    bodies = body_progress(system_mart(rows, None, universe=universe, month="2026-01"))

    assert bodies.set_index("body_code")["is_municipality"].to_dict() == {
        "01000": False,
        "01100": True,
        "01202": True,
        "13101": True,
    }
    assert national_progress(bodies, below_half=0.5).municipalities == 3
    prefectures = prefecture_progress(bodies, reference_only_below=0.9, below_half=0.5)
    assert prefectures[["prefecture_code", "municipalities", "step_completion_mic"]].to_numpy().tolist() == [
        ["01", 2, 0.5],
        ["13", 1, 0.0],
    ]


def test_a_prefecture_is_for_reference_only_below_nine_tenths_reported() -> None:
    bodies = pd.DataFrame(
        {
            "prefecture_code": ["01"] * 10 + ["13"] * 10,
            "is_municipality": True,
            "systems_counted": [1] * 9 + [0] + [1] * 8 + [0, 0],
            "steps_counted": [40] * 9 + [0] + [10] * 8 + [0, 0],
            "step_completion_mic": pd.array([1.0] * 9 + [None] + [0.25] * 8 + [None, None], dtype="Float64"),
            "is_complete": [True] * 9 + [False] * 11,
        }
    )

    found = prefecture_progress(bodies, reference_only_below=0.9, below_half=0.5)

    assert found["reported"].tolist() == [9, 8]
    assert found["is_reference_only"].tolist() == [False, True]
    assert found["step_completion_mic"].tolist() == [1.0, 0.25]
    assert found["bodies_complete"].tolist() == [9, 0]
    assert found["bodies_below_half"].tolist() == [0, 8]


def test_a_prefecture_without_any_report_is_unknown() -> None:
    found = prefecture_progress(bodies_of(40, 40), reference_only_below=0.9, below_half=0.5).set_index(
        "prefecture_code"
    )

    assert found["step_completion_mic"].isna().to_dict() == {"01": False, "13": True}
    assert found["is_reference_only"].to_dict() == {"01": True, "13": True}


def test_businesses_are_means_over_their_reported_systems() -> None:
    mart = system_mart(reported(40, 20, 0, None), None, universe=UNIVERSE, month="2026-01")

    found = business_progress(mart, reference_only_below=0.9).set_index("business")

    assert found["step_completion_mic"].to_dict() == {"aid": 0.5, "tax": 0.5}
    assert found["systems_reported"].to_dict() == {"aid": 2, "tax": 1}
    assert found["systems_complete"].to_dict() == {"aid": 1, "tax": 0}
    assert found["is_reference_only"].to_dict() == {"aid": True, "tax": True}


@given(st.lists(st.one_of(st.none(), st.integers(0, 40)), min_size=6, max_size=6))
def test_aggregates_agree_with_exact_fractions(steps: list[int | None]) -> None:
    pairs = [[step for step in steps[start : start + 2] if step is not None] for start in (0, 2, 4)]
    exact = [Fraction(sum(pair), 40 * len(pair)) for pair in pairs if pair]

    summary = national_progress(bodies_of(*steps), below_half=0.5)

    assert summary.reported == len(exact)
    assert summary.bodies_complete == sum(pair == [40, 40] for pair in pairs)
    assert summary.bodies_below_half == sum(rate < Fraction(1, 2) for rate in exact)
    if exact:
        assert summary.mean == pytest.approx(float(sum(exact) / len(exact)))


@given(st.integers(1, 40))
def test_a_whole_of_forty_is_one_however_many_systems_there_are(count: int) -> None:
    universe = pd.DataFrame({"body_code": ["01100"] * count, "business": [f"b{number:02d}" for number in range(count)]})
    mart = system_mart(reported(*[40] * count, universe=universe), None, universe=universe, month="2026-01")

    body = body_progress(mart).iloc[0]

    assert body["step_completion_mic"] == 1.0
    assert body["is_complete"]
