"""V7 一社依存: bodies most of whose systems hang on one vendor that another flag is up for.

Source: metrics.md §5 (this dashboard's own judgement).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import pandas as pd

from data.rules.vendor_flags import Severity, VendorFlag, systems_of

TELLING: Final = frozenset({"V1", "V2", "V3", "V4", "V5"})
"""Flags that make depending on their vendor a risk."""


def dependences(systems: pd.DataFrame, *, share: float) -> pd.DataFrame:
    """Bodies with at least ``share`` (0-1) of their applicable systems with one vendor, ascending.

    ``systems``: one row per applicable system with body_code and vendor_code (blank = unknown, which is nobody's but
    counts in the denominator). Columns: body_code, vendor_code, held, systems (all of the body's), share.

    Four of five with A1; half with each, one unknown:

    >>> systems = pd.DataFrame({"body_code": ["15100"] * 5 + ["15202"] * 2,
    ...                         "vendor_code": ["A1"] * 4 + ["A2", "A2", None]}, dtype="str")
    >>> dependences(systems, share=0.8).to_dict("records")
    [{'body_code': '15100', 'vendor_code': 'A1', 'held': 4, 'systems': 5, 'share': 0.8}]
    """
    held = systems.groupby(["body_code", "vendor_code"]).size().rename("held").reset_index()
    held["systems"] = held["body_code"].map(systems.groupby("body_code").size()).astype("int64")
    held["share"] = held["held"] / held["systems"]
    return held[held["share"] >= share].reset_index(drop=True)


def depending_bodies(
    systems: pd.DataFrame, flags: Collection[VendorFlag], *, share: float, source: str
) -> tuple[VendorFlag, ...]:
    """V7: one record (中) for each vendor under V1–V5 with the bodies that depend on it, and its systems there.

    Columns read of ``systems``: body_code, business, vendor_code. ``flags``: those up at the same as-of point, of the
    nation. ``share``: see :func:`dependences`; ``source``: the report behind. ``since`` is left to the history.
    Evidence: flags (of V1–V5, as 「V1 V4」), share (the lowest of the bodies, 0-1).

    >>> systems = pd.DataFrame({"body_code": ["15100", "15100", "15202"], "vendor_code": ["A1", "A1", "A2"],
    ...                         "business": ["long_term_care", "seal_registration", "long_term_care"]})
    >>> late = VendorFlag("V5", "A1", Severity.MIDDLE, None, None, None, (), {}, "PMO報告 2026-01")
    >>> (found,) = depending_bodies(systems, [late], share=0.8, source="PMO報告 2026-01")
    >>> found.vendor, found.bodies, len(found.systems), found.evidence["flags"]
    ('A1', ('15100',), 2, 'V5')
    """
    risks: dict[str, set[str]] = {}
    for one in flags:
        if one.flag in TELLING:
            risks.setdefault(one.vendor, set()).add(one.flag)
    depending = dependences(systems, share=share)
    rows = systems.merge(depending[depending["vendor_code"].isin(list(risks))], on=["body_code", "vendor_code"])
    return tuple(
        VendorFlag(
            flag="V7",
            vendor=str(vendor),
            severity=Severity.MIDDLE,
            business=None,
            month=None,
            since=None,
            systems=systems_of(own),
            evidence={
                "flags": " ".join(sorted(risks[str(vendor)])),
                "share": float(own["share"].min()),
            },
            source=source,
        )
        for vendor, own in rows.groupby("vendor_code", sort=True)
    )
