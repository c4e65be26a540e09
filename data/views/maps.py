"""What the map shows at one as-of point, and month by month for the playback."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.access import Reader, Reading
from data.model import AsOf, Judgement
from data.views.bodies import designated_counts, known_counts
from data.views.input_state import InputState, input_states, is_not_applicable
from data.views.layers import BANDS, NOT_APPLICABLE, Band, Level, MapLayer, MapMeasure, band_index
from data.views.weighting import Weighting, prefecture_rates

JUDGEMENT_ORDER: Final = (Judgement.DONE, Judgement.ON_TRACK, Judgement.CAUTION, Judgement.LATE)
"""判定 as the map's classes, best first; the place in this order is the region's value, 未報告 is no value."""

_INPUT_VALUES: Final = {str(InputState.PARTIAL): 1, str(InputState.REPORTED): 2}

_NEEDS_STEPS: Final = (MapMeasure.PHASE, MapMeasure.JUDGEMENT, MapMeasure.OVERDUE)
_BY_PREFECTURE: Final = (MapMeasure.STEP_COMPLETION, MapMeasure.MIGRATED, MapMeasure.DESIGNATED, MapMeasure.INPUT)


@dataclass(frozen=True, slots=True)
class MonthLayer:
    """One month of the playback, in the order of the map's codes."""

    month: str
    classes: tuple[int, ...]
    values: tuple[float | None, ...]
    designated: tuple[bool, ...]


def map_measures(reading: Reading, *, level: Level) -> tuple[MapMeasure, ...]:
    """The measures a map can show: a month with rates only has no phases, 判定, 超過 or go-lives.

    A phase, 判定 or 超過 is a body's; a prefecture's worst would always be the worst there is.
    """
    if level is Level.PREFECTURE:
        offered = [one for one in _BY_PREFECTURE if one is not MapMeasure.MIGRATED or reading.has_steps]
    else:
        offered = [one for one in MapMeasure if one not in (*_NEEDS_STEPS, MapMeasure.MIGRATED) or reading.has_steps]
    return tuple(offered)


def map_layer(
    reader: Reader,
    *,
    as_of: AsOf,
    prefecture: str | None,
    level: Level,
    measure: MapMeasure,
    weighting: Weighting = Weighting.BODY,
) -> MapLayer:
    """The map of a place (two-digit ``prefecture``, None = the nation); a prefecture's is always by municipality.

    The means of prefectures are by ``weighting``; a body's own value has none.
    """
    reading = reader.at(as_of)
    level = Level.MUNICIPALITY if prefecture else level
    history = reader.history_id(as_of.known_at)
    bands = _bands(reader, measure=measure, level=level)
    codes, shown = _month(
        reading, prefecture=prefecture, level=level, measure=measure, weighting=weighting, bands=bands
    )
    is_mean = level is Level.PREFECTURE and measure is MapMeasure.STEP_COMPLETION
    return MapLayer(
        geometry_url=reader.map_url(prefecture=prefecture, is_by_municipality=level is Level.MUNICIPALITY),
        credit=reader.map_credit,
        level=level,
        measure=measure,
        codes=codes,
        bands=bands,
        classes=shown.classes,
        values=shown.values,
        designated=shown.designated,
        designated_as_of=reading.designated_as_of,
        series_id="/".join((as_of.month, history, prefecture or "", level, measure, weighting)),
        weighting=weighting if is_mean else None,
    )


def playback_series(
    reader: Reader,
    *,
    as_of: AsOf,
    prefecture: str | None,
    level: Level,
    measure: MapMeasure,
    weighting: Weighting = Weighting.BODY,
) -> tuple[MonthLayer, ...]:
    """Every reported month up to ``as_of``, as known at its moment; the regions are those of ``map_layer``."""
    level = Level.MUNICIPALITY if prefecture else level
    bands = _bands(reader, measure=measure, level=level)
    series = []
    for month in reader.months:
        if month > as_of.month:
            break
        reading = reader.at(AsOf(month, as_of.known_at))
        if reading.is_reported:
            _, shown = _month(
                reading, prefecture=prefecture, level=level, measure=measure, weighting=weighting, bands=bands
            )
            series.append(shown)
    return tuple(series)


def _bands(reader: Reader, *, measure: MapMeasure, level: Level) -> tuple[Band, ...]:
    """The classes of a map: under a cut by business, also that of regions whose businesses are 対象外.

    A rate counts 対象外 as done, and the bodies that reported are counted whatever they reported: these have no such
    class.
    """
    bands = BANDS[measure, level]
    is_of_bodies = measure is MapMeasure.INPUT and level is Level.PREFECTURE
    if reader.businesses is None or measure is MapMeasure.STEP_COMPLETION or is_of_bodies:
        return bands
    return (*bands, NOT_APPLICABLE)


def _month(
    reading: Reading,
    *,
    prefecture: str | None,
    level: Level,
    measure: MapMeasure,
    weighting: Weighting,
    bands: tuple[Band, ...],
) -> tuple[tuple[str, ...], MonthLayer]:
    """The codes of the regions, and what they show."""

    def make() -> tuple[tuple[str, ...], MonthLayer]:
        regions = _regions(reading, prefecture=prefecture, level=level, measure=measure, weighting=weighting)
        classes, values = _classes(regions, bands=bands)
        designated = tuple(bool(flag) for flag in regions["is_designated"])
        return tuple(regions["code"]), MonthLayer(reading.as_of.month, classes, values, designated)

    return reading.keep("/".join(("map", prefecture or "", level, measure, weighting)), make=make)


def _classes(regions: pd.DataFrame, *, bands: tuple[Band, ...]) -> tuple[tuple[int, ...], tuple[float | None, ...]]:
    values = tuple(None if pd.isna(value) else float(value) for value in regions["value"])
    valued = tuple(band for band in bands if not band.is_not_applicable)
    # Where there is no class for 対象外 its regions stay among those without a value.
    apart = len(bands) - 1 if len(valued) < len(bands) else 0
    classes = tuple(
        apart if value is None and is_apart else band_index(value, bands=valued, is_complete=bool(done))
        for value, done, is_apart in zip(values, regions["is_complete"], regions["is_not_applicable"], strict=True)
    )
    return classes, values


def _regions(
    reading: Reading, *, prefecture: str | None, level: Level, measure: MapMeasure, weighting: Weighting
) -> pd.DataFrame:
    """One row per region in code order: code, value, is_complete, is_designated, is_not_applicable."""
    source = reading.for_totals() if level is Level.PREFECTURE else reading
    bodies = source.bodies()
    bodies = bodies[bodies["is_municipality"] & bodies["body_code"].str.startswith(prefecture or "")]
    bodies = bodies.assign(
        designated=designated_counts(source, bodies), migrated=known_counts(bodies, "systems_migrated")
    )
    if level is Level.PREFECTURE:
        progress = prefecture_rates(reading, weighting=weighting).set_index("prefecture_code")
        return _by_prefecture(bodies, progress, measure=measure)
    return pd.DataFrame(
        {
            "code": bodies["body_code"],
            "value": _BODY_VALUE[measure](bodies),
            "is_complete": bodies["is_complete"] & (measure is MapMeasure.STEP_COMPLETION),
            "is_designated": bodies["designated"].fillna(0) > 0,
            "is_not_applicable": is_not_applicable(bodies),
        }
    )


def _by_prefecture(bodies: pd.DataFrame, progress: pd.DataFrame, *, measure: MapMeasure) -> pd.DataFrame:
    counts = ["designated", "migrated", "systems_applicable", "systems_counted"]
    sums = bodies.groupby("prefecture_code")[counts].sum(min_count=1)
    reported = progress["reported"] / progress["municipalities"]
    value: Mapping[MapMeasure, pd.Series] = {
        MapMeasure.STEP_COMPLETION: progress["step_completion_mic"],
        MapMeasure.MIGRATED: sums["migrated"] / sums["systems_applicable"],
        MapMeasure.DESIGNATED: sums["designated"],
        MapMeasure.INPUT: reported,
    }
    return pd.DataFrame(
        {
            "code": progress.index,
            "value": value[measure].reindex(progress.index).to_numpy(),
            "is_complete": (measure is MapMeasure.INPUT) & (progress["reported"] == progress["municipalities"]),
            "is_designated": (sums["designated"].reindex(progress.index).fillna(0) > 0).to_numpy(),
            "is_not_applicable": is_not_applicable(sums.reindex(progress.index)).to_numpy(),
        }
    ).reset_index(drop=True)


def _judgement_place(bodies: pd.DataFrame) -> pd.Series:
    places = {str(one): place for place, one in enumerate(JUDGEMENT_ORDER)}
    return bodies["judgement"].map(places).astype("Int64")


def _input_state(bodies: pd.DataFrame) -> pd.Series:
    return input_states(bodies).map(_INPUT_VALUES).astype("Int64")


_BODY_VALUE: Final[Mapping[MapMeasure, Callable[[pd.DataFrame], pd.Series]]] = {
    MapMeasure.STEP_COMPLETION: lambda bodies: bodies["step_completion_mic"],
    MapMeasure.PHASE: lambda bodies: bodies["phase"],
    MapMeasure.JUDGEMENT: _judgement_place,
    MapMeasure.OVERDUE: lambda bodies: bodies["overdue_months"],
    MapMeasure.INPUT: _input_state,
    MapMeasure.MIGRATED: lambda bodies: bodies["migrated"] / bodies["systems_applicable"],
    MapMeasure.DESIGNATED: lambda bodies: bodies["designated"],
}
