"""Scatter and distribution of 探索: one measure against another, and how a measure is spread over the groups."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components.charts.explore_shown import Shown, axis_format, hover_words, series_looks
from components.charts.template import new_figure
from components.text import Text
from components.theme import BLUE, GREY, KEY, MIN_FONT_PX, TEXT, WHITE

MOST_POINTS: Final = 3000
MOST_BANDS: Final = 50
_HEIGHT_PX: Final = 480
_NAMED: Final = 4
_SYMBOLS: Final = ("circle", "diamond", "square", "triangle-up", "cross", "x")
_LOOK_MOST: Final = 6


def scatter_figure(shown: Shown, *, text: Text) -> go.Figure:
    """Draw the first measure of ``shown`` across, the second up: a mark a group, the outermost named.

    A second dimension of few values gives colours and shapes.
    """
    across, up = shown.measures[:2]
    rows = shown.rows.dropna(subset=[across.id, up.id]).head(MOST_POINTS)
    figure = new_figure(height_px=_HEIGHT_PX)
    parts: list[tuple[str, pd.DataFrame, dict[str, Any], str]] = []
    if len(shown.dimensions) == 2 and rows["key1"].nunique() <= _LOOK_MOST:
        keys = [key for key, _ in shown.values(1) if (rows["key1"] == key).any()]
        looks = series_looks(shown.dimensions[1], keys)
        for place, (key, look) in enumerate(zip(keys, looks, strict=True)):
            part = rows[rows["key1"] == key]
            parts.append((part["name1"].iloc[0], part, look, _SYMBOLS[place % len(_SYMBOLS)]))
    else:
        parts.append(("", rows, {"fill": BLUE[400], "line": BLUE[900]}, "circle"))
    for name, part, look, symbol in parts:
        figure.add_scatter(
            x=part[across.id].tolist(),
            y=part[up.id].tolist(),
            mode="markers",
            name=name,
            marker={
                "size": 11 if len(rows) <= 100 else 7,
                "symbol": symbol,
                "color": look["fill"],
                "opacity": 0.85,
                "line": {"width": 1, "color": look["line"]},
            },
            customdata=[[row.mark, hover_words(row, shown, text=text)] for row in part.itertuples(index=False)],
            hovertemplate="%{customdata[1]}<extra></extra>",
            unselected={"marker": {"opacity": 0.85}},
        )
    figure.update_layout(
        showlegend=len(parts) > 1,
        legend={"itemclick": False, "itemdoubleclick": False},
        xaxis={"title": {"text": across.label}, **axis_format(across.unit), "rangemode": "normal"},
        yaxis={"title": {"text": up.label}, **axis_format(up.unit), "rangemode": "normal"},
        margin={"t": 34, "b": 56, "r": 60},
        annotations=_outermost(rows, across.id, up.id),
    )
    return figure


def distribution_figure(shown: Shown, *, text: Text) -> go.Figure:
    """Draw how the first measure is spread: a box and its marks for each value of the first of two dimensions.

    With one dimension all groups make one box.
    """
    measure = shown.measures[0]
    rows = shown.rows.dropna(subset=[measure.id])
    if len(shown.dimensions) == 2:
        bands = [(name, rows[rows["name0"] == name]) for name in shown.names(0)[:MOST_BANDS]]
    else:
        bands = [(shown.dimensions[0].label, rows)]
    band_px = 56 if len(bands) <= 12 else 30
    figure = new_figure(height_px=max(200, band_px * len(bands) + 90))
    has_points = sum(len(part) for _, part in bands) <= MOST_POINTS
    # The same places every time: a mark that jumps with each drawing would seem to mean something.
    chance = np.random.default_rng(1741)
    for place, (_, part) in enumerate(bands):
        values = part[measure.id].tolist()
        if has_points:
            figure.add_scatter(
                x=values,
                y=(place + chance.uniform(-0.28, 0.28, len(values))).tolist(),
                mode="markers",
                marker={
                    "size": 7 if len(values) <= 200 else 5,
                    "color": BLUE[300],
                    "line": {"width": 1, "color": BLUE[600]},
                },
                customdata=[[row.mark, hover_words(row, shown, text=text)] for row in part.itertuples(index=False)],
                hovertemplate="%{customdata[1]}<extra></extra>",
                unselected={"marker": {"opacity": 1}},
            )  # fmt: skip
        if len(values) >= 2:
            figure.add_box(
                x=values,
                y=[place] * len(values),
                orientation="h",
                boxpoints=False,
                fillcolor="rgba(0,0,0,0)",
                line={"color": KEY, "width": 2},
                width=0.7,
                hoverinfo="skip",
            )
    figure.update_layout(
        xaxis={"title": {"text": measure.label}, **axis_format(measure.unit), "rangemode": "normal"},
        yaxis={"tickvals": list(range(len(bands))), "ticktext": [name for name, _ in bands], "showgrid": False,
               "range": [len(bands) - 0.5, -0.5], "tickfont": {"size": MIN_FONT_PX, "color": TEXT}},
        margin={"t": 12, "b": 56, "r": 24},
    )  # fmt: skip
    return figure


def spread_left_out(shown: Shown, *, is_scatter: bool) -> int:
    """How many groups the picture leaves out: marks of a scatter, boxes of a distribution."""
    if is_scatter:
        known = shown.rows.dropna(subset=[one.id for one in shown.measures[:2]])
        return max(0, len(known) - MOST_POINTS)
    return max(0, shown.rows["key0"].nunique() - MOST_BANDS) if len(shown.dimensions) == 2 else 0


def _outermost(rows: pd.DataFrame, across: str, up: str) -> list[dict[str, Any]]:
    """Labels of the groups farthest from the middle, where they are few enough to be told."""
    if len(rows) < 2:
        return []
    scaled = [(rows[one] - rows[one].mean()) / (rows[one].std() or 1.0) for one in (across, up)]
    far = (scaled[0] ** 2 + scaled[1] ** 2).sort_values(ascending=False, kind="stable").index[:_NAMED]
    return [
        {"x": rows.at[one, across], "y": rows.at[one, up], "text": rows.at[one, "name0"], "yshift": 14,
         "showarrow": False, "font": {"size": MIN_FONT_PX, "color": GREY[800]}, "bgcolor": WHITE, "opacity": 0.9}
        for one in far
    ]  # fmt: skip
