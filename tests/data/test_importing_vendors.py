"""Vendor lists through the one way in: unknown, renamed and merged vendors, with what was known before kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.access import Home
from data.importing import ImportFaults, import_files
from data.model import AsOf, SnapshotKind

FIRST, SECOND = datetime(2025, 1, 10, tzinfo=UTC), datetime(2025, 7, 10, tzinfo=UTC)
VENDORS = ("ベンダコード,ベンダ名,種別", "A01,旧社名,", "A02,吸収される社,")
PRODUCTS = ("ベンダコード,業務,適合確認日,取消日", "A01,就学,2024-01-01,", "A02,就学,2024-01-01,")
EVENTS = ("ベンダコード,日付,種別,業務,対象団体コード,内容,情報源", "A02,2024-09-12,計画見直し,,,,届出")

Lines = Sequence[str]


def load(home: Path, *, received_at: datetime, **lists: Lines) -> None:
    files = [(f"{name}.csv", "\n".join(lines).encode()) for name, lines in lists.items()]
    import_files(files, home=home, received_at=received_at)


def refused(home: Path, **lists: Lines) -> list[tuple[str, str, str]]:
    """What a second delivery is refused for: column, value and reason."""
    with pytest.raises(ImportFaults) as caught:
        load(home, received_at=SECOND, **lists)
    return [(fault.column, fault.value, fault.reason) for fault in caught.value.faults]


def codes(home: Path, kind: SnapshotKind, *, known_at: datetime | None = None) -> list[str]:
    """Codes of a list as known at a moment."""
    return Home(home).reader().at(AsOf("2024-12", known_at)).vendor_facts(kind)["vendor_code"].tolist()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    load(tmp_path, received_at=FIRST, vendors=VENDORS, products=PRODUCTS, events=EVENTS)
    return tmp_path


def test_a_renamed_vendor_goes_by_its_new_name_and_by_the_old_one_where_that_was_known(home: Path) -> None:
    load(home, received_at=SECOND, vendors=(VENDORS[0], "A01,新社名,", VENDORS[2]))
    reader = Home(home).reader()

    def name(known_at: datetime | None) -> str:
        return str(reader.at(AsOf("2024-12", known_at)).vendor_facts(SnapshotKind.VENDORS)["name"].iloc[0])

    assert (name(None), name(FIRST)) == ("新社名", "旧社名")


def test_a_list_without_a_vendor_that_products_or_events_in_force_name_is_refused_whole(home: Path) -> None:
    found = refused(home, vendors=VENDORS[:2])
    assert [(column, value) for column, value, _ in found] == [("ベンダコード", "A02")] * 2
    assert ["適合製品の一覧" in reason for _, _, reason in found] == [True, False]
    assert "ベンダの動きの一覧" in found[1][2]
    assert codes(home, SnapshotKind.VENDORS) == ["A01", "A02"], "nothing was stored"


def test_what_is_mended_in_the_same_call_is_no_fault(home: Path) -> None:
    (left,) = refused(home, vendors=VENDORS[:2], products=PRODUCTS[:2])
    assert "ベンダの動きの一覧" in left[2], "the events still name it"
    other_events = (EVENTS[0], "A01,2024-09-12,計画見直し,,,,届出")
    load(home, received_at=SECOND, vendors=VENDORS[:2], products=PRODUCTS[:2], events=other_events)
    assert codes(home, SnapshotKind.VENDORS) == ["A01"]
    assert codes(home, SnapshotKind.VENDORS, known_at=FIRST) == ["A01", "A02"]
    assert codes(home, SnapshotKind.PRODUCTS, known_at=FIRST) == ["A01", "A02"]


def test_a_merged_vendor_may_stay_listed_for_its_history(home: Path) -> None:
    ended = (PRODUCTS[0], PRODUCTS[1], "A02,就学,2024-01-01,2025-06-30")
    load(home, received_at=SECOND, vendors=(VENDORS[0], VENDORS[1], "A02,吸収される社,A01へ統合"), products=ended)
    assert codes(home, SnapshotKind.VENDOR_EVENTS) == ["A02"]


def test_an_event_of_an_unknown_vendor_is_refused(home: Path) -> None:
    (found,) = refused(home, events=(*EVENTS, "Z9,2024-09-12,撤退表明,,,,届出"))
    assert found[:2] == ("ベンダコード", "Z9")
