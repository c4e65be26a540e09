"""After a withdrawal: whether a body names a successor, says there is none, or says nothing; and who takes over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.demo.simulation.chance import Ints, stream
from data.demo.simulation.golive import GoLives
from data.demo.simulation.incidents import Incidents
from data.demo.simulation.schedule import touched_systems
from data.demo.simulation.timeline import FAR, month_index
from data.demo.simulation.universe import Universe
from data.demo.simulation.vendors import Vendors

UNSAID, EXPLICITLY_NONE = -1, -2
"""What a system reports as its successor where that is no vendor."""


@dataclass(frozen=True)
class Succession:
    """Per system: its first vendor, the month of a change (FAR: none) and the vendor then; what it says, from when."""

    first_vendor: Ints
    next_vendor: Ints
    changes_in: Ints
    said: Ints
    said_from: Ints

    def vendor(self, month: int) -> Ints:
        """The vendor of each system in a month."""
        return np.where(self.changes_in <= month, self.next_vendor, self.first_vendor)

    def successor(self, month: int) -> Ints:
        """The successor each system reports in a month: a vendor, UNSAID or EXPLICITLY_NONE."""
        is_said = (self.said_from <= month) & (month < self.changes_in)
        return np.where(is_said, self.said, UNSAID)


def make_succession(
    universe: Universe, vendors: Vendors, vendor: Ints, incidents: Incidents, go_lives: GoLives, *, seed: int
) -> Succession:
    """Follow each withdrawal through the systems it touches that were not live yet."""
    generator = stream(seed, "succession")
    families = int(universe.family.max()) + 1
    following = vendor.copy()
    changes_in = np.full(universe.systems, FAR, dtype=np.int64)
    said = np.full(universe.systems, UNSAID, dtype=np.int64)
    said_from = np.full(universe.systems, FAR, dtype=np.int64)
    offered = _best_alternative(universe, vendors)
    is_kept = np.zeros(universe.systems, dtype=np.bool_)
    for settlement in incidents.settlements():
        is_kept |= touched_systems(settlement, universe, vendor)
    for incident in incidents.withdrawals():
        at = month_index(f"{incident.happened_on:%Y-%m}")
        draw = generator.random(families)[universe.family]
        wait = generator.integers(1, 6, families)[universe.family]
        search = generator.integers(5, 13, families)[universe.family]
        rows = touched_systems(incident, universe, vendor) & universe.is_applicable & ~is_kept & (go_lives.live > at)
        finds = rows & (draw < (0.9 if incident.successor else 0.35))
        heir = np.full(universe.systems, vendors.at(incident.successor)) if incident.successor else offered
        following = np.where(finds, heir, following)
        changes_in = np.where(finds, np.minimum(at + wait + search, np.maximum(go_lives.live - 1, at + 1)), changes_in)
        says_none = rows & ~finds & (draw < 0.75) & (not incident.successor)
        said = np.where(finds, heir, np.where(says_none, EXPLICITLY_NONE, said))
        said_from = np.where(finds | says_none, at + wait, said_from)
    return Succession(vendor, following, changes_in, said, said_from)


def _best_alternative(universe: Universe, vendors: Vendors) -> Ints:
    """The vendor with a product for the business that is strongest in the prefecture; never one that leaves by role."""
    stays = np.array([code.startswith("A") for code in vendors.codes])
    strength: Final = vendors.region_weight.T[:, None, :] * (vendors.has_product & stays[:, None]).T[None, :, :]
    best = strength.argmax(axis=2)
    return np.asarray(best[universe.prefecture, universe.business])
