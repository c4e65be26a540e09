"""V4 and the go-live calendar, worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules.vendor_capacity import blended_capacity, crowded_months, go_live_calendar, vendor_capacities
from data.rules.vendor_flags import Severity, VendorFlag

NOW = "2026-01"


def _systems(*rows: tuple[str | None, str | None, str | None]) -> pd.DataFrame:
    """A system per (vendor, month live, month planned), each at a body of its own."""
    return pd.DataFrame(
        {
            "body_code": pd.Series([f"{15201 + at:05d}" for at in range(len(rows))], dtype="str"),
            "business": "long_term_care",
            "vendor_code": pd.Series([vendor for vendor, _, _ in rows], dtype="str"),
            "live_on": pd.Series([live and f"{live}-10" for _, live, _ in rows], dtype="str"),
            "planned_live_on": pd.Series([planned and f"{planned}-28" for _, _, planned in rows], dtype="str"),
        }
    )


def _capacities(systems: pd.DataFrame, *, size_edges: tuple[int, ...] = ()) -> pd.DataFrame:
    return vendor_capacities(
        systems, month=NOW, quantile=0.9, minimum=1, full_history_months=12, size_edges=size_edges
    ).set_index("vendor_code", drop=False)


def _flags(systems: pd.DataFrame) -> tuple[VendorFlag, ...]:
    capacities = _capacities(systems)
    calendar = go_live_calendar(systems, capacities=capacities, month=NOW)
    return crowded_months(
        systems, capacities=capacities, calendar=calendar, month=NOW, above=1.0, high_above=2.0, source="報告"
    )


def test_with_a_year_of_history_only_its_own_counts() -> None:
    # 2025-01 … 2026-01 are 13 months: 5 go-lives in the first, 3 in 2025-06, none in the others. Ascending the months
    # are 0 × 11, 3, 5; the 90th percentile of 13 values lies at place 0.9 × 12 = 10.8: 0 + 0.8 × 3 = 2.4.
    own = [("A", "2025-01", None)] * 5 + [("A", "2025-06", None)] * 3
    other = [("B", "2026-01", None)] * 50
    found = _capacities(_systems(*own, *other)).loc["A"]
    assert (found["first_live"], found["history_months"], found["own_p90"]) == ("2025-01", 13, pytest.approx(2.4))
    assert found["capacity"] == pytest.approx(2.4)


def test_eleven_months_are_blended_and_twelve_are_not() -> None:
    # A: 11 months, one go-live each: P90 1. Of its class, 11 ones and B's 12 tens: place 0.9 × 22 = 19.8: 10.
    # Blended: 11/23 × 1 + 12/23 × 10 = 131/23.
    own = [("A", month, None) for month in _months("2025-03", 11)]
    other = [("B", month, None) for month in _months("2025-02", 12) for _ in range(10)]
    found = _capacities(_systems(*own, *other))
    assert found.loc["A", "capacity"] == pytest.approx(131 / 23)
    assert found.loc["B", "capacity"] == pytest.approx(10)


def test_only_vendors_of_its_size_are_looked_at() -> None:
    # One system each for A and B (below 3), 30 for C: the small ones do not take after C.
    systems = _systems(("A", None, None), ("B", "2026-01", None), *[("C", "2026-01", None)] * 30)
    found = _capacities(systems, size_edges=(3,))
    assert found["size_class"].tolist() == [0, 0, 1]
    assert found["class_p90"].tolist() == [1, 1, 30]
    assert found["own_p90"].isna().tolist() == [True, False, False]
    assert found["capacity"].tolist() == [1, 1, 30]


def test_a_class_without_go_lives_takes_after_everybody() -> None:
    found = _capacities(_systems(("A", None, None), *[("C", "2026-01", None)] * 30), size_edges=(3,))
    assert found.loc["A", "capacity"] == 30


def test_before_the_first_go_live_of_anybody_no_capacity_is_known() -> None:
    systems = _systems(("A", None, "2026-03"), ("A", None, "2026-03"))
    found = _capacities(systems)
    assert found[["class_p90", "capacity"]].isna().all(axis=None)
    calendar = go_live_calendar(systems, capacities=found, month=NOW).set_index("month")
    assert calendar.loc["2026-03", "planned"] == 2
    assert calendar[["capacity", "ratio"]].isna().all(axis=None)


def test_before_the_first_go_live_of_anybody_no_month_is_crowded() -> None:
    assert _flags(_systems(*[("A", None, "2026-03")] * 9)) == ()


def test_the_calendar_tells_past_and_future_apart() -> None:
    systems = _systems(
        ("A", "2025-12", "2025-12"),  # live: its plan is no longer one
        ("A", None, "2025-12"),  # overdue
        ("A", None, "2026-03"),
        ("A", "2026-02", "2026-03"),  # a go-live ahead of the month is a plan, not a fact
        ("B", None, None),
        (None, "2026-01", None),  # of nobody
    )
    calendar = go_live_calendar(systems, capacities=_capacities(systems), month=NOW)
    own = calendar[calendar["vendor_code"] == "A"]
    assert own["month"].tolist() == ["2025-12", "2026-01", "2026-02", "2026-03"]
    assert own["went_live"].tolist() == [1, 0, pd.NA, pd.NA]
    assert own["planned"].tolist() == [1, 0, 0, 2]
    # Two months of history, 1 and 0: P90 0.9; alone of its class: 0.9; at least one a month.
    assert own["capacity"].tolist() == [1, 1, 1, 1]
    assert own["ratio"].tolist() == [pd.NA, pd.NA, 0, 2]
    assert calendar.loc[calendar["vendor_code"] == "B", "planned"].sum() == 0


@pytest.mark.parametrize(("planned", "severity"), [(1, None), (2, "中"), (3, "高")])
def test_a_month_is_crowded_above_capacity(planned: int, severity: str | None) -> None:
    flags = _flags(_systems(("B", "2026-01", None), *[("A", None, "2026-02")] * planned))
    assert [str(flag.severity) for flag in flags] == ([severity] if severity else [])


def test_a_flag_carries_its_systems_and_numbers() -> None:
    systems = _systems(
        ("A", "2025-01", None),
        ("A", None, "2026-03"),
        ("A", None, "2026-03"),
        ("A", None, "2026-04"),
        ("B", None, None),
    )
    (flag,) = _flags(systems)
    assert (flag.flag, flag.vendor, flag.month, flag.business, flag.since) == ("V4", "A", "2026-03", None, None)
    assert flag.severity is Severity.MIDDLE
    assert flag.systems == (("15202", "long_term_care"), ("15203", "long_term_care"))
    # 13 months, one go-live: P90 0 (place 10.8 of 0 × 12, 1); capacity is one at least.
    assert flag.evidence == {
        "planned": 2, "capacity": 1.0, "ratio": 2.0, "own_p90": 0.0, "class_p90": 0.0, "history_months": 13,
    }  # fmt: skip
    assert flag.source == "報告"


def test_neither_the_past_nor_what_is_live_makes_a_crowd() -> None:
    systems = _systems(
        *[("A", None, "2026-01")] * 5, *[("A", "2026-01", "2026-03")] * 5, *[(None, None, "2026-03")] * 5
    )
    assert _flags(systems) == ()


@given(
    own=st.floats(0, 1000), alike=st.floats(0, 1000), months=st.integers(0, 60), full_history_months=st.integers(1, 24)
)
def test_capacity_lies_between_its_own_and_its_class(
    own: float, alike: float, months: int, full_history_months: int
) -> None:
    found = blended_capacity(own=own, alike=alike, months=months, full_history_months=full_history_months, minimum=1)
    assert max(1.0, min(own, alike)) - 1e-9 <= found <= max(1.0, own, alike) + 1e-9


def _months(first: str, many: int) -> list[str]:
    start = pd.Period(first, freq="M")
    return [str(start + by) for by in range(many)]
