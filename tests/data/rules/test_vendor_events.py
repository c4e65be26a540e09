"""Vendor events in force: scopes, settlements, the day itself, and what became known late or was corrected."""

from __future__ import annotations

import pandas as pd
import pytest

from data.rules.vendor_events import EVENT_LIST, events_in_force
from tests.data.rules.vendor_lists import (
    CARE,
    OTHER_TOWN,
    REPLAN,
    SCHOOL,
    SETTLED,
    TOWN,
    WITHDRAWAL,
    event,
    events,
    open_systems,
)

# Two towns with two businesses each; then the vendor's own view of a business, which no event of one body concerns.
PLACES = ((TOWN, SCHOOL), (TOWN, CARE), (OTHER_TOWN, SCHOOL), (OTHER_TOWN, CARE))
ALL = [0, 1, 2, 3]


def struck(listed: pd.DataFrame, *, on: str, kind: str = WITHDRAWAL) -> list[int]:
    """Places at which an event of the kind is in force."""
    return sorted(set(events_in_force(open_systems(*PLACES), listed, kind=kind, on=on)["position"]))


@pytest.mark.parametrize(
    ("business", "body", "hit"),
    [(None, None, ALL), (SCHOOL, None, [0, 2]), (None, TOWN, [0, 1]), (SCHOOL, TOWN, [0])],
)
def test_an_event_is_in_force_where_its_business_and_body_are_named_or_blank(
    business: str | None, body: str | None, hit: list[int]
) -> None:
    assert struck(events(event("B1", "2024-09-12", WITHDRAWAL, business, body)), on="2024-09-30") == hit


@pytest.mark.parametrize(
    ("business", "body", "left"),
    [(None, None, []), (SCHOOL, None, [1, 3]), (None, TOWN, [2, 3]), (SCHOOL, TOWN, [1, 2, 3])],
)
def test_a_settlement_ends_an_event_only_within_what_it_names(
    business: str | None, body: str | None, left: list[int]
) -> None:
    listed = events(event("B1", "2024-09-12", WITHDRAWAL), event("B1", "2024-11-01", SETTLED, business, body))
    assert struck(listed, on="2024-10-31") == ALL, "not yet settled"
    assert struck(listed, on="2024-11-01") == left, "settled on the very day"


def test_a_general_settlement_ends_every_kind_of_event_even_one_of_a_single_body() -> None:
    listed = events(
        event("B1", "2024-09-12", WITHDRAWAL, SCHOOL, TOWN),
        event("B1", "2024-09-20", REPLAN),
        event("B1", "2024-10-01", SETTLED),
    )
    assert struck(listed, on="2024-10-31") == []
    assert struck(listed, on="2024-10-31", kind=REPLAN) == []


def test_an_event_after_the_settlement_stands_and_one_of_the_same_day_does_not() -> None:
    settled = event("B1", "2024-10-01", SETTLED)
    assert struck(events(settled, event("B1", "2024-10-01", WITHDRAWAL)), on="2024-12-31") == []
    assert struck(events(settled, event("B1", "2024-10-02", WITHDRAWAL)), on="2024-12-31") == ALL


def test_another_vendors_settlement_and_one_still_ahead_end_nothing() -> None:
    listed = events(
        event("B1", "2024-09-12", WITHDRAWAL),
        event("B2", "2024-10-01", SETTLED),
        event("B1", "2025-02-01", SETTLED),
    )
    assert struck(listed, on="2025-01-31") == ALL


def test_an_event_counts_from_its_own_day_on() -> None:
    listed = events(event("B1", "2024-09-30", WITHDRAWAL))
    assert (struck(listed, on="2024-09-29"), struck(listed, on="2024-09-30")) == ([], ALL)


def test_each_event_is_told_from_the_earliest_with_its_source_or_the_lists_name() -> None:
    listed = events(
        event("B1", "2024-11-05", WITHDRAWAL, source="報道"),
        event("B1", "2024-09-12", WITHDRAWAL, SCHOOL, source=None),
    )
    found = events_in_force(open_systems((TOWN, SCHOOL)), listed, kind=WITHDRAWAL, on="2024-12-31")
    assert found.to_numpy().tolist() == [[0, "2024-09-12", EVENT_LIST], [0, "2024-11-05", "報道"]]


def test_a_vendor_as_a_whole_has_no_event_of_one_body_and_an_unknown_vendor_none_at_all() -> None:
    asked = pd.DataFrame({"vendor_code": ["B1", None], "business": SCHOOL, "body_code": [None, TOWN]}, dtype="str")
    listed = events(event("B1", "2024-09-12", WITHDRAWAL, SCHOOL, TOWN))
    assert events_in_force(asked, listed, kind=WITHDRAWAL, on="2024-12-31").empty


def test_no_list_and_no_system_give_no_event() -> None:
    listed = events(event("B1", "2024-09-12", WITHDRAWAL))
    assert events_in_force(open_systems((TOWN, SCHOOL)), events(), kind=WITHDRAWAL, on="2024-12-31").empty
    assert events_in_force(open_systems(), listed, kind=WITHDRAWAL, on="2024-12-31").empty
