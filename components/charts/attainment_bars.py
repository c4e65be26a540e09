"""Attained, and attained in time, group by group: two bars from zero, the one inside the other."""

from __future__ import annotations

from textwrap import wrap
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.overlay import Overlay
from components.charts.template import new_figure
from components.charts.value_columns import add_value_columns, share_words
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import BLUE, KEY, MIN_FONT_PX

ROW_PX: Final = 24
_FRAME_PX: Final = 74
_WRAPPED_PX: Final = 40
_LETTER_PX: Final = 7.5
_VALUE_PX: Final = 64
_LETTERS: Final = 34
"""Longer names are set in two lines."""
_NARROWEST_PLOT: Final = 0.4
_THICK: Final = 0.72
_THIN: Final = 0.28


def attainment_bars_figure(frame: pd.DataFrame, *, text: Text, width_px: int = 540) -> go.Figure:
    """Draw ``frame`` in its own order: name, attained_share, on_time_share (0 to 1, null = unknown).

    達成率 is the thick pale bar, 期限内達成率 the thin dark one, left out where none is known: its denominator is
    another, so that it may be the longer. Both are written beside. ``width_px`` is the least width of the place the
    figure is put: names and numbers keep their room in it.
    """
    names = ["<br>".join(wrap(name, _LETTERS)) for name in frame["name"]]
    row_px = _WRAPPED_PX if any("<br>" in name for name in names) else ROW_PX
    figure = new_figure(height_px=row_px * max(len(frame), 2) + _FRAME_PX)
    overlay = Overlay()
    looks = {"attained": (_THICK, BLUE[200], BLUE[800], 1), "on_time": (_THIN, KEY, KEY, 0)}
    columns = []
    for measure, (width, fill, outline, outline_px) in looks.items():
        shares = frame[f"{measure}_share"]
        if measure == "on_time" and not shares.notna().any():
            continue
        words = share_words(shares, text=text)
        label = text(f"milestone.column.{measure}")
        figure.add_bar(
            orientation="h",
            y=names,
            x=shares.fillna(0.0).astype(float).round(4).tolist(),
            width=width,
            marker={"color": fill, "line": {"color": outline, "width": outline_px}},
            name=label,
            customdata=words,
            hovertemplate=text("ms.bar_hover", name="%{y}", measure=label, share="%{customdata}") + "<extra></extra>",
        )
        columns.append((text("ms.on_time_short") if measure == "on_time" else label, words))
    add_value_columns(
        figure, overlay, columns, rows=names, plot_share=_plot_share(names, values=len(columns), width_px=width_px)
    )
    figure.update_layout(
        barmode="overlay",
        showlegend=True,
        legend={
            "itemclick": False,
            "itemdoubleclick": False,
            "xref": "container",
            "x": 0,
            "traceorder": "normal",
            "yanchor": "top",
            "yref": "container",
            "y": 1,
        },
        xaxis={"range": [0, 1], "tickvals": [0, 0.25, 0.5, 0.75, 1], "tickformat": ".0%", "tickangle": 0},
        yaxis={"range": [len(frame) - 0.5, -0.5], "showgrid": False, "ticks": "", "ticklabelstandoff": 6},
        margin={"t": 36, "b": 30},
    )
    overlay.put(figure)
    return figure


def _plot_share(names: list[str], *, values: int, width_px: int) -> float:
    """The share of the width beside the names that the bars keep."""
    lines = [line for name in names for line in name.split("<br>")]
    names_px = max(
        (sum(_LETTER_PX if letter.isascii() else MIN_FONT_PX for letter in line) for line in lines), default=0
    )
    return max(1 - values * _VALUE_PX / max(width_px - names_px, 1), _NARROWEST_PLOT)


def attainment_bars_columns(*, heading: str, unit: str, text: Text) -> tuple[TableColumn, ...]:
    """Columns of the rows of the bars; ``heading`` names the groups, ``unit`` is systems or bodies."""
    return (
        TableColumn("name", heading, is_heading=True),
        TableColumn("attained_share", text("milestone.column.attained"), kind="share"),
        TableColumn("on_time_share", text("milestone.column.on_time"), kind="share"),
        *(
            TableColumn(name, text(f"ms.{name}.{unit}"), kind="count")
            for name in ("counted", "attained", "attained_on_time", "on_time_counted", "open", "unrecorded")
        ),
    )
