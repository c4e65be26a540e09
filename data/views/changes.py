"""今月の変化: how many systems of which prefecture, and of which vendor, changed in what way since the month before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from data.access import Reader
from data.model import AsOf, shift_month
from data.rules.changes import CHANGE_COLUMNS, CHANGES, system_changes
from data.views.vendor_tables import vendor_names

CHANGE_KINDS: Final = CHANGES
"""The kinds of change, in the order they are told."""


@dataclass(frozen=True, slots=True)
class MonthChanges:
    """Systems and bodies of municipalities by kind of change (``CHANGE_KINDS``); no row = 0.

    ``prefectures``: prefecture_code, change, systems, bodies; for every reader. ``vendors``: vendor_code, name (both
    null for ベンダ不明), change, systems, bodies; a body with several vendors is one of each. None for a reader who may
    not see every prefecture: whose systems a vendor has elsewhere is not told.
    """

    prefectures: pd.DataFrame
    vendors: pd.DataFrame | None


def month_changes(reader: Reader, *, as_of: AsOf) -> MonthChanges | None:
    """Count the changes since the month before. Do not change the frames.

    None where this month or the one before is without a report, or tells rates only.
    """
    now, before = (reader.at(one).for_totals() for one in (as_of, AsOf(shift_month(as_of.month, -1), as_of.known_at)))
    if not all(one.is_reported and one.has_steps for one in (now, before)):
        return None

    def make() -> MonthChanges:
        systems = (one.body_systems(only=CHANGE_COLUMNS) for one in (before, now))
        found = system_changes(*systems, month=as_of.month)
        found = found[~found["body_code"].str.endswith("000")]
        found = found.assign(prefecture_code=found["body_code"].str.slice(0, 2))
        vendors = _counted(found, by="vendor_code")
        names = {code: name for code, (name, _) in vendor_names(now).items()}
        vendors.insert(1, "name", vendors["vendor_code"].map(names).fillna(vendors["vendor_code"]).astype("str"))
        return MonthChanges(prefectures=_counted(found, by="prefecture_code"), vendors=vendors)

    counted = now.keep(f"month_changes/{before.fingerprint}", make=make)
    return counted if reader.scope.prefectures is None else replace(counted, vendors=None)


def _counted(found: pd.DataFrame, *, by: str) -> pd.DataFrame:
    groups = found.groupby([by, "change"], as_index=False, dropna=False)
    return groups.agg(systems=("business", "size"), bodies=("body_code", "nunique"))
