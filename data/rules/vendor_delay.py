"""V5 遅延傾向: whether a vendor's bodies are late more than those of all other vendors, beyond what chance explains.

The unit is the body: systems of one body move together, so that counting systems would take one late body for twenty
pieces of evidence. The bound resamples whole bodies. This dashboard's own judgement. Source: metrics.md §5.
"""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.model import Judgement
from data.rules.vendor_flags import Severity, VendorFlag, in_order, systems_of

FLAG: Final = "V5"
_KEYS: Final = ["vendor_code", "body_code"]


def body_shares(systems: pd.DataFrame) -> pd.DataFrame:
    """Share of each vendor's systems 遅延 at each body: vendor_code, body_code, systems, late_systems, late_share.

    ``systems``: applicable systems (vendor_code, body_code, judgement). A system 未報告 or without a 判定 is left out,
    being neither known to be late nor known not to be, and so is one whose vendor is unknown.

    >>> systems = pd.DataFrame({"vendor_code": ["A", "A", "A", None], "body_code": ["15100"] * 4,
    ...                         "judgement": ["遅延", "順調", "未報告", "遅延"]})
    >>> body_shares(systems).to_numpy().tolist()
    [['A', '15100', 2, 1, 0.5]]
    """
    is_known = systems["judgement"].notna() & (systems["judgement"] != Judgement.UNREPORTED)
    known = systems[is_known & systems["vendor_code"].notna()]
    vendor, vendors = pd.factorize(known["vendor_code"], sort=True)
    body, bodies = pd.factorize(known["body_code"], sort=True)
    unit, place = np.unique(vendor * len(bodies) + body, return_inverse=True)
    is_late = (known["judgement"] == Judgement.LATE).to_numpy(dtype=np.float64)
    systems_there = np.bincount(place, minlength=len(unit))
    late = np.bincount(place, weights=is_late, minlength=len(unit)).astype(np.int64)
    return pd.DataFrame(
        {
            "vendor_code": vendors.take(unit // max(1, len(bodies))),
            "body_code": bodies.take(unit % max(1, len(bodies))),
            "systems": systems_there.astype("int64"),
            "late_systems": late,
            "late_share": late / systems_there,
        }
    ).astype(dict.fromkeys(_KEYS, "str"))


def lower_and_upper(
    shares: npt.NDArray[np.float64], *, seed: int, draws: int, confidence: float
) -> tuple[float, float]:
    """One-sided lower and upper bounds of the mean, by the bootstrap: percentiles over ``draws`` resamples.

    Each bound alone holds with ``confidence``. Few shares are distinct, so the resample is drawn as how often each
    occurs, which has the same distribution as drawing the bodies one by one and is much faster.

    >>> lower_and_upper(np.array([0.5] * 10), seed=1, draws=1000, confidence=0.95)
    (0.5, 0.5)
    """
    values, counts = np.unique(shares, return_counts=True)
    many = len(shares)
    drawn = np.random.default_rng(seed).multinomial(many, counts / many, size=draws)
    means = drawn @ values / many
    lower, upper = np.quantile(means, [1.0 - confidence, confidence])
    return float(lower), float(upper)


def delay_intervals(
    systems: pd.DataFrame, *, minimum_bodies: int, draws: int, confidence: float, is_suspects_only: bool = False
) -> pd.DataFrame:
    """Each vendor's mean share of 遅延 over its bodies, with bounds, beside that of all other vendors; in code order.

    ``systems`` as for :func:`body_shares`, of the whole nation. Columns: vendor_code, bodies, systems, late_systems,
    late_share (mean over bodies), lower, upper (see :func:`lower_and_upper`; null below ``minimum_bodies``),
    others_share (mean over the bodies of all other vendors, a body once for each of its vendors; null without any),
    is_flagged (lower > others_share). ``is_suspects_only`` leaves out the bounds of vendors no later than the others: a
    lower bound is never above the mean, so that who is flagged does not depend on it.
    """
    units = body_shares(systems)
    by_vendor = units.groupby("vendor_code")
    sums = by_vendor["late_share"].sum()
    bodies = by_vendor.size()
    others = len(units) - bodies
    others_share = (
        ((units["late_share"].sum() - sums) / others.where(others > 0)).astype("Float64").reset_index(drop=True)
    )
    is_asked = (bodies >= minimum_bodies).to_numpy()
    if is_suspects_only:
        is_asked = is_asked & (sums / bodies > others_share.to_numpy(dtype=np.float64, na_value=np.nan)).to_numpy()
    bounds = [
        lower_and_upper(own.to_numpy(), seed=_seed(str(code)), draws=draws, confidence=confidence)
        if asked
        else (None, None)
        for (code, own), asked in zip(by_vendor["late_share"], is_asked, strict=True)
    ]
    lower = pd.Series([low for low, _ in bounds], dtype="Float64")
    return pd.DataFrame(
        {
            "vendor_code": pd.Series(bodies.index, dtype="str"),
            "bodies": bodies.to_numpy(dtype="int64"),
            "systems": by_vendor["systems"].sum().to_numpy(dtype="int64"),
            "late_systems": by_vendor["late_systems"].sum().to_numpy(dtype="int64"),
            "late_share": (sums / bodies).to_numpy(dtype="float64"),
            "lower": lower,
            "upper": pd.array([up for _, up in bounds], dtype="Float64"),
            "others_share": others_share,
            "is_flagged": (lower > others_share).fillna(value=False).astype("bool"),
        }
    )


def late_vendors(systems: pd.DataFrame, *, intervals: pd.DataFrame, source: str) -> tuple[VendorFlag, ...]:
    """One V5 per vendor flagged in ``intervals`` (see :func:`delay_intervals`), ``since`` left unknown.

    ``systems`` of the flag are the vendor's 遅延 ones. Evidence: late_share, lower, upper, others_share, bodies (of the
    vendor with a 判定), systems, late_systems.
    """
    flagged = intervals[intervals["is_flagged"]]
    late = systems[(systems["judgement"] == Judgement.LATE) & systems["vendor_code"].isin(flagged["vendor_code"])]
    concerned = dict(iter(late.groupby("vendor_code")))
    return in_order(
        VendorFlag(
            flag=FLAG,
            vendor=row["vendor_code"],
            severity=Severity.MIDDLE,
            business=None,
            month=None,
            since=None,
            systems=systems_of(concerned[row["vendor_code"]]),
            evidence={
                "late_share": float(row["late_share"]),
                "lower": float(row["lower"]),
                "upper": float(row["upper"]),
                "others_share": float(row["others_share"]),
                "bodies": int(row["bodies"]),
                "systems": int(row["systems"]),
                "late_systems": int(row["late_systems"]),
            },
            source=source,
        )
        for row in flagged.to_dict("records")
    )


def _seed(vendor: str) -> int:
    """The same draws for a vendor at every run and in every month, whoever else is there."""
    return int.from_bytes(hashlib.sha256(vendor.encode()).digest()[:8], "big")
