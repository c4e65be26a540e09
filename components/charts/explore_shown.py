"""An answer of 探索 in the reader's words, ready to be drawn: what every figure of the page takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, Literal

import pandas as pd

from components.text import Text
from components.theme import BLUE, DESIGNATED, GOOD, GREY, JUDGEMENT, LATE, UNREPORTED_FILL, WARNING, sequential
from data.model import Judgement
from data.views.exploration import is_reference_only
from data.views.explore_terms import Basis

MOST_SERIES: Final = 8
"""Series told apart by colour; the rest are drawn together, or grey."""

_PALETTE: Final = (BLUE[800], LATE, GOOD, DESIGNATED, WARNING, BLUE[400], GREY[700], BLUE[1200])
_PATTERNS: Final = ("", "/", ".", "x", "-", "\\")


Unit = Literal["count", "share", "points", "months"]


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """A measure: its id (a column of the rows), its name, its unit; of a rate, what it is over (``Measure.basis``)."""

    id: str
    label: str
    unit: Unit
    basis: Basis = ""


@dataclass(frozen=True, slots=True)
class ShownDimension:
    """A dimension: its id and name, whether its values have an order of their own, and how many there may be."""

    id: str
    label: str
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """Rows in the order asked for: key0, name0, key1, name1 (as many as dimensions), mark, each measure,
    and reported_systems, asked_systems, reported_bodies, asked_bodies as far as a rate is over them.

    ``key`` is the value in the data ("" = unknown), ``name`` its words, ``mark`` what a click on it means; measures
    are floats, NaN = unknown. ``totals`` are over all rows asked for.
    """

    rows: pd.DataFrame
    dimensions: tuple[ShownDimension, ...]
    measures: tuple[ShownMeasure, ...]
    totals: Mapping[str, float | None]
    orders: tuple[tuple[str, ...], ...] = ()
    """Keys of each dimension in its own order; columns, stacks and series follow it, rows follow the answer."""
    is_additive: bool = False
    """Whether the groups of the second dimension share nothing, so that their first measure adds up to the first's."""

    @property
    def bases(self) -> tuple[Basis, ...]:
        """What the rates among the measures are over, each once."""
        return tuple(dict.fromkeys(one.basis for one in self.measures if one.basis))

    def names(self, place: int) -> list[str]:
        """The words of a dimension's values: the first's as the rows come, the second's in its own order."""
        return [name for _, name in self.values(place)]

    def values(self, place: int) -> list[tuple[str, str]]:
        """Key and words of each value of a dimension, in the order of ``names``."""
        found = list(dict.fromkeys(zip(self.rows[f"key{place}"], self.rows[f"name{place}"], strict=True)))
        if place == 0 or not self.orders:
            return found
        order = {key: at for at, key in enumerate(self.orders[place])}
        return sorted(found, key=lambda one: order.get(one[0], len(order)))

    def turned(self) -> Shown:
        """The same rows with the two dimensions in each other's place, by the new first in its own order."""
        swap = {"key0": "key1", "key1": "key0", "name0": "name1", "name1": "name0"}
        rows = self.rows.rename(columns=swap)
        order = {key: at for at, key in enumerate(self.orders[1])} if self.orders else {}
        place = rows["key0"].map(order).fillna(len(order))
        first, second = self.dimensions
        return replace(
            self,
            rows=rows.iloc[place.argsort(kind="stable")].reset_index(drop=True),
            dimensions=(second, first),
            orders=tuple(reversed(self.orders)),
            is_additive=False,
        )


def measure_words(value: float | None, unit: str, *, text: Text) -> str:
    """Write a value of a measure in its unit.

    >>> [measure_words(1234.0, unit, text=Text("ja")) for unit in ("count", "months")]
    ['1,234', '1,234.0か月']
    """
    if value is None or pd.isna(value):
        return text("unknown")
    if unit == "share":
        return text.percent(float(value))
    if unit == "points":
        return text.points(float(value))
    if unit == "count":
        return text.count(round(float(value)))
    return text("explore.months", months=one_digit(float(value)))


def one_digit(value: float) -> str:
    """Write a number with one decimal, halves away from zero.

    >>> one_digit(2.25), one_digit(-0.01)
    ('2.3', '0.0')
    """
    rounded = Decimal(repr(value)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{rounded if rounded else Decimal('0.0'):,}".replace("-", "\N{MINUS SIGN}")


def value_of(values: Mapping[Any, Any], measure: ShownMeasure, *, text: Text) -> str:
    """Write a measure of a group or of the totals, marked 参考 where too few reported of what it is over."""
    words = measure_words(values.get(measure.id), measure.unit, text=text)
    return text("cards.reference_only", words=words) if is_reference(values, measure) else words


def is_reference(values: Mapping[Any, Any], measure: ShownMeasure) -> bool:
    """Whether a known rate of a group or of the totals rests on too few reports."""
    value = values.get(measure.id)
    if not measure.basis or value is None or pd.isna(value):
        return False
    return is_reference_only(values[f"reported_{measure.basis}"], values[f"asked_{measure.basis}"])


def report_words(values: Mapping[Any, Any], basis: Basis, *, text: Text) -> str:
    """Say how many reported of how many, of a group or of the totals."""
    reported, asked = (round(values[f"{part}_{basis}"]) for part in ("reported", "asked"))
    return text(f"explore.report_{basis}", reported=reported, asked=asked)


def hover_words(row: Any, shown: Shown, *, text: Text) -> str:
    """What a mark says when pointed at: its names, then every measure."""
    names = text("explore.joint").join(str(getattr(row, f"name{place}")) for place in range(len(shown.dimensions)))
    own = row._asdict()
    values = [
        text("explore.hover_value", name=one.label, value=value_of(own, one, text=text)) for one in shown.measures
    ]
    reports = [
        text("explore.hover_value", name=text("explore.report"), value=report_words(own, basis, text=text))
        for basis in shown.bases
    ]
    return "<br>".join([names, *values, *reports])


def axis_format(unit: str) -> dict[str, Any]:
    """How the numbers of an axis of a unit are written."""
    return {"tickformat": ".0%" if unit in ("share", "points") else ",", "rangemode": "tozero"}


def series_looks(dimension: ShownDimension, keys: list[str]) -> list[dict[str, Any]]:
    """Fill, ink and pattern of each of ``keys`` of a dimension: 判定 as everywhere, an order from pale to dark."""
    if dimension.id == "judgement":
        looks = {one.value: look for one, look in JUDGEMENT.items()}
        unknown = JUDGEMENT[Judgement.UNREPORTED]
        found = [looks.get(key, unknown) for key in keys]
        return [
            {"fill": one.fill, "line": one.outline, "ink": one.ink, "pattern": "/" if one.is_hatched else ""}
            for one in found
        ]
    known = [key for key in keys if key]
    if dimension.is_ordered and 3 <= len(known) <= 8:
        fills = dict(zip(known, sequential(len(known)), strict=True))
        return [_look(fills[key]) if key else _unknown() for key in keys]
    return [
        _look(_PALETTE[place % len(_PALETTE)], pattern=_PATTERNS[place // len(_PALETTE) % len(_PATTERNS)])
        if key
        else _unknown()
        for place, key in enumerate(keys)
    ]


def _look(fill: str, *, pattern: str = "") -> dict[str, Any]:
    return {"fill": fill, "line": BLUE[1000], "ink": "", "pattern": pattern}


def _unknown() -> dict[str, Any]:
    return {"fill": UNREPORTED_FILL, "line": GREY[536], "ink": "", "pattern": "/"}
