"""What a shock hits in one place, counted; and the states a system or a body's worst system ends in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.rules.vendor_impact import Shock

STATES: Final = ("placed_in_time", "placed_late", "full", "unmeasured", "unlisted", "no_alternative")
"""What becomes of a system, or of a body's worst one, after a withdrawal, best first; unlisted: no list of products,
unmeasured: others offer one, but nobody has gone live yet, so that nobody's capacity is known."""
UNKNOWN_STATES: Final = ("unmeasured", "unlisted")
"""Those of which nobody can say whether and when another vendor has a place."""
SLIP_STATES: Final = ("slip_in_time", "slip_unknown", "slip_late")
"""The same after a slip."""
OUT_OF_SCOPE: Final = "out_of_scope"


@dataclass(frozen=True, slots=True)
class ImpactCounts:
    """What a shock hits in a place and its businesses, counted in systems unless the name says bodies.

    ``own_systems`` are the prefectures' own among ``systems``. ``vendor_systems`` are all applicable systems of the
    vendors, live ones too; ``open_systems`` all that are not live, whoever's. ``imminent``: planned within the months
    of the rule after the shock; ``overdue`` and ``undated`` have no month ahead. ``newly_late``: in time by plan, not
    any more; None with one of ``UNKNOWN_STATES``. The rest is of withdrawals, None for a slip and without a list of
    products: systems and bodies with no other vendor for (one of) them, placed in a month of another vendor, or without
    a place within the horizon (the last two None as above).
    """

    systems: int
    own_systems: int
    bodies: int
    vendor_systems: int
    vendor_bodies: int
    open_systems: int
    open_bodies: int
    imminent: int
    imminent_bodies: int
    overdue: int
    undated: int
    designated: int
    newly_late: int | None
    newly_late_bodies: int | None
    bodies_with_alternative: int | None
    bodies_without_alternative: int | None
    without_alternative: int | None
    placed: int | None
    placed_bodies: int | None
    full: int | None


def impact_counts(hit: pd.DataFrame, *, everything: pd.DataFrame, shock: Shock) -> ImpactCounts:
    """Count ``hit`` (columns of ``what_if_nation.NationImpact.hit``) of a place, among ``everything`` there (body_code,
    is_theirs, is_open).
    """
    theirs, waiting = everything[everything["is_theirs"]], everything[everything["is_open"]]

    def bodies(rows: pd.DataFrame) -> int:
        return int(rows["body_code"].nunique())

    lacking = hit[hit["state"] == "no_alternative"]
    placed = hit["state"].isin(STATES[:2])
    is_all_placed = placed.groupby(hit["body_code"], observed=True).all()
    imminent, newly = hit[hit["is_imminent"]], hit[hit["is_newly_late"]]
    is_known = not hit["state"].isin(UNKNOWN_STATES).any()
    leaves = shock.is_withdrawal and not (hit["state"] == "unlisted").any()
    places = shock.is_withdrawal and is_known
    return ImpactCounts(
        systems=len(hit),
        own_systems=int(hit["body_code"].str.endswith("000").sum()),
        bodies=bodies(hit),
        vendor_systems=len(theirs),
        vendor_bodies=bodies(theirs),
        open_systems=len(waiting),
        open_bodies=bodies(waiting),
        imminent=len(imminent),
        imminent_bodies=bodies(imminent),
        overdue=int(hit["is_overdue"].sum()),
        undated=int(hit["is_undated"].sum()),
        designated=int(hit["is_designated"].sum()),
        newly_late=len(newly) if is_known else None,
        newly_late_bodies=bodies(newly) if is_known else None,
        bodies_with_alternative=bodies(hit) - bodies(lacking) if leaves else None,
        bodies_without_alternative=bodies(lacking) if leaves else None,
        without_alternative=len(lacking) if leaves else None,
        placed=int(placed.sum()) if places else None,
        placed_bodies=int(is_all_placed.sum()) if places else None,
        full=int((hit["state"] == "full").sum()) if places else None,
    )
