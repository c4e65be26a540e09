"""The calibrated demo programme: 43 invented months of 1,788 bodies, in the formats an operator would send.

Everything is drawn by lot from a seed; the constants are set so that the aggregates resemble the published figures.
Vendors are invented. What is true but unreported (tendencies, capacities) is written apart; the product never reads it.
"""

from __future__ import annotations

from data.demo.simulation.delivery import MonthFiles, write_programme
from data.demo.simulation.making import PROGRAMME_SEED, make_programme
from data.demo.simulation.timeline import MONTHS

__all__ = ["MONTHS", "PROGRAMME_SEED", "MonthFiles", "make_programme", "write_programme"]
