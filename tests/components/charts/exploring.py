"""Answers of 探索 small enough to work out by hand, in words already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from components.charts.explore_shown import Shown, ShownDimension, ShownMeasure, Unit


def shown(
    rows: Sequence[Sequence[object]],
    *,
    by: Sequence[str],
    measures: Mapping[str, Unit],
    orders: Sequence[Sequence[str]] = (),
    totals: Mapping[str, float | None] | None = None,
    is_additive: bool = False,
) -> Shown:
    """An answer: each row has a key a dimension (its words are the key in brackets), then a value a measure."""
    count = len(by)
    frame = pd.DataFrame(
        {
            **{f"key{place}": [str(row[place]) for row in rows] for place in range(count)},
            **{f"name{place}": [f"[{row[place]}]" for row in rows] for place in range(count)},
            "mark": [",".join(f"{name}:{key}" for name, key in zip(by, row, strict=False)) for row in rows],
            **{
                name: pd.Series([row[count + place] for row in rows], dtype="Float64").astype(float)
                for place, name in enumerate(measures)
            },
        }
    )
    return Shown(
        rows=frame,
        dimensions=tuple(ShownDimension(name, name.upper()) for name in by),
        measures=tuple(ShownMeasure(name, name.title(), unit) for name, unit in measures.items()),
        totals=totals or {},
        orders=tuple(tuple(order) for order in orders),
        is_additive=is_additive,
    )
