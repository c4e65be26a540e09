"""Random questions over everything 探索 offers: any measures, up to two dimensions, any filters, any months."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Final

from components.explore_address import MOST_VALUES
from data.access import Reader
from data.model import AsOf
from data.views.exploration import DIMENSIONS, MEASURES, UNKNOWN, Question, dimension_values

_MOST_VALUES: Final = 6
_FILTERS: Final = (0, 0, 1, 1, 2, 3)
_MONTHS: Final = ("as_of", "as_of", "few", "all")


def random_questions(
    reader: Reader, *, as_of: AsOf, count: int, seed: int, bodies: Sequence[str] | None = None
) -> Iterator[Question]:
    """``count`` questions, of ``bodies`` alone where some are given; the same seed and data give the same."""
    chance = random.Random(seed)
    values = {name: dimension_values(reader, as_of=as_of, dimension=name) for name in DIMENSIONS}
    for _ in range(count):
        by = tuple(chance.sample(list(DIMENSIONS), chance.choice((0, 1, 1, 2, 2, 2))))
        measures = tuple(chance.sample(list(MEASURES), chance.randint(1, 4)))
        cut = chance.sample([name for name in DIMENSIONS if name != "month"], chance.choice(_FILTERS))
        filters = {name: _chosen(chance, values[name]) for name in cut}
        if bodies is not None:
            filters["body"] = tuple(chance.sample(bodies, chance.randint(len(bodies) // 2, len(bodies))))
        ordered = chance.choice(["", *by, *measures])
        yield Question(
            months=_months(chance, values["month"]),
            filters=filters,
            measures=measures,
            by=by,
            order=chance.choice(("", "-")) + ordered if ordered else "",
        )


def _months(chance: random.Random, months: tuple[str, ...]) -> tuple[str, ...]:
    kind = chance.choice(_MONTHS)
    if kind == "few":
        return tuple(sorted(chance.sample(months, min(len(months), chance.randint(2, 4)))))
    return months if kind == "all" else ()


def _chosen(chance: random.Random, values: tuple[str, ...]) -> tuple[str, ...]:
    """Some of a dimension's values; now and then 不明, and now and then nearly all of them."""
    known = list(values) or [UNKNOWN]
    most = min(MOST_VALUES if chance.random() < 0.3 else _MOST_VALUES, len(known))
    chosen = chance.sample(known, chance.randint(1, most))
    return tuple(chosen + [UNKNOWN] * (chance.random() < 0.2 and UNKNOWN not in chosen))
