"""How few vendors the systems of a place hang on: shares, HHI and 実効ベンダ数. Source: metrics.md §5.

Over the systems of known vendors; those of unknown ones are counted beside, never as a vendor of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

MONOPOLY: Final = 10_000
"""HHI of one vendor with everything."""


def hhi(held: pd.Series) -> float | None:
    """Σ(100·share)² over vendors with so many systems each, 0 < HHI ≤ 10,000; None where nobody has one.

    Three of four systems with one vendor; one vendor; nobody:

    >>> hhi(pd.Series([3, 1])), hhi(pd.Series([7])), hhi(pd.Series([], dtype="int64"))
    (6250.0, 10000.0, None)
    """
    total = int(held.sum())
    return None if total == 0 else MONOPOLY * int((held.astype("int64") ** 2).sum()) / total**2


def effective_vendors(index: float) -> float:
    """実効ベンダ数: how many vendors of equal size give this HHI.

    >>> effective_vendors(2500.0)
    4.0
    """
    return MONOPOLY / index


def vendor_shares(systems: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Systems of each vendor in each group; a group's unknown vendor is a row of its own, after the known ones.

    ``systems``: one row per applicable system with vendor_code (blank = unknown) and the columns ``by`` (business,
    prefecture_code …). Columns: ``by``, vendor_code, held, share (0-1 of the group's known systems; null for the
    unknown vendor); the largest first.

    >>> systems = pd.DataFrame({"business": "seal_registration", "vendor_code": ["A1", "A2", "A1", "A1", None]})
    >>> print(vendor_shares(systems, by=["business"])[["vendor_code", "held", "share"]].to_string(header=False))
    0   A1  3  0.75
    1   A2  1  0.25
    2  NaN  1  <NA>
    """
    keys = list(by)
    counted = systems.assign(vendor_code=systems["vendor_code"].astype("str"))
    held = counted.groupby([*keys, "vendor_code"], dropna=False).size().rename("held").reset_index()
    known = held["held"].where(held["vendor_code"].notna(), 0)
    total = known.groupby([held[key] for key in keys]).transform("sum") if keys else known.sum()
    held["share"] = (known / total).astype("Float64").mask(held["vendor_code"].isna())
    order = held.assign(is_unknown=held["vendor_code"].isna()).sort_values(
        [*keys, "is_unknown", "held", "vendor_code"], ascending=[True] * len(keys) + [True, False, True]
    )
    return order.drop(columns="is_unknown").reset_index(drop=True)


def concentration(systems: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """HHI of each group, ascending by group; arguments as of :func:`vendor_shares`, at least one column in ``by``.

    Columns: ``by``, systems (applicable), known (with a known vendor), unknown, vendors, hhi, effective (実効ベンダ数),
    largest_vendor, largest_share; the last four null (vendors 0) where no vendor is known.

    >>> systems = pd.DataFrame({"business": "seal_registration", "vendor_code": ["A1", "A2", "A1", "A2", None]})
    >>> concentration(systems, by=["business"])[["systems", "known", "vendors", "hhi", "effective"]].iloc[0].tolist()
    [5.0, 4.0, 2.0, 5000.0, 2.0]
    """
    keys = list(by)
    counts = systems.groupby(keys).agg(systems=("vendor_code", "size"), known=("vendor_code", "count"))
    held = vendor_shares(systems, by=by)
    known = held[held["vendor_code"].notna()].assign(squared=held["held"] ** 2)
    per_group = known.groupby(keys).agg(
        vendors=("vendor_code", "size"),
        squared=("squared", "sum"),
        largest_vendor=("vendor_code", "first"),
        largest_share=("share", "first"),
    )
    found = counts.join(per_group)
    found["unknown"] = found["systems"] - found["known"]
    found["vendors"] = found["vendors"].fillna(0).astype("int64")
    found["hhi"] = (MONOPOLY * found["squared"] / found["known"].where(found["known"] > 0) ** 2).astype("Float64")
    found["effective"] = MONOPOLY / found["hhi"]
    columns = ["systems", "known", "unknown", "vendors", "hhi", "effective", "largest_vendor", "largest_share"]
    return found[columns].reset_index()
