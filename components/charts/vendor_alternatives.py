"""Where else to go: per business, the vendors with a conforming product, and those of them that are leaving."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.overlay import Overlay
from components.charts.template import new_figure
from components.charts.value_columns import add_value_columns
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import BLUE, LATE_TEXT, MARK, REFERENCE_LINE, SEVERITY, WHITE

ROW_PX: Final = 25
_TOP_PX: Final = 62
_BOTTOM_PX: Final = 30
_PLOT_SHARE: Final = 0.62


def alternatives_figure(alternatives: pd.DataFrame, *, few: int, text: Text) -> go.Figure:
    """Draw a square a vendor for each row of ``alternatives``, in its order, and the line below which few are left.

    Columns: business_name, available (conforming vendors), leaving (vendors whose product conforms but who withdraw),
    names, open_systems, scarce_systems (of them with at most ``few`` other vendors).
    """
    figure = new_figure(height_px=ROW_PX * max(len(alternatives), 1) + _TOP_PX + _BOTTOM_PX)
    overlay = Overlay()
    rows = alternatives.to_dict("records")
    kept = [
        (place, row, count)
        for row, one in enumerate(rows)
        for count in [int(one["available"])]
        for place in range(count)
    ]
    gone = [
        (int(one["available"]) + place, row, 0) for row, one in enumerate(rows) for place in range(int(one["leaving"]))
    ]
    scarce = {row for row, one in enumerate(rows) if int(one["available"]) <= few + 1}
    parts = (
        ("few", [spot for spot in kept if spot[1] in scarce], SEVERITY[2].fill, LATE_TEXT, "square"),
        ("enough", [spot for spot in kept if spot[1] not in scarce], MARK, BLUE[800], "square"),
        ("leaving", gone, WHITE, LATE_TEXT, "square-x-open"),
    )
    for name, spots, fill, outline, symbol in parts:
        if not spots:
            continue
        figure.add_scatter(
            x=[place + 1 for place, _, _ in spots],
            y=[row for _, row, _ in spots],
            mode="markers",
            marker={"symbol": symbol, "size": 15, "color": outline if "open" in symbol else fill,
                    "line": {"width": 1.5, "color": outline}},
            name=text(f"vendors.alternatives_{name}", few=few + 1),
            customdata=[
                text(
                    "vendors.alternatives_hover", business=rows[row]["business_name"],
                    available=int(rows[row]["available"]), names=rows[row]["names"],
                )
                for _, row, _ in spots
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )  # fmt: skip
    line = {"color": REFERENCE_LINE, "width": 2, "dash": "dot"}
    overlay.line(start=(few + 1.5, 0), end=(few + 1.5, 1), look=line, yref="paper")
    names = list(range(len(rows)))
    columns = [
        (text("vendors.column.available_short"), [text.count(int(one["available"])) for one in rows]),
        (text("vendors.column.open_systems"), [text.count(int(one["open_systems"])) for one in rows]),
        (text("vendors.column.scarce"), [text.count(int(one["scarce_systems"])) for one in rows]),
    ]
    add_value_columns(figure, overlay, columns, rows=names, plot_share=_PLOT_SHARE)
    overlay.put(figure)
    most = max((int(one["available"]) + int(one["leaving"]) for one in rows), default=1)
    figure.update_layout(
        xaxis={"range": [0.3, max(most, few + 2) + 0.7], "showgrid": False, "dtick": 1, "ticks": "", "zeroline": False},
        yaxis={
            "range": [max(len(rows), 1) - 0.5, -0.5], "tickvals": names,
            "ticktext": [str(one["business_name"]) for one in rows], "ticks": "", "zeroline": False,
        },
        margin={"t": _TOP_PX, "b": _BOTTOM_PX},
        showlegend=True,
        legend={"yref": "container", "y": 1.0, "yanchor": "top", "x": 0.0},
    )  # fmt: skip
    return figure


def alternatives_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of the rows behind the picture."""
    return (
        TableColumn("business_name", text("column.business"), is_heading=True),
        TableColumn("available", text("vendors.column.available"), kind="count"),
        TableColumn("names", text("vendors.column.available_names")),
        TableColumn("leaving_names", text("vendors.column.leaving_names")),
        TableColumn("open_systems", text("vendors.column.open_systems"), kind="count"),
        TableColumn("scarce_systems", text("vendors.column.scarce_long"), kind="count"),
    )


def alternatives_summary(alternatives: pd.DataFrame, *, few: int, text: Text) -> str:
    """Say in one sentence in which businesses hardly anybody else can take over."""
    scarce = alternatives[alternatives["available"] <= few + 1]
    if alternatives.empty:
        return text("vendors.alternatives_unknown")
    if scarce.empty:
        return text("vendors.alternatives_fine", few=few)
    return text(
        "vendors.alternatives_summary",
        few=few,
        businesses=text("vendors.joint").join(str(name) for name in scarce["business_name"]),
        systems=int(alternatives["scarce_systems"].sum()),
    )
