"""The vendors of a place: who serves how many systems and bodies, in which business, and how far they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import pandas as pd

from data.access import Reading
from data.model import Judgement, SnapshotKind
from data.reference import load_reference
from data.rules.phases import is_live
from data.rules.vendor_flags import VendorFlag

DIRECT_FLAGS: Final = ("V1", "V2", "V3", "V4", "V5")
"""Flags about the vendor itself; V6 is about the market and V7 about a body that hangs on such a vendor."""


def place_vendor_systems(reading: Reading, *, prefecture: str | None) -> pd.DataFrame:
    """The rows of ``Reading.vendor_systems`` of a prefecture, its own systems included, or of the nation (None).

    Those outside the reading's scope are left out: what is not known of them is not ベンダ不明. Adds business_place (in
    the order of the reference table), is_judged (has a 判定 other than 未報告), is_late, is_live (運用開始日 up to the
    month's end), and is_open: not live, as far as anything is known; a system whose vendor and phase nobody ever told
    is neither.
    """
    systems, seen = reading.vendor_systems(), reading.scope.prefectures
    if seen is not None:
        systems = systems[systems["body_code"].str[:2].isin(seen)]
    found = systems if prefecture is None else systems[systems["body_code"].str.startswith(prefecture)]
    place = {item.id: at for at, item in enumerate(load_reference().businesses)}
    live = is_live(found["live_on"], month=reading.as_of.month)
    is_told = found["vendor_code"].notna() | found["phase"].notna()
    return found.assign(
        business_place=found["business"].map(place).astype("int64"),
        is_live=live,
        is_open=is_told & ~live,
        is_judged=found["judgement"].notna() & (found["judgement"] != Judgement.UNREPORTED),
        is_late=(found["judgement"] == Judgement.LATE).fillna(value=False).astype("bool"),
    ).reset_index(drop=True)


def vendor_names(reading: Reading) -> Mapping[str, tuple[str, str | None]]:
    """Code to (name, 種別) of the list of vendors in force; a vendor that is not on it goes by its code."""
    rows = reading.vendor_facts(SnapshotKind.VENDORS)
    kinds = [None if pd.isna(kind) else str(kind) for kind in rows["vendor_kind"]]
    return dict(zip(rows["vendor_code"].tolist(), zip(rows["name"].tolist(), kinds, strict=True), strict=True))


def vendor_table(
    systems: pd.DataFrame, *, names: Mapping[str, tuple[str, str | None]], flags: Collection[VendorFlag]
) -> pd.DataFrame:
    """One row per vendor of ``systems`` (see ``place_vendor_systems``), most systems not live first; ベンダ不明 last.

    Columns: vendor_code, name, vendor_kind (all three null for ベンダ不明), systems, open_systems, live_share,
    late_systems, judged_systems, late_share (the first of the second, null without), bodies, open_bodies, businesses
    (numbers), flags (their ids with the level of the worst record of each: ``V1:3 V6:1``, empty without), level (the
    worst, 0 = none).

    >>> systems = pd.DataFrame({"vendor_code": ["A", "A", None], "body_code": ["15100", "20201", "15100"],
    ...     "business": "long_term_care", "is_live": [False, True, False], "is_open": [True, False, True],
    ...     "is_judged": [True, False, False], "is_late": [True, False, False]})
    >>> vendor_table(systems, names={"A": ("Alpha", None)}, flags=()).to_dict("records")[0]["late_share"]
    1.0
    """
    rows = systems.assign(vendor=systems["vendor_code"].fillna(""))
    rows = rows.assign(open_body=rows["body_code"].where(rows["is_open"]))
    by_vendor = rows.groupby("vendor")
    table = pd.DataFrame(
        {
            "systems": by_vendor.size(),
            "open_systems": by_vendor["is_open"].sum(),
            "live_systems": by_vendor["is_live"].sum(),
            "late_systems": by_vendor["is_late"].sum(),
            "judged_systems": by_vendor["is_judged"].sum(),
            "bodies": by_vendor["body_code"].nunique(),
            "open_bodies": by_vendor["open_body"].nunique(),
            "businesses": by_vendor["business"].nunique(),
        }
    ).astype("int64")
    worst = _worst_by_flag(flags)
    codes = [str(code) for code in table.index]
    table = table.assign(
        vendor_code=pd.array([code or None for code in codes], dtype="str"),
        name=pd.array([names.get(code, (code, None))[0] if code else None for code in codes], dtype="str"),
        vendor_kind=pd.array([names.get(code, ("", None))[1] for code in codes], dtype="str"),
        live_share=table["live_systems"] / table["systems"],
        late_share=table["late_systems"].astype("Float64") / table["judged_systems"].where(table["judged_systems"] > 0),
        flags=[" ".join(f"{flag}:{level}" for flag, level in sorted(worst.get(code, {}).items())) for code in codes],
        level=[max(worst.get(code, {}).values(), default=0) for code in codes],
        is_unknown=[not code for code in codes],
    )
    ordered = table.reset_index(drop=True).sort_values(
        ["is_unknown", "open_systems", "vendor_code"], ascending=[True, False, True]
    )
    shown = ["vendor_code", "name", "vendor_kind", "systems", "open_systems", "live_share", "late_systems"]
    shown += ["judged_systems", "late_share", "bodies", "open_bodies", "businesses", "flags", "level"]
    return ordered[shown].reset_index(drop=True)


def vendor_links(systems: pd.DataFrame, *, flags: Collection[VendorFlag]) -> pd.DataFrame:
    """One row per vendor and business of ``systems``, by vendor and business.

    Columns: vendor_code (null = ベンダ不明), business, business_place, systems, bodies, open_bodies, flags (ids of V1
    to V3 there), level (the worst of them, 0 = none).
    """
    rows = systems.assign(
        vendor=systems["vendor_code"].fillna(""), open_body=systems["body_code"].where(systems["is_open"])
    )
    groups = rows.groupby(["vendor", "business", "business_place"])
    table = pd.DataFrame(
        {
            "systems": groups.size(),
            "bodies": groups["body_code"].nunique(),
            "open_bodies": groups["open_body"].nunique(),
        }
    ).reset_index()
    raised: dict[tuple[str, str], dict[str, int]] = {}
    for flag in flags:
        if flag.flag in ("V1", "V2", "V3") and flag.business is not None:
            held = raised.setdefault((flag.vendor, flag.business), {})
            held[flag.flag] = max(held.get(flag.flag, 0), flag.severity.level)
    pairs = list(zip(table["vendor"], table["business"], strict=True))
    table = table.assign(
        vendor_code=pd.array([vendor or None for vendor in table["vendor"]], dtype="str"),
        flags=[" ".join(sorted(raised.get(pair, ()))) for pair in pairs],
        level=[max(raised.get(pair, {}).values(), default=0) for pair in pairs],
    )
    columns = ["vendor_code", "business", "business_place", "systems", "bodies", "open_bodies", "flags", "level"]
    return table.sort_values(["vendor", "business_place"], ignore_index=True)[columns]


def _worst_by_flag(flags: Collection[VendorFlag]) -> dict[str, dict[str, int]]:
    worst: dict[str, dict[str, int]] = {}
    for one in flags:
        held = worst.setdefault(one.vendor, {})
        held[one.flag] = max(held.get(one.flag, 0), one.severity.level)
    return worst
