"""V7: a town served by one vendor, the share at its edge, and unknown vendors in the denominator."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from data.reference import load_reference
from data.rules.vendor_dependence import dependences, depending_bodies
from data.rules.vendor_flags import Severity, VendorFlag
from tests.data.rules.vendor_lists import OTHER_TOWN, TOWN

BUSINESSES = [business.id for business in load_reference().businesses]
SHARE = 0.8


def town(body: str, vendors: Sequence[str | None]) -> pd.DataFrame:
    rows = {"body_code": body, "business": BUSINESSES[: len(vendors)], "vendor_code": list(vendors)}
    return pd.DataFrame(rows, dtype="str")


def flag(name: str, vendor: str) -> VendorFlag:
    return VendorFlag(name, vendor, Severity.MIDDLE, None, None, None, (), {}, "届出")


def depending(systems: pd.DataFrame, *flags: VendorFlag) -> tuple[VendorFlag, ...]:
    return depending_bodies(systems, flags, share=SHARE, source="PMO報告 2025-01")


def test_a_town_served_by_one_vendor_depends_on_it_once_the_vendor_is_flagged() -> None:
    systems = town(TOWN, ["B1"] * 20)
    assert depending(systems) == ()
    (found,) = depending(systems, flag("V4", "B1"), flag("V1", "B1"), flag("V1", "A1"))
    assert (found.vendor, str(found.severity), found.bodies) == ("B1", "中", (TOWN,))
    assert found.systems == tuple((TOWN, business) for business in sorted(BUSINESSES))
    assert dict(found.evidence) == {"flags": "V1 V4", "share": 1.0}
    assert (found.business, found.since, found.source) == (None, None, "PMO報告 2025-01")


@pytest.mark.parametrize("name", ["V6", "V7"])
def test_a_vendor_that_is_only_hard_to_replace_is_no_reason(name: str) -> None:
    assert depending(town(TOWN, ["B1"] * 20), flag(name, "B1")) == ()


def test_sixteen_of_twenty_is_four_fifths_and_an_unknown_vendor_counts_below_the_line() -> None:
    enough, too_few = ["B1"] * 16 + ["A1"] * 3 + [None], ["B1"] * 15 + [None] * 5
    found = depending(pd.concat([town(TOWN, enough), town(OTHER_TOWN, too_few)]), flag("V3", "B1"))
    assert [one.bodies for one in found] == [(TOWN,)]
    assert len(found[0].systems) == 16


def test_a_vendors_bodies_make_one_record_with_the_lowest_share() -> None:
    systems = pd.concat([town(TOWN, ["B1"] * 4 + ["A1"]), town(OTHER_TOWN, ["B1"] * 2)])
    (found,) = depending(systems, flag("V5", "B1"))
    assert (found.bodies, found.evidence["share"]) == ((TOWN, OTHER_TOWN), 0.8)


def test_a_body_of_unknown_vendors_depends_on_nobody() -> None:
    assert dependences(town(TOWN, [None] * 5), share=SHARE).empty
