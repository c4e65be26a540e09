"""How many of its 40 steps each system has counted, month by month.

The spread over systems is set at eight months (the published shape in 2026-01, the published level in 2025-05, and
plausible planning years before); between them each system moves on its own line, and runs up to its own go-live.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.demo.simulation.chance import Floats, Ints, rank_share, standardised, stream
from data.demo.simulation.designation import Designations
from data.demo.simulation.golive import GoLives
from data.demo.simulation.schedule import Schedule
from data.demo.simulation.timeline import MONTHS, month_index
from data.demo.simulation.universe import Universe
from data.model import STEPS_PER_SYSTEM

SHAPE_MONTH: Final = month_index("2026-01")
LEVEL_MONTH: Final = month_index("2025-05")
_FROZEN_PERIOD: Final = 4
"""Months between the updates of bodies that enter the same for months; both calibrated months are updates."""

# 2026-01: share of all systems by steps counted, as published in eight bands, with the humps at 40, 39 and 29.
_SHAPE: Final = (
    ((0,), (1.0,), 0.002),
    (range(1, 11), (0.02, 0.02, 0.07, 0.12, 0.12, 0.06, 0.2, 0.2, 0.12, 0.07), 0.016),
    (range(11, 21), (0.03, 0.07, 0.1, 0.07, 0.08, 0.1, 0.08, 0.14, 0.15, 0.18), 0.057),
    (range(21, 27), (0.11, 0.11, 0.12, 0.18, 0.22, 0.26), 0.093),
    (range(27, 33), (0.12, 0.14, 0.26, 0.18, 0.17, 0.13), 0.303),
    (range(33, 38), (0.26, 0.22, 0.18, 0.18, 0.16), 0.123),
    (range(38, 40), (0.33, 0.67), 0.121),
    ((40,), (1.0,), 0.285),
)
# Systems not live: share of systems below so many steps, at the end of each month. The planning years follow the
# notice's due dates with a tail.
_BEFORE: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "2023-04": ((0, 0), (0.17, 0.3), (0.5, 1.4), (0.85, 3.4), (1, 8)),
    "2023-05": ((0, 0), (0.008, 0.9), (0.02, 1.2), (0.5, 3.2), (0.85, 5.5), (1, 10)),
    "2023-09": ((0, 0.9), (0.01, 1.2), (0.05, 3), (0.2, 5.8), (0.5, 9.2), (0.8, 13), (1, 20)),
    "2023-12": ((0, 1), (0.05, 5), (0.25, 11.3), (0.5, 15.5), (0.8, 20), (1, 27)),
    "2024-03": ((0, 1), (0.03, 5), (0.15, 12), (0.4, 18), (0.7, 23), (0.9, 26.5), (1, 31)),
    "2024-11": ((0, 1), (0.02, 5), (0.1, 13), (0.3, 20), (0.55, 24.6), (0.75, 28), (0.9, 30), (0.985, 33), (1, 37)),
    "2025-05": ((0, 1), (0.015, 6), (0.08, 14), (0.22, 20), (0.4, 24.5), (0.6, 28), (0.8, 29.6), (0.93, 32), (1, 37)),
}
# What a live system ends with: many never close their last steps.
_FINAL_STEPS: Final = ((35, 0.01), (36, 0.01), (37, 0.02), (38, 0.045), (39, 0.17), (40, 0.745))

Steps = NDArray[np.int8]


def make_progress(
    universe: Universe, schedule: Schedule, go_lives: GoLives, designations: Designations, *, seed: int
) -> Steps:
    """Steps counted, system × month (0 … 42)."""
    final, closing = _closing(universe, schedule, seed=seed)
    live = go_lives.live
    counted = _live_counts(final, closing, live)
    standing = _standing(universe, schedule, go_lives, designations, seed=seed)
    knots = _knots(universe, counted, live, standing, seed=seed)
    path = _between_knots(knots)
    path = _run_up(path, final, live, schedule.block, seed=seed)
    dither = stream(seed, "rounding").random(schedule.block.max() + 1)[schedule.block] * 0.999
    steps = np.where(np.isnan(counted), np.floor(path + dither[:, None] + 1e-9), counted)
    steps[~universe.is_applicable] = STEPS_PER_SYSTEM
    is_frozen = stream(seed, "frozen input").random(len(universe.bodies)) < 0.06
    held = np.arange(len(MONTHS)) - (np.arange(len(MONTHS)) - LEVEL_MONTH) % _FROZEN_PERIOD
    frozen = np.where(np.isnan(counted), steps[:, np.maximum(held, 0)], steps)
    steps = np.where(is_frozen[universe.body][:, None], frozen, steps)
    return np.clip(steps, 0, STEPS_PER_SYSTEM).astype(np.int8)


def _closing(universe: Universe, schedule: Schedule, *, seed: int) -> tuple[Ints, Ints]:
    """What each system ends with, and how many months after go-live it closes its last steps; a habit of the body."""
    generator = stream(seed, "closing")
    habit = (
        1.05 * generator.normal(size=len(universe.bodies))[universe.body]
        + 0.28 * generator.normal(size=universe.family.max() + 1)[universe.family]
        + 0.16 * generator.normal(size=schedule.block.max() + 1)[schedule.block]
        + 0.50 * generator.normal(size=universe.systems) * (generator.random(universe.systems) < 0.08)
    )
    shares = np.cumsum([share for _, share in _FINAL_STEPS])
    final = np.array([steps for steps, _ in _FINAL_STEPS])[np.searchsorted(shares[:-1], rank_share(habit))]
    delay = generator.choice(4, schedule.block.max() + 1, p=[0.7, 0.16, 0.1, 0.04])[schedule.block]
    return final, delay


def _live_counts(final: Ints, closing: Ints, live: Ints) -> Floats:
    """Steps counted from go-live on; NaN before."""
    since = np.arange(len(MONTHS))[None, :] - live[:, None]
    counted = final[:, None] - np.maximum(0, closing[:, None] - np.maximum(since, 0))
    return np.where(since >= 0, counted, np.nan)


def _standing(
    universe: Universe, schedule: Schedule, go_lives: GoLives, designations: Designations, *, seed: int
) -> Floats:
    """Who among the systems not live in 2026-01 has prepared more: much a matter of the body."""
    generator = stream(seed, "preparation")
    score = (
        0.52 * schedule.readiness
        + 0.42 * generator.normal(size=len(universe.bodies))[universe.body]
        + 0.15 * standardised(generator.permutation(47).astype(np.float64))[universe.prefecture]
        + 0.15 * generator.normal(size=universe.family.max() + 1)[universe.family]
        + 0.08 * generator.normal(size=schedule.block.max() + 1)[schedule.block]
    )
    # Some suites lag far behind in bodies that otherwise do well.
    is_laggard = (generator.random(universe.family.max() + 1) < 0.055)[universe.family]
    is_late = ~designations.is_ever & (go_lives.live > month_index("2026-03"))
    return np.asarray(score - 0.35 * is_late - 1.2 * is_laggard)


def _knots(universe: Universe, counted: Floats, live: Ints, standing: Floats, *, seed: int) -> dict[int, Floats]:
    """Steps at the fixed months for systems not live then (NaN for those that are), never more than later."""
    generator = stream(seed, "early years")
    shape = np.full(universe.systems, np.nan)
    open_rows = np.flatnonzero(universe.is_applicable & np.isnan(counted[:, SHAPE_MONTH]))
    shape[open_rows] = _remaining_shape(universe, counted[:, SHAPE_MONTH], standing[open_rows])
    knots = {SHAPE_MONTH: shape}
    place = standing + 1.6 * (live <= SHAPE_MONTH) + 0.6 * (live <= month_index("2025-10"))
    ceiling = np.where(np.isnan(shape), 34.0, shape)
    for month in reversed(_BEFORE):
        at = month_index(month)
        place = (
            0.9 * place
            + 0.36 * generator.normal(size=len(universe.bodies))[universe.body]
            + 0.18 * generator.normal(size=universe.family.max() + 1)[universe.family]
        )
        value = np.full(universe.systems, np.nan)
        for business in range(len(universe.businesses)):
            rows = np.flatnonzero(universe.is_applicable & (universe.business == business) & (live > at))
            value[rows] = _quantiles(_BEFORE[month], rank_share(place[rows]))
        ceiling = np.where(np.isnan(value), ceiling, np.minimum(value, ceiling))
        knots[at] = np.where(np.isnan(value), np.nan, ceiling)
    return dict(sorted(knots.items()))


def _remaining_shape(universe: Universe, live_steps: Floats, standing: Floats) -> Floats:
    """The published shape without the systems that are live or not applicable, dealt out in order of ``standing``."""
    wanted = np.zeros(STEPS_PER_SYSTEM + 1)
    for steps, weights, share in _SHAPE:
        wanted[list(steps)] = np.array(weights) / sum(weights) * share * universe.systems
    taken = np.bincount(live_steps[~np.isnan(live_steps)].astype(np.int64), minlength=len(wanted)).astype(np.float64)
    taken[STEPS_PER_SYSTEM] += float((~universe.is_applicable).sum())
    left = np.maximum(0.0, wanted - taken)
    left[STEPS_PER_SYSTEM] = 0.0
    bounds = np.cumsum(left / left.sum())
    return np.searchsorted(bounds[:-1], rank_share(standing), side="right").astype(np.float64)


def _quantiles(points: Sequence[tuple[float, float]], shares: Floats) -> Floats:
    return np.interp(shares, [share for share, _ in points], [steps for _, steps in points])


def _between_knots(knots: dict[int, Floats]) -> Floats:
    """A line through a system's knots; after its last one it stays there."""
    months = list(knots)
    path = np.empty((len(knots[months[0]]), len(MONTHS)))
    path[:] = knots[months[0]][:, None]
    for start, end in pairwise(months):
        from_, to = path[:, start], knots[end]
        goal = np.where(np.isnan(to), from_, to)
        for month in range(start + 1, len(MONTHS)):
            part = min(1.0, (month - start) / (end - start))
            path[:, month] = from_ + (goal - from_) * part
    return path


def _run_up(path: Floats, final: Ints, live: Ints, block: Ints, *, seed: int) -> Floats:
    """Bend each path so that it nears go-live prepared: over three to eight months, but not before the last knot."""
    generator = stream(seed, "run-up")
    length = generator.integers(3, 9, block.max() + 1)[block]
    ready = np.minimum(final - 1, 37) - generator.integers(1, 5, block.max() + 1)[block]
    last = np.select([live > SHAPE_MONTH, live > LEVEL_MONTH], [SHAPE_MONTH, LEVEL_MONTH], 0)
    is_far = live > len(MONTHS) + 6
    start = np.where(is_far, SHAPE_MONTH, np.maximum(live - 1 - length, last))
    end = np.maximum(live - 1, start + 1)
    # A system with years to go rests: its preparation creeps until its time comes.
    goal = np.where(is_far, path[np.arange(len(path)), SHAPE_MONTH] + 0.35 * (ready - 29), ready)
    months = np.arange(len(MONTHS))[None, :]
    part = np.clip((months - start[:, None]) / (end - start)[:, None], 0.0, 1.0)
    return np.asarray(np.maximum(path, path + (goal[:, None] - path) * part))
