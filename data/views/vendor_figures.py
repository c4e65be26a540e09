"""The figures of a place under vendor flags: flags cut to it, the systems and bodies concerned, regions of its map."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from data.rules.vendor_flags import FLAGS, Severity, VendorFlag
from data.views.vendor_tables import DIRECT_FLAGS


@dataclass(frozen=True, slots=True)
class RiskFigures:
    """The cards of the page: flags by severity, and whom those about a vendor itself (V1 to V5) concern.

    ``vendors`` of ``known_vendors`` have such a flag here; ``open_systems`` are the systems not live under one and
    ``bodies`` theirs, of ``all_open_systems`` not live and ``all_bodies`` of the place.
    """

    high: int
    middle: int
    low: int
    vendors: int
    known_vendors: int
    open_systems: int
    all_open_systems: int
    bodies: int
    all_bodies: int


@dataclass(frozen=True, slots=True)
class FlagKind:
    """One kind of flag at a place: its records by severity, and the vendors, bodies and systems concerned."""

    flag: str
    high: int
    middle: int
    low: int
    vendors: tuple[str, ...]
    bodies: int
    systems: int
    open_systems: int


def flagged_systems(
    flags: Iterable[VendorFlag], systems: pd.DataFrame, *, kinds: Collection[str] = DIRECT_FLAGS
) -> pd.DataFrame:
    """The systems not live under a flag of ``kinds``: body_code, business, level (the worst), by body and business.

    ``systems``: body_code, business, is_open.
    """
    worst: dict[tuple[str, str], int] = {}
    for one in flags:
        if one.flag in kinds:
            level = one.severity.level
            for system in one.systems:
                if worst.get(system, 0) < level:
                    worst[system] = level
    still_open = systems.loc[systems["is_open"], ["body_code", "business"]]
    pairs = list(zip(still_open["body_code"].tolist(), still_open["business"].tolist(), strict=True))
    found = still_open.assign(level=pd.array([worst.get(pair, 0) for pair in pairs], dtype="int64"))
    return found[found["level"] > 0].sort_values(["body_code", "business"], ignore_index=True)


def risk_figures(flags: Collection[VendorFlag], systems: pd.DataFrame) -> RiskFigures:
    """The figures of ``systems`` (``place_vendor_systems``) under ``flags``, which are cut to the same place."""
    concerned = flagged_systems(flags, systems)
    direct = {one.vendor for one in flags if one.flag in DIRECT_FLAGS}
    levels = [one.severity for one in flags]
    return RiskFigures(
        high=levels.count(Severity.HIGH),
        middle=levels.count(Severity.MIDDLE),
        low=levels.count(Severity.LOW),
        vendors=len(direct),
        known_vendors=int(systems["vendor_code"].nunique()),
        open_systems=len(concerned),
        all_open_systems=int(systems["is_open"].sum()),
        bodies=int(concerned["body_code"].nunique()),
        all_bodies=int(systems["body_code"].nunique()),
    )


def flag_kinds(flags: Collection[VendorFlag], systems: pd.DataFrame) -> tuple[FlagKind, ...]:
    """What is up of each kind V1 to V7, in this order; a kind without a flag has zeros."""
    still_open = set(systems.loc[systems["is_open"], ["body_code", "business"]].itertuples(index=False, name=None))
    found = []
    for kind in FLAGS:
        held = [one for one in flags if one.flag == kind]
        levels = [one.severity for one in held]
        concerned = {system for one in held for system in one.systems}
        found.append(
            FlagKind(
                flag=kind,
                high=levels.count(Severity.HIGH),
                middle=levels.count(Severity.MIDDLE),
                low=levels.count(Severity.LOW),
                vendors=tuple(sorted({one.vendor for one in held})),
                bodies=len({body for body, _ in concerned}),
                systems=len(concerned),
                open_systems=len(concerned & still_open),
            )
        )
    return tuple(found)


def region_levels(
    flagged: pd.DataFrame, systems: pd.DataFrame, *, codes: Sequence[str]
) -> tuple[tuple[int | None, ...], tuple[int, ...]]:
    """Systems not live under a flag per region, and the worst severity there (0 = no flag).

    ``flagged``: see ``flagged_systems``. ``codes``: prefectures (two digits) or bodies (five). A region none of whose
    vendors is known has no value.

    >>> flagged = pd.DataFrame({"body_code": ["15100", "15202"], "business": "long_term_care", "level": [2, 3]})
    >>> systems = pd.DataFrame({"body_code": ["15100", "15202", "20201"], "vendor_code": ["A", "A", None]})
    >>> region_levels(flagged, systems, codes=["15", "20"])
    ((2, None), (3, 0))
    """
    digits = len(codes[0]) if codes else 0
    known = set(systems.loc[systems["vendor_code"].notna(), "body_code"].str.slice(0, digits))
    region = flagged["body_code"].str.slice(0, digits)
    counts, worst = region.value_counts().to_dict(), flagged["level"].groupby(region).max().to_dict()
    values = tuple(int(counts.get(code, 0)) if code in known else None for code in codes)
    return values, tuple(int(worst.get(code, 0)) for code in codes)
