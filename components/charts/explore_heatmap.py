"""A heatmap of 探索, up to 47 × 43: five classes from pale to dark, numbers on the cells where they have room."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import floor, log10
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.explore_shown import Shown, hover_words, measure_words
from components.charts.number_matrix import COUNT_GROUNDS, add_class_legend, head_px, matrix_figure
from components.text import Text
from components.theme import UNREPORTED_FILL

MOST_ROWS: Final = 60
MOST_COLUMNS: Final = 60
_MOST_WRITTEN: Final = 24
_ROW_PX: Final = 22
_BOTTOM_PX: Final = 44
_CLASSES: Final = len(COUNT_GROUNDS)


def heatmap_figure(shown: Shown, *, text: Text) -> go.Figure:
    """Draw ``shown`` (two dimensions): rows the first, columns the second; a pair without a row, or unknown, is blank.

    Every cell can be picked: its mark is the group's.
    """
    measure = shown.measures[0]
    rows, columns = shown.names(0)[:MOST_ROWS], shown.names(1)
    is_by_month = shown.dimensions[1].id == "month"
    columns = columns[-MOST_COLUMNS:] if is_by_month else columns[:MOST_COLUMNS]
    cells = {(row.name0, row.name1): row for row in shown.rows.itertuples(index=False)}
    grid = [[cells.get((row, column)) for column in columns] for row in rows]
    values = [[None if one is None or pd.isna(value := getattr(one, measure.id)) else float(value) for one in line]
              for line in grid]  # fmt: skip
    breaks = nice_breaks([value for line in values for value in line if value is not None])
    is_written = len(columns) <= _MOST_WRITTEN
    is_thinned = is_by_month and not is_written
    heads = _thinned(columns) if is_thinned else columns
    is_turned = not is_thinned and (len(columns) > 8 or max((len(name) for name in columns), default=0) > 7)
    figure = matrix_figure(
        [[None if value is None else class_of(value, breaks) for value in line] for line in values],
        words=[
            ["" if value is None or not is_written else _short(value, measure.unit, text) for value in line]
            for line in values
        ],
        hover=[["" if one is None else hover_words(one, shown, text=text) for one in line] for line in grid],
        grounds=COUNT_GROUNDS,
        rows=rows,
        columns=heads,
        row_px=_ROW_PX,
        top_px=head_px(columns, text=text) if is_turned else 30,
        bottom_px=_BOTTOM_PX,
        text=text,
        is_turned=is_turned,
    )
    figure.update_layout(plot_bgcolor=UNREPORTED_FILL)
    figure.data[0].hoverinfo = "skip"
    figure.data[0].hovertemplate = None
    _add_targets(figure, grid, shown, text=text)
    add_class_legend(figure, [*zip(class_words(breaks, measure.unit, text=text), COUNT_GROUNDS, strict=False)])
    return figure


def heatmap_left_out(shown: Shown) -> int:
    """How many rows and columns the picture has no room for."""
    sizes = ((shown.rows["key0"].nunique(), MOST_ROWS), (shown.rows["key1"].nunique(), MOST_COLUMNS))
    return sum(max(0, count - most) for count, most in sizes)


def nice_breaks(values: list[float]) -> list[float]:
    """Four limits that part ``values`` into five classes of about equal number, rounded to readable numbers.

    >>> nice_breaks([1, 2, 3, 40, 50, 60, 700, 800, 900, 1000])
    [3, 50, 700, 900]
    >>> nice_breaks([0, 0, 0, 10, 20, 30, 40])
    [10, 20, 30, 40]
    >>> nice_breaks([0.0, 0.0, 0.0])
    []
    """
    ordered = sorted(values)
    if not ordered or ordered[0] == ordered[-1]:
        return []
    rest = [value for value in ordered if value > ordered[0]]
    # Where the least value is very common, as nothing is before the first go-lives, it is a class of its own.
    is_least_common = len(ordered) - len(rest) > len(ordered) // _CLASSES
    parted, classes = (rest, _CLASSES - 1) if is_least_common else (ordered, _CLASSES)
    cuts = [parted[min(len(parted) - 1, len(parted) * part // classes)] for part in range(1, classes)]
    cuts = [rest[0], *cuts] if is_least_common else cuts
    limits = sorted({_rounded(cut) for cut in cuts})
    return [limit for limit in limits if ordered[0] < limit <= ordered[-1]]


def class_of(value: float, breaks: list[float]) -> int:
    """The class of a value, spread over the grounds: with fewer limits the ends stay pale and dark.

    >>> [class_of(value, [10.0]) for value in (3, 10)], [class_of(v, [1.0, 2.0, 3.0, 4.0]) for v in (0, 1, 9)]
    ([0, 4], [0, 1, 4])
    """
    if not breaks:
        return _CLASSES // 2
    place = sum(value >= limit for limit in breaks)
    return round(place * (_CLASSES - 1) / len(breaks))


def class_words(breaks: list[float], unit: str, *, text: Text) -> list[str]:
    """Name every class by its limits, in the order of the grounds; none where all values are alike."""
    if not breaks:
        return []
    if unit == "count":
        return _at_grounds(_count_words([round(limit) for limit in breaks], text=text))
    limits = [measure_words(limit, unit, text=text) for limit in breaks]
    middle = [text("explore.class_between", lower=lower, upper=upper) for lower, upper in pairwise(limits)]
    first, last = text("explore.class_below", upper=limits[0]), text("explore.class_from", lower=limits[-1])
    return _at_grounds([first, *middle, last])


def _count_words(limits: list[int], *, text: Text) -> list[str]:
    """Whole numbers belong to one class each, so both ends of a class are told.

    >>> _count_words([1, 2, 5], text=Text("ja"))
    ['0', '1', '2〜4', '5以上']
    """
    words = []
    for lower, upper in pairwise([0, *limits]):
        is_one = upper - lower == 1
        words.append(text.count(lower) if is_one else text("explore.class_count", lower=lower, upper=upper - 1))
    return [*words, text("explore.class_from", lower=text.count(limits[-1]))]


def _at_grounds(words: list[str]) -> list[str]:
    spread = [""] * _CLASSES
    for place, word in enumerate(words):
        spread[round(place * (_CLASSES - 1) / (len(words) - 1))] = word
    return spread


def _add_targets(figure: go.Figure, grid: Sequence[Sequence[Any]], shown: Shown, *, text: Text) -> None:
    """Lay an unseen mark on every cell: Plotly tells no clicks on a heatmap, but those on marks."""
    found = [(column, row, one) for row, line in enumerate(grid) for column, one in enumerate(line) if one is not None]
    figure.add_scatter(
        x=[column for column, _, _ in found],
        y=[row for _, row, _ in found],
        mode="markers",
        marker={"size": _ROW_PX - 2, "symbol": "square", "opacity": 0},
        customdata=[[one.mark, hover_words(one, shown, text=text)] for _, _, one in found],
        hovertemplate="%{customdata[1]}<extra></extra>",
        showlegend=False,
    )


def _short(value: float, unit: str, text: Text) -> str:
    if unit == "share":
        return text.percent_number(value)
    return measure_words(value, "count" if unit == "count" else unit, text=text)


def _thinned(names: list[str]) -> list[str]:
    """Every sixth name: the rest would crowd."""
    return [name if place % 6 == 0 else "" for place, name in enumerate(names)]


def _rounded(value: float) -> float:
    """Round to two figures.

    >>> _rounded(1234.0), _rounded(0.8157)
    (1200.0, 0.82)
    """
    return 0.0 if value == 0 else round(value, 1 - floor(log10(abs(value))))
