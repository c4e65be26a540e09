"""Where a place stands by the rules that need steps and dates: phases, 判定 and go-live."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data.access import Reading
from data.model import Judgement
from data.rules.bodies import JUDGEMENT_COLUMNS, UNKNOWN, Migration, migration
from data.rules.phases import PHASES


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and quantiles (linear interpolation) of shares 0-1; all None when nothing was reported."""

    mean: float | None
    median: float | None
    p10: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A place's standing, over its applicable systems. ``phases``: systems per "0" … "4" and "unknown"; ``judgements``
    and ``judgements_designated``: systems per 判定. ``step_completion_effective`` is over bodies.
    """

    step_completion_effective: Spread
    migration: Migration
    phases: dict[str, int]
    judgements: dict[str, int]
    judgements_designated: dict[str, int]


def place_bodies(reading: Reading, *, prefecture: str | None = None, body: str | None = None) -> pd.DataFrame:
    """Bodies a figure is about: the nation's municipalities, one prefecture's, or one body alone. Do not change it.

    Totals of a nation or prefecture are over every body, whatever the reader's scope; one body is cut to it.
    """
    if body is not None:
        bodies = reading.bodies()
        return bodies[bodies["body_code"] == body]
    bodies = reading.for_totals().bodies()
    return bodies[bodies["is_municipality"] & bodies["body_code"].str.startswith(prefecture or "")]


def place_standing(reading: Reading, *, prefecture: str | None = None, body: str | None = None) -> Standing | None:
    """Standing of the nation's municipalities, of one prefecture's, or of one body; None where only rates are known."""

    def make() -> Standing | None:
        bodies = place_bodies(reading, prefecture=prefecture, body=body)
        if not bodies["systems_known"].notna().any():
            return None
        return Standing(
            step_completion_effective=_spread(bodies["step_completion_effective"]),
            migration=migration(bodies),
            phases={name: int(bodies[f"phase_{name}"].sum()) for name in (*map(str, PHASES), UNKNOWN)},
            judgements=_counts(bodies, ""),
            judgements_designated=_counts(bodies, "_designated"),
        )

    return reading.keep(f"place_standing/{prefecture}/{body}", make=make)


def _counts(bodies: pd.DataFrame, ending: str) -> dict[str, int]:
    """Systems per 判定, in the order of the rule."""
    return {str(one): int(bodies[f"{JUDGEMENT_COLUMNS[one]}{ending}"].sum()) for one in Judgement}


def _spread(shares: pd.Series) -> Spread:
    known = shares.dropna().astype("float64")
    if known.empty:
        return Spread(None, None, None, None)
    p10, median, p90 = (float(known.quantile(share, interpolation="linear")) for share in (0.1, 0.5, 0.9))
    return Spread(float(known.mean()), median, p10, p90)
