"""ステップ完了率 of a place by one named weighting; a page takes one for all its means and says which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.access import Reading
from data.reference import load_reference
from data.rules.progress import prefecture_progress
from data.rules.weights import Weighting as Weighting
from data.rules.weights import weighted_mean, weighted_means
from data.views.input_state import is_not_applicable
from data.views.standing import place_bodies
from data.views.summary import place_progress

RATE_MEASURES: Final[Mapping[Weighting, str]] = {
    Weighting.BODY: "step_completion_mic",
    Weighting.SYSTEM: "step_completion_weighted",
    Weighting.POPULATION: "step_completion_population",
}
"""The measure that each weighting's mean is: its name, unit and definition."""


@dataclass(frozen=True, slots=True)
class PlaceRate:
    """The mean ステップ完了率 of a place; ``value`` None = unknown.

    ``weighed`` municipalities are in it; ``left_out`` reported too, but their population is unknown. ``counted_on`` is
    the day of the population in force (YYYY-MM-DD), None for the other weightings. ``not_applicable`` of the
    ``counted`` bodies (systems, where each system counts once) are 対象外 and enter at 100 %, as in the ministry's
    mean; 0 while every body has an applicable system, as without a cut by business.
    """

    weighting: Weighting
    value: float | None
    weighed: int
    left_out: int
    counted_on: str | None
    counted: int = 0
    not_applicable: int = 0

    @property
    def measure(self) -> str:
        """The measure's id, which names the weighting."""
        return RATE_MEASURES[self.weighting]


def offered_weightings(reading: Reading) -> tuple[Weighting, ...]:
    """The weightings a reader may choose, the official one first: by population only where a table is in force."""
    return tuple(one for one in Weighting if one is not Weighting.POPULATION or reading.population_source is not None)


def place_rate(reading: Reading, *, weighting: Weighting, prefecture: str | None = None) -> PlaceRate:
    """The mean over the nation's municipalities, or one prefecture's (two digits)."""
    progress = place_progress(reading, prefecture=prefecture)
    if weighting is not Weighting.POPULATION:
        value, counted, apart = progress.mean, progress.reported, progress.not_applicable_bodies
        if weighting is Weighting.SYSTEM:
            value, counted = progress.system_mean, progress.counted_systems
            apart = counted - progress.reported_systems if apart else 0
        return PlaceRate(
            weighting,
            value,
            progress.reported,
            left_out=0,
            counted_on=None,
            counted=counted,
            not_applicable=apart,
        )

    def make() -> PlaceRate:
        bodies = place_bodies(reading, prefecture=prefecture)
        rates, people = bodies["step_completion_mic"], _weights(reading, bodies, weighting=weighting)
        is_weighed = (rates.notna() & people.notna()).astype("bool")
        weighed = int(is_weighed.sum())
        days = reading.population()["counted_on"]
        return PlaceRate(
            weighting,
            weighted_mean(rates, people),
            weighed,
            left_out=progress.reported - weighed,
            counted_on=None if days.empty else str(days.iloc[0]),
            counted=weighed,
            not_applicable=int((is_weighed & is_not_applicable(bodies)).sum()),
        )

    return reading.keep(f"place_rate/{weighting}/{prefecture}", make=make)


def prefecture_rates(reading: Reading, *, weighting: Weighting) -> pd.DataFrame:
    """Every prefecture over its municipalities: columns of ``prefecture_progress``, and ``weighed`` bodies.

    step_completion_mic is the mean by ``weighting``, null where nothing can be weighed; is_reference_only (参考) is
    judged on the bodies weighed, of the mean over systems on the systems reported. Do not change it.
    """

    def make() -> pd.DataFrame:
        rules = load_reference().rules
        bodies = place_bodies(reading)
        progress = prefecture_progress(
            bodies, reference_only_below=rules.reference_only_below, below_half=rules.below_half
        )
        if weighting is Weighting.BODY:
            return progress.assign(weighed=progress["reported"])
        weights = _weights(reading, bodies, weighting=weighting)
        means = weighted_means(bodies["step_completion_mic"], weights, by=bodies["prefecture_code"])
        found = means.reindex(progress["prefecture_code"])
        weighed = found["weighed"].to_numpy()
        behind, whole = weighed, progress["municipalities"].to_numpy()
        if weighting is Weighting.SYSTEM:
            systems = bodies.groupby("prefecture_code")[["systems_reported", "systems_applicable"]].sum()
            systems = systems.reindex(progress["prefecture_code"])
            behind, whole = systems["systems_reported"].to_numpy(), systems["systems_applicable"].to_numpy()
        return progress.assign(
            step_completion_mic=found["mean"].array,
            weighed=weighed,
            is_reference_only=behind < whole * rules.reference_only_below,
        )

    return reading.keep(f"prefecture_rates/{weighting}", make=make)


def _weights(reading: Reading, bodies: pd.DataFrame, *, weighting: Weighting) -> pd.Series:
    """What each row of ``bodies`` counts for; blank where that is unknown."""
    if weighting is Weighting.SYSTEM:
        return bodies["systems_counted"]
    people = reading.population().set_index("body_code")["population"]
    return bodies["body_code"].map(people).astype("Int64")
