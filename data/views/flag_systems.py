"""The systems behind the vendor flags of a month, kept in the home: what 探索 cuts and groups by.

The flag history keeps counts (``vendor_counts``); these are written beside them whenever a month is judged, and worked
out for a month that has none (some 0.4 s).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection

import numpy as np
import pandas as pd

from data.access import Reader, Reading
from data.access.facts import Facts
from data.model import AsOf
from data.rules.vendor_flags import FLAGS, Severity, VendorFlag
from data.views.vendor_measures import nation_reading
from data.views.vendor_raised import raised_flags
from data.views.vendor_rules_version import rules_version


def systems_by_flag(flags: Collection[VendorFlag]) -> pd.DataFrame:
    """One row per flag and system: body_code, business, flag, severity, vendor_code, crowded_month (V4 only).

    Of several records of one flag and system the most severe.

    >>> flag = VendorFlag("V1", vendor="B10", severity=Severity.HIGH, business="tax", month=None, since=None,
    ...     systems=(("15100", "tax"),), evidence={}, source="")
    >>> systems_by_flag([flag]).astype(object).to_dict("records")[0]["severity"]
    '高'
    """
    listed = sorted(flags, key=lambda one: (FLAGS.index(one.flag), -one.severity.level, one.vendor, one.month or ""))
    place = np.repeat(np.arange(len(listed)), [len(one.systems) for one in listed])
    told = pd.DataFrame(
        {
            "body_code": [body for one in listed for body, _ in one.systems],
            "business": [business for one in listed for _, business in one.systems],
            "flag": pd.Categorical([one.flag for one in listed], categories=list(FLAGS))[place],
            "severity": pd.Categorical(
                [str(one.severity) for one in listed], categories=[str(one) for one in Severity]
            )[place],
            "vendor_code": pd.Series([one.vendor for one in listed], dtype="str").take(place).array,
            "crowded_month": pd.Series([one.month for one in listed], dtype="str").take(place).array,
        }
    )
    texts = dict.fromkeys(("body_code", "business", "vendor_code", "crowded_month"), "category")
    return told.drop_duplicates(["body_code", "business", "flag"], ignore_index=True).astype(texts)


def keep_systems(reading: Reading, flags: Collection[VendorFlag]) -> pd.DataFrame:
    """Keep the systems of a month's flags in the home; ``reading`` is of the whole nation."""
    found = systems_by_flag(flags)
    reading.derived.write(_file(reading), found)
    return found


def facts_with_flags(reader: Reader, *, as_of: AsOf, months: Collection[str]) -> Facts:
    """The facts database with the flags of ``months`` up to the as-of month in it, cut to the reader's scope."""
    facts = reader.facts(known_at=as_of.known_at)
    for month in facts.months:
        if month in months and month <= as_of.month and not facts.has_flags(month):
            facts.add_flags(month, _month_flags(reader, as_of=AsOf(month, as_of.known_at)))
    return facts


def _month_flags(reader: Reader, *, as_of: AsOf) -> pd.DataFrame | None:
    reading = nation_reading(reader, as_of=as_of)
    if not reading.has_steps:
        return None
    kept = reading.derived.read(_file(reading))
    if kept is None:
        kept = keep_systems(reading, raised_flags(reading))
    seen = reader.scope.prefectures
    if seen is None:
        return kept
    return kept[kept["body_code"].astype("str").str[:2].isin(seen)].reset_index(drop=True)


def _file(reading: Reading) -> str:
    told = f"{reading.fingerprint}\n{rules_version()}"
    return f"flag-systems-{reading.as_of.month}-{hashlib.sha256(told.encode()).hexdigest()[:32]}.arrows"
