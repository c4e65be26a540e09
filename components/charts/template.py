"""What every chart shares: the theme's look as a Plotly template, and the options that keep it quiet and offline."""

from __future__ import annotations

from typing import Any, Final

import plotly.graph_objects as go

from components.theme import plotly_layout

CONFIG: Final[dict[str, Any]] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}
"""No mode bar (unlabelled, English, with a link abroad) and no zoom: a chart answers at first sight."""


def new_figure(*, height_px: int) -> go.Figure:
    """An empty figure in the theme's look."""
    figure = go.Figure()
    figure.update_layout(template=go.layout.Template(layout=plotly_layout()), height=height_px, showlegend=False)
    return figure
