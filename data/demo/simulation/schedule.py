"""When each system would go live undisturbed, and what delays it: tendency, re-plans, scarce capacity, the body.

Systems of one body, suite and vendor (a block) move together. Months are fractional indices after 2023-04.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.demo.simulation.chance import Flags, Floats, Ints, rank_share, standardised, stream
from data.demo.simulation.incidents import Incident, Incidents
from data.demo.simulation.timeline import month_index
from data.demo.simulation.universe import SUITE_OF, Universe
from data.demo.simulation.vendors import Vendors

# Everybody plans for the end of the support period: share of systems planned before a month's end.
_PLANNED: Final = (
    (0.0, "2024-02"),
    (0.008, "2024-10"),
    (0.03, "2025-02"),
    (0.075, "2025-06"),
    (0.15, "2025-09"),
    (0.31, "2025-12"),
    (0.45, "2026-01"),
    (0.58, "2026-02"),
    (0.985, "2026-03"),
    (1.0, "2026-12"),
)
_BUSINESS_READINESS: Final = {
    "family_register": -0.30,
    "family_register_appendix": -0.34,
    "long_term_care": -0.13,
    "disability_welfare": -0.10,
    "child_allowance": -0.10,
    "childcare_support": -0.10,
    "late_elderly_medical": -0.05,
    "public_assistance": 0.30,
    "child_rearing_allowance": -0.02,
    "school_enrolment": 0.10,
    "resident_record": 0.06,
    "seal_registration": 0.06,
}
"""In standard deviations: businesses whose systems come later or earlier than a body's others."""


@dataclass(frozen=True)
class Schedule:
    """Per system: readiness (standard score), undisturbed and disturbed go-live, and the parts of its slip."""

    readiness: Floats
    block: Ints
    planned: Floats
    slip_tendency: Floats
    slip_incident: Floats
    slip_body: Floats
    slip_capacity: Floats

    @property
    def disturbed(self) -> Floats:
        """Go-live with all slips, before the national pace is set."""
        return self.planned + self.slip_tendency + self.slip_incident + self.slip_body + self.slip_capacity


def make_schedule(universe: Universe, vendors: Vendors, vendor: Ints, incidents: Incidents, *, seed: int) -> Schedule:
    """Plan every go-live and disturb it. ``vendor`` is the vendor of each system."""
    blocks, block = np.unique(universe.family * len(vendors.codes) + vendor, return_inverse=True)
    readiness = _readiness(universe, block, seed=seed)
    # A plan is made per block; a few systems are planned apart from the rest of their block.
    planned = np.interp(
        rank_share(-readiness), [share for share, _ in _PLANNED], [month_index(month) + 1.0 for _, month in _PLANNED]
    )
    generator = stream(seed, "slips")
    block_draw = generator.exponential(1.0, len(blocks))[block]
    tendency = vendors.delay_tendency_months[vendor] * (0.4 + 0.6 * block_draw)
    body_slip = np.maximum(0.0, generator.normal(0.0, 1.1, len(universe.bodies)))[universe.body]
    incident = _incident_slips(universe, vendor, planned, incidents, seed=seed)
    wanted = planned + tendency + body_slip
    capacity = _queue(vendors, vendor, block, wanted, universe.is_applicable, seed=seed)
    return Schedule(readiness, block, planned, tendency, incident, body_slip, capacity)


def _readiness(universe: Universe, block: Ints, *, seed: int) -> Floats:
    generator = stream(seed, "readiness")
    # Evenly spread, so that every seed has prefectures ahead and behind, and none far out.
    prefecture = standardised(generator.permutation(47).astype(np.float64))[universe.prefecture]
    body = generator.normal(size=len(universe.bodies))[universe.body]
    family = generator.normal(size=universe.family.max() + 1)[universe.family]
    of_block = generator.normal(size=block.max() + 1)[block]
    apart = generator.normal(size=universe.systems) * (generator.random(universe.systems) < 0.08)
    offset = np.array([_BUSINESS_READINESS.get(business.id, 0.0) for business in universe.businesses])
    register = np.array([SUITE_OF[business.id] == "register" for business in universe.businesses])[universe.business]
    # The family register is another world: its own vendors and offices, so the body says less about it.
    body_weight = np.where(register, 0.66, 0.84)
    own_weight = np.where(register, 0.60, 0.20)
    score = (
        0.28 * prefecture
        + body_weight * body
        + own_weight * family
        + 0.08 * of_block
        + 0.4 * apart
        + offset[universe.business]
    )
    return standardised(score)


def _incident_slips(universe: Universe, vendor: Ints, planned: Floats, incidents: Incidents, *, seed: int) -> Floats:
    """Months by which incidents push back the systems planned after them; all of a body's with one vendor move."""
    generator = stream(seed, "incident slips")
    slip = np.zeros(universe.systems)
    for incident in incidents.all:
        hit_body = generator.random(len(universe.bodies)) < incident.share_of_bodies
        months = generator.gamma(4.0, incident.mean_slip_months / 4.0, len(universe.bodies))
        is_ahead = planned > month_index(f"{incident.happened_on:%Y-%m}") + 1
        touched = touched_systems(incident, universe, vendor) & hit_body[universe.body] & is_ahead
        slip += np.where(touched, months[universe.body], 0.0)
    return slip


def touched_systems(incident: Incident, universe: Universe, vendor: Ints) -> Flags:
    """The systems an incident is about: its vendor's, within its business and body where it names one."""
    touched = vendor == incident.vendor
    if incident.business is not None:
        touched = touched & (universe.business == incident.business)
    if incident.body is not None:
        touched = touched & (universe.body == incident.body)
    return np.asarray(touched)


def _queue(
    vendors: Vendors,
    vendor: Ints,
    block: Ints,
    wanted: Floats,
    is_applicable: Flags,
    *,
    seed: int,
) -> Floats:
    """Months each block waits because its vendor brings only so many systems live a month; first come, first served."""
    generator = stream(seed, "queue")
    size = np.bincount(block, weights=is_applicable)
    arrival = np.full(len(size), np.inf)
    np.minimum.at(arrival, block, wanted)
    owner = np.zeros(len(size), dtype=np.int64)
    owner[block] = vendor
    turn = np.floor(arrival) + generator.random(len(size))
    wait = np.zeros(len(size))
    for at, share in enumerate(vendors.capacity_share):
        own = np.flatnonzero(owner == at)
        own = own[np.argsort(turn[own], kind="stable")]
        a_month = max(2.0, share * size[own].sum())
        free_at = 0.0
        for each in own:
            free_at = max(free_at, np.floor(arrival[each])) + size[each] / a_month
            wait[each] = max(0.0, np.floor(free_at) - np.floor(arrival[each]))
    return wait[block]
