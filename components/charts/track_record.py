"""What a vendor did: its go-lives by how many months after the plan first reported they came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.overlay import Overlay
from components.charts.template import new_figure
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import BLUE, LATE, LATE_TEXT, MARK, REFERENCE_LINE

HEIGHT_PX: Final = 300
FIRST: Final = -12
LAST: Final = 24
"""Months from the plan; the first and last bar hold everything beyond."""
_TICK_MONTHS: Final = 6


def record_table(months: Sequence[int], *, text: Text) -> pd.DataFrame:
    """Go-lives by months after the first plan (−: before): months, words, systems; clipped to FIRST and LAST.

    >>> record_table([-20, -12, 0, 3], text=Text())[["months", "systems"]].to_dict("list")
    {'months': [-12, 0, 3], 'systems': [2, 1, 1]}
    """
    counts = sorted(Counter(min(max(month, FIRST), LAST) for month in months).items())
    return pd.DataFrame(
        {
            "months": [month for month, _ in counts],
            "words": [distance_words(month, text=text) for month, _ in counts],
            "systems": [systems for _, systems in counts],
        }
    )


def record_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``record_table`` for the table and files."""
    return (
        TableColumn("words", text("vendor.record.distance"), is_heading=True),
        TableColumn("months", text("vendor.record.months"), kind="count"),
        TableColumn("systems", text("vendor.record.systems"), kind="count"),
    )


def record_figure(table: pd.DataFrame, *, text: Text) -> go.Figure:
    """Draw ``record_table``: in time and late told apart by colour, pattern and the line between them."""
    figure = new_figure(height_px=HEIGHT_PX)
    is_late = table["months"] > 0
    for name, part, fill, outline, shape in (
        ("in_time", table[~is_late], MARK, BLUE[800], ""),
        ("late", table[is_late], LATE, LATE_TEXT, "/"),
    ):
        figure.add_bar(
            x=part["months"].tolist(),
            y=part["systems"].tolist(),
            width=0.86,
            name=text(f"vendor.record.{name}", systems=int(part["systems"].sum())),
            marker={"color": fill, "line": {"color": outline, "width": 1}, "pattern": {"shape": shape, "size": 5}},
            customdata=part["words"].tolist(),
            hovertemplate=text("vendor.record.hover", distance="%{customdata}", systems="%{y:,d}") + "<extra></extra>",
        )
    overlay = Overlay()
    overlay.line(start=(0.5, 0), end=(0.5, 1), look={"color": REFERENCE_LINE, "width": 2}, yref="paper")
    overlay.put(figure)
    ticks = list(range(FIRST, LAST + 1, _TICK_MONTHS))
    figure.update_xaxes(
        tickvals=ticks,
        ticktext=[text.change(month) for month in ticks],
        tickangle=0,
        range=[FIRST - 0.8, LAST + 0.8],
        showgrid=False,
        title={"text": text("vendor.record.axis")},
    )
    figure.update_yaxes(rangemode="tozero", tickformat=",d", nticks=4, title={"text": text("vendor.record.systems")})
    figure.update_layout(barmode="overlay", showlegend=True, margin={"b": 48})
    return figure


def distance_words(months: int, *, text: Text) -> str:
    """Say how far a go-live came from its first plan.

    >>> [distance_words(months, text=Text()) for months in (-2, 0, 24)]
    ['2か月早い', '予定の月', '24か月以上遅い']
    """
    if months == 0:
        return text("vendor.record.on")
    side = "early" if months < 0 else "behind"
    ending = "_or_more" if months in (FIRST, LAST) else ""
    return text(f"vendor.record.{side}{ending}", months=abs(months))
