"""The nation's go-lives as planned and with a shock: two lines, and below them what is missing, from zero."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.overlay import Overlay
from components.charts.template import new_figure
from components.charts.time_axis import month_place, month_ticks
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import BAD_GROUND, BAD_TEXT, GREY, KEY, LATE_TEXT, REFERENCE_LINE, TEXT_MUTED

HEIGHT_PX: Final = 390
_UPPER: Final = (0.4, 1.0)
_LOWER: Final = (0.0, 0.24)
_LABEL_SHARE: Final = 0.16
"""Room right of the last month for the lines' names, as a share of the months shown."""
_NEAR: Final = 0.1
"""Ends of lines nearer than this share of the height get their names apart."""


def course_table(course: pd.DataFrame, *, applicable: int) -> pd.DataFrame:
    """``course`` (month, is_past, without, with_shock: systems live) with without_share, with_share, missing."""
    return course.assign(
        without_share=course["without"] / max(applicable, 1),
        with_share=course["with_shock"] / max(applicable, 1),
        missing=course["without"] - course["with_shock"],
    )


def course_figure(frame: pd.DataFrame, *, as_of: str, due: str, shock_name: str, text: Text) -> go.Figure:
    """Draw ``frame`` (``course_table``); ``due`` is the month of the programme's date, ``shock_name`` the second line.

    The past is one line; from ``as_of`` on the plan is solid and the shock dashed. The lower bars are systems short of
    the plan; a month in which the shock brings more than the plan hangs below zero.
    """
    figure = new_figure(height_px=HEIGHT_PX)
    months = [str(month) for month in frame["month"]]
    places = [month_place(month) for month in months]
    ahead = frame[~frame["is_past"] | (frame["month"] == as_of)]
    lines = (
        ("without", frame, "without_share", "without", {"color": KEY, "width": 3, "dash": "solid"}),
        ("with", ahead, "with_share", "with_shock", {"color": LATE_TEXT, "width": 3, "dash": "dash"}),
    )
    names = {"without": text("what_if.course.without"), "with": shock_name}
    for name, rows, share, count, look in lines:
        figure.add_scatter(
            x=[month_place(str(month)) for month in rows["month"]],
            y=rows[share].astype("float64").round(5).tolist(),
            mode="lines",
            line=look,
            name=names[name],
            customdata=[
                [text.month(str(month)), text.percent(float(value)), int(systems)]
                for month, value, systems in zip(rows["month"], rows[share], rows[count], strict=True)
            ],
            hovertemplate=text(
                "what_if.course.hover",
                name=names[name],
                month="%{customdata[0]}",
                share="%{customdata[1]}",
                systems="%{customdata[2]:,d}",
            )
            + "<extra></extra>",
        )
    missing = frame[frame["missing"] != 0]
    figure.add_bar(
        x=[month_place(str(month)) for month in missing["month"]],
        y=missing["missing"].tolist(),
        yaxis="y2",
        width=0.8,
        marker={"color": BAD_GROUND, "line": {"color": BAD_TEXT, "width": 1}, "pattern": _HATCH},
        name=text("what_if.course.missing"),
        customdata=[text.month(str(month)) for month in missing["month"]],
        hovertemplate=text("what_if.course.missing_hover", month="%{customdata}", systems="%{y:,d}")
        + "<extra></extra>",
    )
    overlay = Overlay()
    _dates(overlay, as_of=as_of, due=due, months=months, text=text)
    _names(overlay, frame, names=names, text=text)
    place = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    overlay.write(text("what_if.course.missing"), x=0, y=_LOWER[1], colour=BAD_TEXT, **place)
    overlay.put(figure)
    ticks, labels = month_ticks(months, text=text)
    room = max(3.0, len(months) * _LABEL_SHARE)
    figure.update_layout(
        xaxis={"tickvals": ticks, "ticktext": labels, "tickangle": 0, "showgrid": False, "anchor": "y2",
               "range": [places[0] - 0.6, places[-1] + room]},
        yaxis={"domain": list(_UPPER), "range": [0, 1.02], "tickvals": [0, 0.25, 0.5, 0.75, 1], "tickformat": ".0%"},
        yaxis2={"domain": list(_LOWER), "rangemode": "tozero", "tickformat": ",d", "nticks": 3, "zeroline": True},
        margin={"t": 30, "b": 44, "l": 8, "r": 4},
    )  # fmt: skip
    return figure


_HATCH: Final = {"shape": "/", "fgcolor": BAD_TEXT, "size": 5}


def course_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``course_table`` for its table and files."""
    return (
        TableColumn("month", text("what_if.column.month"), is_heading=True),
        TableColumn("without", text("what_if.column.without"), kind="count"),
        TableColumn("without_share", text("what_if.column.without_share"), kind="share"),
        TableColumn("with_shock", text("what_if.column.with_shock"), kind="count"),
        TableColumn("with_share", text("what_if.column.with_share"), kind="share"),
        TableColumn("missing", text("what_if.course.missing"), kind="count"),
    )


def course_summary(frame: pd.DataFrame, *, due: str, text: Text) -> str:
    """Say where the two lines stand at the programme's date, where it is ahead, and what is missing most."""
    ahead = frame[~frame["is_past"]]
    if ahead.empty or not (ahead["missing"] != 0).any():
        return text("what_if.course.summary_none")
    worst = ahead.sort_values("missing").iloc[-1]
    said = text("what_if.course.summary_worst", month=text.month(str(worst["month"])), systems=int(worst["missing"]))
    at_due = ahead[ahead["month"] == due]
    if at_due.empty:
        return said
    row = at_due.iloc[0]
    return (
        text(
            "what_if.course.summary_due",
            month=text.month(due),
            without=text.percent(float(row["without_share"])),
            with_shock=text.percent(float(row["with_share"])),
            missing=int(row["missing"]),
        )
        + text.pick("", " ")
        + said
    )


def _dates(overlay: Overlay, *, as_of: str, due: str, months: list[str], text: Text) -> None:
    dates = [(as_of, text("what_if.course.as_of", month=text.month(as_of)), REFERENCE_LINE, "solid")]
    if due in months and due != as_of:
        dates.append((due, text("what_if.course.due"), GREY[420], "dot"))
    for month, words, colour, dash in dates:
        x = month_place(month)
        look = {"color": colour, "width": 1.5, "dash": dash}
        overlay.line(start=(x, _UPPER[0]), end=(x, 1), look=look, yref="paper", layer="below")
        anchor = "right" if month == as_of and due > as_of else "left"
        overlay.write(words, x=x, y=1, yref="paper", yanchor="bottom", xanchor=anchor, colour=TEXT_MUTED)


def _names(overlay: Overlay, frame: pd.DataFrame, *, names: dict[str, str], text: Text) -> None:
    """Name each line at its end with its last share, the higher one above."""
    last = frame.iloc[-1]
    x = month_place(str(last["month"])) + 0.5
    shares = {"without": float(last["without_share"]), "with": float(last["with_share"])}
    # Words beyond the axis would not be drawn at all.
    middle = min(max(sum(shares.values()) / 2, 2 * _NEAR), 1 - 2 * _NEAR)
    is_near = abs(shares["without"] - shares["with"]) < 2 * _NEAR
    for name, colour, side in (("without", KEY, 1), ("with", LATE_TEXT, -1)):
        y = middle + side * _NEAR if is_near else min(shares[name], 1 - _NEAR)
        words = f"{names[name]}<br><b>{text.percent(shares[name])}</b>"
        overlay.write(words, x=x, y=y, xanchor="left", yanchor="middle", colour=colour, align="left")
