"""What holds for any lists: the rules agree with a plain loop, and taking evidence away never makes a flag worse."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.rules.vendor_facts_flags import (
    nonconforming_vendors,
    recent_replans,
    scarce_alternatives,
    withdrawals_without_successor,
)
from data.rules.vendor_flags import Severity
from tests.data.rules.vendor_lists import (
    CARE,
    NONCONFORMING,
    OTHER_TOWN,
    REPLAN,
    SCHOOL,
    SETTLED,
    TOWN,
    WITHDRAWAL,
    SystemRow,
    event,
    events,
    products,
    systems,
)

pytestmark = pytest.mark.slow

MONTH, END, YEAR_BEFORE = "2025-01", "2025-01-31", "2024-01-31"
FEW = 1
VENDORS = ("A1", "A2", "B1")
DAYS = st.integers(-400, 40).map(lambda by: (date(2025, 1, 31) + timedelta(days=by)).isoformat())
EVENT = st.builds(
    event,
    st.sampled_from(VENDORS),
    DAYS,
    st.sampled_from([WITHDRAWAL, REPLAN, NONCONFORMING, SETTLED]),
    st.sampled_from([None, SCHOOL, CARE]),
    st.sampled_from([None, TOWN, OTHER_TOWN]),
)
EVENTS = st.lists(EVENT, max_size=8)
ADVERSE = st.lists(EVENT.filter(lambda row: row[2] != SETTLED), min_size=1, max_size=8)
PRODUCTS = st.lists(
    st.tuples(st.sampled_from(VENDORS), st.sampled_from([SCHOOL, CARE]), DAYS, st.none() | DAYS), max_size=6
)
PLACES = [(body, business) for body in (TOWN, OTHER_TOWN) for business in (CARE, SCHOOL)]
SYSTEM = st.tuples(st.sampled_from([*VENDORS, None]), st.none() | DAYS, st.sampled_from([None, "none", "A2"]))
SYSTEMS = st.lists(SYSTEM, min_size=len(PLACES), max_size=len(PLACES)).map(
    lambda told: [(*place, *system) for place, system in zip(PLACES, told, strict=True)]
)

Row = tuple[str | None, ...]
ProductRow = tuple[str, str, str, str | None]
Found = dict[tuple[str, tuple[str, str]], Severity]


def stands(row: Row, listed: list[Row], *, vendor: str, business: str, body: str | None) -> bool:
    """Whether one event concerns a system (a vendor as a whole where ``body`` is None) and was not settled."""

    def concerns(one: Row) -> bool:
        return one[0] == vendor and one[3] in (None, business) and (one[4] is None or one[4] == body)

    day = row[1] or ""
    later = (one for one in listed if one[2] == SETTLED and concerns(one) and day <= (one[1] or "") <= END)
    return concerns(row) and day <= END and not any(later)


def has(kind: str, listed: list[Row], *, vendor: str, business: str, body: str | None = None, after: str = "") -> bool:
    return any(
        row[2] == kind and (row[1] or "") > after and stands(row, listed, vendor=vendor, business=business, body=body)
        for row in listed
    )


def conforms(vendor: str, business: str, listed: list[Row], offers: list[ProductRow]) -> bool:
    is_confirmed = any(
        (by, of) == (vendor, business) and since <= END and (until is None or until > END)
        for by, of, since, until in offers
    )
    return is_confirmed and not has(NONCONFORMING, listed, vendor=vendor, business=business)


def plainly(rows: list[SystemRow], offers: list[ProductRow], listed: list[Row]) -> Found:
    """The four flags of each system, one system at a time."""
    found: Found = {}
    for body, business, vendor, live_on, successor in rows:
        if vendor is None:
            continue
        system, is_open = (body, business), live_on is None or live_on > END
        others = [
            other
            for other in VENDORS
            if other != vendor
            and conforms(other, business, listed, offers)
            and not has(WITHDRAWAL, listed, vendor=other, business=business)
        ]
        is_scarce = bool(offers) and len(others) <= FEW
        plain = Severity.HIGH if is_scarce else Severity.MIDDLE
        leaves = has(WITHDRAWAL, listed, vendor=vendor, business=business, body=body)
        if is_open and leaves and successor in (None, "none"):
            found["V1", system] = Severity.HIGH if successor == "none" else plain
        is_unlisted_and_unsaid = not offers and not has(NONCONFORMING, listed, vendor=vendor, business=business)
        if not is_unlisted_and_unsaid and not conforms(vendor, business, listed, offers):
            found["V2", system] = Severity.HIGH
        if is_open and has(REPLAN, listed, vendor=vendor, business=business, body=body, after=YEAR_BEFORE):
            found["V3", system] = plain
        if is_open and is_scarce:
            found["V6", system] = Severity.LOW
    return found


def by_rule(rows: list[SystemRow], offers: list[ProductRow], listed: list[Row]) -> Found:
    mart, made, told = systems(*rows), products(*offers), events(*listed)
    flags = (
        *withdrawals_without_successor(mart, made, told, month=MONTH, few_alternatives=FEW),
        *nonconforming_vendors(mart, made, told, month=MONTH),
        *recent_replans(mart, made, told, month=MONTH, replan_months=12, few_alternatives=FEW),
        *scarce_alternatives(mart, made, told, month=MONTH, few_alternatives=FEW),
    )
    vendor_of = {(row[0], row[1]): row[2] for row in rows}
    for one in flags:
        assert one.systems == tuple(sorted(set(one.systems)))
        assert all((vendor_of[system], system[1]) == (one.vendor, one.business) for system in one.systems)
    keys = [(one.flag, one.vendor, one.business, one.severity) for one in flags]
    assert len(set(keys)) == len(keys), "one record for a flag, vendor, business and severity"
    return {(one.flag, system): one.severity for one in flags for system in one.systems}


@settings(deadline=None, max_examples=12)
@given(rows=SYSTEMS, offers=PRODUCTS, listed=EVENTS)
def test_the_rules_agree_with_a_plain_loop(rows: list[SystemRow], offers: list[ProductRow], listed: list[Row]) -> None:
    assert by_rule(rows, offers, listed) == plainly(rows, offers, listed)


@settings(deadline=None, max_examples=6)
@given(rows=SYSTEMS, offers=PRODUCTS, listed=ADVERSE, data=st.data())
def test_taking_an_event_away_never_makes_a_flag_worse(
    rows: list[SystemRow], offers: list[ProductRow], listed: list[Row], data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(range(len(listed))))
    before = by_rule(rows, offers, listed)
    after = by_rule(rows, offers, [row for place, row in enumerate(listed) if place != gone])
    assert all(key in before and severity.level <= before[key].level for key, severity in after.items())


def test_the_rules_change_nothing_they_are_given() -> None:
    mart = systems((TOWN, SCHOOL, "B1", None, None))
    made, told = products(("B1", SCHOOL, "2023-04-01", None)), events(event("B1", "2024-09-12", WITHDRAWAL))
    copies = [frame.copy(deep=True) for frame in (mart, made, told)]
    withdrawals_without_successor(mart, made, told, month=MONTH, few_alternatives=FEW)
    nonconforming_vendors(mart, made, told, month=MONTH)
    for frame, copy in zip((mart, made, told), copies, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
