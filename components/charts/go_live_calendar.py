"""Planned go-lives by vendor and month against what the vendor brought live in a month so far (集中稼働)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.number_matrix import add_class_legend, matrix_figure
from components.charts.overlay import Overlay
from components.charts.template import new_figure
from components.charts.time_axis import month_place, month_ticks
from components.charts.value_columns import add_value_columns
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import BLUE, GREY, MARK, MARK_QUIET, REFERENCE_LINE, SEVERITY, UNREPORTED_FILL
from data.views.vendor_load import ratio_number

ROW_PX: Final = 26
PACE_PX: Final = 300
_BOTTOM_PX: Final = 46
_TOP_PX: Final = 46
_PLOT_SHARE: Final = 0.82
_GROUNDS: Final = (BLUE[50], BLUE[200], SEVERITY[2].fill, SEVERITY[3].fill, UNREPORTED_FILL)
_UNKNOWN: Final = len(_GROUNDS) - 1
"""The class of a month whose vendor's capacity nobody knows yet."""
_UNKNOWN_MARK: Final = "？"
_APART: Final = 0.1
"""Two lines nearer than this share of the highest bar would be written over each other."""


def load_class(ratio: float | None, level: int | None) -> int:
    """The class of a month: up to half the capacity, up to all of it, the severity of its V4 flag, or unknown.

    >>> load_class(0.5, 0), load_class(1.0, 0), load_class(1.4, 2), load_class(2.5, 3), load_class(None, None)
    (0, 1, 2, 3, 4)
    """
    if ratio is None or level is None:
        return _UNKNOWN
    if level:
        return level
    return 0 if ratio <= 0.5 else 1


def calendar_figure(calendar: pd.DataFrame, *, vendors: pd.DataFrame, months: Sequence[str], text: Text) -> go.Figure:
    """Draw ``calendar`` (vendor_code, month, planned, ratio, level 0, 2 or 3) with the rows of ``vendors``.

    ``vendors``: vendor_code, name, capacity, worst (the highest ratio), in the order of the rows. ``months`` are the
    columns, YYYY-MM. Where ratio and level are null the count stands on the ground of the unknown.
    """
    names = [str(name) for name in vendors["name"]]
    row_of = {str(code): row for row, code in enumerate(vendors["vendor_code"])}
    column_of = {month: column for column, month in enumerate(months)}
    classes: list[list[int | None]] = [[None] * len(months) for _ in names]
    words, hover = ([[""] * len(months) for _ in names] for _ in range(2))
    for cell in calendar.to_dict("records"):
        row, column = row_of[str(cell["vendor_code"])], column_of[cell["month"]]
        ratio = None if pd.isna(cell["ratio"]) else float(cell["ratio"])
        level = None if pd.isna(cell["level"]) else int(cell["level"])
        classes[row][column] = load_class(ratio, level)
        mark = _UNKNOWN_MARK if level is None else SEVERITY[level].mark if level else ""
        words[row][column] = f"{mark}{text.count(int(cell['planned']))}"
        hover[row][column] = text(
            "vendors.calendar_hover",
            vendor=names[row],
            month=text.month(cell["month"]),
            planned=int(cell["planned"]),
            capacity=capacity_words(vendors["capacity"].iloc[row], text=text),
            ratio=times_words(cell["ratio"], text=text),
        )
    figure = matrix_figure(
        classes, words=words, hover=hover, grounds=_GROUNDS, rows=names, columns=month_heads(months, text=text),
        row_px=ROW_PX, top_px=_TOP_PX, bottom_px=_BOTTOM_PX, text=text, is_turned=False,
    )  # fmt: skip
    overlay = Overlay()
    columns = [
        (text("vendors.column.capacity"), [capacity_words(value, text=text) for value in vendors["capacity"]]),
        (text("vendors.column.worst"), [times_words(value, text=text) for value in vendors["worst"]]),
    ]
    add_value_columns(figure, overlay, columns, rows=list(range(len(names))), plot_share=_PLOT_SHARE)
    overlay.put(figure)
    shown = [place for place in range(len(_GROUNDS)) if place != _UNKNOWN or any(_UNKNOWN in row for row in classes)]
    add_class_legend(figure, [(text(f"vendors.load_class_{place}"), _GROUNDS[place]) for place in shown])
    return figure


def pace_figure(pace: pd.DataFrame, *, capacity: float | None, as_of: str, text: Text) -> go.Figure:
    """Draw one vendor's go-lives a month, done and planned, with its capacity and twice that as lines.

    ``pace``: month, live (up to ``as_of``), planned (after it), in time order. ``capacity``: None = unknown, no line.
    """
    figure = new_figure(height_px=PACE_PX)
    months = [str(month) for month in pace["month"]]
    if not months:
        return figure
    places = [month_place(month) for month in months]
    parts = (
        ("live", MARK_QUIET, ""),
        ("planned", MARK, "/"),
    )
    for column, fill, shape in parts:
        is_shown = pace[column] > 0
        figure.add_bar(
            x=[place for place, shown in zip(places, is_shown, strict=True) if shown],
            y=pace.loc[is_shown, column].tolist(),
            width=0.8,
            name=text(f"vendors.pace_{column}"),
            marker={"color": fill, "line": {"width": 1, "color": BLUE[800] if shape else GREY[536]},
                    "pattern": {"shape": shape, "bgcolor": BLUE[200], "fgcolor": BLUE[800], "size": 6}},
            customdata=[text.month(month) for month, shown in zip(months, is_shown, strict=True) if shown],
            hovertemplate=text(f"vendors.pace_hover_{column}", month="%{customdata}", systems="%{y:,d}")
            + "<extra></extra>",
        )  # fmt: skip
    overlay = Overlay()
    highest = max(capacity or 1.0, float(pace[["live", "planned"]].to_numpy().max()))
    for times, dash in ((1, "solid"), (2, "dot")):
        level = (capacity or 0.0) * times
        if not level or (times == 2 and not _APART < level / 2 / highest < 1):
            continue
        look = {"color": REFERENCE_LINE, "width": 2, "dash": dash}
        overlay.line(start=(0, level), end=(1, level), look=look, xref="paper")
        overlay.write(
            text(f"vendors.capacity_line_{times}", capacity=capacity_words(level, text=text)),
            x=0, y=level, xref="paper", xanchor="left", yanchor="bottom",
        )  # fmt: skip
    overlay.put(figure)
    ticks, labels = month_ticks(months, text=text)
    figure.update_xaxes(
        tickvals=ticks, ticktext=labels, tickangle=0, showgrid=False, range=[places[0] - 0.7, places[-1] + 0.7]
    )
    figure.update_yaxes(range=[0, highest * 1.18], tickformat=",d", nticks=5)
    figure.update_layout(showlegend=True, barmode="stack", bargap=0.1)
    return figure


def calendar_columns(months: Sequence[str], *, text: Text) -> tuple[TableColumn, ...]:
    """Columns of the table of the calendar: a row per vendor, a column per month."""
    return (
        TableColumn("name", text("vendors.column.vendor"), is_heading=True),
        TableColumn("capacity_words", text("vendors.column.capacity")),
        TableColumn("worst_words", text("vendors.column.worst")),
        *(TableColumn(month, text.month(month), kind="count") for month in months),
    )


def calendar_table(calendar: pd.DataFrame, *, vendors: pd.DataFrame, months: Sequence[str], text: Text) -> pd.DataFrame:
    """The numbers of the picture: ``calendar_columns``."""
    wide = calendar.pivot(index="vendor_code", columns="month", values="planned")
    wide = wide.reindex(index=vendors["vendor_code"], columns=list(months)).fillna(0).astype("Int64")
    rows = vendors.assign(
        capacity_words=[capacity_words(value, text=text) for value in vendors["capacity"]],
        worst_words=[times_words(value, text=text) for value in vendors["worst"]],
    )
    return pd.concat([rows.reset_index(drop=True), wide.reset_index(drop=True)], axis=1)


def month_heads(months: Sequence[str], *, text: Text) -> list[str]:
    """Names of the columns: the month, the year below the first one of each year."""
    heads, year = [], ""
    for month in months:
        words = text("vendors.month_head", month=int(month[5:]))
        heads.append(words if month[:4] == year else text("vendors.year_head", year=month[:4], month=words))
        year = month[:4]
    return heads


def capacity_words(capacity: float | None, *, text: Text) -> str:
    """A capacity in systems a month, with a digit where it is no whole number, or that it is unknown (null).

    >>> [capacity_words(capacity, text=Text("ja")) for capacity in (12.0, 1.26, None)]
    ['12', '1.3', '—']
    """
    if capacity is None or pd.isna(capacity):
        return text("unknown")
    return f"{capacity:,.0f}" if capacity == int(capacity) else f"{capacity:,.1f}"


def times_words(ratio: float | None, *, text: Text) -> str:
    """A ratio to the capacity, or that it is unknown (null).

    >>> times_words(1.25, text=Text("ja")), times_words(None, text=Text("ja"))
    ('1.2倍', '—')
    """
    return (
        text("unknown") if ratio is None or pd.isna(ratio) else text("vendors.times", ratio=ratio_number(float(ratio)))
    )


def calendar_summary(
    calendar: pd.DataFrame, *, vendors: pd.DataFrame, months: Sequence[str], text: Text, place: str = "", here: int = 0
) -> str:
    """Say how many months are crowded, which one holds most go-lives beyond the capacity, and what is not drawn.

    ``vendors``: those of ``calendar_figure`` with crowds and very_crowded, which count months after ``months``, too.
    ``here``: the crowded months with a system of ``place``, told where a place is named.
    """
    if vendors["capacity"].isna().all():
        return text("vendors.calendar_unmeasured", vendors=len(vendors))
    crowds, crowded = int(vendors["crowds"].sum()), calendar[calendar["level"].fillna(0) > 0]
    if not crowds:
        return text("vendors.calendar_fits", vendors=len(vendors))
    by_vendor = int((vendors["crowds"] > 0).sum())
    parts = [
        text("vendors.calendar_summary", vendors=by_vendor, crowds=crowds, high=int(vendors["very_crowded"].sum()))
    ]
    if place:
        parts.append(text("vendors.calendar_here", place=place, here=here))
    if later := crowds - len(crowded):
        parts.append(text("vendors.calendar_later", months=len(months), shown=len(crowded), later=later))
    if len(crowded):
        first = crowded.sort_values(["planned", "ratio", "vendor_code"], ascending=[False, False, True]).iloc[0]
        parts.append(
            text(
                "vendors.calendar_most",
                vendor=vendors.loc[vendors["vendor_code"] == first["vendor_code"], "name"].iloc[0],
                month=text.month(str(first["month"])),
                planned=int(first["planned"]),
                ratio=ratio_number(float(first["ratio"])),
            )
        )
    return text.pick("", " ").join(parts)


def pace_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of the rows behind the bars of one vendor."""
    return (
        TableColumn("month_words", text("vendors.column.month"), is_heading=True),
        TableColumn("live", text("vendors.pace_live"), kind="count"),
        TableColumn("planned", text("vendors.pace_planned"), kind="count"),
    )


def pace_summary(pace: pd.DataFrame, *, vendor: str, capacity: float | None, text: Text) -> str:
    """Say in one sentence what the vendor did at most in a month and what it plans at most."""
    most_live, most_planned = int(pace["live"].max()), int(pace["planned"].max())
    when = pace["month"].iloc[int(pace["planned"].to_numpy().argmax())]
    if capacity is None:
        return text("vendors.pace_unmeasured", vendor=vendor, month=text.month(str(when)), planned=most_planned)
    return text(
        "vendors.pace_summary",
        vendor=vendor,
        live=most_live,
        capacity=capacity_words(capacity, text=text),
        month=text.month(str(when)),
        planned=most_planned,
    )
