"""What bodies report as 移行予定日 over time: a first plan, and the re-plans by which they admit a slip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.demo.simulation.chance import Flags, Ints, stream
from data.demo.simulation.designation import CATEGORY_CREATED, Designations
from data.demo.simulation.golive import GoLives
from data.demo.simulation.schedule import Schedule
from data.demo.simulation.timeline import FAR
from data.demo.simulation.universe import Universe

_RE_PLANS: Final = 3


@dataclass(frozen=True)
class Plans:
    """Per system × plan (the first and up to three re-plans): its month and the month from which it is reported."""

    planned: Ints
    said_from: Ints
    never_said: Flags

    def current(self, month: int) -> Ints:
        """The planned month in force at a month; FAR where none is reported yet."""
        number = (self.said_from <= month).sum(axis=1) - 1
        known = np.take_along_axis(self.planned, np.maximum(number, 0)[:, None], axis=1)[:, 0]
        return np.where((number < 0) | self.never_said, FAR, known)


def make_plans(
    universe: Universe, schedule: Schedule, go_lives: GoLives, designations: Designations, *, seed: int
) -> Plans:
    """Draw when each slip is admitted: in up to three re-plans, mostly before the planned month, some after it."""
    generator = stream(seed, "re-plans")
    blocks = schedule.block.max() + 1
    slip = go_lives.live - go_lives.first_planned
    extra = generator.random((blocks, 2))[schedule.block]
    re_plans = np.where(slip > 0, 1 + (extra < np.minimum(0.8, slip / 14.0)[:, None]).sum(axis=1), 0)
    steps = np.sort(generator.random((blocks, _RE_PLANS)), axis=1)[schedule.block]
    lead = np.rint(generator.normal(1.0, 1.6, (blocks, _RE_PLANS))).astype(np.int64)[schedule.block]
    first_said = _first_said(blocks, seed=seed)[schedule.block]
    planned = np.empty((universe.systems, 1 + _RE_PLANS), dtype=np.int64)
    said_from = np.full_like(planned, FAR)
    planned[:, 0], said_from[:, 0] = go_lives.first_planned, first_said
    for number in range(1, 1 + _RE_PLANS):
        part = np.where(re_plans == number, 1.0, steps[:, number - 1])
        goal = go_lives.first_planned + np.ceil(slip * part).astype(np.int64)
        planned[:, number] = np.maximum(goal, planned[:, number - 1] + 1)
        due = np.maximum(planned[:, number - 1] - lead[:, number - 1], said_from[:, number - 1] + 1)
        said_from[:, number] = np.where(number <= re_plans, due, FAR)
    _follow_designation(planned, said_from, go_lives, designations)
    planned = np.minimum(planned, np.maximum(go_lives.live, go_lives.first_planned)[:, None])
    # The last plan is admitted no later than the month before going live.
    said_from = np.where(said_from < FAR, np.minimum(said_from, np.maximum(go_lives.live - 1, 0)[:, None]), FAR)
    never_said = (generator.random(blocks) < 0.012)[schedule.block] | ~universe.is_applicable
    return Plans(planned, said_from, never_said)


def _first_said(blocks: int, *, seed: int) -> Ints:
    """Most plans exist from the start; the rest appear by early 2025."""
    generator = stream(seed, "first plans")
    appears = np.floor(generator.gamma(2.0, 4.0, blocks)).astype(np.int64)
    return np.where(generator.random(blocks) < 0.55, 0, np.minimum(appears, 24))


def _follow_designation(planned: Ints, said_from: Ints, go_lives: GoLives, designations: Designations) -> None:
    """A designated system's plan moves to near its own deadline within the months around its designation."""
    rows = np.flatnonzero(designations.is_ever)
    promised = np.minimum(go_lives.live[rows], designations.deadline[rows])
    said = np.maximum(designations.designated_from[rows], CATEGORY_CREATED) - (rows % 4) + 1
    planned[rows, 1] = np.maximum(promised, planned[rows, 0])
    said_from[rows, 1] = said
    is_late = go_lives.live[rows] > designations.deadline[rows]
    planned[rows, 2] = go_lives.live[rows]
    said_from[rows, 2] = np.where(is_late, designations.deadline[rows] - 3 + rows % 5, FAR)
    said_from[rows, 3] = FAR
