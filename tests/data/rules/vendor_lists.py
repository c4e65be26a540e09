"""Small vendor lists and systems for tests of the vendor rules, in the columns of the stored tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data.model import TABLES, SnapshotKind
from data.rules.vendor_flags import VendorFlag

TOWN, OTHER_TOWN, THIRD_TOWN = "15100", "15202", "15204"
SCHOOL, CARE = "school_enrolment", "long_term_care"
WITHDRAWAL, REPLAN, NONCONFORMING, SETTLED = "撤退表明", "計画見直し", "未適合", "解消"

SystemRow = tuple[str, str, str | None, str | None, str | None]


def systems(*rows: SystemRow) -> pd.DataFrame:
    """Systems of (body_code, business, vendor_code, live_on, successor_vendor_code)."""
    columns = ["body_code", "business", "vendor_code", "live_on", "successor_vendor_code"]
    return pd.DataFrame(list(rows), columns=columns, dtype="str")


def open_systems(*places: tuple[str, str], vendor: str | None = "B1", successor: str | None = None) -> pd.DataFrame:
    """Systems of one vendor that are not live, at (body_code, business)."""
    return systems(*((body, business, vendor, None, successor) for body, business in places))


def event(
    vendor: str, day: str, kind: str, business: str | None = None, body: str | None = None, source: str | None = "届出"
) -> tuple[str | None, ...]:
    """One row of the list of events."""
    return vendor, day, kind, business, body, None, source


def events(*rows: Sequence[str | None]) -> pd.DataFrame:
    """The list of events in force."""
    return _listed(SnapshotKind.VENDOR_EVENTS, rows)


def products(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    """The list of products in force: (vendor_code, business, conforms_from, withdrawn_on)."""
    return _listed(SnapshotKind.PRODUCTS, rows)


def offered_by(*vendors: str, business: str = SCHOOL) -> pd.DataFrame:
    """A list of products in which these vendors conform for one business from the start."""
    return products(*((vendor, business, "2022-04-01", None) for vendor in vendors))


def shown(flags: Sequence[VendorFlag]) -> list[tuple[str, str, str | None, tuple[tuple[str, str], ...]]]:
    """Flags as (vendor, severity, since, systems)."""
    return [(one.vendor, str(one.severity), one.since, one.systems) for one in flags]


def _listed(kind: SnapshotKind, rows: Sequence[Sequence[str | None]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=[column.name for column in TABLES[kind]], dtype="str")
