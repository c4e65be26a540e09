"""The flags over time: how many stood each month by severity, how many were raised and how many cleared."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.overlay import Overlay
from components.charts.template import new_figure
from components.charts.time_axis import month_place, month_ticks
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import GOOD, GREY, LATE, SEVERITY, TEXT, WHITE

HEIGHT_PX: Final = 380
LEVELS: Final = (1, 2, 3)
_FAR: Final = 2.5
_UPPER: Final = (0.46, 0.92)
_LOWER: Final = (0.0, 0.34)


def flag_history_figure(history: pd.DataFrame, *, text: Text) -> go.Figure:
    """Draw ``history``, a row per month in time order.

    Columns: month, level_1 to level_3 (flags standing by severity), raised, cleared (since the month before; null in
    the first month).
    """
    figure = new_figure(height_px=HEIGHT_PX)
    months = [str(month) for month in history["month"]]
    if not months:
        return figure
    places = [month_place(month) for month in months]
    words = [text.month(month) for month in months]
    for level in LEVELS:
        look = SEVERITY[level]
        figure.add_bar(
            x=places,
            y=history[f"level_{level}"].astype(int).tolist(),
            name=text("vendors.standing", mark=look.mark, severity=text(f"flag.severity_{level}")),
            marker={"color": look.fill, "line": {"width": 1, "color": GREY[700] if level == 1 else look.text}},
            width=0.86,
            customdata=words,
            hovertemplate=text(
                "vendors.standing_hover",
                month="%{customdata}", severity=text(f"flag.severity_{level}"), flags="%{y:,d}",
            ) + "<extra></extra>",
        )  # fmt: skip
    for name, sign, colour in (("raised", 1, LATE), ("cleared", -1, GOOD)):
        counts = history[name].fillna(0).astype(int)
        figure.add_bar(
            x=places,
            y=(sign * counts).tolist(),
            yaxis="y2",
            name=text(f"vendors.{name}"),
            marker={"color": colour, "pattern": {"shape": "/"[sign > 0 :], "bgcolor": colour, "fgcolor": WHITE}},
            width=0.86,
            customdata=[[word, count] for word, count in zip(words, counts, strict=True)],
            hovertemplate=text(
                "vendors.moved_hover", month="%{customdata[0]}", what=text(f"vendors.{name}"), flags="%{customdata[1]}"
            ) + "<extra></extra>",
        )  # fmt: skip
    overlay = Overlay()
    place = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    overlay.write(text("vendors.standing_head"), x=0, y=_UPPER[1], colour=TEXT, **place)
    overlay.write(text("vendors.moved_head"), x=0, y=_LOWER[1], colour=TEXT, **place)
    ticks, labels = month_ticks(months, text=text)
    most = _most_moved(history)
    for month, words_of, count in zip(places, words, history["raised"].fillna(0), strict=True):
        if count > most:
            cut_off = text("vendors.cut_off", month=words_of, flags=int(count))
            overlay.write(cut_off, x=month - 0.7, y=most, yref="y2", xanchor="right", yanchor="top")
    overlay.put(figure)
    figure.update_layout(
        barmode="relative",
        xaxis={"tickvals": ticks, "ticktext": labels, "tickangle": 0, "showgrid": False, "anchor": "y2",
               "range": [places[0] - 0.7, places[-1] + 0.7]},
        yaxis={"domain": _UPPER, "tickformat": ",d", "nticks": 4, "rangemode": "tozero"},
        yaxis2={"domain": _LOWER, "range": [-most * 1.05, most * 1.05], "nticks": 5, "zeroline": True,
                "zerolinecolor": GREY[700], "tickformat": ",d", "automargin": True,
                "tickfont": {"size": 14, "color": GREY[700]}, "gridcolor": GREY[100]},
        showlegend=True,
        legend={"y": 1.0},
    )  # fmt: skip
    return figure


def flag_history_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of the rows behind the picture."""
    return (
        TableColumn("month_words", text("vendors.column.month"), is_heading=True),
        *(TableColumn(f"level_{level}", text(f"flag.severity_{level}"), kind="count") for level in LEVELS[::-1]),
        TableColumn("raised", text("vendors.raised"), kind="count"),
        TableColumn("cleared", text("vendors.cleared"), kind="count"),
    )


def flag_history_summary(history: pd.DataFrame, *, text: Text) -> str:
    """Say the latest month in one sentence, and the month in which most flags were raised."""
    if history.empty:
        return text("vendors.history_none")
    last = history.iloc[-1]
    standing = int(sum(last[f"level_{level}"] for level in LEVELS))
    raised = history.dropna(subset=["raised"])
    if raised.empty:
        return text("vendors.history_first", month=text.month(last["month"]), standing=standing)
    peak = raised.iloc[int(raised["raised"].to_numpy(dtype="int64").argmax())]
    return text(
        "vendors.history_summary",
        month=text.month(last["month"]),
        standing=standing,
        high=int(last["level_3"]),
        raised=int(last["raised"]),
        cleared=int(last["cleared"]),
        peak=text.month(peak["month"]),
        most=int(peak["raised"]),
    )


def _most_moved(history: pd.DataFrame) -> int:
    """Where the scale of raised and cleared flags ends: one month far above all others is cut off and told in words."""
    moved = pd.concat([history["raised"], history["cleared"]]).fillna(0).astype(int).sort_values(ascending=False)
    first, second = int(moved.iloc[0]), int(moved.iloc[1])
    return max(1, first if first <= _FAR * second or not second else second)
