"""Conforming products: the very day, several periods, events against them, and who is left as an alternative."""

from __future__ import annotations

import pandas as pd
import pytest

from data.rules.vendor_products import alternative_vendors, alternatives, conforming, conformity, offering
from tests.data.rules.vendor_lists import (
    CARE,
    NONCONFORMING,
    SCHOOL,
    SETTLED,
    TOWN,
    WITHDRAWAL,
    event,
    events,
    offered_by,
    products,
)

TWO_PERIODS = products(("A1", SCHOOL, "2023-04-01", "2024-04-01"), ("A1", SCHOOL, "2024-10-15", None))


def vendors(pairs: pd.DataFrame) -> list[str]:
    return pairs["vendor_code"].tolist()


@pytest.mark.parametrize(
    ("on", "is_conforming"),
    [
        ("2023-03-31", False),
        ("2023-04-01", True),
        ("2024-03-31", True),
        ("2024-04-01", False),
        ("2024-10-14", False),
        ("2024-10-15", True),
    ],
)
def test_a_product_conforms_from_its_day_to_the_day_before_it_is_taken_back(on: str, *, is_conforming: bool) -> None:
    assert vendors(conforming(TWO_PERIODS, events(), on=on)) == ["A1"] * is_conforming
    pair = pd.DataFrame({"vendor_code": ["A1"], "business": SCHOOL})
    assert conformity(pair, TWO_PERIODS, events(), on=on)["is_conforming"].tolist() == [is_conforming]


def test_an_event_ends_conformity_for_its_business_until_it_is_settled() -> None:
    listed = products(("A1", SCHOOL, "2023-04-01", None), ("A1", CARE, "2023-04-01", None))
    told = events(
        event("A1", "2025-01-20", NONCONFORMING, SCHOOL),
        event("A1", "2025-06-30", SETTLED, SCHOOL),
    )
    found = {
        on: conforming(listed, told, on=on)["business"].tolist() for on in ("2025-01-19", "2025-01-20", "2025-06-30")
    }
    assert found == {"2025-01-19": [CARE, SCHOOL], "2025-01-20": [CARE], "2025-06-30": [CARE, SCHOOL]}


def test_an_event_or_settlement_of_one_body_changes_no_product() -> None:
    listed = offered_by("A1", "A2")
    told = events(
        event("A1", "2025-01-20", NONCONFORMING, SCHOOL, TOWN),
        event("A2", "2025-01-20", NONCONFORMING),
        event("A2", "2025-02-20", SETTLED, SCHOOL, TOWN),
    )
    assert vendors(conforming(listed, told, on="2025-03-31")) == ["A1"]


def test_a_vendor_leaving_the_business_offers_it_no_more_though_its_product_conforms() -> None:
    listed = offered_by("A1", "A2", "A3")
    told = events(
        event("A1", "2025-01-20", WITHDRAWAL),
        event("A2", "2025-01-20", WITHDRAWAL, CARE),
        event("A3", "2025-01-20", WITHDRAWAL, SCHOOL, TOWN),
    )
    assert vendors(conforming(listed, told, on="2025-03-31")) == ["A1", "A2", "A3"]
    assert vendors(offering(listed, told, on="2025-03-31")) == ["A2", "A3"]
    assert alternative_vendors(offering(listed, told, on="2025-03-31")) == {SCHOOL: ("A2", "A3")}


def test_a_withdrawal_taken_back_for_one_body_still_closes_the_vendor_to_others() -> None:
    told = events(event("A1", "2025-01-20", WITHDRAWAL, SCHOOL), event("A1", "2025-02-20", SETTLED, SCHOOL, TOWN))
    assert offering(offered_by("A1"), told, on="2025-03-31").empty


def test_a_vendor_is_no_alternative_to_itself() -> None:
    pairs = pd.DataFrame({"vendor_code": ["A1", "A2", "B9", "B9"], "business": [SCHOOL, SCHOOL, SCHOOL, CARE]})
    assert alternatives(pairs, offering(offered_by("A1", "A2"), events(), on="2025-03-31")).tolist() == [1, 1, 2, 0]


def test_what_says_so_is_told_beside() -> None:
    pairs = pd.DataFrame({"vendor_code": ["A1", "A2", "A3"], "business": SCHOOL})
    listed = products(("A1", SCHOOL, "2023-04-01", "2024-04-01"), ("A2", SCHOOL, "2023-05-01", None))
    told = events(event("A2", "2025-01-20", NONCONFORMING, source="報道"))
    found = conformity(pairs, listed, told, on="2025-03-31").astype(object)
    assert found.where(found.notna(), None).to_numpy().tolist() == [
        [False, "2023-04-01", "2024-04-01", "2024-04-01", None, None],
        [False, "2023-05-01", None, None, "2025-01-20", "報道"],
        [False, None, None, None, None, None],
    ]


def test_without_a_list_of_products_only_an_event_says_that_none_conforms() -> None:
    pairs = pd.DataFrame({"vendor_code": ["A1", "A2"], "business": SCHOOL})
    told = events(event("A2", "2025-01-20", NONCONFORMING))
    assert conformity(pairs, products(), told, on="2025-03-31")["is_conforming"].tolist() == [True, False]
