"""Where a place stands by the rules that need steps and dates: phases, 判定, go-live and milestones."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data.access import Reading
from data.reference import load_reference
from data.rules.attainment import Attainment, milestone_attainment
from data.rules.bodies import Migration, body_status, migration, phase_counts
from data.rules.judgement import judgement_counts


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and quantiles (linear interpolation) of shares 0-1; all None when nothing was reported."""

    mean: float | None
    median: float | None
    p10: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A place's standing. ``phases``: applicable systems per "0" … "4" and "unknown"; ``judgements``: rows of
    ``judgement.judgement_counts``. ``step_completion_effective`` is over bodies.
    """

    step_completion_effective: Spread
    migration: Migration
    phases: dict[str, int]
    judgements: pd.DataFrame
    milestones: tuple[Attainment, ...]


def all_status(reading: Reading) -> pd.DataFrame:
    """``body_status`` of every body of the universe, prefectures included. Do not change it."""
    return reading.keep("all_status", make=lambda: body_status(reading.systems()))


def place_standing(reading: Reading, *, prefecture: str | None = None, body: str | None = None) -> Standing | None:
    """Standing of the nation's municipalities, of one prefecture's, or of one body; None where only rates are known."""

    def make() -> Standing | None:
        systems = reading.systems()
        if not systems["last_report_month"].notna().any():
            return None
        bodies = all_status(reading)
        if body is not None:
            is_here = bodies["body_code"] == body
        else:
            is_here = bodies["is_municipality"] & bodies["body_code"].str.startswith(prefecture or "")
        bodies = bodies[is_here]
        systems = systems[systems["body_code"].isin(bodies["body_code"])]
        due = {milestone.id: milestone.due_on.isoformat() for milestone in load_reference().milestones}
        return Standing(
            step_completion_effective=_spread(bodies["step_completion_effective"]),
            migration=migration(bodies),
            phases=phase_counts(systems),
            judgements=judgement_counts(systems),
            milestones=milestone_attainment(systems, due=due),
        )

    return reading.keep(f"place_standing/{prefecture}/{body}", make=make)


def _spread(shares: pd.Series) -> Spread:
    known = shares.dropna().astype("float64")
    if known.empty:
        return Spread(None, None, None, None)
    p10, median, p90 = (float(known.quantile(share, interpolation="linear")) for share in (0.1, 0.5, 0.9))
    return Spread(float(known.mean()), median, p10, p90)
