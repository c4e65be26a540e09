"""When vendors are to go live more often than they ever did, and who tends to be late: tables of the vendor page."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.access import Reader
from data.model import AsOf, shift_month
from data.reference import load_reference
from data.rules.vendor_capacity import crowding_severity
from data.rules.vendor_flags import Severity
from data.views.vendor_measures import calendar_table, delay_table

MONTHS_AHEAD: Final = 15
"""Columns of the calendar: to the end of the fiscal year after next at most."""
_VERY: Final = Severity.HIGH.level


@dataclass(frozen=True, slots=True)
class LoadTables:
    """The calendar of go-lives and the delay of some vendors; national figures.

    ``months``: the months ahead, from the next one to the last with a plan, at most ``MONTHS_AHEAD``.
    ``calendar``: vendor_code, month, planned, ratio, level (of the V4 flag: 0, 2, 3), months ahead with a plan only.
    ``loads``: a row per vendor with a plan ahead, the highest ratio first: vendor_code, name, capacity (systems a
    month), worst (the highest ratio of a month), crowds and very_crowded (months ahead, however far, with a V4 flag and
    with one that is 高), later (planned after the last of ``months``). While nobody has a go-live, capacity, ratio,
    level and worst are null.
    ``pace``: vendor_code, month, live (go-lives up to the month), planned (after it): every month, of ``loads``.
    ``delay``: vendor_code, name, bodies, late_share, lower, upper, others_share, is_flagged, is_judged.
    """

    months: tuple[str, ...]
    calendar: pd.DataFrame
    loads: pd.DataFrame
    pace: pd.DataFrame
    delay: pd.DataFrame


def load_tables(
    reader: Reader,
    *,
    as_of: AsOf,
    names: Mapping[str, tuple[str, str | None]],
    vendors: Collection[str],
) -> LoadTables:
    """Tables of the ``vendors`` (codes) of a place; ``names`` by code (see ``vendor_names``)."""
    told = calendar_table(reader, as_of=as_of)
    told = told[told["vendor_code"].isin(vendors)]
    ahead = told[(told["month"] > as_of.month) & (told["planned"] > 0)]
    last = shift_month(as_of.month, MONTHS_AHEAD)
    within = ahead[ahead["month"] <= last]
    months = _months(as_of.month, to=within["month"].max()) if len(within) else ()
    calendar = within[["vendor_code", "month", "planned", "ratio"]].assign(
        level=pd.array([None if pd.isna(ratio) else _level(float(ratio)) for ratio in within["ratio"]], dtype="Int64")
    )
    level = pd.Series([0 if pd.isna(one) else _level(float(one)) for one in ahead["ratio"]], index=ahead.index)
    by_vendor = ahead.assign(is_crowded=level > 0, is_very_crowded=level >= _VERY).groupby("vendor_code")
    later = ahead[ahead["month"] > last].groupby("vendor_code")["planned"].sum()
    loads = pd.DataFrame({"capacity": by_vendor["capacity"].first(), "worst": by_vendor["ratio"].max()})
    loads = loads.assign(crowds=by_vendor["is_crowded"].sum(), very_crowded=by_vendor["is_very_crowded"].sum())
    codes = [str(code) for code in loads.index]
    loads = loads.assign(
        vendor_code=pd.array(codes, dtype="str"),
        name=pd.array([names.get(code, (code, None))[0] for code in codes], dtype="str"),
        later=later.reindex(loads.index).fillna(0).astype("int64"),
    )
    loads = loads.reset_index(drop=True).sort_values(
        ["worst", "vendor_code"], ascending=[False, True], ignore_index=True
    )
    is_past = told["month"] <= as_of.month
    pace = pd.DataFrame(
        {
            "vendor_code": told["vendor_code"],
            "month": told["month"],
            "live": told["went_live"].where(is_past).fillna(0).astype("int64"),
            "planned": told["planned"].where(~is_past).fillna(0).astype("int64"),
        }
    )
    return LoadTables(
        months=months,
        calendar=calendar.reset_index(drop=True),
        loads=loads,
        pace=pace[pace["vendor_code"].isin(codes) & (pace["month"] <= last)].reset_index(drop=True),
        delay=_delay(reader, as_of=as_of, names=names, vendors=vendors),
    )


def ratio_number(ratio: float) -> str:
    """A ratio to the capacity with one digit, or as many as it takes to stand beyond an edge of V4 that it is beyond.

    >>> ratio_number(1.25), ratio_number(1.02), ratio_number(2.004), ratio_number(1.00001), ratio_number(0.97)
    ('1.2', '1.02', '2.004', '1.001', '1.0')
    """
    rules = load_reference().rules.vendor_risk
    edges = (rules.crowded_above, rules.very_crowded_above)
    for digits in (1, 2, 3):
        shown = round(ratio, digits)
        if all((shown > edge) == (ratio > edge) for edge in edges):
            return f"{shown:,.{digits}f}"
    return f"{math.ceil(ratio * 1000) / 1000:,.3f}"


def _delay(
    reader: Reader, *, as_of: AsOf, names: Mapping[str, tuple[str, str | None]], vendors: Collection[str]
) -> pd.DataFrame:
    told = delay_table(reader, as_of=as_of)
    told = told[told["vendor_code"].isin(vendors)].reset_index(drop=True)
    columns = ["vendor_code", "bodies", "late_share", "lower", "upper", "others_share", "is_flagged"]
    return told[columns].assign(
        name=pd.array([names.get(code, (code, None))[0] for code in told["vendor_code"]], dtype="str"),
        is_judged=told["lower"].notna(),
    )


def _level(ratio: float) -> int:
    """The severity of a month's load: whose systems they are does not matter, a place may have none of them."""
    rules = load_reference().rules.vendor_risk
    severity = crowding_severity(ratio, above=rules.crowded_above, high_above=rules.very_crowded_above)
    return severity.level if severity else 0


def _months(month: str, *, to: str) -> tuple[str, ...]:
    found = [shift_month(month, 1)]
    while found[-1] < to:
        found.append(shift_month(found[-1], 1))
    return tuple(found)
