"""Who reports when: habits of entering in time, late, in part or not at all, and the files that correct a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import numpy as np

from data.demo.simulation.chance import Flags, Ints, stream
from data.demo.simulation.timeline import MONTHS, moment, month_index
from data.demo.simulation.universe import Universe
from data.model import BodyKind, month_end, shift_month

# Months followed by a second file two weeks later, with those who had been too late for the first one.
_MONTHS_WITH_STRAGGLERS: Final = (
    "2023-06", "2023-10", "2023-12", "2024-03", "2024-06", "2024-11", "2025-03", "2025-05", "2025-09", "2025-12",
)  # fmt: skip
# Months corrected long after: (month, day the corrected file arrives).
_OLD_MONTHS_CORRECTED: Final = (
    ("2024-03", "2024-08-20"),
    ("2025-07", "2025-10-20"),
    ("2025-10", "2026-01-20"),
    ("2026-03", "2026-06-18"),
)
_STRAGGLERS_DAY: Final = 28
_BODIES_MISTAKEN: Final = 45
NOT_ENTERED: Final = 99
"""Day of entry of a body that never enters the month."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One file of a month: the first (0), or a later one that replaces it. Stragglers are those who entered by then."""

    month: str
    number: int
    received_at: datetime
    last_entry_day: int
    has_mistakes: bool


@dataclass(frozen=True)
class Reporting:
    """Day of the next month on which a body (× month) enters, and by system what is entered later or wrongly.

    ``later_days``: systems (× month) entered so many days after the rest of their body; NOT_ENTERED: never.
    ``mistaken_bodies``: body × month, entered wrongly in a month that is corrected long after.
    """

    entry_day: Ints
    entry_minute: Ints
    partial_family: Ints
    partial_days: Ints
    is_mistaken: Flags

    def day(self, universe: Universe, month: int) -> Ints:
        """Day of entry per system."""
        own = self.entry_day[universe.body, month]
        is_part = self.partial_family[universe.body, month] == universe.suite
        later = np.where(is_part, self.partial_days[universe.body, month], 0)
        return np.asarray(np.minimum(own + later, NOT_ENTERED), dtype=np.int64)


def editions() -> tuple[Edition, ...]:
    """Every file of every month in the order of arrival."""
    old = dict(_OLD_MONTHS_CORRECTED)
    found = []
    for month in MONTHS:
        days = [(moment(date.fromisoformat(f"{shift_month(month, 1)}-15")), 14, month in old)]
        if month in _MONTHS_WITH_STRAGGLERS:
            days.append((moment(date.fromisoformat(f"{shift_month(month, 1)}-{_STRAGGLERS_DAY}")), 27, month in old))
        if month in old:
            days.append((moment(date.fromisoformat(old[month])), 31, False))
        found += [
            Edition(month, number, received_at, last_day, has_mistakes)
            for number, (received_at, last_day, has_mistakes) in enumerate(days)
        ]
    return tuple(sorted(found, key=lambda edition: (edition.received_at, edition.month)))


def make_reporting(universe: Universe, *, seed: int) -> Reporting:
    """Draw the habits of the bodies and each month's entries."""
    generator = stream(seed, "reporting")
    shape = (len(universe.bodies), len(MONTHS))
    habit = generator.normal(6.2, 1.5, len(universe.bodies))
    day = np.rint(habit[:, None] + generator.normal(0.0, 1.6, shape)).astype(np.int64)
    day = np.where(day > 10, np.where(generator.random(shape) < 0.6, 10, day), np.clip(day, 1, 14))
    day = np.minimum(day, 14)
    is_missing = _missing(universe, seed=seed)
    is_straggler = generator.random(shape) < 0.6
    day = np.where(is_missing, np.where(is_straggler, generator.integers(16, 27, shape), NOT_ENTERED), day)
    is_part = generator.random(shape) < 0.009
    return Reporting(
        entry_day=day,
        entry_minute=8 * 60 + 30 + generator.integers(0, 585, shape),
        partial_family=np.where(is_part, generator.integers(0, 7, shape), -1),
        partial_days=np.where(generator.random(shape) < 0.4, generator.integers(2, 15, shape), NOT_ENTERED),
        is_mistaken=_mistaken(shape, seed=seed),
    )


def _missing(universe: Universe, *, seed: int) -> Flags:
    """Missing reports run in streaks; small bodies and the first months have more."""
    generator = stream(seed, "missing reports")
    draw = generator.random(len(universe.bodies))
    rate = np.select([draw < 0.85, draw < 0.97], [0.0015, 0.012], 0.045)
    rate = rate * np.where(universe.bodies_of_kind(BodyKind.VILLAGE), 2.0, 1.0)
    found = np.zeros((len(universe.bodies), len(MONTHS)), dtype=np.bool_)
    for month in range(len(MONTHS)):
        early = 1.0 + 5.0 * 0.5**month
        before = found[:, month - 1] if month else np.zeros(len(universe.bodies), dtype=np.bool_)
        found[:, month] = generator.random(len(universe.bodies)) < np.where(before, 0.45, rate * early)
    return found


def _mistaken(shape: tuple[int, int], *, seed: int) -> Flags:
    generator = stream(seed, "mistakes")
    found = np.zeros(shape, dtype=np.bool_)
    for month, _ in _OLD_MONTHS_CORRECTED:
        found[generator.choice(shape[0], _BODIES_MISTAKEN, replace=False), month_index(month)] = True
    return found


def entry_texts(month: str, days: Ints, minutes: Ints) -> list[str]:
    """ISO moments in Japan: the given day of the next month (counted on beyond its end) and minute of that day."""
    first = np.datetime64(month_end(month)) + 1
    at = (first.astype("datetime64[m]") + ((days - 1) * 1440 + minutes)).astype("datetime64[m]")
    return [f"{text}:00+09:00" for text in np.datetime_as_string(at)]
