"""V1, V2, V3 and V6 by hand: each kind of event, each successor, the months at the edges, and the alternatives."""

from __future__ import annotations

import pandas as pd
import pytest

from data.rules.vendor_facts_flags import (
    PRODUCT_LIST,
    nonconforming_vendors,
    recent_replans,
    scarce_alternatives,
    withdrawals_without_successor,
)
from data.rules.vendor_flags import VendorFlag
from tests.data.rules.vendor_lists import (
    CARE,
    NONCONFORMING,
    OTHER_TOWN,
    REPLAN,
    SCHOOL,
    SETTLED,
    THIRD_TOWN,
    TOWN,
    WITHDRAWAL,
    event,
    events,
    offered_by,
    open_systems,
    products,
    shown,
    systems,
)

PLENTY = offered_by("A1", "A2", "A3", "B1")
FEW = 2
TOWNS = ((TOWN, SCHOOL), (OTHER_TOWN, SCHOOL))
SYSTEMS = open_systems(*TOWNS)
LEAVES = event("B1", "2024-09-12", WITHDRAWAL)


def left(rows: pd.DataFrame, listed: pd.DataFrame, *, month: str = "2025-01") -> tuple[VendorFlag, ...]:
    """V1 where others offer the business too."""
    return withdrawals_without_successor(rows, PLENTY, listed, month=month, few_alternatives=FEW)


def replanned(rows: pd.DataFrame, listed: pd.DataFrame, *, month: str = "2025-01") -> tuple[VendorFlag, ...]:
    """V3 where others offer the business too."""
    return recent_replans(rows, PLENTY, listed, month=month, replan_months=12, few_alternatives=FEW)


def scarce(rows: pd.DataFrame, offers: pd.DataFrame, listed: pd.DataFrame) -> list[tuple[str, object]]:
    """V6 as (vendor, alternatives)."""
    found = scarce_alternatives(rows, offers, listed, month="2025-01", few_alternatives=FEW)
    return [(one.vendor, one.evidence["alternatives"]) for one in found]


def test_an_unknown_successor_is_middle_none_is_high_and_a_named_one_is_no_flag() -> None:
    rows = systems(
        (TOWN, SCHOOL, "B1", None, None),
        (OTHER_TOWN, SCHOOL, "B1", None, "none"),
        (THIRD_TOWN, SCHOOL, "B1", None, "A1"),
    )
    assert shown(left(rows, events(LEAVES))) == [
        ("B1", "中", "2024-09", ((TOWN, SCHOOL),)),
        ("B1", "高", "2024-09", ((OTHER_TOWN, SCHOOL),)),
    ]


def test_a_live_system_is_no_longer_left_even_in_a_month_without_its_report() -> None:
    rows = systems((TOWN, SCHOOL, "B1", "2025-01-31", None), (OTHER_TOWN, SCHOOL, "B1", "2025-02-01", None))
    assert shown(left(rows, events(LEAVES))) == [("B1", "中", "2024-09", ((OTHER_TOWN, SCHOOL),))]


def test_a_withdrawal_learnt_late_stands_from_its_own_month() -> None:
    before, after = events(), events(event("B1", "2025-02-10", WITHDRAWAL, SCHOOL))
    assert left(SYSTEMS, before, month="2025-03") == (), "not yet told"
    assert shown(left(SYSTEMS, after, month="2025-05")) == [("B1", "中", "2025-02", TOWNS)]
    assert left(SYSTEMS, after, month="2025-01") == (), "what was told later is no fact of the month before it"


def test_a_corrected_date_moves_the_flag() -> None:
    first, corrected = (events(event("B1", day, WITHDRAWAL)) for day in ("2025-07-01", "2025-06-10"))
    assert left(SYSTEMS, first, month="2025-06") == ()
    assert [one.since for one in left(SYSTEMS, corrected, month="2025-06")] == ["2025-06"]


def test_a_withdrawal_from_one_business_or_one_body_leaves_the_others() -> None:
    rows = open_systems((TOWN, SCHOOL), (TOWN, CARE), (OTHER_TOWN, SCHOOL))
    of_school = left(rows, events(event("B1", "2024-09-12", WITHDRAWAL, SCHOOL)))
    of_town = left(rows, events(event("B1", "2024-09-12", WITHDRAWAL, None, TOWN)))
    assert [one.systems for one in of_school] == [((TOWN, SCHOOL), (OTHER_TOWN, SCHOOL))]
    assert {system for one in of_town for system in one.systems} == {(TOWN, SCHOOL), (TOWN, CARE)}


def test_a_withdrawal_taken_back_for_one_body_still_stands_for_the_other() -> None:
    listed = events(LEAVES, event("B1", "2024-12-20", SETTLED, SCHOOL, TOWN))
    assert shown(left(SYSTEMS, listed, month="2024-11")) == [("B1", "中", "2024-09", TOWNS)]
    assert shown(left(SYSTEMS, listed)) == [("B1", "中", "2024-09", ((OTHER_TOWN, SCHOOL),))]


def test_an_event_on_the_last_day_of_the_month_counts_in_it() -> None:
    listed = events(event("B1", "2025-01-31", WITHDRAWAL))
    assert (len(left(SYSTEMS, listed, month="2024-12")), len(left(SYSTEMS, listed))) == (0, 1)


def test_a_withdrawal_tells_its_earliest_day_its_counts_and_every_source() -> None:
    listed = events(
        event("B1", "2024-09-12", WITHDRAWAL, None, OTHER_TOWN, source="報道"),
        event("B1", "2024-11-05", WITHDRAWAL, source="届出"),
    )
    (found,) = left(SYSTEMS, listed)
    assert (found.since, found.source) == ("2024-09", "報道、届出")
    assert dict(found.evidence) == {
        "happened_on": "2024-09-12",
        "successor_unknown": 2,
        "successor_none": 0,
        "alternatives": 3,
    }


@pytest.mark.parametrize(("others", "severity"), [(("A1", "A2", "A3"), "中"), (("A1", "A2"), "高"), ((), "高")])
def test_few_alternatives_raise_a_withdrawal_and_a_replanning_by_a_level(
    others: tuple[str, ...], severity: str
) -> None:
    offers, listed = offered_by("B1", *others), events(LEAVES, event("B1", "2024-10-01", REPLAN))
    v1 = withdrawals_without_successor(SYSTEMS, offers, listed, month="2025-01", few_alternatives=FEW)
    v3 = recent_replans(SYSTEMS, offers, listed, month="2025-01", replan_months=12, few_alternatives=FEW)
    assert [str(one.severity) for one in (*v1, *v3)] == [severity, severity]


def test_high_stays_high_and_joins_what_was_raised() -> None:
    rows = systems((TOWN, SCHOOL, "B1", None, None), (OTHER_TOWN, SCHOOL, "B1", None, "none"))
    (found,) = withdrawals_without_successor(
        rows, offered_by("A1"), events(LEAVES), month="2025-01", few_alternatives=2
    )
    assert (str(found.severity), found.systems) == ("高", TOWNS)
    assert (found.evidence["successor_unknown"], found.evidence["successor_none"]) == (1, 1)


def test_unknown_alternatives_raise_nothing() -> None:
    (found,) = withdrawals_without_successor(SYSTEMS, products(), events(LEAVES), month="2025-01", few_alternatives=FEW)
    assert (str(found.severity), found.evidence["alternatives"]) == ("中", None)
    assert scarce(SYSTEMS, products(), events()) == []


def test_a_vendor_conforming_on_the_very_day_has_no_flag_and_one_taken_back_on_it_has() -> None:
    new = products(("B1", SCHOOL, "2025-01-31", None))
    assert nonconforming_vendors(SYSTEMS, new, events(), month="2025-01") == ()
    assert shown(nonconforming_vendors(SYSTEMS, new, events(), month="2024-12")) == [("B1", "高", None, TOWNS)]
    gone = products(("B1", SCHOOL, "2023-04-01", "2025-01-31"))
    assert shown(nonconforming_vendors(SYSTEMS, gone, events(), month="2025-01")) == [("B1", "高", "2025-01", TOWNS)]


def test_live_systems_count_among_those_without_a_conforming_product() -> None:
    rows = systems((TOWN, SCHOOL, "B1", "2024-03-25", None), (OTHER_TOWN, SCHOOL, "B1", None, None))
    (found,) = nonconforming_vendors(rows, offered_by("A1"), events(), month="2025-01")
    assert (found.systems, found.evidence["live"], found.evidence["alternatives"]) == (TOWNS, 1, 1)
    assert found.source == PRODUCT_LIST


@pytest.mark.parametrize(
    ("until", "stated", "since"),
    [
        (None, "2024-06-10", "2024-06"),
        ("2024-03-31", "2024-06-10", "2024-03"),
        ("2024-06-10", "2024-03-31", "2024-03"),
        ("2024-06-10", None, "2024-06"),
    ],
)
def test_a_product_is_missing_since_it_was_taken_back_or_said_not_to_conform(
    until: str | None, stated: str | None, since: str
) -> None:
    listed = events(*([event("B1", stated, NONCONFORMING, SCHOOL)] if stated else []))
    (found,) = nonconforming_vendors(SYSTEMS, products(("B1", SCHOOL, "2023-04-01", until)), listed, month="2025-01")
    assert (found.since, found.source) == (since, "届出" if stated else PRODUCT_LIST)


def test_conformity_regained_clears_the_flag() -> None:
    listed = events(
        event("B1", "2024-03-31", NONCONFORMING, SCHOOL),
        event("B1", "2024-12-15", SETTLED, SCHOOL),
    )
    months = ("2024-02", "2024-03", "2024-11", "2024-12")
    up = [len(nonconforming_vendors(SYSTEMS, offered_by("B1"), listed, month=month)) for month in months]
    assert up == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("month", "is_up"), [("2024-01", False), ("2024-02", True), ("2025-01", True), ("2025-02", False)]
)
def test_a_replanning_is_recent_in_twelve_months_its_own_included(month: str, *, is_up: bool) -> None:
    for day in ("2024-02-01", "2024-02-29"):
        assert bool(replanned(SYSTEMS, events(event("B1", day, REPLAN)), month=month)) is is_up


def test_a_replanning_tells_its_first_and_last_recent_day_and_spares_the_live_and_the_settled() -> None:
    rows = systems(
        (TOWN, SCHOOL, "B1", "2025-01-06", None),
        (OTHER_TOWN, SCHOOL, "B1", None, "A1"),
        (THIRD_TOWN, SCHOOL, "B1", None, None),
    )
    listed = events(
        event("B1", "2023-09-30", REPLAN),
        event("B1", "2024-09-30", REPLAN),
        event("B1", "2024-11-14", REPLAN),
        event("B1", "2024-12-01", SETTLED, None, THIRD_TOWN),
    )
    (found,) = replanned(rows, listed)
    assert found.systems == ((OTHER_TOWN, SCHOOL),), "a named successor is no answer to a re-planning"
    assert (found.since, found.evidence["latest_on"]) == ("2024-09", "2024-11-14")


def test_hard_to_replace_up_to_two_other_vendors_that_stay() -> None:
    rows = systems(
        (TOWN, SCHOOL, "A1", None, None),
        (OTHER_TOWN, SCHOOL, "B9", None, None),
        (THIRD_TOWN, SCHOOL, None, None, None),
    )
    assert scarce(rows, offered_by("A1", "A2", "A3"), events()) == [("A1", 2)]
    assert scarce(rows, offered_by("A1", "A2", "A3"), events(event("A2", "2025-01-31", WITHDRAWAL))) == [
        ("A1", 1),
        ("B9", 2),
    ]
    assert scarce(rows, offered_by("A1", "A2", "A3", "A4"), events()) == []


def test_a_live_system_is_not_hard_to_replace() -> None:
    rows = systems((TOWN, SCHOOL, "A1", "2024-03-25", None))
    assert scarce(rows, offered_by("A1"), events()) == []
