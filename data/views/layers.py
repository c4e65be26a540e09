"""What a map shows: one class and one value per region, in the order of the geometry file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from data.views.weighting import RATE_MEASURES, Weighting


class Level(StrEnum):
    """The regions a map or table is drawn by."""

    PREFECTURE = "prefecture"
    MUNICIPALITY = "municipality"


class MapMeasure(StrEnum):
    """The measures the map offers, in the order of the choice."""

    STEP_COMPLETION = "step_completion_mic"
    MIGRATED = "migrated_share"
    PHASE = "phase"
    JUDGEMENT = "judgement"
    OVERDUE = "overdue_months"
    INPUT = "input"
    DESIGNATED = "designated_systems"


@dataclass(frozen=True, slots=True)
class Band:
    """One class of a legend: values from ``lower`` (included) to ``upper`` (excluded; None = no upper end).

    ``is_unknown`` is the class of regions without a value (未報告), ``is_not_applicable`` of those that reported but
    have nothing to value (対象外), ``is_complete`` that of exactly all. A category has a ``word``, the ending of its
    message key, instead of ends to show.
    """

    lower: float | None = None
    upper: float | None = None
    is_unknown: bool = False
    is_complete: bool = False
    word: str = ""
    is_not_applicable: bool = False

    @property
    def is_valued(self) -> bool:
        """Whether the regions of the class have a value."""
        return not (self.is_unknown or self.is_not_applicable)


@dataclass(frozen=True, slots=True)
class MapLayer:
    """A coloured map: ``classes[i]`` is the band, ``values[i]`` the value of the region ``codes[i]``.

    ``series_id`` names everything the months of its playback depend on; ``weighting`` is that of the means of
    ステップ完了率, None where the values are no means.
    """

    geometry_url: str
    credit: str
    level: Level
    measure: MapMeasure
    codes: tuple[str, ...]
    bands: tuple[Band, ...]
    classes: tuple[int, ...]
    values: tuple[float | None, ...]
    designated: tuple[bool, ...]
    designated_as_of: str | None
    series_id: str = ""
    weighting: Weighting | None = None

    @property
    def value_measure(self) -> str:
        """The id of the measure the values are of, which names the weighting of a mean."""
        return self.measure.value if self.weighting is None else RATE_MEASURES[self.weighting]


UNKNOWN: Final = Band(is_unknown=True)
NOT_APPLICABLE: Final = Band(is_not_applicable=True)
"""The last class of a layer that has such regions, as under a cut by business; without a cut there are none."""

RATE_BANDS: Final[Mapping[Level, tuple[Band, ...]]] = {
    Level.MUNICIPALITY: (
        UNKNOWN,
        Band(0.0, 0.5),
        Band(0.5, 0.6),
        Band(0.6, 0.7),
        Band(0.7, 0.8),
        Band(0.8, 0.9),
        Band(0.9, 1.0),
        Band(1.0, None, is_complete=True),
    ),
    Level.PREFECTURE: (
        UNKNOWN,
        Band(0.0, 0.7),
        Band(0.7, 0.75),
        Band(0.75, 0.8),
        Band(0.8, 0.85),
        Band(0.85, 0.9),
        Band(0.9, 0.95),
        Band(0.95, None),
    ),
}
"""Bands of ステップ完了率. Prefecture means lie close together, so theirs are finer; only a body is ever at 100 %."""

DESIGNATED_BANDS: Final[Mapping[Level, tuple[Band, ...]]] = {
    Level.MUNICIPALITY: (UNKNOWN, Band(0, 1), Band(1, 3), Band(3, 10), Band(10, 16), Band(16, None)),
    Level.PREFECTURE: (UNKNOWN, Band(0, 1), Band(1, 50), Band(50, 150), Band(150, 300), Band(300, None)),
}
"""Bands of designated systems: a body's follow the published grouping 1-2, 3-9, 10-15, 16 and more."""


MIGRATED_BANDS: Final = (
    UNKNOWN,
    Band(0.0, 0.1),
    Band(0.1, 0.25),
    Band(0.25, 0.5),
    Band(0.5, 0.75),
    Band(0.75, 0.9),
    Band(0.9, None),
)
PHASE_BANDS: Final = (UNKNOWN, *(Band(phase, phase + 1, word=f"phase_{phase}") for phase in range(5)))
JUDGEMENT_BANDS: Final = (
    UNKNOWN,
    *(
        Band(place, place + 1, word=f"judgement_{name}")
        for place, name in enumerate(("done", "on_track", "caution", "late"))
    ),
)
OVERDUE_BANDS: Final = (UNKNOWN, Band(-999, 1, word="in_time"), Band(1, 4), Band(4, 7), Band(7, 13), Band(13, None))
"""超過 in months of the body's most overdue system; at or before its date is one class."""
INPUT_BANDS: Final[Mapping[Level, tuple[Band, ...]]] = {
    Level.MUNICIPALITY: (UNKNOWN, Band(1, 2, word="input_partial"), Band(2, 3, word="input_all")),
    Level.PREFECTURE: (
        UNKNOWN,
        Band(0.0, 0.5),
        Band(0.5, 0.8),
        Band(0.8, 0.9),
        Band(0.9, 1.0),
        Band(1.0, None, is_complete=True),
    ),
}
BANDS: Final[Mapping[tuple[MapMeasure, Level], tuple[Band, ...]]] = {
    (measure, level): bands
    for level in Level
    for measure, bands in (
        (MapMeasure.STEP_COMPLETION, RATE_BANDS[level]),
        (MapMeasure.MIGRATED, MIGRATED_BANDS),
        (MapMeasure.PHASE, PHASE_BANDS),
        (MapMeasure.JUDGEMENT, JUDGEMENT_BANDS),
        (MapMeasure.OVERDUE, OVERDUE_BANDS),
        (MapMeasure.INPUT, INPUT_BANDS[level]),
        (MapMeasure.DESIGNATED, DESIGNATED_BANDS[level]),
    )
}
"""The classes of every map."""


def band_index(value: float | None, *, bands: Sequence[Band], is_complete: bool = False) -> int:
    """The place of ``value`` among ``bands`` (the first is the unknown band, the others ascend without gaps).

    A value that only rounds to 1 is not complete: that is counted in whole steps by the caller.

    >>> bands = RATE_BANDS[Level.MUNICIPALITY]
    >>> [band_index(value, bands=bands) for value in (None, 0.0, 0.5, 0.99)]
    [0, 1, 2, 6]
    >>> band_index(1.0, bands=bands, is_complete=True), band_index(0.9999999999999999, bands=bands)
    (7, 6)
    """
    if value is None:
        return 0
    last = len(bands) - 1
    if bands[last].is_complete:
        return last if is_complete else min(_place(value, bands), last - 1)
    return _place(value, bands)


def _place(value: float, bands: Sequence[Band]) -> int:
    return max(1, bisect_right([band.lower or 0 for band in bands[1:]], value))


def band_counts(classes: Iterable[int], *, bands: Sequence[Band]) -> tuple[int, ...]:
    """How many regions fall in each band; the counts add up to the regions.

    >>> band_counts([0, 1, 1], bands=(UNKNOWN, Band(0, 1), Band(1, None)))
    (1, 2, 0)
    """
    counts = [0] * len(bands)
    for index in classes:
        counts[index] += 1
    return tuple(counts)
