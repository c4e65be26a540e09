"""Vendor flags over time: which stood in each month, when each was raised and when it was cleared.

Every month is judged by what was known at one moment, so that a late or corrected event takes effect in the month it
speaks of. Worked out once per import and kept in the home (``vendor_counts``): the flags of a month only as counts by
prefecture, not their systems.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final

import pandas as pd

from data.access import Reader
from data.model import AsOf
from data.rules.vendor_flags import Severity
from data.views.vendor_counts import KEYS, FlagKey, history_counts, judged_months
from data.views.vendor_measures import nation_reading

_LEVELS: Final = {severity.level: str(severity) for severity in Severity}


def flag_history(reader: Reader, *, as_of: AsOf, prefecture: str | None = None) -> pd.DataFrame:
    """The flags of every reported month up to ``as_of``, as known at ``as_of.known_at``. Do not change it.

    One row per month and record: month, flag, vendor_code, business (null for V4, V5, V7), crowded_month (V4 only),
    severity, systems, bodies (of the prefecture or the nation, within the reader's scope; records without are left
    out). Ordered by these columns. Flags are judged over all businesses, whatever the reader is narrowed to.
    """
    wide = reader.narrowed(None)
    seen = reader.scope.prefectures

    def make() -> pd.DataFrame:
        rows = history_counts(wide, as_of=as_of)
        places = rows["prefecture_code"]
        if seen is not None:
            rows = rows[places.isin(seen)]
        if prefecture is not None:
            rows = rows[places == prefecture]
        keys = ["month", *KEYS, "level"]
        summed = rows.groupby(keys, dropna=False, sort=True)[["systems", "bodies"]].sum().reset_index()
        return summed.assign(severity=summed["level"].map(_LEVELS).astype("str"))[
            ["month", *KEYS, "severity", "systems", "bodies"]
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
        rows = history_counts(wide, as_of=as_of)[["month", *KEYS]].drop_duplicates()
        for month, *key in rows.astype(object).where(rows.notna(), None).itertuples(index=False):
            standing[month].add(tuple(key))
        return _since(standing, months=judged_months(wide, as_of=as_of))

    return reading.keep(f"flags_since/{wide.history_id(as_of.known_at)}", make=make)


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
    # One row per flag and month: two severities of one flag are one flag. Only flags of one business have two, and a
    # body has one system of it: no body is in both, so that the sum counts every body once.
    rows = rows.groupby([*KEYS, "place"], dropna=False, sort=True).agg(
        month=("month", "first"), level=("level", "max"), systems=("systems", "sum"), bodies=("bodies", "sum")
    )
    rows = rows.reset_index()
    is_new = (rows["place"].diff() != 1) | (rows.groupby(list(KEYS), dropna=False).cumcount() == 0)
    runs = rows.groupby(is_new.cumsum()).agg(
        **{name: (name, "first") for name in KEYS},
        raised=("month", "first"),
        last=("month", "last"),
        level=("level", "max"),
        systems=("systems", "max"),
        bodies=("bodies", "max"),
    )
    found = runs.assign(
        cleared=runs["last"].map(following).astype("str"), severity=runs["level"].map(_LEVELS).astype("str")
    )
    ordered = found.sort_values(["raised", *KEYS], ascending=[False, True, True, True, True], ignore_index=True)
    return ordered[[*KEYS, "raised", "cleared", "severity", "systems", "bodies"]]
