"""Bars of 探索: from zero, with written values; a panel a measure; stacked or split by a second dimension."""

from __future__ import annotations

from itertools import accumulate
from typing import Any, Final
from unicodedata import east_asian_width

import pandas as pd
import plotly.graph_objects as go

from components.charts.explore_shown import (
    Shown,
    ShownMeasure,
    axis_format,
    hover_words,
    measure_words,
    series_looks,
)
from components.charts.template import new_figure
from components.text import Text
from components.theme import BLUE, MARK, MIN_FONT_PX, TEXT

MOST_BARS: Final = 60
MOST_PANELS: Final = 6
MOST_STACKED: Final = 12
_ROW_PX: Final = 24
_TITLE_COLUMNS: Final = 140
"""Half-width letters of titles that fit side by side over the narrowest picture."""
_TOP_PX: Final = 34
_LEGEND_PX: Final = 34
_FOOT_PX: Final = 34


def bars_figure(shown: Shown, *, text: Text, is_split: bool = False) -> go.Figure:
    """Draw the first ``MOST_BARS`` groups of ``shown`` (one or two dimensions) as horizontal bars.

    Two dimensions: stacked where the measure counts, in panels where it does not or where ``is_split``.
    """
    if len(shown.dimensions) == 2:
        if is_stacked(shown) and not is_split:
            return _stacked(shown, text=text)
        return _panels(_by_second(shown), shown, text=text)
    rows = shown.rows.head(MOST_BARS)
    return _panels([(one.label, rows, one) for one in shown.measures], shown, text=text)


def is_stacked(shown: Shown) -> bool:
    """Whether the groups of the second dimension add up to a bar, and are few enough to be told apart."""
    return len(shown.dimensions) == 2 and shown.is_additive and shown.rows["key1"].nunique() <= MOST_STACKED


def bars_left_out(shown: Shown, *, is_split: bool = False) -> int:
    """How many groups the picture has no room for: bars, and panels of the second dimension."""
    bars = max(0, shown.rows["key0"].nunique() - MOST_BARS)
    if len(shown.dimensions) == 2 and (is_split or not is_stacked(shown)):
        bars += max(0, shown.rows["key1"].nunique() - MOST_PANELS)
    return bars


def _by_second(shown: Shown) -> list[tuple[str, pd.DataFrame, ShownMeasure]]:
    kept = list(dict.fromkeys(shown.rows["key0"]))[:MOST_BARS]
    rows = shown.rows[shown.rows["key0"].isin(kept)]
    return [(name, rows[rows["name1"] == name], shown.measures[0]) for name in shown.names(1)[:MOST_PANELS]]


def _panels(panels: list[tuple[str, pd.DataFrame, ShownMeasure]], shown: Shown, *, text: Text) -> go.Figure:
    names = list(dict.fromkeys(name for _, rows, _ in panels for name in rows["name0"]))
    figure = new_figure(height_px=_ROW_PX * max(len(names), 2) + _TOP_PX + _FOOT_PX)
    gap = 0.02
    width = (1 - gap * (len(panels) - 1)) / max(len(panels), 1)
    most = max((rows[one.id].max() for _, rows, one in panels), default=0)
    axes: dict[str, Any] = {}
    titles: list[dict[str, Any]] = []
    for place, (title, rows, measure) in enumerate(panels):
        suffix = "" if place == 0 else str(place + 1)
        start = place * (width + gap)
        words = [measure_words(value, measure.unit, text=text) for value in rows[measure.id]]
        figure.add_bar(
            orientation="h",
            y=rows["name0"].tolist(),
            x=rows[measure.id].fillna(0.0).tolist(),
            text=words,
            textposition="outside",
            constraintext="none",
            textfont={"size": MIN_FONT_PX, "color": TEXT},
            cliponaxis=False,
            marker={"color": MARK},
            customdata=_customdata(rows, shown, text=text),
            hovertemplate="%{customdata[1]}<extra></extra>",
            xaxis=f"x{suffix}",
            yaxis="y",
        )
        own = rows[measure.id].max() if len({one.unit for _, _, one in panels}) > 1 or shown_apart(shown) else most
        least = min(0.0, float(rows[measure.id].min()) if rows[measure.id].notna().any() else 0.0)
        axes[f"xaxis{suffix}"] = {
            "domain": [start, start + width],
            "range": [least * 1.3, (float(own) if own and own > 0 else 1.0) * (1.34 if len(panels) > 1 else 1.14)],
            "nticks": 4 if len(panels) > 1 else 7,
            **axis_format(measure.unit),
        }
        named = _fitted(title, columns=_TITLE_COLUMNS // len(panels))
        titles.append(
            {"text": f"<b>{named}</b>", "x": start, "xref": "paper", "y": 1, "yref": "paper", "xanchor": "left",
             "yanchor": "bottom", "yshift": 6, "showarrow": False, "font": {"size": MIN_FONT_PX}}
        )  # fmt: skip
    figure.update_layout(
        **axes,
        yaxis={"range": [len(names) - 0.4, -0.6], "categoryorder": "array", "categoryarray": names, "dtick": 1,
               "showgrid": False, "ticks": "", "tickfont": {"size": MIN_FONT_PX, "color": TEXT}},
        annotations=titles, bargap=0.28, margin={"t": _TOP_PX, "b": _FOOT_PX, "r": 16},
    )  # fmt: skip
    return figure


def _fitted(title: str, *, columns: int) -> str:
    """A title cut to so many columns of half a wide letter: one panel's title must not lie over the next's.

    >>> _fitted("住民基本台帳", columns=8), _fitted("Register", columns=8)
    ('住民基…', 'Register')
    """
    widths = [2 if east_asian_width(letter) in "WF" else 1 for letter in title]
    if sum(widths) <= columns:
        return title
    kept = sum(place + 1 <= columns for place in accumulate(widths))
    return f"{title[:kept].rstrip()}…"


def shown_apart(shown: Shown) -> bool:
    """Whether the panels are measures, each on a scale of its own, and not groups on one scale."""
    return len(shown.dimensions) < 2


def _stacked(shown: Shown, *, text: Text) -> go.Figure:
    measure = shown.measures[0]
    names = list(dict.fromkeys(shown.rows["name0"]))[:MOST_BARS]
    rows = shown.rows[shown.rows["name0"].isin(names)]
    keys, words = zip(*shown.values(1), strict=True)
    figure = new_figure(height_px=_ROW_PX * max(len(names), 2) + _LEGEND_PX + _FOOT_PX)
    most = rows.groupby("name0", sort=False)[measure.id].sum().max()
    for key, name, look in zip(keys, words, series_looks(shown.dimensions[1], list(keys)), strict=True):
        part = rows[rows["key1"] == key]
        is_wide = part[measure.id] >= (most or 1) * 0.04
        figure.add_bar(
            orientation="h",
            name=name,
            y=part["name0"].tolist(),
            x=part[measure.id].fillna(0.0).tolist(),
            text=[
                measure_words(value, measure.unit, text=text) if wide else ""
                for value, wide in zip(part[measure.id], is_wide, strict=True)
            ],
            textposition="inside",
            insidetextanchor="middle",
            constraintext="none",
            textangle=0,
            textfont={"size": MIN_FONT_PX, **({"color": look["ink"]} if look["ink"] else {})},
            marker={
                "color": look["fill"],
                "line": {"color": look["line"], "width": 1},
                "pattern": {"shape": look["pattern"], "fillmode": "overlay", "size": 6},
            },
            customdata=_customdata(part, shown, text=text),
            hovertemplate="%{customdata[1]}<extra></extra>",
        )
    figure.update_layout(
        barmode="stack", bargap=0.22, showlegend=True,
        xaxis={**axis_format(measure.unit), "zerolinecolor": BLUE[1000]},
        yaxis={"range": [len(names) - 0.4, -0.6], "categoryorder": "array", "categoryarray": names, "dtick": 1,
               "showgrid": False, "ticks": "", "tickfont": {"size": MIN_FONT_PX, "color": TEXT}},
        legend={"traceorder": "normal", "itemclick": False, "itemdoubleclick": False},
        margin={"t": _LEGEND_PX, "b": _FOOT_PX, "r": 16},
    )  # fmt: skip
    return figure


def _customdata(rows: pd.DataFrame, shown: Shown, *, text: Text) -> list[list[str]]:
    return [[str(row.mark), hover_words(row, shown, text=text)] for row in rows.itertuples(index=False)]
