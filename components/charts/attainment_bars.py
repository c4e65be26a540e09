"""Attained, and attained in time, group by group: two bars from zero, the one inside the other."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.overlay import Overlay
from components.charts.template import new_figure
from components.charts.value_columns import add_value_columns, share_words
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import BLUE, KEY

ROW_PX: Final = 24
_FRAME_PX: Final = 74
_PLOT_SHARE: Final = 0.76
_THICK: Final = 0.72
_THIN: Final = 0.28


def attainment_bars_figure(frame: pd.DataFrame, *, text: Text) -> go.Figure:
    """Draw ``frame`` in its own order: name, attained_share, on_time_share (0 to 1, null = unknown).

    達成率 is the thick pale bar, 期限内達成率 the thin dark one, left out where none is known: its denominator is
    another, so that it may be the longer. Both are written beside.
    """
    figure = new_figure(height_px=ROW_PX * max(len(frame), 2) + _FRAME_PX)
    overlay = Overlay()
    names = frame["name"].tolist()
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
    add_value_columns(figure, overlay, columns, rows=names, plot_share=_PLOT_SHARE)
    figure.update_layout(
        barmode="overlay",
        showlegend=True,
        legend={
            "itemclick": False,
            "itemdoubleclick": False,
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
