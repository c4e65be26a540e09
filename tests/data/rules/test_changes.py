"""Changes of a system between two months: each kind by hand, the unknown is none, and no change is no row."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.rules.changes import CHANGE_COLUMNS, CHANGES, system_changes

CALM: dict[str, Any] = {
    "is_applicable": True, "is_reported": True, "judgement": "順調", "live_on": None, "replan_count": 1,
    "is_designated": False, "vendor_code": "A01",
}  # fmt: skip
SILENT: dict[str, Any] = {"judgement": "未報告", "is_reported": False}


def month(**cells: Any) -> pd.DataFrame:
    frame = pd.DataFrame([{"body_code": "20201", "business": "pension", **CALM, **cells}])
    return frame[list(CHANGE_COLUMNS)].astype({"is_designated": "boolean", "replan_count": "Int64", "live_on": "str"})


def changes(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """The changes of one system from January to February 2026."""
    return system_changes(month(**before), month(**now), month="2026-02")["change"].tolist()


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ({}, {}, []),
        ({"judgement": "注意"}, {"judgement": "完了"}, ["newly_live"]),
        ({"judgement": "遅延"}, {"judgement": "完了"}, ["newly_live", "resolved"]),
        ({"judgement": "順調"}, {"judgement": "遅延"}, ["newly_late"]),
        ({"judgement": "遅延"}, {"judgement": "遅延"}, []),
        # A late system that falls silent is not resolved: nobody knows.
        ({"judgement": "遅延"}, SILENT, ["unreported"]),
        # Nor did it become late in the month in which it reports again: nobody knows how it stood before.
        (SILENT, {"judgement": "遅延"}, []),
        (SILENT, {"judgement": "完了", "live_on": "2026-02-01"}, ["newly_live"]),
        (SILENT, {"judgement": "完了", "live_on": "2026-01-31"}, []),
        # Told a month late that it was live: it was known not to be.
        ({}, {"judgement": "完了", "live_on": "2026-01-31"}, ["newly_live"]),
        ({"judgement": None}, {"judgement": "遅延"}, []),
        ({"judgement": None}, {"judgement": "完了", "live_on": "2026-02-01"}, []),
        ({"judgement": None}, {"judgement": "完了"}, []),
        ({}, {"replan_count": 2}, ["replanned"]),
        ({"replan_count": None}, {"replan_count": 2}, []),
        ({}, {"is_designated": True}, ["designated"]),
        ({"is_designated": True}, {}, ["undesignated"]),
        ({"is_designated": None}, {"is_designated": True}, []),
        ({}, {"vendor_code": "B02"}, ["vendor_changed"]),
        ({}, {"vendor_code": None}, []),
        ({"vendor_code": None}, {}, []),
        ({"is_applicable": False}, {"judgement": "完了"}, []),
        ({"judgement": "遅延"}, {"judgement": "完了", "is_applicable": False}, []),
    ],
)
def test_a_change_by_hand(before: dict[str, Any], now: dict[str, Any], expected: list[str]) -> None:
    assert changes(before, now) == expected


def test_a_body_that_forgets_a_month_is_not_late_anew() -> None:
    systems = [f"business_{number}" for number in range(20)]
    late = pd.concat([month(judgement="遅延").assign(business=one) for one in systems], ignore_index=True)
    silent = pd.concat([month(**SILENT).assign(business=one) for one in systems], ignore_index=True)
    assert system_changes(late, silent, month="2026-01")["change"].value_counts().to_dict() == {"unreported": 20}
    assert system_changes(silent, late, month="2026-02").empty


@pytest.mark.parametrize(
    ("before", "now", "vendor"), [("A01", "B02", "B02"), ("A01", None, "A01"), (None, "B02", "B02"), (None, None, None)]
)
def test_a_change_is_its_new_vendors(before: str | None, now: str | None, vendor: str | None) -> None:
    told = system_changes(month(vendor_code=before), month(vendor_code=now, replan_count=2), month="2026-02")
    found = told.loc[told["change"] == "replanned", "vendor_code"].iloc[0]
    assert (None if pd.isna(found) else found) == vendor


STATES = st.fixed_dictionaries(
    {
        "judgement": st.sampled_from(["完了", "未報告", "遅延", "注意", "順調", None]),
        "replan_count": st.sampled_from([0, 1, 2, None]),
        "is_designated": st.sampled_from([True, False, None]),
        "vendor_code": st.sampled_from(["A01", "B02", None]),
        "live_on": st.sampled_from(["2026-02-01", "2026-01-31", None]),
        "is_reported": st.booleans(),
        "is_applicable": st.booleans(),
    }
)


@pytest.mark.slow
@settings(max_examples=25)
@given(STATES, STATES)
def test_the_way_back_undoes_a_change_and_standing_still_is_none(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert not changes(one, one)
    there, back = set(changes(one, other)), set(changes(other, one))
    assert there <= set(CHANGES)
    assert ("designated" in there) == ("undesignated" in back)
    assert ("vendor_changed" in there) == ("vendor_changed" in back)
    assert not {"newly_live", "newly_late", "replanned"} & there & back
