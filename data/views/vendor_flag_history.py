"""Vendor flags over time: which stood in each month, when each was raised and when it was cleared.

Every month is judged by what was known at one moment, so that a late or corrected event takes effect in the month it
speaks of. Computed once per import and kept: the flags of a month only as counts by prefecture, not their systems.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from data.access import Reader, Reading
from data.model import AsOf
from data.rules.vendor_flags import Severity, VendorFlag
from data.views.vendor_measures import nation_reading
from data.views.vendor_raised import raised_flags

FlagKey = tuple[str, str, str | None, str | None]
"""What makes two records of different months the same flag: flag, vendor, business and crowded month."""

_KEYS: Final = ["flag", "vendor_code", "business", "crowded_month"]
_LEVELS: Final = {severity.level: str(severity) for severity in Severity}


def flag_key(flag: VendorFlag) -> FlagKey:
    """The key of a flag; its severity may change while it stands."""
    return flag.flag, flag.vendor, flag.business, flag.month


def flag_history(reader: Reader, *, as_of: AsOf, prefecture: str | None = None) -> pd.DataFrame:
    """The flags of every reported month up to ``as_of``, as known at ``as_of.known_at``. Do not change it.

    One row per month and record: month, flag, vendor_code, business (null for V4, V5, V7), crowded_month (V4 only),
    severity, systems, bodies (of the prefecture or the nation, within the reader's scope; records without are left
    out). Ordered by these columns. Flags are judged over all businesses, whatever the reader is narrowed to.
    """
    wide = reader.narrowed(None)
    seen = reader.scope.prefectures

    def make() -> pd.DataFrame:
        rows = _by_prefecture(wide, as_of=as_of)
        places = rows["prefecture_code"]
        if seen is not None:
            rows = rows[places.isin(seen)]
        if prefecture is not None:
            rows = rows[places == prefecture]
        keys = ["month", *_KEYS, "level"]
        summed = rows.groupby(keys, dropna=False, sort=True)[["systems", "bodies"]].sum().reset_index()
        return summed.assign(severity=summed["level"].map(_LEVELS).astype("str"))[
            ["month", *_KEYS, "severity", "systems", "bodies"]
        ]

    return wide.at(as_of).keep(f"flag_history/{prefecture}/{wide.history_id(as_of.known_at)}", make=make)


def flag_runs(reader: Reader, *, as_of: AsOf, prefecture: str | None = None) -> pd.DataFrame:
    """When each flag was raised and cleared, the latest raised first. Do not change it.

    One row per flag and unbroken run of reported months: flag, vendor_code, business, crowded_month, raised (its first
    month), cleared (the first reported month without it; null = still up at ``as_of``), severity (the worst in the
    run), systems, bodies (the most of any month in it). A month without a report neither raises nor clears.
    """
    wide = reader.narrowed(None)

    def make() -> pd.DataFrame:
        history = flag_history(reader, as_of=as_of, prefecture=prefecture)
        return _runs(history, months=judged_months(wide, as_of=as_of))

    return wide.at(as_of).keep(f"flag_runs/{prefecture}/{wide.history_id(as_of.known_at)}", make=make)


def standing_since(reader: Reader, *, as_of: AsOf) -> Mapping[FlagKey, str]:
    """First month of the unbroken run of every flag up at ``as_of``, over the whole nation."""
    wide = reader.narrowed(None)
    reading = nation_reading(reader, as_of=as_of)

    def make() -> dict[FlagKey, str]:
        standing: dict[str, set[FlagKey]] = defaultdict(set)
        rows = _by_prefecture(wide, as_of=as_of)[["month", *_KEYS]].drop_duplicates()
        for month, *key in rows.astype(object).where(rows.notna(), None).itertuples(index=False):
            standing[month].add(tuple(key))
        return _since(standing, months=judged_months(wide, as_of=as_of))

    return reading.keep(f"flags_since/{wide.history_id(as_of.known_at)}", make=make)


def judged_months(reader: Reader, *, as_of: AsOf) -> tuple[str, ...]:
    """Reported months up to ``as_of`` whose report tells dates and vendors, ascending."""
    months = [month for month in reader.months if month <= as_of.month]
    return tuple(month for month in months if reader.at(AsOf(month, as_of.known_at)).has_steps)


def _by_prefecture(reader: Reader, *, as_of: AsOf) -> pd.DataFrame:
    """month, the key, level, prefecture_code, systems, bodies: never for a reader with a scope as it is."""
    readings = [
        nation_reading(reader, as_of=AsOf(month, as_of.known_at)) for month in judged_months(reader, as_of=as_of)
    ]
    months = [month_counts(reading).assign(month=reading.as_of.month) for reading in readings]
    return pd.concat(months, ignore_index=True) if months else counts_by_prefecture(()).assign(month="")


def month_counts(reading: Reading) -> pd.DataFrame:
    """The flags of one month (see :func:`counts_by_prefecture`), kept. ``reading`` is of the whole nation."""
    return reading.keep("vendor_flag_counts", make=lambda: counts_by_prefecture(raised_flags(reading)))


def counts_by_prefecture(flags: Collection[VendorFlag]) -> pd.DataFrame:
    """Systems and bodies of each record by prefecture: the key, level, prefecture_code, systems, bodies."""
    listed = list(flags)
    codes = np.array([body for one in listed for body, _ in one.systems], dtype="U5")
    places = codes.astype("U2")
    record = np.repeat(np.arange(len(listed)), [len(one.systems) for one in listed])
    systems = pd.DataFrame({"record": record, "prefecture_code": places, "body_code": codes})
    counted = systems.groupby(["record", "prefecture_code"])["body_code"].agg(systems="size", bodies="nunique")
    keys = pd.DataFrame([(*flag_key(one), one.severity.level) for one in listed], columns=[*_KEYS, "level"])
    table = counted.reset_index().join(keys, on="record")[[*_KEYS, "level", "prefecture_code", "systems", "bodies"]]
    texts = dict.fromkeys((*_KEYS, "prefecture_code"), "str")
    return table.astype({**texts, "level": "int64", "systems": "int64", "bodies": "int64"})


def _since(standing: Mapping[str, Collection[FlagKey]], *, months: Sequence[str]) -> dict[FlagKey, str]:
    """The first month of each flag's run that reaches the last of ``months``.

    >>> b, c = ("V5", "B", None, None), ("V5", "C", None, None)
    >>> _since({"2025-11": {b}, "2026-01": {b, c}}, months=["2025-11", "2025-12", "2026-01"])[b]
    '2026-01'
    """
    found: dict[FlagKey, str] = {}
    for month in months:
        found = {key: found.get(key, month) for key in standing.get(month, ())}
    return found


def _runs(history: pd.DataFrame, *, months: Sequence[str]) -> pd.DataFrame:
    following = dict(pairwise(months))
    place = {month: at for at, month in enumerate(months)}
    levels = {word: level for level, word in _LEVELS.items()}
    rows = history.assign(
        place=history["month"].map(place).astype("int64"), level=history["severity"].map(levels).astype("int64")
    )
    # One row per flag and month: two severities of one flag are one flag.
    rows = rows.groupby([*_KEYS, "place"], dropna=False, sort=True).agg(
        month=("month", "first"), level=("level", "max"), systems=("systems", "sum"), bodies=("bodies", "max")
    )
    rows = rows.reset_index()
    is_new = (rows["place"].diff() != 1) | (rows.groupby(_KEYS, dropna=False).cumcount() == 0)
    runs = rows.groupby(is_new.cumsum()).agg(
        **{name: (name, "first") for name in _KEYS},
        raised=("month", "first"),
        last=("month", "last"),
        level=("level", "max"),
        systems=("systems", "max"),
        bodies=("bodies", "max"),
    )
    found = runs.assign(
        cleared=runs["last"].map(following).astype("str"), severity=runs["level"].map(_LEVELS).astype("str")
    )
    ordered = found.sort_values(["raised", *_KEYS], ascending=[False, True, True, True, True], ignore_index=True)
    return ordered[[*_KEYS, "raised", "cleared", "severity", "systems", "bodies"]]
