"""What a map is made of: classes, values, words, the months of a playback, and what comes back from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class MapClass:
    """One class of the palette: legend text, fill (any CSS colour), a mark for black-and-white, a fill pattern.

    A region without a value says the label of its class where that is dotted (nothing to value), else ``no_value``.
    """

    label: str
    fill: str
    mark: str = ""
    pattern: Literal["none", "hatch", "dots"] = "none"


@dataclass(frozen=True, slots=True)
class MapNumbers:
    """Numbers for the tooltips, one per region in the order of the codes, already in ``unit``.

    None or NaN is unknown, which is not zero. Shown rounded half to even to ``decimals`` places.
    """

    values: Sequence[float | None]
    decimals: int = 1
    unit: str = ""


MapValues = MapNumbers | Sequence[str]
"""Numbers, or ready-made texts (an empty text is unknown). Few different texts travel best."""


@dataclass(frozen=True, slots=True)
class MapFrame:
    """One month of the playback: its label and the same three series the map itself takes.

    ``outlined`` None draws no outlines in that month: another month's list would be a false statement.
    """

    label: str
    classes: Sequence[int]
    values: MapValues
    outlined: Sequence[bool] | None = None


@dataclass(frozen=True, slots=True)
class MapPlayback:
    """Offer month playback. ``frames`` is called only in the rerun after Play is pressed.

    The browser keeps the frames under ``series_id`` and asks again only for one it doesn't hold, so the id must
    change with everything the frames depend on: measure, level, scope and what was known when.
    """

    series_id: str
    frames: Callable[[], Sequence[MapFrame]]


@dataclass(frozen=True, slots=True)
class MapWords:
    """Every word on the map. The component has none of its own.

    ``separator`` joins the parts of a spoken sentence. ``outlined`` is the note and legend entry of outlined
    regions. ``mismatch`` is shown when boundaries and data don't cover the same bodies.
    """

    map_role: str
    instructions: str
    legend: str
    no_value: str
    outlined: str
    outlined_mark: str
    selected: str
    separator: str
    zoom_in: str
    zoom_out: str
    zoom_reset: str
    loading: str
    failed: str
    retry: str
    mismatch: str
    play: str
    pause: str
    previous: str
    next: str
    month: str
    speed: str
    close: str
    fetching: str


@dataclass(frozen=True, slots=True)
class MapEvent:
    """What the reader did, for one rerun only. ``code`` is the region picked."""

    code: str | None = None
    wants_playback: bool = False
