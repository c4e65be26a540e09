"""Changes of a system between two months: each kind by hand, the unknown is none, and no change is no row."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.rules.changes import CHANGE_COLUMNS, CHANGES, system_changes

CALM: dict[str, Any] = {
    "is_applicable": True, "is_reported": True, "judgement": "順調", "replan_count": 1, "is_designated": False,
    "vendor_code": "A01",
}  # fmt: skip


def month(**cells: Any) -> pd.DataFrame:
    frame = pd.DataFrame([{"body_code": "20201", "business": "pension", **CALM, **cells}])
    return frame[list(CHANGE_COLUMNS)].astype({"is_designated": "boolean", "replan_count": "Int64"})


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ({}, {}, []),
        ({"judgement": "注意"}, {"judgement": "完了"}, ["newly_live"]),
        ({"judgement": "遅延"}, {"judgement": "完了"}, ["newly_live", "resolved"]),
        ({"judgement": "順調"}, {"judgement": "遅延"}, ["newly_late"]),
        ({"judgement": "遅延"}, {"judgement": "遅延"}, []),
        # A late system that falls silent is not resolved: nobody knows.
        ({"judgement": "遅延"}, {"judgement": "未報告", "is_reported": False}, ["unreported"]),
        ({"judgement": "未報告", "is_reported": False}, {"judgement": "遅延"}, ["newly_late"]),
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
    assert system_changes(month(**before), month(**now))["change"].tolist() == expected


STATES = st.fixed_dictionaries(
    {
        "judgement": st.sampled_from(["完了", "未報告", "遅延", "注意", "順調", None]),
        "replan_count": st.sampled_from([0, 1, 2, None]),
        "is_designated": st.sampled_from([True, False, None]),
        "vendor_code": st.sampled_from(["A01", "B02", None]),
        "is_reported": st.booleans(),
        "is_applicable": st.booleans(),
    }
)


@settings(max_examples=25)
@given(STATES, STATES)
def test_the_way_back_undoes_a_change_and_standing_still_is_none(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert system_changes(month(**one), month(**one)).empty
    there = set(system_changes(month(**one), month(**other))["change"])
    back = set(system_changes(month(**other), month(**one))["change"])
    assert there <= set(CHANGES)
    assert ("designated" in there) == ("undesignated" in back)
    assert ("vendor_changed" in there) == ("vendor_changed" in back)
    assert not {"newly_live", "newly_late", "replanned"} & there & back
