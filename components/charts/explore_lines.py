"""Lines of 探索 over months: one a group, named at their ends; more than a few are quiet but for the greatest."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.explore_shown import MOST_SERIES, Shown, axis_format, hover_words, series_looks
from components.charts.label_places import spread_labels
from components.charts.template import new_figure
from components.charts.time_axis import month_place, month_ticks, months_between
from components.text import Text
from components.theme import GREY, MARK, MIN_FONT_PX, TEXT, TEXT_MUTED

MOST_PANELS: Final = 24
_HEIGHT_PX: Final = 430
_PANEL_PX: Final = 150
_COLUMNS: Final = 4
_DASHES: Final = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_LABEL_GAP_PX: Final = 19


def lines_figure(shown: Shown, *, text: Text, is_split: bool = False) -> go.Figure:
    """Draw ``shown``, whose first dimension is the month, as lines; the second dimension makes a line each.

    One dimension and several measures: a panel a measure. ``is_split``: a panel a value of the second dimension.
    """
    if len(shown.dimensions) == 1:
        panels = [(one.label, one.id, one.unit, shown.rows) for one in shown.measures]
        return _panels(panels, shown, text=text) if len(panels) > 1 else _together(shown, text=text)
    if is_split:
        measure = shown.measures[0]
        names = _greatest(shown)[:MOST_PANELS]
        panels = [(name, measure.id, measure.unit, shown.rows[shown.rows["name1"] == name]) for name in names]
        return _panels(panels, shown, text=text, is_one_scale=True)
    return _together(shown, text=text)


def lines_left_out(shown: Shown, *, is_split: bool = False) -> int:
    """How many lines have no panel of their own where the picture is split."""
    return max(0, shown.rows["key1"].nunique() - MOST_PANELS) if is_split and len(shown.dimensions) == 2 else 0


def _together(shown: Shown, *, text: Text) -> go.Figure:
    measure = shown.measures[0]
    figure = new_figure(height_px=_HEIGHT_PX)
    lines: list[tuple[str, pd.DataFrame, dict[str, Any]]] = []
    if len(shown.dimensions) == 1:
        lines = [("", shown.rows, {"color": MARK, "width": 3, "dash": "solid"})]
    else:
        first = _greatest(shown)
        keys = dict(zip(shown.rows["name1"], shown.rows["key1"], strict=True))
        told = shown.names(1) if len(first) <= MOST_SERIES else first[:MOST_SERIES]
        # A quiet ground of all the others lies under the few that are named.
        quiet = {"color": GREY[420], "width": 1, "dash": "solid"}
        lines = [(name, shown.rows[shown.rows["name1"] == name], quiet) for name in first if name not in told]
        looks = series_looks(shown.dimensions[1], [keys[name] for name in told])
        for place, (name, look) in enumerate(zip(told, looks, strict=True)):
            colour = look["line"] if look["pattern"] else look["fill"]
            style = {"color": colour, "width": 2.5, "dash": _DASHES[place % len(_DASHES)]}
            lines.append((name, shown.rows[shown.rows["name1"] == name], style))
    months = months_between(shown.rows["key0"].min(), shown.rows["key0"].max())
    ends: list[tuple[str, float]] = []
    for name, rows, style in lines:
        known = _add_line(figure, rows, measure.id, months=months, style=style, shown=shown, text=text)
        if name and style["width"] > 1 and known is not None:
            ends.append((name, known))
    low, high = _range(shown.rows[measure.id])
    places, labels = month_ticks(months, text=text)
    figure.update_layout(
        xaxis={"tickvals": places, "ticktext": labels, "tickangle": 0, "showgrid": False,
               "range": [month_place(months[0]) - 0.4, month_place(months[-1]) + 0.4]},
        yaxis={**axis_format(measure.unit), "range": [low, high], "title": {"text": measure.label}},
        margin={"t": 16, "b": 48, "r": 170 if ends else 20},
    )  # fmt: skip
    _name_ends(figure, ends, low=low, high=high, last=month_place(months[-1]))
    return figure


def _panels(
    panels: Sequence[tuple[str, str, str, pd.DataFrame]], shown: Shown, *, text: Text, is_one_scale: bool = False
) -> go.Figure:
    columns = min(_COLUMNS if is_one_scale else 2, max(len(panels), 1))
    lines = ceil(len(panels) / columns)
    height = _PANEL_PX if is_one_scale else 250
    figure = new_figure(height_px=lines * height + 40)
    months = months_between(shown.rows["key0"].min(), shown.rows["key0"].max())
    places, labels = month_ticks(months, text=text, most=3)
    gap_x, gap_y = 0.05, 40 / (lines * height)
    width, tall = (1 - gap_x * (columns - 1)) / columns, (1 - gap_y * (lines - 1)) / lines
    titles: list[dict[str, Any]] = []
    layout: dict[str, Any] = {}
    for place, (title, column, unit, rows) in enumerate(panels):
        suffix = "" if place == 0 else str(place + 1)
        left, top = (place % columns) * (width + gap_x), 1 - (place // columns) * (tall + gap_y)
        style = {"color": MARK, "width": 2.5, "dash": "solid"}
        _add_line(figure, rows, column, months=months, style=style, shown=shown, text=text, axes=suffix)
        low, high = _range(shown.rows[column] if is_one_scale else rows[column])
        layout[f"xaxis{suffix}"] = {
            "domain": [left, left + width], "anchor": f"y{suffix}", "tickvals": places, "ticktext": labels,
            "tickangle": 0, "showgrid": False, "range": [month_place(months[0]) - 0.4, month_place(months[-1]) + 0.4],
            # Months are written once, below the lowest panel of each column.
            "showticklabels": place + columns >= len(panels),
        }  # fmt: skip
        layout[f"yaxis{suffix}"] = {
            "domain": [max(0.0, top - tall), top], "anchor": f"x{suffix}", "nticks": 3, "range": [low, high],
            **axis_format(unit),
        }  # fmt: skip
        titles.append(
            {"text": f"<b>{title}</b>", "x": left, "xref": "paper", "y": top, "yref": "paper", "xanchor": "left",
             "yanchor": "bottom", "showarrow": False, "font": {"size": MIN_FONT_PX}}
        )  # fmt: skip
    figure.update_layout(**layout, annotations=titles, margin={"t": 26, "b": 40, "r": 12})
    return figure


def _add_line(
    figure: go.Figure,
    rows: pd.DataFrame,
    column: str,
    *,
    months: list[str],
    style: dict[str, Any],
    shown: Shown,
    text: Text,
    axes: str = "",
) -> float | None:
    """Add one line with a gap in every month it has no value for; returns its last value, None if it never had one."""
    by_month = {row.key0: row for row in rows.itertuples(index=False)}
    found = [by_month.get(month) for month in months]
    values = [None if row is None or pd.isna(getattr(row, column)) else float(getattr(row, column)) for row in found]
    figure.add_scatter(
        x=[month_place(month) for month in months],
        y=values,
        mode="lines+markers" if style["width"] > 1 else "lines",
        line=style,
        marker={"size": 7 if len(months) <= 14 else 5},
        connectgaps=False,
        customdata=[["", ""] if row is None else [row.mark, hover_words(row, shown, text=text)] for row in found],
        hovertemplate="%{customdata[1]}<extra></extra>",
        xaxis=f"x{axes}",
        yaxis=f"y{axes}",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    known = [value for value in values if value is not None]
    return known[-1] if known else None


def _greatest(shown: Shown) -> list[str]:
    """Names of the second dimension, that with the greatest value in its last month first."""
    measure = shown.measures[0].id
    last = shown.rows.dropna(subset=[measure]).sort_values("key0").groupby("name1", sort=False)[measure].last()
    ranked = last.sort_values(ascending=False, kind="stable").index.tolist()
    return [*ranked, *(name for name in shown.names(1) if name not in set(ranked))]


def _range(values: pd.Series) -> tuple[float, float]:
    known = values.dropna()
    low, high = (min(0.0, float(known.min())), max(0.0, float(known.max()))) if len(known) else (0.0, 1.0)
    high = high or 1.0
    return low * 1.06, high * 1.06


def _name_ends(figure: go.Figure, ends: list[tuple[str, float]], *, low: float, high: float, last: int) -> None:
    if not ends:
        return
    gap = _LABEL_GAP_PX * (high - low) / (_HEIGHT_PX - 64)
    spread = spread_labels([value for _, value in ends], gap=gap, low=low, high=high)
    figure.update_layout(
        annotations=[
            {"x": last + 0.4, "y": y, "text": name, "xanchor": "left", "showarrow": False, "xshift": 6,
             "font": {"size": MIN_FONT_PX, "color": TEXT if len(ends) > 1 else TEXT_MUTED}}
            for (name, _), y in zip(ends, spread, strict=True)
        ]
    )  # fmt: skip
