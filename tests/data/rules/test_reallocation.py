"""The what-if: who is hit, who finds a place when. A small case by hand, and a naive second reallocation."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.rules.months import month_number, month_texts
from data.rules.reallocation import Outcome, live_course, reallocate
from data.rules.vendor_impact import Shock, affected_systems, newly_late, slipped

AS_OF = "2026-01"
BUSINESSES = ("tax", "care")


def system(body: str, vendor: str | None, planned: str | None, **cells: Any) -> dict[str, Any]:
    row = {"body_code": body, "business": "tax", "vendor_code": vendor, "planned_live_on": planned, "live_on": None}
    return row | {"is_designated": False, "designated_due_on": None, "successor_vendor_code": None} | cells


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(system("", "", ""))).astype(
        dict.fromkeys(["planned_live_on", "live_on", "vendor_code", "designated_due_on"], "str")
    )


def hit(systems: pd.DataFrame, shock: Shock) -> pd.DataFrame:
    return affected_systems(
        systems, shock=shock, as_of=AS_OF, programme_due="2026-03-31", imminent_months=6, businesses=BUSINESSES
    )


def placed(
    systems: pd.DataFrame,
    shock: Shock,
    *,
    capacity: dict[str, float],
    alternatives: dict[str, tuple[str, ...]],
    horizon: int = 24,
) -> pd.DataFrame:
    return reallocate(
        hit(systems, shock),
        systems=systems,
        shock=shock,
        as_of=AS_OF,
        alternatives=alternatives,
        capacity=capacity,
        horizon_months=horizon,
    )


# V leaves in 2026-03. Its own systems, and W's plans that take W's places:
V_LEAVES = Shock(frozenset({"V"}), month="2026-03")
PROGRAMME = table(
    system("10001", "V", "2026-02-15"),  # live before V leaves, as planned
    system("10002", "V", "2026-03-15"),  # in the very month
    system("10003", "V", "2025-12-15"),  # overdue
    system("10004", "V", None),  # no date
    system("10005", "V", "2026-06-15", is_designated=True, designated_due_on="2027-03-31"),
    system("10006", "V", "2025-11-15", live_on="2025-11-20"),  # live
    system("10007", "V", "2026-04-15", business="care"),
    system("10008", "W", "2026-03-10"),
    system("10009", "W", "2026-04-10"),
    system("10010", "W", "2026-04-20"),
    system("10011", None, "2026-04-20"),
)


def test_who_is_hit_and_in_which_order() -> None:
    found = hit(PROGRAMME, V_LEAVES)
    # 2026-03 is due first: the overdue one, then 2026-03, 2026-04, no date; the designated one has until 2027-03.
    assert found["body_code"].tolist() == ["10003", "10002", "10007", "10004", "10005"]
    flags = found.set_index("body_code")[["is_overdue", "is_imminent", "is_undated"]].to_numpy().tolist()
    assert flags == [
        [True, False, False],
        [False, True, False],
        [False, True, False],
        [False, False, True],
        [False, True, False],
    ]


def test_who_finds_which_place() -> None:
    found = placed(PROGRAMME, V_LEAVES, capacity={"V": 9.0, "W": 2.0}, alternatives={"tax": ("V", "W")})
    # W has a place in 2026-03 (one of its two is taken), none in 2026-04, two in 2026-05, 2026-06 …
    assert found[["body_code", "alternatives", "outcome", "slot_vendor"]].astype(object).to_numpy().tolist() == [
        ["10003", 1, "placed", "W"],
        ["10002", 1, "placed", "W"],
        ["10007", 0, "no_alternative", pytest.approx(math.nan, nan_ok=True)],
        ["10004", 1, "placed", "W"],
        ["10005", 1, "placed", "W"],
    ]
    months = month_texts(found["expected"].to_numpy())
    assert months.dropna().tolist() == ["2026-03", "2026-05", "2026-05", "2026-06"]
    # In time by plan and not any more: 10002 (2026-05 after 2026-03). 10003 was overdue, 10007 planned late anyway.
    assert found.loc[newly_late(found), "body_code"].tolist() == ["10002"]


def test_preparation_moves_everybody() -> None:
    shock = Shock(frozenset({"V"}), month="2026-03", preparation_months=3)
    found = placed(PROGRAMME, shock, capacity={"W": 9.0}, alternatives={"tax": ("W",)})
    assert month_texts(found["expected"].to_numpy()).dropna().unique().tolist() == ["2026-06"]


def test_the_most_places_then_the_first_code() -> None:
    systems = table(system("1", "V", "2026-05-01"), system("2", "V", "2026-05-01"), system("3", "V", "2026-05-01"))
    found = placed(systems, V_LEAVES, capacity={"W": 2.0, "X": 2.9, "Y": 1.0}, alternatives={"tax": ("Y", "X", "W")})
    # W and X have two each: W; then X has two; then all have one: W.
    assert found["slot_vendor"].tolist() == ["W", "X", "W"]


def test_a_reported_successor_takes_its_own() -> None:
    systems = table(
        system("1", "V", "2026-05-01", successor_vendor_code="X"),
        system("2", "V", "2026-05-01", successor_vendor_code="Q"),
        system("3", "V", "2026-05-01", successor_vendor_code="none"),
    )
    found = placed(systems, V_LEAVES, capacity={"W": 9.0, "X": 1.0}, alternatives={"tax": ("W", "X")})
    assert found["slot_vendor"].tolist() == ["X", "W", "W"], "Q has nothing for this business"


def test_nobody_waits_beyond_the_horizon() -> None:
    systems = table(*(system(str(body), "V", "2026-05-01") for body in range(1, 6)))
    found = placed(systems, V_LEAVES, capacity={"W": 1.0}, alternatives={"tax": ("W",)}, horizon=2)
    assert found["outcome"].tolist() == [*["placed"] * 3, "full", "full"]


def test_nobody_goes_to_a_vendor_that_leaves_too() -> None:
    shock = Shock(frozenset({"V", "W"}), month="2026-03")
    found = placed(PROGRAMME, shock, capacity={"W": 9.0, "X": 9.0}, alternatives={"tax": ("W", "X")})
    assert set(found.loc[found["outcome"] == Outcome.PLACED, "slot_vendor"]) == {"X"}


def test_a_slip_moves_what_has_a_date() -> None:
    found = slipped(hit(PROGRAMME, Shock(frozenset({"V"}), month="2026-03", slip_months=4)), slip_months=4)
    months = dict(zip(found["body_code"], month_texts(found["expected"].to_numpy()), strict=True))
    assert {body: month for body, month in months.items() if isinstance(month, str)} == {
        "10002": "2026-07",
        "10007": "2026-08",
        "10005": "2026-10",
    }


def test_the_course_with_and_without() -> None:
    found = placed(PROGRAMME, V_LEAVES, capacity={"W": 2.0}, alternatives={"tax": ("W",)})
    course = live_course(PROGRAMME, affected=found, as_of=AS_OF, past_months=2, until="2026-06")
    assert course["month"].tolist() == ["2025-11", "2025-12", *(f"2026-0{month}" for month in range(1, 7))]
    # One live in 2025-11; planned: 02 one, 03 two, 04 four (10007, 10009, 10010, 10011), 06 one. 10003 and 10004: none.
    assert course["without"].tolist() == [1, 1, 1, 2, 4, 8, 8, 9]
    # 10002 from 03 to 05, 10007 never, 10005 stays in 06.
    assert course["with_shock"].tolist() == [1, 1, 1, 2, 3, 6, 7, 8]


MONTHS = st.one_of(st.none(), st.integers(0, 14).map(lambda at: f"{2025 + (at + 6) // 12}-{(at + 6) % 12 + 1:02d}-10"))
SYSTEMS = st.lists(
    st.tuples(st.sampled_from(["V", "W", "X", None]), st.sampled_from(BUSINESSES), MONTHS), min_size=1, max_size=25
)


@pytest.mark.slow
@settings(max_examples=40)
@given(rows=SYSTEMS, capacity=st.tuples(st.floats(1, 4), st.floats(1, 4)), horizon=st.integers(0, 6))
def test_as_a_naive_reallocation_does(
    rows: list[tuple[str | None, str, str | None]], capacity: tuple[float, float], horizon: int
) -> None:
    systems = table(
        *(
            system(f"{place:05d}", vendor, planned, business=business)
            for place, (vendor, business, planned) in enumerate(rows)
        )
    )
    able = {"W": capacity[0], "X": capacity[1]}
    options = {"tax": ("W", "X"), "care": ("X",)}
    found = placed(systems, V_LEAVES, capacity=able, alternatives=options, horizon=horizon)
    taken = {vendor: [row[2][:7] for row in rows if row[0] == vendor and row[2]] for vendor in able}
    for row in found.to_dict("records"):
        first = max(month_number("2026-03"), 0 if math.isnan(row["planned"]) else int(row["planned"]))
        expected = None
        for month in range(first, first + horizon + 1):
            name = f"{month // 12}-{month % 12 + 1:02d}"
            left = {one: math.floor(able[one] - taken[one].count(name)) for one in options[row["business"]]}
            best = sorted((-places, one) for one, places in left.items() if places >= 1)
            if best:
                expected = (best[0][1], month)
                taken[expected[0]].append(name)
                break
        got = (row["slot_vendor"], int(row["expected"])) if row["outcome"] == "placed" else None
        assert got == expected


@pytest.mark.slow
@settings(max_examples=40)
@given(rows=SYSTEMS, seed=st.integers(0, 99))
def test_the_order_of_the_rows_changes_nothing(rows: list[tuple[str | None, str, str | None]], seed: int) -> None:
    systems = table(
        *(
            system(f"{place:05d}", vendor, planned, business=business)
            for place, (vendor, business, planned) in enumerate(rows)
        )
    )
    one, other = (
        placed(rows, V_LEAVES, capacity={"W": 1.0, "X": 2.0}, alternatives={"tax": ("W", "X"), "care": ("X",)})
        for rows in (systems, systems.sample(frac=1, random_state=seed))
    )
    pd.testing.assert_frame_equal(one, other)
