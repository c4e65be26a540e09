"""When each system really goes live: the disturbed schedule, set to the national pace that was published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.demo.simulation.chance import Ints, stream
from data.demo.simulation.designation import Designations
from data.demo.simulation.schedule import Schedule
from data.demo.simulation.timeline import FAR, along, month_index
from data.demo.simulation.universe import Universe

# Share of applicable systems live at the end of each month. Published: 38.4 % in 2026-01; the months after the last
# published one are an invented but plausible continuation.
_LIVE_SHARE: Final = (
    ("2023-10", 0.0),
    ("2024-04", 0.002),
    ("2024-10", 0.012),
    ("2025-01", 0.030),
    ("2025-03", 0.042),
    ("2025-05", 0.050),
    ("2025-08", 0.098),
    ("2025-09", 0.140),
    ("2025-10", 0.187),
    ("2025-11", 0.238),
    ("2025-12", 0.276),
    ("2026-01", 0.3845),
    ("2026-02", 0.472),
    ("2026-03", 0.626),
    ("2026-06", 0.648),
    ("2026-10", 0.674),
    ("2027-03", 0.692),
    ("2027-12", 0.705),
)
_LAST: Final = month_index("2031-12")
_GO_LIVE_DAYS: Final = (1, 4, 5, 6, 10, 13, 14, 17, 20, 24, 27, 28)


@dataclass(frozen=True)
class GoLives:
    """Per system: first planned month, month of going live (FAR: not applicable), and the day of the month."""

    first_planned: Ints
    live: Ints
    day: Ints


def make_go_lives(universe: Universe, schedule: Schedule, designations: Designations, *, seed: int) -> GoLives:
    """Keep the disturbed schedule's order, at the published pace; the designated follow their own deadlines."""
    live = np.full(universe.systems, FAR, dtype=np.int64)
    ordinary = np.flatnonzero(universe.is_applicable & ~designations.is_ever)
    by_end = np.rint(along(np.arange(_LAST + 1), _LIVE_SHARE) * universe.is_applicable.sum()).astype(np.int64)
    order = ordinary[np.argsort(schedule.disturbed[ordinary], kind="stable")]
    live[order] = np.searchsorted(by_end, np.arange(len(order)), side="right")
    live = np.where(designations.is_ever, _designated(universe, schedule, designations, seed=seed), live)
    live = np.where(universe.is_applicable, np.minimum(live, _LAST + 1), FAR)
    generator = stream(seed, "go-live days")
    days = np.array(_GO_LIVE_DAYS)[generator.integers(len(_GO_LIVE_DAYS), size=schedule.block.max() + 1)]
    planned = np.floor(schedule.planned).astype(np.int64)
    return GoLives(first_planned=np.minimum(planned, live), live=live, day=days[schedule.block])


def _designated(universe: Universe, schedule: Schedule, designations: Designations, *, seed: int) -> Ints:
    """Most keep their own deadline, some miss it, and a very few went live although they are on the list."""
    generator = stream(seed, "designated go-lives")
    draw = generator.random(universe.family.max() + 1)[universe.family]
    body = generator.normal(size=len(universe.bodies))[universe.body]
    early = np.floor(7 * generator.random(universe.family.max() + 1)[universe.family]).astype(np.int64)
    late = 1 + np.floor(generator.exponential(4.0, universe.family.max() + 1)[universe.family]).astype(np.int64)
    months = np.where(draw + 0.08 * body > 0.86, designations.deadline + late, designations.deadline - early)
    months = np.maximum(months, month_index("2026-04"))
    is_contradiction = generator.random(universe.systems) < 0.003
    contradiction = np.minimum(designations.listed_from - 1 + generator.integers(0, 3, universe.systems), _LAST)
    is_contradiction &= contradiction >= month_index("2025-03")
    return np.asarray(np.where(is_contradiction, contradiction, months), dtype=np.int64)
