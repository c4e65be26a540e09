"""今月の変化 of ``tests.town_programme``, counted by hand from its table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.access import Home, Reader, Scope
from data.model import AsOf
from data.views.changes import CHANGE_KINDS, month_changes
from tests.town_programme import build_vendor_home

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Home(build_vendor_home(tmp_path_factory.mktemp("town"))).reader()


def test_february_by_hand(reader: Reader) -> None:
    found = month_changes(reader, as_of=AsOf("2026-02"))
    assert found is not None
    counts = {(row.prefecture_code, row.change): (row.systems, row.bodies) for row in found.prefectures.itertuples()}
    # 池田町's 住民基本台帳 went live on 2026-02-16; 介護保険 was late against its own deadline of 2026-01-31 before and
    # after. 長野市 and 松本市 report for the first time, long overdue, and since when nobody knows; 長野県's own
    # system is no municipality's.
    assert counts[("20", "newly_live")] == (1, 1)
    assert ("20", "newly_late") not in counts
    assert {prefecture for prefecture, _ in counts} == {"20"}
    assert not {"replanned", "designated", "vendor_changed", "unreported"} & {change for _, change in counts}


def test_the_changes_are_counted_by_vendor_for_who_may_see_all(reader: Reader) -> None:
    found = month_changes(reader, as_of=AsOf("2026-02"))
    assert found is not None
    assert found.vendors is not None
    told = {(row.vendor_code, row.change): (row.name, row.systems, row.bodies) for row in found.vendors.itertuples()}
    # A01 has 池田町's 住民基本台帳, the one system that went live.
    assert told[("A01", "newly_live")] == ("ベンダA01", 1, 1)
    for change in CHANGE_KINDS:
        of_vendors, of_prefectures = (
            int(one.loc[one["change"] == change, "systems"].sum()) for one in (found.vendors, found.prefectures)
        )
        assert of_vendors == of_prefectures


def test_a_scoped_reader_is_told_no_vendors(tmp_path: Path) -> None:
    home = build_vendor_home(tmp_path)
    whole = month_changes(Home(home).reader(), as_of=AsOf("2026-02"))
    found = month_changes(Home(home).reader(scope=Scope(frozenset({"15"}))), as_of=AsOf("2026-02"))
    assert whole is not None
    assert found is not None
    assert found.vendors is None
    pd.testing.assert_frame_equal(found.prefectures, whole.prefectures)


def test_a_month_without_the_one_before_has_none(reader: Reader) -> None:
    # Nobody reported in 2025-12, so neither it nor 2026-01 has two months to compare; 2025-11 is the first.
    assert [month_changes(reader, as_of=AsOf(month)) for month in ("2025-11", "2025-12", "2026-01")] == [None] * 3


def test_the_same_months_are_counted_once(reader: Reader) -> None:
    assert month_changes(reader, as_of=AsOf("2026-02")) is month_changes(reader, as_of=AsOf("2026-02"))
