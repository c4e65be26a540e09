"""Who attained a milestone when: 47 prefectures by month, the share attained so far from pale to dark blue."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from components.charts.burnup_numbers import due_month
from components.charts.overlay import Overlay
from components.charts.template import new_figure
from components.charts.time_axis import month_at, month_place, month_ticks
from components.charts.value_columns import add_value_columns, share_words
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import MIN_FONT_PX, REFERENCE_LINE, UNREPORTED_FILL, WHITE, sequential

Order = Literal["code", "attained", "on_time"]
ORDERS: Final[tuple[Order, ...]] = ("code", "attained", "on_time")

ROW_PX: Final = 18
_TOP_PX: Final = 44
_BOTTOM_PX: Final = 44
_LEGEND_PX: Final = 46
_CLASSES: Final = 5
_TICKVALS: Final = (0, 20, 40, 60, 80, 100)
_PLOT_SHARE: Final = 0.74
_TICKS: Final = 5
_LABEL_MONTHS: Final = 9
"""With fewer months right of the date its words stand left of it."""
_DUE_AHEAD: Final = 3
"""Months beyond the last report that the plot still makes room for, to show a date ahead."""


def heatmap_rows(prefectures: pd.DataFrame, *, order: Order) -> pd.DataFrame:
    """Prefectures (id, attained_share, on_time_share, …) by code, or from high to low share; unknown last.

    >>> rows = pd.DataFrame({"id": ["01", "02", "03"], "attained_share": [0.5, None, 0.75]})
    >>> heatmap_rows(rows, order="attained")["id"].tolist()
    ['03', '01', '02']
    """
    if order == "code":
        return prefectures.sort_values("id", ignore_index=True)
    columns = [f"{order}_share", "id"]
    return prefectures.sort_values(columns, ascending=[False, True], na_position="last", ignore_index=True)


def heatmap_figure(
    prefectures: pd.DataFrame,
    courses: pd.DataFrame,
    *,
    order: Order,
    due_on: date,
    text: Text,
    highlight: str | None = None,
) -> go.Figure:
    """Draw ``courses`` (id, month, share) in the order of ``heatmap_rows``, now's shares written beside each row.

    ``prefectures``: id, name (in the reader's language), attained_share, on_time_share. ``due_on`` is marked at its
    month's end; ``highlight`` is the id of a prefecture to set in bold.
    """
    rows = heatmap_rows(prefectures, order=order)
    months = sorted(courses["month"].unique())
    figure = new_figure(height_px=ROW_PX * max(len(rows), 1) + _TOP_PX + _BOTTOM_PX + _LEGEND_PX)
    overlay = Overlay()
    names = [
        f"<b>▶ {name}</b>" if one == highlight else name for one, name in zip(rows["id"], rows["name"], strict=True)
    ]
    if not months:
        return figure
    figure.add_heatmap(
        z=_shown_percent(courses, rows, months),
        x=[f"{month}-01" for month in months],
        y=names,
        zmin=0,
        zmax=100,
        xgap=0.5,
        ygap=1,
        hoverongaps=False,
        colorscale=_steps(),
        colorbar={
            "orientation": "h", "thickness": 12, "len": _PLOT_SHARE, "x": 0, "xanchor": "left", "xpad": 0,
            "y": -(_BOTTOM_PX + 4) / (ROW_PX * len(rows)), "yanchor": "top", "ypad": 0,
            "tickvals": list(_TICKVALS), "ticktext": [f"{one}%" for one in _TICKVALS],
            "tickfont": {"size": MIN_FONT_PX}, "outlinewidth": 0,
        },
        hovertemplate=text(
            "ms.heatmap_hover", name="%{y}", month=f"%{{x|{text('burnup.hover_month')}}}", share="%{z:.1f}%"
        )
        + "<extra></extra>",
    )  # fmt: skip
    shares = [(text("milestone.column.attained"), "attained_share")]
    if rows["on_time_share"].notna().any():
        shares.append((text("ms.on_time_short"), "on_time_share"))
    columns = [(heading, share_words(rows[column], text=text)) for heading, column in shares]
    add_value_columns(figure, overlay, columns, rows=names, plot_share=_PLOT_SHARE)
    _due_line(overlay, due_on, last=months[-1], text=text)
    due_place = month_place(due_month(due_on))
    last = month_place(months[-1])
    end = due_place if last < due_place <= last + _DUE_AHEAD else last
    places, labels = month_ticks(months, text=text, most=_TICKS)
    figure.update_layout(
        xaxis={
            "type": "date", "range": [_end(month_at(month_place(months[0]) - 1)), _end(month_at(end))],
            "showgrid": False, "tickangle": 0, "tickvals": [f"{month_at(place)}-01" for place in places],
            "ticktext": labels,
        },
        yaxis={"range": [len(rows) - 0.5, -0.5], "dtick": 1, "showgrid": False, "ticks": ""},
        plot_bgcolor=UNREPORTED_FILL,
        margin={"t": _TOP_PX, "b": _BOTTOM_PX + _LEGEND_PX},
    )  # fmt: skip
    overlay.put(figure)
    return figure


def heatmap_table(prefectures: pd.DataFrame, courses: pd.DataFrame, *, order: Order) -> pd.DataFrame:
    """The numbers of the picture, a row per prefecture: its columns and a column per month (YYYY-MM)."""
    rows = heatmap_rows(prefectures, order=order)
    wide = courses.pivot(index="id", columns="month", values="share").reindex(rows["id"]).reset_index(drop=True)
    return pd.concat([rows, wide], axis=1)


def heatmap_columns(courses: pd.DataFrame, *, unit: str, text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``heatmap_table``, the latest month first."""
    months = sorted(courses["month"].unique(), reverse=True)
    return (
        TableColumn("id", text("column.code")),
        TableColumn("name", text("column.name"), is_heading=True),
        TableColumn("attained_share", text("milestone.column.attained"), kind="share"),
        TableColumn("on_time_share", text("milestone.column.on_time"), kind="share"),
        TableColumn("counted", text(f"ms.counted.{unit}"), kind="count"),
        TableColumn("attained", text(f"ms.attained.{unit}"), kind="count"),
        TableColumn("open", text(f"ms.open.{unit}"), kind="count"),
        *(TableColumn(month, text.month(month), kind="share") for month in months),
    )


def heatmap_summary(prefectures: pd.DataFrame, *, milestone: str, text: Text) -> str:
    """Say the picture in one sentence: the highest, the lowest, and how many have attained it altogether."""
    known = heatmap_rows(prefectures, order="attained").dropna(subset=["attained_share"])
    if known.empty:
        return text("chart.ranking_unknown")
    first, last = known.iloc[0], known.iloc[-1]
    return text(
        "ms.heatmap_summary",
        milestone=milestone,
        first=first["name"],
        first_share=text.percent(float(first["attained_share"])),
        last=last["name"],
        last_share=text.percent(float(last["attained_share"])),
        complete=int((known["attained"] == known["counted"]).sum()),
    )


def _shown_percent(courses: pd.DataFrame, rows: pd.DataFrame, months: list[str]) -> npt.NDArray[np.float32]:
    """Percentages to one digit; short of all is never 100, above nothing never 0, as everywhere."""
    wide = courses.pivot(index="id", columns="month", values="share").reindex(index=rows["id"], columns=months)
    share = wide.to_numpy(dtype=np.float64, na_value=np.nan)
    percent = np.floor(share * 1000 + 0.5) / 10
    percent = np.where((share < 1) & (percent >= 100), 99.9, np.where((share > 0) & (percent <= 0), 0.1, percent))
    return percent.astype(np.float32)


def _steps() -> list[tuple[float, str]]:
    colours = sequential(_CLASSES)
    edges = [(place / _CLASSES, (place + 1) / _CLASSES) for place in range(_CLASSES)]
    return [(edge, colour) for pair, colour in zip(edges, colours, strict=True) for edge in pair]


def _due_line(overlay: Overlay, due_on: date, *, last: str, text: Text) -> None:
    """The date at its month's end; one too far ahead is told at the right edge."""
    month = due_month(due_on)
    if month_place(month) > month_place(last) + _DUE_AHEAD:
        words = text("ms.due_ahead", month=text.month(month))
        overlay.write(words, x=_PLOT_SHARE, y=1, xref="paper", yref="paper", xanchor="right", yanchor="bottom")
        return
    place = _end(month)
    for colour, width in ((WHITE, 5), (REFERENCE_LINE, 2.5)):
        overlay.line(start=(place, 0), end=(place, 1), look={"color": colour, "width": width}, yref="paper")
    is_late_in_plot = month_place(last) - month_place(month) < _LABEL_MONTHS
    anchor = "right" if is_late_in_plot else "left"
    overlay.write(text("ms.due", month=text.month(month)), x=place, y=1, yref="paper", yanchor="bottom", xanchor=anchor)


def _end(month: str) -> float:
    """Where a month's column ends on the date axis, in milliseconds: half way to the next column's centre."""
    centres = (datetime.fromisoformat(f"{one}-01T00:00+00:00") for one in (month, month_at(month_place(month) + 1)))
    return sum(centre.timestamp() for centre in centres) * 500
