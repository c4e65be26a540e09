"""Which systems become 特定移行支援システム, when, why and until when.

How many bodies and systems are on each list follows the published counts; which ones is drawn by lot, from bodies that
are late, in prefectures and with vendors that are prone to it. Before the category existed (2024-12-24) the same
systems are 移行困難（当時）, which the files state in a column of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.demo.simulation.chance import Flags, Floats, Ints, rank_share, standardised, stream
from data.demo.simulation.schedule import Schedule
from data.demo.simulation.timeline import FAR, month_index
from data.demo.simulation.universe import KINDS, Universe
from data.model import BodyKind

CATEGORY_CREATED: Final = month_index("2024-12")
"""The category exists from 2024-12-24 on."""

# (list's month, systems on it, bodies on it). Without 共通機能, which is no system here: 8,956 − 498 in 2025-12.
LISTS: Final = (
    ("2023-10", 702, 171),
    ("2024-10", 2167, 402),
    ("2025-04", 3279, 607),
    ("2025-07", 3770, 643),
    ("2025-10", 5009, 743),
    ("2025-12", 8458, 926),
    ("2026-03", 10013, 985),
)
CALIBRATED_LIST: Final = "2025-12"
"""The list whose structure (per body, kind and business) is published."""
_BODIES_BY_KIND: Final = {
    BodyKind.DESIGNATED_CITY: 20,
    BodyKind.CORE_CITY: 58,
    BodyKind.SPECIAL_WARD: 22,
    BodyKind.CITY: 429,
    BodyKind.TOWN: 300,
    BodyKind.VILLAGE: 60,
    BodyKind.PREFECTURE: 37,
}
# Bodies by how many of their systems are on the list of 2025-12: few or nearly all. Prefectures are among the fewest.
_CLASSES: Final = (
    ((20, 20), 20),
    ((16, 19), 308),
    ((10, 15), 122),
    ((3, 9), 174),
)
_WITHIN_CLASS: Final = {
    (20, 20): (1.0,),
    (16, 19): (0.36, 0.27, 0.30, 0.07),
    (10, 15): (0.10, 0.12, 0.15, 0.18, 0.20, 0.25),
    (3, 9): (0.30, 0.17, 0.16, 0.12, 0.10, 0.07, 0.08),
    (1, 2): (0.67, 0.33),
}
_PRONE_BUSINESS: Final = {
    "child_allowance": 0.9,
    "childcare_support": 0.9,
    "long_term_care": 0.55,
    "disability_welfare": 0.45,
    "public_assistance": -0.25,
    "child_rearing_allowance": 0.9,
    "family_register": -1.5,
    "family_register_appendix": -1.5,
}
_PRONE_KIND: Final = {
    BodyKind.DESIGNATED_CITY: 0.9,
    BodyKind.CORE_CITY: 0.2,
    BodyKind.SPECIAL_WARD: 0.08,
    BodyKind.TOWN: -0.24,
    BodyKind.VILLAGE: -0.55,
}
_DEADLINES: Final = {
    "2026-06": 0.05,
    "2026-09": 0.06,
    "2026-12": 0.06,
    "2027-03": 0.20,
    "2027-09": 0.04,
    "2028-03": 0.24,
    "2028-12": 0.04,
    "2029-03": 0.15,
    "2030-03": 0.07,
    "2031-03": 0.09,
}
MAINFRAME, OWN_DEVELOPMENT, NO_PRODUCT_AHEAD, SCARCE_STAFF = 1, 2, 3, 4
"""事由."""
# Published for 2025-07: how many of the 3,770 are there for reasons 1 to 3. The rest is scarce staff.
_RARE_REASONS: Final = ((MAINFRAME, 45, 0), (OWN_DEVELOPMENT, 196, 1), (NO_PRODUCT_AHEAD, 184, 2))


@dataclass(frozen=True)
class Designations:
    """Per system: the month of the first list it is on (FAR: never), its reason and the month of its deadline."""

    listed_from: Ints
    reason: Ints
    deadline: Ints

    @property
    def is_ever(self) -> Flags:
        """Whether a system is ever designated."""
        return np.asarray(self.listed_from < FAR)

    @property
    def designated_from(self) -> Ints:
        """Month of the 指定日: never before the category existed."""
        return np.maximum(self.listed_from, CATEGORY_CREATED)


def make_designations(universe: Universe, schedule: Schedule, *, seed: int) -> Designations:
    """Choose bodies, then how many of their systems, then the order in which the lists take them up."""
    lateness = _body_means(universe, schedule.disturbed)
    is_chosen, proneness = _choose_bodies(universe, lateness, seed=seed)
    many = _systems_per_body(universe, is_chosen, lateness, seed=seed)
    priority = _priority(universe, schedule, seed=seed)
    cohort = _cohorts(universe, many, priority, is_chosen, proneness, seed=seed)
    generator = stream(seed, "designation dates")
    ends = np.array([month_index(month) for month, _, _ in LISTS])
    starts = np.concatenate([[0], ends[:-1] + 1])
    at = np.clip(cohort, 0, len(LISTS) - 1)
    family_draw = generator.random(universe.family.max() + 1)[universe.family]
    listed = (starts[at] + np.floor(family_draw * (ends[at] - starts[at] + 1))).astype(np.int64)
    months = np.array([month_index(month) for month in _DEADLINES])
    body_deadline = generator.choice(months, len(universe.bodies), p=list(_DEADLINES.values()))
    own_deadline = generator.choice(months, universe.systems, p=list(_DEADLINES.values()))
    deadline = np.where(generator.random(universe.systems) < 0.9, body_deadline[universe.body], own_deadline)
    return Designations(
        listed_from=np.where(cohort >= 0, listed, FAR),
        reason=_reasons(universe, cohort, seed=seed),
        deadline=np.where(cohort >= 0, deadline, FAR),
    )


def _body_means(universe: Universe, values: Floats) -> Floats:
    weight = universe.is_applicable.astype(np.float64)
    bodies = len(universe.bodies)
    total = np.bincount(universe.body, weights=values * weight, minlength=bodies)
    return np.asarray(total / np.maximum(1.0, np.bincount(universe.body, weights=weight, minlength=bodies)))


def _is_big_city(universe: Universe) -> Flags:
    return universe.bodies_of_kind(BodyKind.DESIGNATED_CITY, BodyKind.CORE_CITY)


def _choose_bodies(universe: Universe, lateness: Floats, *, seed: int) -> tuple[Flags, Floats]:
    """Exactly the published number of bodies of each kind, the most prone first."""
    generator = stream(seed, "designated bodies")
    prefecture = standardised(generator.normal(size=47))[universe.body_prefecture]
    proneness = 0.9 * prefecture + 0.45 * standardised(lateness) + 0.75 * generator.normal(size=len(universe.bodies))
    is_chosen = np.zeros(len(universe.bodies), dtype=np.bool_)
    for kind, many in _BODIES_BY_KIND.items():
        group = np.flatnonzero(universe.body_kind == KINDS.index(kind))
        is_chosen[group[np.argsort(-proneness[group], kind="stable")[:many]]] = True
    return is_chosen, proneness


def _systems_per_body(universe: Universe, is_chosen: Flags, lateness: Floats, *, seed: int) -> Ints:
    """How many systems of each body the list of 2025-12 holds; later bodies get more."""
    generator = stream(seed, "designated systems")
    shift = np.array([_PRONE_KIND.get(kind, 0.0) for kind in KINDS])[universe.body_kind]
    score = 0.75 * standardised(lateness) + 0.65 * generator.normal(size=len(universe.bodies)) + shift
    applicable = np.bincount(universe.body, weights=universe.is_applicable).astype(np.int64)
    many = np.zeros(len(universe.bodies), dtype=np.int64)
    open_bodies = np.flatnonzero(is_chosen & ~universe.bodies_of_kind(BodyKind.PREFECTURE))
    order = open_bodies[np.argsort(-score[open_bodies], kind="stable")]
    for (least, most), wanted in _CLASSES:
        # Lateness decides who has nearly all systems on the list, not who has a few.
        order = order if least >= 10 else generator.permutation(order)
        fits = [body for body in order if many[body] == 0 and applicable[body] >= least][:wanted]
        many[fits] = generator.choice(np.arange(least, most + 1), len(fits), p=_WITHIN_CLASS[(least, most)])
        many[fits] = np.minimum(many[fits], applicable[fits])
    rest = is_chosen & (many == 0)
    many[rest] = 1 + (generator.random(int(rest.sum())) >= _WITHIN_CLASS[(1, 2)][0])
    return np.minimum(many, applicable) * is_chosen


def _priority(universe: Universe, schedule: Schedule, *, seed: int) -> Floats:
    """Which systems of a body are taken first: the late ones, of prone businesses; never those that don't apply."""
    noise = stream(seed, "designation order").gumbel(size=universe.systems)
    prone = np.array([_PRONE_BUSINESS.get(business.id, 0.0) for business in universe.businesses])
    late = standardised(rank_share(schedule.disturbed))
    return np.where(universe.is_applicable, prone[universe.business] + 0.5 * late + 0.55 * noise, -np.inf)


def _cohorts(
    universe: Universe, many: Ints, priority: Floats, is_chosen: Flags, proneness: Floats, *, seed: int
) -> Ints:
    """Per system the number of the list that first has it (-1: none), keeping each list's published totals."""
    generator = stream(seed, "lists")
    bodies = len(universe.bodies)
    order = np.lexsort((-priority, universe.body))
    start = np.searchsorted(universe.body, np.arange(bodies))
    applicable = np.bincount(universe.body, weights=universe.is_applicable, minlength=bodies).astype(np.int64)
    first = generator.random(bodies) - 0.35 * _is_big_city(universe) + 0.01 * many - 0.12 * (many <= 2)
    queue = np.concatenate(
        [
            np.flatnonzero(is_chosen)[np.argsort(first[is_chosen], kind="stable")],
            np.flatnonzero(~is_chosen)[np.argsort(-proneness[~is_chosen], kind="stable")],
        ]
    )
    taken = np.zeros(bodies, dtype=np.int64)
    cohort = np.full(universe.systems, -1, dtype=np.int64)
    for number, (month, systems, on_list) in enumerate(LISTS):
        limit, before = many, taken.copy()
        if month == LISTS[-1][0]:
            # Until March 2026 lists grow where there were some already, nearly to whole suites, and in new bodies.
            limit = np.where((taken >= 3) | (taken == 0), np.minimum(applicable, 18), taken)
        taken[queue[:on_list]] = np.maximum(taken[queue[:on_list]], 1)
        _fill(taken, limit, systems if month != CALIBRATED_LIST else int(many.sum()), generator)
        for body in np.flatnonzero(taken > before):
            cohort[order[start[body] + before[body] : start[body] + taken[body]]] = number
    return cohort


def _fill(taken: Ints, limit: Ints, total: int, generator: np.random.Generator) -> None:
    """Raise ``taken`` where there is some towards its limit, first by part, then fully, until the total is reached."""
    room = total - int(taken.sum())
    for is_whole in (False, True):
        for body in generator.permutation(np.flatnonzero(taken > 0)):
            wish = max(0, int(limit[body] - taken[body]))
            more = min(room, wish if is_whole or wish < 4 else int(generator.integers(1, wish + 1)))
            taken[body] += max(0, more)
            room -= max(0, more)


def _reasons(universe: Universe, cohort: Ints, *, seed: int) -> Ints:
    """Reasons 1 to 3 as rare as published, reason 1 in big cities; scarce staff for all the rest."""
    generator = stream(seed, "reasons")
    reason = np.where(cohort >= 0, SCARCE_STAFF, 0)
    big = _is_big_city(universe)
    for rare, many, latest in _RARE_REASONS:
        fits = (cohort >= 0) & (cohort <= latest) & (reason == SCARCE_STAFF)
        if rare == MAINFRAME:
            fits &= big[universe.body]
        rows = np.flatnonzero(fits)
        reason[generator.choice(rows, min(many, len(rows)), replace=False)] = rare
    return reason
