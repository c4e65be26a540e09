"""A matrix of numbers: each cell says its number, and its ground says at a glance which class it is of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go

from components.charts.template import new_figure
from components.text import Text
from components.theme import BLUE, MIN_FONT_PX, TEXT

COUNT_GROUNDS: Final = (BLUE[50], BLUE[200], BLUE[300], BLUE[800], BLUE[1200])
"""Grounds of counts from few to many; black or white is read on each of them."""

_LINE_PX: Final = 17
_WIDE_PX: Final = 8


def upright(words: str, *, text: Text) -> str:
    """Write a column's name from top to bottom, as Japanese is; English stays a line and is turned by its axis.

    >>> upright("介護", text=Text("ja")), upright("Care", text=Text("en"))
    ('介<br>護', 'Care')
    """
    return "<br>".join(words) if text.language == "ja" else words


def head_px(names: Sequence[str], *, text: Text) -> int:
    """Height in px that the names above the columns take."""
    longest = max((len(name) for name in names), default=0)
    return longest * (_LINE_PX if text.language == "ja" else _WIDE_PX) + 10


def matrix_figure(
    classes: Sequence[Sequence[int | None]],
    *,
    words: Sequence[Sequence[str]],
    hover: Sequence[Sequence[str]],
    grounds: Sequence[str],
    rows: Sequence[str],
    columns: Sequence[str],
    row_px: int,
    top_px: int,
    bottom_px: int,
    text: Text,
    is_turned: bool = True,
) -> go.Figure:
    """Draw a cell per row and column: ``classes`` picks the ground (None = no cell), ``words`` stand on it.

    Rows lie at the places 0, 1, … from the top, columns from the left; ``rows`` and ``columns`` name them.
    ``is_turned``: names of columns are written upright (English ones turned), else as they are.
    """
    figure = new_figure(height_px=row_px * max(len(rows), 1) + top_px + bottom_px)
    edges = [(place / len(grounds), colour) for place, colour in enumerate(grounds)]
    ends = [((place + 1) / len(grounds), colour) for place, colour in enumerate(grounds)]
    figure.add_heatmap(
        z=[list(row) for row in classes],
        zmin=-0.5,
        zmax=len(grounds) - 0.5,
        colorscale=[stop for pair in zip(edges, ends, strict=True) for stop in pair],
        showscale=False,
        text=[list(row) for row in words],
        texttemplate="%{text}",
        textfont={"size": MIN_FONT_PX},
        customdata=[list(row) for row in hover],
        hovertemplate="%{customdata}<extra></extra>",
        hoverongaps=False,
        xgap=2,
        ygap=2,
    )
    is_japanese = text.language == "ja"
    figure.update_layout(
        xaxis={
            "range": [-0.5, len(columns) - 0.5],
            "tickvals": list(range(len(columns))),
            "ticktext": [upright(name, text=text) if is_turned else name for name in columns],
            "tickangle": 0 if is_japanese or not is_turned else -90,
            "side": "top", "ticks": "", "automargin": False, "showline": False, "zeroline": False,
            "tickfont": {"size": MIN_FONT_PX, "color": TEXT},
        },
        yaxis={
            "range": [max(len(rows), 1) - 0.5, -0.5], "tickvals": list(range(len(rows))), "ticktext": list(rows),
            "ticks": "", "showline": False, "zeroline": False, "tickfont": {"size": MIN_FONT_PX, "color": TEXT},
        },
        margin={"t": top_px, "b": bottom_px, "l": 8, "r": 8},
    )  # fmt: skip
    return figure


def add_class_legend(figure: go.Figure, entries: Sequence[tuple[str, str]]) -> None:
    """Add a legend of the grounds below the plot: (words, fill) each."""
    for words, fill in entries:
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            marker={"symbol": "square", "size": 14, "color": fill, "line": {"width": 1, "color": BLUE[800]}},
            name=words,
            hoverinfo="skip",
            showlegend=True,
        )
    figure.update_layout(
        showlegend=True,
        legend={"yref": "container", "y": 0.0, "yanchor": "bottom", "x": 0.0, "itemclick": False},
    )
    figure.update_layout(legend_itemdoubleclick=False)
