"""自己評価: what bodies say of themselves. Some are too rosy: they call a system on track that will be late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.demo.simulation.chance import Floats, Ints, stream
from data.demo.simulation.designation import Designations
from data.demo.simulation.golive import GoLives
from data.demo.simulation.timeline import FAR, MONTHS, month_index
from data.demo.simulation.universe import Universe

WORDS: Final = ("順調", "要注意", "遅れ")
SILENT: Final = -1
_END: Final = month_index("2026-03")


@dataclass(frozen=True)
class Assessments:
    """Per body its optimism (0: says what it knows, 1: always rosy) and silence; per suite a mood each quarter."""

    optimism: Floats
    is_silent: Floats
    mood: Floats

    def words(
        self, universe: Universe, go_lives: GoLives, designations: Designations, planned: Ints, month: int
    ) -> Ints:
        """The number of the word each system reports in a month, or SILENT."""
        own_end = np.where(designations.designated_from <= month, designations.deadline, _END)
        # What the body could know: how far the true go-live lies behind its plan and its deadline.
        planned = np.where(planned >= FAR, own_end, planned)
        hidden = np.clip(go_lives.live - np.minimum(planned, own_end), 0, 12)
        admitted = np.clip(planned - own_end, 0, 12)
        nearness = np.clip(1.0 - (own_end - month) / 18.0, 0.15, 1.0)
        trouble = (0.55 * hidden * nearness * (1.0 - self.optimism[universe.body]) + 1.2 * admitted) / 3.0
        mood = self.mood[:, month // 3][universe.family]
        word = np.where(trouble + 0.35 * mood > 1.15, 2, np.where(trouble + 0.35 * mood > 0.5, 1, 0))
        word = np.where(go_lives.live <= month, 0, word)
        is_silent = (self.is_silent[universe.body] > 0) | ~universe.is_applicable
        return np.where(is_silent, SILENT, word)


def make_assessments(universe: Universe, *, seed: int) -> Assessments:
    """Draw optimism, silence and moods."""
    generator = stream(seed, "self-assessment")
    bodies = len(universe.bodies)
    return Assessments(
        optimism=generator.beta(1.4, 1.1, bodies),
        is_silent=(generator.random(bodies) < 0.12).astype(np.float64),
        mood=generator.normal(size=(int(universe.family.max()) + 1, len(MONTHS) // 3 + 1)),
    )
