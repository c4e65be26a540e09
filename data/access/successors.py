"""Who takes over a system: the successor its last report names, which holds over months without a report (前月値)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from data.access.shelf import Shelf
from data.store import Vintage

_TOLD: Final = ["body_code", "business", "vendor_code", "successor_vendor_code"]
_FACTS: Final = [*_TOLD[:-1], "last_report_month"]


def last_successors(shelf: Shelf, systems: pd.DataFrame, *, reports: Mapping[str, Vintage]) -> pd.Series:
    """The successor of each of ``systems`` as its last report says it: a code, "none" or null; index kept.

    ``systems``: body_code, business, vendor_code, last_report_month of a mart. ``reports``: the PMO report of each
    month that can be read. A report that names another vendor than the mart knows says nothing of its successor.
    """
    keys = systems[_FACTS].astype("str")
    months = [month for month in sorted(keys["last_report_month"].dropna().unique()) if month in reports]
    told = [_told(shelf, reports[month]).assign(last_report_month=month) for month in months]
    if not told:
        return pd.Series(pd.NA, index=systems.index, dtype="str")
    found = keys.merge(pd.concat(told, ignore_index=True).astype("str"), on=_FACTS, how="left", validate="one_to_one")
    return found["successor_vendor_code"].set_axis(systems.index)


def _told(shelf: Shelf, report: Vintage) -> pd.DataFrame:
    """The systems of a report that say anything of a successor: few, so kept for the months that look back at it.

    Every body's, whatever the reader's scope: the caller cuts what it makes of them.
    """

    def make() -> pd.DataFrame:
        rows = shelf.rows(report, where={}, only=_TOLD)
        return rows[rows["successor_vendor_code"].notna()].reset_index(drop=True)

    return shelf.keep(("successors", report.snapshot_id), make=make)
