"""All vendor flags of one reading: the seven rules on what was known, over the whole nation."""

from __future__ import annotations

from data.access import Reading
from data.model import SnapshotKind, month_end
from data.reference import load_reference
from data.rules.vendor_capacity import crowded_months, go_live_calendar
from data.rules.vendor_delay import late_vendors
from data.rules.vendor_dependence import depending_bodies
from data.rules.vendor_facts_flags import (
    nonconforming_vendors,
    recent_replans,
    scarce_alternatives,
    withdrawals_without_successor,
)
from data.rules.vendor_flags import VendorFlag, in_order
from data.rules.vendor_products import offering
from data.views.vendor_measures import measured_capacities, measured_delays


def raised_flags(reading: Reading) -> tuple[VendorFlag, ...]:
    """V1 to V7 as they stand at a reading of the whole nation, in the order every list starts with.

    ``since`` is that of an event; for V4 to V7, which have none, it is left unknown. Not kept: some records name
    thousands of systems.
    """
    month = reading.as_of.month
    rules = load_reference().rules.vendor_risk
    systems = reading.vendor_systems()
    report = f"PMO報告 {month}"
    capacities = measured_capacities(systems, month=month)
    crowded = crowded_months(
        systems,
        capacities=capacities,
        calendar=go_live_calendar(systems, capacities=capacities, month=month),
        month=month,
        above=rules.crowded_above,
        high_above=rules.very_crowded_above,
        source=report,
    )
    late = late_vendors(systems, intervals=measured_delays(systems, is_suspects_only=True), source=report)
    products = reading.vendor_facts(SnapshotKind.PRODUCTS)
    events = reading.vendor_facts(SnapshotKind.VENDOR_EVENTS)
    few = rules.few_alternatives
    offered = offering(products, events, on=month_end(month).isoformat())
    told = (
        *withdrawals_without_successor(systems, products, events, month=month, few_alternatives=few, offered=offered),
        *nonconforming_vendors(systems, products, events, month=month, offered=offered),
        *recent_replans(
            systems,
            products,
            events,
            month=month,
            replan_months=rules.replan_months,
            few_alternatives=few,
            offered=offered,
        ),
        *scarce_alternatives(systems, products, events, month=month, few_alternatives=few, offered=offered),
    )
    flags = (*told, *crowded, *late)
    return in_order((*flags, *depending_bodies(systems, flags, share=rules.dependence_share, source=report)))
