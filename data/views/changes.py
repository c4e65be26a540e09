"""今月の変化: how many systems of which prefecture changed in what way since the month before."""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.access import Reader
from data.model import AsOf, shift_month
from data.rules.changes import CHANGE_COLUMNS, CHANGES, system_changes

CHANGE_KINDS: Final = CHANGES
"""The kinds of change, in the order they are told."""


def month_changes(reader: Reader, *, as_of: AsOf) -> pd.DataFrame | None:
    """Systems and bodies of municipalities by prefecture and kind of change (``CHANGE_KINDS``).

    Columns: prefecture_code, change, systems, bodies; totals of prefectures, whatever the reader's scope; no row = 0.
    None where this month or the one before is without a report, or tells rates only. Do not change it.
    """
    now, before = (reader.at(one).for_totals() for one in (as_of, AsOf(shift_month(as_of.month, -1), as_of.known_at)))
    if not all(one.is_reported and one.has_steps for one in (now, before)):
        return None

    def make() -> pd.DataFrame:
        systems = (one.body_systems(only=CHANGE_COLUMNS) for one in (before, now))
        found = system_changes(*systems, month=as_of.month)
        of_municipalities = found[~found["body_code"].str.endswith("000")]
        return of_municipalities.groupby(
            [of_municipalities["body_code"].str[:2].rename("prefecture_code"), "change"], as_index=False
        ).agg(systems=("business", "size"), bodies=("body_code", "nunique"))

    return now.keep(f"month_changes/{before.fingerprint}", make=make)
