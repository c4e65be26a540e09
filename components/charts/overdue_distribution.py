"""How far from the date: those attained early and late, and below them those still open past it."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.overlay import Overlay
from components.charts.template import new_figure
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import BAD_GROUND, BAD_TEXT, BLUE, LATE, LATE_TEXT, MARK, MIN_FONT_PX, REFERENCE_LINE, TEXT_MUTED
from data.views.milestones import MilestoneRow

HEIGHT_PX: Final = 330
FIRST: Final = -24
LAST: Final = 36
"""Months from the date; the first and last bar hold everything beyond."""
_TICK_MONTHS: Final = 6
_UPPER: Final = (0.42, 1.0)
_LOWER: Final = (0.0, 0.3)


def clipped(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` (months, attained, open_overdue) with what lies beyond ``FIRST`` and ``LAST`` put into these.

    >>> clipped(pd.DataFrame({"months": [-30, -24, 2], "attained": [1, 2, 3], "open_overdue": 0}))["attained"].tolist()
    [3, 3]
    """
    months = frame["months"].clip(FIRST, LAST)
    return frame.assign(months=months).groupby("months", as_index=False)[["attained", "open_overdue"]].sum()


def overdue_figure(frame: pd.DataFrame, *, unit: str, text: Text, height_px: int = HEIGHT_PX) -> go.Figure:
    """Draw ``frame``: months from the date (−: before, 0: in its month, +: after), attained, open_overdue (counts).

    ``unit`` is systems or bodies. Attained ones stand above, in time and late told apart; open ones past their date
    below, on an axis of their own.
    """
    rows = clipped(frame)
    figure = new_figure(height_px=height_px)
    if rows.empty:
        figure.update_xaxes(visible=False)
        figure.update_yaxes(visible=False)
        figure.add_annotation(
            text=text("ms.slippage_none"), showarrow=False, x=0.5, y=0.5, xref="paper", yref="paper",
            font={"size": MIN_FONT_PX, "color": TEXT_MUTED},
        )  # fmt: skip
        return figure
    is_late = rows["months"] > 0
    parts = (
        ("early", rows[~is_late], "attained", "y", MARK, BLUE[800], ""),
        ("late", rows[is_late], "attained", "y", LATE, LATE_TEXT, ""),
        ("open", rows, "open_overdue", "y2", BAD_GROUND, BAD_TEXT, "/"),
    )
    for name, part, column, axis, fill, outline, shape in parts:
        shown = part[part[column] > 0]
        if shown.empty:
            continue
        total = int(shown[column].sum())
        figure.add_bar(
            x=shown["months"].tolist(),
            y=shown[column].tolist(),
            yaxis=axis,
            width=0.86,
            name=text(f"ms.slippage.{name}", count=total),
            marker={
                "color": fill,
                "line": {"color": outline, "width": 1},
                "pattern": {"shape": shape, "fgcolor": BAD_TEXT, "size": 5},
            },
            customdata=[month_words(int(months), text=text) for months in shown["months"]],
            hovertemplate=text(f"ms.slippage_hover.{unit}", months="%{customdata}", count="%{y:,d}")
            + "<extra></extra>",
        )
    has_open = bool((rows["open_overdue"] > 0).any())
    upper = _UPPER if has_open else (0.0, 1.0)
    overlay = Overlay()
    for bottom, top in (upper, _LOWER) if has_open else (upper,):
        overlay.line(start=(0.5, bottom), end=(0.5, top), look={"color": REFERENCE_LINE, "width": 2}, yref="paper")
    overlay.write(text("ms.slippage_due"), x=0.5, y=upper[1], yref="paper", xanchor="center", yanchor="bottom")
    if has_open:
        place = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
        overlay.write(text("ms.slippage_open"), x=0, y=_LOWER[1], colour=BAD_TEXT, **place)
    overlay.put(figure)
    low, high = min(int(rows["months"].min()), -_TICK_MONTHS), max(int(rows["months"].max()), _TICK_MONTHS)
    ticks = [month for month in range(FIRST, LAST + 1, _TICK_MONTHS) if low <= month <= high]
    counts: dict[str, object] = {"rangemode": "tozero", "tickformat": ",d", "nticks": 4}
    figure.update_layout(
        barmode="overlay",
        showlegend=True,
        legend={"itemclick": False, "itemdoubleclick": False, "traceorder": "normal",
                "xref": "container", "x": 0, "yref": "container", "y": 1,
                "yanchor": "top"},
        xaxis={"tickvals": ticks, "ticktext": [text.change(month) for month in ticks], "tickangle": 0,
               "range": [low - 0.8, high + 0.8], "showgrid": False, "title": {"text": text("ms.slippage_axis")},
               "anchor": "y2" if has_open else "y"},
        yaxis={"domain": list(upper), "title": {"text": text(f"ms.axis.{unit}")}} | counts,
        yaxis2={"domain": list(_LOWER), "visible": has_open} | counts,
        margin={"t": 58, "b": 48},
    )  # fmt: skip
    return figure


def month_words(months: int, *, text: Text) -> str:
    """Say a distance from the date: months early, in its month, months over."""
    if months == 0:
        return text("ms.months.on")
    key = "ms.months.early" if months < 0 else "ms.months.late"
    return text(key, months=abs(months)) + (text("ms.months.or_more") if months in (FIRST, LAST) else "")


def overdue_table(frame: pd.DataFrame, *, text: Text) -> pd.DataFrame:
    """The numbers of the bars: months (signed), words, early, late, open_overdue."""
    rows = clipped(frame)
    is_late = rows["months"] > 0
    return pd.DataFrame(
        {
            "months": rows["months"],
            "words": [month_words(int(months), text=text) for months in rows["months"]],
            "early": rows["attained"].mask(is_late, 0),
            "late": rows["attained"].where(is_late, 0),
            "open_overdue": rows["open_overdue"],
        }
    )


def overdue_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``overdue_table``."""
    return (
        TableColumn("words", text("ms.slippage_column.words"), is_heading=True),
        TableColumn("early", text("ms.slippage_column.early"), kind="count"),
        TableColumn("late", text("ms.slippage_column.late"), kind="count"),
        TableColumn("open_overdue", text("ms.slippage_column.open"), kind="count"),
    )


def overdue_summary(frame: pd.DataFrame, *, unit: str, row: MilestoneRow, text: Text) -> str:
    """Say the distribution: in time and late, what is open past its date, and whom it leaves out.

    ``row`` is the same milestone in the same ``unit``: its 期限内達成率 counts the open ones too, which the bars of the
    attained do not, and its 残り holds the open ones that are not over the date they are measured against.
    """
    attainment, is_due = row.attainment, row.months_past >= 0
    early = int(frame.loc[frame["months"] <= 0, "attained"].sum())
    late = int(frame.loc[frame["months"] > 0, "attained"].sum())
    still_open = frame[frame["open_overdue"] > 0]
    overdue = int(still_open["open_overdue"].sum())
    said = [text(f"ms.slippage_summary.{unit}", early=early, late=late)]
    if is_due and attainment.on_time_share is not None:
        share, counted = text.percent(attainment.on_time_share), attainment.on_time_counted
        said.append(text(f"ms.slippage_share.{unit}", share=share, counted=counted))
    if overdue:
        longest = int(still_open["months"].max())
        said.append(text(f"ms.slippage_open_summary.{unit}", count=overdue, longest=longest))
    if (overdue or is_due) and attainment.open > overdue:
        which = "live" if attainment.id == "live" else "earlier"
        others = attainment.open - overdue
        said.append(text(f"ms.slippage_others.{which}.{unit}", open=attainment.open, others=others))
    if attainment.latest_bound:
        said.append(text(f"ms.slippage_bound.{unit}", count=attainment.latest_bound))
    return text.pick("", " ").join(said)
