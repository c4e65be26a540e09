"""Numbers written in columns of their own beside a plot, on its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.overlay import Overlay
from components.text import Text
from components.theme import MIN_FONT_PX

AXIS: Final = "x2"


def add_value_columns(
    figure: go.Figure,
    overlay: Overlay,
    columns: Sequence[tuple[str, Sequence[str]]],
    *,
    rows: Sequence[object],
    plot_share: float,
) -> None:
    """Write ``columns`` (heading, one word per row) right of the plot, which keeps ``plot_share`` of the width.

    ``rows`` are the places of the rows on the y axis.
    """
    for place, (heading, words) in enumerate(columns):
        figure.add_scatter(
            x=[place + 0.96] * len(rows),
            y=list(rows),
            xaxis=AXIS,
            mode="text",
            text=list(words),
            textposition="middle left",
            textfont={"size": MIN_FONT_PX},
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
        )
        overlay.write(
            heading, x=place + 0.96, y=1, xref=AXIS, yref="paper", xanchor="right", yanchor="bottom", yshift=2
        )
    figure.update_layout(
        xaxis={"domain": [0, plot_share]},
        xaxis2={"domain": [plot_share, 1], "range": [0, len(columns)], "visible": False, "anchor": "y"},
    )


def share_words(shares: pd.Series, *, text: Text) -> list[str]:
    """Shares (0 to 1) as percentages, null ones as unknown."""
    return [text.percent(None if pd.isna(share) else float(share)) for share in shares]
