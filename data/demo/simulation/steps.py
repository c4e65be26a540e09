"""Which of the 40 steps are done: each block's own order of steps, what it skips as 対象外, and reopened steps.

Steps need not run in order, and the milestones' steps are done earlier than their place in the table suggests, so that
a system may have decided on its vendor while small things before are still open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.demo.simulation.chance import Floats, Ints, stream
from data.demo.simulation.progress import Steps
from data.demo.simulation.schedule import Schedule
from data.demo.simulation.timeline import MONTHS, month_index
from data.demo.simulation.universe import Universe
from data.model import STEPS_PER_SYSTEM
from data.reference import load_reference

DONE, WORKING, UNTOUCHED, SKIPPED = 0, 1, 2, 3
STATUS_WORDS: Final = ("完了済み", "作業中", "未着手", "対象外")
"""Words of the format by status number."""

_PLACE_OF_MILESTONE: Final = {"step_3_2": 4.6, "step_8_2": 11.5, "step_10_2": 16.5, "step_13_1": 20.5}
"""After how many steps, on average, a milestone's step is done."""
_FORGOTTEN: Final = 0.025
"""Share of blocks that never tick a milestone's step until they close everything: 記録なし."""
_EVERYBODY_BEGINS: Final = month_index("2023-05")
_REOPENED_SYSTEMS: Final = 900


@dataclass(frozen=True)
class StepOrder:
    """Per block × step: its place in the block's order (0 … 39) and whether it is 対象外; steps in work per block."""

    place: NDArray[np.int8]
    is_skipped: NDArray[np.bool_]
    in_work: NDArray[np.int8]
    tick_last: NDArray[np.bool_]
    reopened_rows: Ints
    reopened_step: Ints
    reopened_from: Ints
    reopened_until: Ints


def make_step_order(universe: Universe, schedule: Schedule, progress: Steps, *, seed: int) -> StepOrder:
    """Draw each block's order, skips and reopened steps."""
    generator = stream(seed, "step order")
    blocks = int(schedule.block.max()) + 1
    body_of_block = np.zeros(blocks, dtype=np.int64)
    body_of_block[schedule.block] = universe.body
    position = _positions() + np.zeros((blocks, 1))
    position += generator.normal(0.0, 1.0, (len(universe.bodies), STEPS_PER_SYSTEM))[body_of_block]
    position += generator.normal(0.0, 0.5, (blocks, STEPS_PER_SYSTEM))
    for step in _milestone_steps().values():
        is_forgotten = generator.random(blocks) < _FORGOTTEN
        position[is_forgotten, step] = 38.6 + generator.random(int(is_forgotten.sum()))
    position[:, -1] += 4.0
    order = np.argsort(position, axis=1, kind="stable")
    place = np.empty((blocks, STEPS_PER_SYSTEM), dtype=np.int8)
    np.put_along_axis(place, order, np.arange(STEPS_PER_SYSTEM, dtype=np.int8)[None, :], axis=1)
    rows, steps, start, until = _reopened(universe, schedule.block, place, progress, seed=seed)
    return StepOrder(
        place=place,
        is_skipped=_skipped(body_of_block, len(universe.bodies), seed=seed),
        in_work=generator.integers(1, 4, blocks).astype(np.int8),
        tick_last=generator.random(blocks) < 0.6,
        reopened_rows=rows,
        reopened_step=steps,
        reopened_from=start,
        reopened_until=until,
    )


def step_status(order: StepOrder, block: Ints, counted: NDArray[np.int8], *, month: int) -> NDArray[np.int8]:
    """Status numbers, system × 40; exactly ``counted`` steps are done or 対象外, save those reopened this month."""
    place = order.place[block]
    many = counted[:, None]
    # Nothing done yet may be nothing begun (phase 0), or a first step in work.
    first = np.where((month > _EVERYBODY_BEGINS) & (order.in_work[block] + order.tick_last[block] > 1), 1, 0)
    working = np.where(counted == 0, first, np.where(counted >= 38, order.tick_last[block], order.in_work[block]))
    status = np.where(place < many, DONE, np.where(place < many + working[:, None], WORKING, UNTOUCHED))
    status = np.where(order.is_skipped[block] & (place < many), SKIPPED, status).astype(np.int8)
    now = (order.reopened_from <= month) & (month < order.reopened_until)
    rows, steps = order.reopened_rows[now], order.reopened_step[now]
    is_done = status[rows, steps] == DONE
    status[rows[is_done], steps[is_done]] = WORKING
    return status


def _milestone_steps() -> dict[str, int]:
    """Milestone id → index of its step, matched by label as the product does."""
    reference = load_reference()
    by_label = {step.label: step.ordinal - 1 for step in reference.steps if step.label}
    return {each.id: by_label[each.step_label] for each in reference.milestones if each.step_label}


def _positions() -> Floats:
    position = np.arange(1.0, STEPS_PER_SYSTEM + 1.0)
    for milestone, step in _milestone_steps().items():
        position[step] = _PLACE_OF_MILESTONE[milestone]
    return position


def _skipped(body_of_block: Ints, bodies: int, *, seed: int) -> NDArray[np.bool_]:
    """Bodies that keep their vendor need no tender: its steps (the RFP and around) are 対象外; others rarely."""
    generator = stream(seed, "skipped steps")
    without_tender = generator.random(bodies) < 0.45
    tender = np.zeros(STEPS_PER_SYSTEM, dtype=np.bool_)
    tender[[step.ordinal - 1 for step in load_reference().steps if "RFP" in step.name]] = True
    skipped = generator.random((bodies, STEPS_PER_SYSTEM)) < 0.006
    skipped |= without_tender[:, None] & tender
    skipped[:, -1] = False
    return np.asarray(skipped[body_of_block])


def _reopened(
    universe: Universe, block: Ints, place: NDArray[np.int8], progress: Steps, *, seed: int
) -> tuple[Ints, Ints, Ints, Ints]:
    """Steps once done that are in work again for some months, a third of them a milestone's."""
    generator = stream(seed, "reopened steps")
    rows = generator.choice(np.flatnonzero(universe.is_applicable), _REOPENED_SYSTEMS, replace=False)
    start = generator.integers(6, len(MONTHS) - 1, len(rows))
    milestones = np.array(list(_milestone_steps().values()))
    recent = np.maximum(progress[rows, start].astype(np.int64) - generator.integers(1, 6, len(rows)), 0)
    by_place = np.argsort(place[block[rows]], axis=1, kind="stable")[np.arange(len(rows)), recent]
    is_milestone = generator.random(len(rows)) < 0.33
    steps = np.where(is_milestone, milestones[generator.integers(len(milestones), size=len(rows))], by_place)
    return rows, steps, start, start + generator.integers(1, 5, len(rows))
