"""Who tends to be late: each vendor's mean share of late systems with its interval, against all other vendors."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.overlay import Overlay
from components.charts.template import new_figure
from components.charts.value_columns import add_value_columns, share_words
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import GREY, MARK, MARK_QUIET, REFERENCE_LINE, SEVERITY, WHITE

ROW_PX: Final = 24
_TOP_PX: Final = 66
_BOTTOM_PX: Final = 30
_PLOT_SHARE: Final = 0.76


def delay_rows(delay: pd.DataFrame) -> pd.DataFrame:
    """``delay`` with flagged vendors first, then those judged, then those with too few bodies; highest mean first.

    >>> delay = pd.DataFrame({"vendor_code": ["A", "B", "C"], "late_share": [0.5, 0.2, 0.9],
    ...     "is_flagged": [False, True, False], "is_judged": [True, True, False]})
    >>> delay_rows(delay)["vendor_code"].tolist()
    ['B', 'A', 'C']
    """
    keys = ["is_flagged", "is_judged", "late_share", "vendor_code"]
    return delay.sort_values(keys, ascending=[False, False, False, True], ignore_index=True)


def delay_figure(delay: pd.DataFrame, *, text: Text) -> go.Figure:
    """Draw ``delay`` in the order of ``delay_rows``.

    Columns: vendor_code, name, bodies, late_share (the mean over bodies), lower, upper (of its interval; null where not
    computed), others_share (the mean of all other vendors), is_flagged, is_judged (bodies enough). Shares are 0 to 1.
    """
    rows = delay_rows(delay)
    figure = new_figure(height_px=ROW_PX * max(len(rows), 1) + _TOP_PX + _BOTTOM_PX)
    overlay = Overlay()
    places = {str(code): place for place, code in enumerate(rows["vendor_code"])}
    has_interval = rows["lower"].notna()
    parts = (
        ("flagged", rows["is_flagged"], SEVERITY[2].text, "square", 11),
        ("judged", rows["is_judged"] & ~rows["is_flagged"], MARK, "circle", 10),
        ("few", ~rows["is_judged"], MARK_QUIET, "circle-open", 10),
    )
    for name, chosen, colour, symbol, size in parts:
        part = rows[chosen.astype(bool)]
        if part.empty:
            continue
        y = [places[str(code)] for code in part["vendor_code"]]
        for row, place in zip(part[has_interval.loc[part.index]].to_dict("records"), y, strict=False):
            line = {"color": colour, "width": 3}
            overlay.line(start=(float(row["lower"]), place), end=(float(row["upper"]), place), look=line)
        figure.add_scatter(
            x=part["late_share"].astype(float).tolist(),
            y=y,
            mode="markers",
            marker={"symbol": symbol, "size": size, "color": colour, "line": {"width": 1.5, "color": colour}},
            name=text(f"vendors.delay_{name}"),
            customdata=[_hover(row, text=text) for row in part.to_dict("records")],
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.add_scatter(
        x=rows["others_share"].astype(float).tolist(),
        y=list(range(len(rows))),
        mode="markers",
        marker={"symbol": "line-ns", "size": 13, "line": {"width": 3, "color": REFERENCE_LINE}},
        name=text("vendors.delay_others"),
        hoverinfo="skip",
    )
    columns = [
        (text("vendors.column.mean_late"), share_words(rows["late_share"], text=text)),
        (text("vendors.column.bodies_short"), [text.count(int(count)) for count in rows["bodies"]]),
    ]
    add_value_columns(figure, overlay, columns, rows=list(range(len(rows))), plot_share=_PLOT_SHARE)
    overlay.put(figure)
    highest = float(rows[["late_share", "upper", "others_share"]].astype("Float64").max().max()) if len(rows) else 1.0
    figure.update_layout(
        xaxis={
            "range": [0, min(1.02, max(highest * 1.06, 0.1))], "tickformat": ".0%", "side": "bottom", "nticks": 6,
            "gridcolor": GREY[100],
        },
        yaxis={
            "range": [max(len(rows), 1) - 0.5, -0.5], "tickvals": list(range(len(rows))),
            "ticktext": [str(name) for name in rows["name"]], "ticks": "", "showgrid": True, "zeroline": False,
        },
        margin={"t": _TOP_PX, "b": _BOTTOM_PX},
        showlegend=True,
        legend={"yref": "container", "y": 1.0, "yanchor": "top", "x": 0.0, "bgcolor": WHITE},
    )  # fmt: skip
    return figure


def delay_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of the rows behind the picture."""
    return (
        TableColumn("name", text("vendors.column.vendor"), is_heading=True),
        TableColumn("bodies", text("vendors.column.bodies"), kind="count"),
        TableColumn("late_share", text("vendors.column.mean_late"), kind="share"),
        TableColumn("lower", text("vendors.column.lower"), kind="share"),
        TableColumn("upper", text("vendors.column.upper"), kind="share"),
        TableColumn("others_share", text("vendors.column.others"), kind="share"),
        TableColumn("verdict", text("vendors.column.verdict")),
    )


def delay_table(delay: pd.DataFrame, *, text: Text) -> pd.DataFrame:
    """The rows in the order of the picture, with what the rule says of each in words."""
    rows = delay_rows(delay)
    words = [
        text(f"vendors.delay_{'flagged' if flagged else 'judged' if judged else 'few'}")
        for flagged, judged in zip(rows["is_flagged"], rows["is_judged"], strict=True)
    ]
    return rows.assign(verdict=words)


def delay_summary(delay: pd.DataFrame, *, text: Text) -> str:
    """Say in one sentence which vendors are late more than the others beyond chance, and how many were judged."""
    judged, flagged = delay[delay["is_judged"]], delay_rows(delay[delay["is_flagged"]])
    if judged.empty:
        return text("vendors.delay_none_judged")
    if flagged.empty:
        return text("vendors.delay_none", vendors=len(judged))
    return text(
        "vendors.delay_summary",
        vendors=len(judged),
        flagged=len(flagged),
        names=text("vendors.joint").join(str(name) for name in flagged["name"]),
    )


def _hover(row: dict[Any, Any], *, text: Text) -> str:
    def percent(value: Any) -> str:
        return text.percent(None if pd.isna(value) else float(value))

    return text(
        "vendors.delay_hover",
        vendor=row["name"],
        mean=percent(row["late_share"]),
        lower=percent(row["lower"]),
        upper=percent(row["upper"]),
        others=percent(row["others_share"]),
        bodies=row["bodies"],
    )
