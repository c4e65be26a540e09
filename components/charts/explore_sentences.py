"""What each picture of 探索 shows, said in one sentence: the accessible name of the picture and the line above it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from components.charts.explore_shown import Shown, measure_words
from components.text import Text


def picture_sentence(shown: Shown, *, kind: str, text: Text) -> str:
    """Say what ``shown`` says, in the way of the picture it is shown as."""
    measure = shown.measures[0]
    known = shown.rows.dropna(subset=[measure.id])
    if known.empty:
        return text("explore.say.unknown", measure=measure.label)
    if kind == "line":
        return _course(known, shown, text=text)
    if kind == "scatter":
        return _relation(shown, text=text)
    if kind == "distribution":
        return _spread(known, shown, text=text)
    return _extremes(known, shown, text=text)


def _extremes(known: pd.DataFrame, shown: Shown, *, text: Text) -> str:
    measure = shown.measures[0]
    if len(known) == 1:
        only = known.iloc[0]
        return text(
            "explore.say.one",
            measure=measure.label,
            name=_name(only, shown, text),
            value=measure_words(only[measure.id], measure.unit, text=text),
        )
    values = known[measure.id].to_numpy()
    high, low = known.iloc[int(values.argmax())], known.iloc[int(values.argmin())]
    return text(
        "explore.say.extremes_count" if measure.unit == "count" else "explore.say.extremes",
        measure=measure.label,
        groups=len(known),
        high=_tied(high, values, shown, text),
        high_value=measure_words(high[measure.id], measure.unit, text=text),
        low=_tied(low, values, shown, text),
        low_value=measure_words(low[measure.id], measure.unit, text=text),
    )


def _course(known: pd.DataFrame, shown: Shown, *, text: Text) -> str:
    measure = shown.measures[0]
    months = sorted(set(known["key0"]))
    if len(shown.dimensions) == 1:
        first, last = known[known["key0"] == months[0]].iloc[0], known[known["key0"] == months[-1]].iloc[0]
        return text(
            "explore.say.course",
            measure=measure.label,
            first=text.month(months[0]),
            first_value=measure_words(first[measure.id], measure.unit, text=text),
            last=text.month(months[-1]),
            last_value=measure_words(last[measure.id], measure.unit, text=text),
        )
    latest = known[known["key0"] == months[-1]].sort_values(measure.id, ascending=False, kind="stable")
    return text(
        "explore.say.course_groups",
        measure=measure.label,
        groups=known["key1"].nunique(),
        last=text.month(months[-1]),
        high=latest.iloc[0]["name1"],
        high_value=measure_words(latest.iloc[0][measure.id], measure.unit, text=text),
        low=latest.iloc[-1]["name1"],
        low_value=measure_words(latest.iloc[-1][measure.id], measure.unit, text=text),
    )


def _relation(shown: Shown, *, text: Text) -> str:
    across, up = shown.measures[:2]
    both = shown.rows.dropna(subset=[across.id, up.id])
    is_measured = len(both) >= 3 and both[across.id].nunique() > 1 and both[up.id].nunique() > 1
    if not is_measured:
        return text("explore.say.relation_unknown", across=across.label, up=up.label, groups=len(both))
    correlation = float(both[across.id].corr(both[up.id]))
    return text(
        "explore.say.relation",
        across=across.label,
        up=up.label,
        groups=len(both),
        correlation=f"{correlation:.2f}".replace("-", "\N{MINUS SIGN}"),
    )


def _spread(known: pd.DataFrame, shown: Shown, *, text: Text) -> str:
    measure = shown.measures[0]
    values = known[measure.id].to_numpy(dtype=float)
    low, middle, high = (float(one) for one in np.quantile(values, (0.1, 0.5, 0.9)))
    words = {
        name: measure_words(value, measure.unit, text=text)
        for name, value in (("low", low), ("middle", middle), ("high", high))
    }
    return text("explore.say.spread", measure=measure.label, groups=len(values), **words)


def _tied(row: pd.Series, values: np.ndarray, shown: Shown, text: Text) -> str:
    """The name of a row, and how many have its value where it is not the only one."""
    same = int((values == row[shown.measures[0].id]).sum())
    name = _name(row, shown, text)
    return name if same == 1 else text("explore.say.tied", name=name, groups=same)


def _name(row: pd.Series, shown: Shown, text: Text) -> str:
    return text("explore.joint").join(str(row[f"name{place}"]) for place in range(len(shown.dimensions)))
