"""What every vendor has shown: capacity, go-live calendar and delay tendency, over the whole nation.

A vendor's capacity and tendency are its own, wherever it works: they are computed on all systems of all bodies,
whatever a reader's scope and choice of businesses, and kept per reading.
"""

from __future__ import annotations

import pandas as pd

from data.access import Reader, Reading
from data.model import AsOf
from data.reference import load_reference
from data.rules.vendor_capacity import go_live_calendar, vendor_capacities
from data.rules.vendor_delay import delay_intervals


def nation_reading(reader: Reader, *, as_of: AsOf) -> Reading:
    """The reading that vendor rules are computed on: every business, every body; never for a row of its own."""
    return reader.narrowed(None).at(as_of).for_totals()


def capacity_table(reader: Reader, *, as_of: AsOf) -> pd.DataFrame:
    """Each vendor's capacity; columns of ``vendor_capacity.vendor_capacities``. Do not change it."""
    reading = nation_reading(reader, as_of=as_of)
    return reading.keep(
        "vendor_measures/capacities",
        make=lambda: measured_capacities(reading.vendor_systems(), month=as_of.month),
    )


def calendar_table(reader: Reader, *, as_of: AsOf) -> pd.DataFrame:
    """Vendor × month: go-lives, plans and capacity; columns of ``vendor_capacity.go_live_calendar``.

    Do not change it.
    """
    reading = nation_reading(reader, as_of=as_of)

    def make() -> pd.DataFrame:
        capacities = capacity_table(reader, as_of=as_of)
        return go_live_calendar(reading.vendor_systems(), capacities=capacities, month=as_of.month)

    return reading.keep("vendor_measures/calendar", make=make)


def delay_table(reader: Reader, *, as_of: AsOf) -> pd.DataFrame:
    """Each vendor's share of 遅延 over its bodies with its bounds; columns of ``vendor_delay.delay_intervals``.

    Do not change it.
    """
    reading = nation_reading(reader, as_of=as_of)
    return reading.keep("vendor_measures/delays", make=lambda: measured_delays(reading.vendor_systems()))


def measured_capacities(systems: pd.DataFrame, *, month: str) -> pd.DataFrame:
    """``vendor_capacity.vendor_capacities`` with the thresholds in force."""
    rules = load_reference().rules.vendor_risk
    return vendor_capacities(
        systems,
        month=month,
        quantile=rules.capacity_quantile,
        minimum=rules.capacity_minimum,
        full_history_months=rules.capacity_history_months,
        size_edges=rules.size_class_edges,
    )


def measured_delays(systems: pd.DataFrame, *, is_suspects_only: bool = False) -> pd.DataFrame:
    """``vendor_delay.delay_intervals`` with the thresholds in force."""
    rules = load_reference().rules.vendor_risk
    return delay_intervals(
        systems,
        minimum_bodies=rules.delay_minimum_bodies,
        draws=rules.delay_draws,
        confidence=rules.delay_confidence,
        is_suspects_only=is_suspects_only,
    )
