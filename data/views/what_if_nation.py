"""A shock over the whole nation, worked out once: whatever place is then looked at, the places are shared by all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.access import Reading
from data.model import SnapshotKind, month_end
from data.reference import Reference, load_reference
from data.rules.months import month_number, month_numbers, month_texts
from data.rules.reallocation import Outcome, live_course, reallocate
from data.rules.vendor_capacity import vendor_capacities
from data.rules.vendor_impact import Shock, affected_systems, newly_late, slipped
from data.rules.vendor_products import alternative_vendors, offering

PAST_MONTHS: Final = 12
"""Months shown before the as-of month of the course."""
FUTURE_MONTHS: Final = 36
"""Months shown after it, at most."""


@dataclass(frozen=True, slots=True)
class NationImpact:
    """What a shock does to the nation.

    ``hit``: the systems hit in the order of the reallocation: body_code, business, vendor_code, planned_live_on, due
    (YYYY-MM, null = unknown), is_designated, designated_due_on, successor_vendor_code, is_imminent, is_overdue,
    is_undated, is_newly_late, state (``what_if_counts``), alternatives (number, null for a slip), slot_vendor, expected
    (YYYY-MM, null = none or unknown), wait_months (expected − planned, null where either is unknown).
    ``systems``: every applicable system: body_code, business, is_theirs, is_open (not live).
    ``course``: see ``data.rules.reallocation.live_course``. ``alternatives``: business to the vendors that could take
    over, None where no list of products says. ``capacity``: systems a month per vendor, None while nobody in the nation
    has a go-live: what vendors can do is unknown then, and with it who could take a system when.
    """

    hit: pd.DataFrame
    systems: pd.DataFrame
    course: pd.DataFrame
    alternatives: Mapping[str, tuple[str, ...]] | None
    capacity: Mapping[str, float] | None
    programme_due: str
    imminent_months: int
    horizon_months: int


def nation_impact(totals: Reading, *, shock: Shock) -> NationImpact:
    """Work out ``shock`` over ``totals``, a reading of every body and business."""
    reference, month = load_reference(), totals.as_of.month
    rules = reference.rules.vendor_risk
    systems = _with_deadlines(totals)
    programme_due = next(item.due_on for item in reference.milestones if item.id == "live").isoformat()
    affected = affected_systems(
        systems,
        shock=shock,
        as_of=month,
        programme_due=programme_due,
        imminent_months=rules.imminent_months,
        businesses=[item.id for item in reference.businesses],
    )
    offers = _alternatives(totals, reference=reference, shock=shock)
    offered = {vendor for vendors in (offers or {}).values() for vendor in vendors}
    capacity = _capacities(systems, offered=offered, month=month, reference=reference)
    if shock.slip_months is None:
        hit = reallocate(
            affected,
            systems=systems,
            shock=shock,
            as_of=month,
            alternatives=offers or {},
            capacity=capacity or {},
            horizon_months=rules.reallocation_horizon_months,
        )
        states = _withdrawal_states(hit, is_listed=offers is not None, is_measured=capacity is not None)
    else:
        hit = slipped(affected, slip_months=shock.slip_months)
        hit = hit.assign(alternatives=pd.Series(pd.NA, index=hit.index, dtype="Int64"), slot_vendor=None)
        states = _slip_states(hit)
    until = _last_month(systems, hit, month=month)
    now = month_number(month)
    return NationImpact(
        hit=_finished(hit, states=states),
        systems=pd.DataFrame(
            {
                "body_code": systems["body_code"].astype("category"),
                "business": systems["business"].astype("category"),
                "is_theirs": systems["vendor_code"].isin(shock.vendors).to_numpy(dtype=np.bool_),
                "is_open": ~(month_numbers(systems["live_on"]) <= now),
            }
        ),
        course=live_course(systems, affected=hit, as_of=month, past_months=PAST_MONTHS, until=until),
        alternatives=offers,
        capacity=capacity,
        programme_due=programme_due,
        imminent_months=rules.imminent_months,
        horizon_months=rules.reallocation_horizon_months,
    )


def _with_deadlines(totals: Reading) -> pd.DataFrame:
    keys = ["body_code", "business"]
    deadlines = totals.systems()[[*keys, "designated_due_on"]]
    return totals.vendor_systems().merge(deadlines, on=keys, how="left", validate="one_to_one")


def _alternatives(totals: Reading, *, reference: Reference, shock: Shock) -> dict[str, tuple[str, ...]] | None:
    """Business to the other vendors that offer it; None without a list of products, when nobody can say."""
    products, events = (totals.vendor_facts(kind) for kind in (SnapshotKind.PRODUCTS, SnapshotKind.VENDOR_EVENTS))
    if products.empty:
        return None
    found = alternative_vendors(offering(products, events, on=month_end(totals.as_of.month).isoformat()))
    return {item.id: tuple(sorted(set(found.get(item.id, ())) - shock.vendors)) for item in reference.businesses}


def _capacities(
    systems: pd.DataFrame, *, offered: Collection[str], month: str, reference: Reference
) -> dict[str, float] | None:
    """Systems a month of every vendor with a customer or among ``offered``; None while nobody has a go-live."""
    rules = reference.rules.vendor_risk
    found = vendor_capacities(
        systems,
        month=month,
        quantile=rules.capacity_quantile,
        minimum=rules.capacity_minimum,
        full_history_months=rules.capacity_history_months,
        size_edges=rules.size_class_edges,
    )
    if found["capacity"].isna().all():
        return None
    shown = dict(zip(found["vendor_code"], found["capacity"].astype("float64"), strict=True))
    # A vendor with a product and no customer yet has shown nothing: the least capacity there is.
    return {vendor: float(shown.get(vendor, rules.capacity_minimum)) for vendor in {*shown, *offered}}


def _withdrawal_states(hit: pd.DataFrame, *, is_listed: bool, is_measured: bool) -> np.ndarray:
    if not is_listed:
        return np.full(len(hit), "unlisted", dtype=object)
    in_time = np.where(hit["expected"] <= hit["due"], "placed_in_time", "placed_late")
    states = np.where(hit["outcome"] == Outcome.PLACED.value, in_time, hit["outcome"].to_numpy(dtype=object))
    return states if is_measured else np.where(states == Outcome.FULL.value, "unmeasured", states)


def _slip_states(hit: pd.DataFrame) -> np.ndarray:
    dated = np.where(hit["expected"] <= hit["due"], "slip_in_time", "slip_late")
    return np.where(hit["expected"].isna() | hit["due"].isna(), "slip_unknown", dated)


def _finished(hit: pd.DataFrame, *, states: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            **{name: hit[name] for name in ("body_code", "business", "vendor_code", "planned_live_on")},
            "due": month_texts(hit["due"].to_numpy(dtype=np.float64)),
            "is_designated": hit["is_designated"].fillna(value=False).astype("bool"),
            "designated_due_on": hit["designated_due_on"],
            "successor_vendor_code": hit["successor_vendor_code"],
            **{name: hit[name] for name in ("is_imminent", "is_overdue", "is_undated")},
            "is_newly_late": newly_late(hit),
            "state": pd.Series(states, dtype="str"),
            "alternatives": hit["alternatives"].astype("Int64").mask(states == "unlisted"),
            "slot_vendor": hit["slot_vendor"].astype("str"),
            "expected": month_texts(hit["expected"].to_numpy(dtype=np.float64)),
            "wait_months": (hit["expected"] - hit["planned"]).astype("Int64"),
        }
    )


def _last_month(systems: pd.DataFrame, hit: pd.DataFrame, *, month: str) -> str:
    """The course ends with the last plan or place, but shows three years ahead at most."""
    whens = [*month_numbers(systems["planned_live_on"]), *hit["expected"]]
    last = min(np.nanmax([month_number(month), *whens]), month_number(month) + FUTURE_MONTHS)
    return str(month_texts(np.array([last])).iloc[0])
