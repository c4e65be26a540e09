"""How the systems moved through the phases: stacked bands of systems month by month, 未報告 on top.

The bands are told apart by lightness, by a line between them and by a label at their end, so that a black-and-white
print reads the same; 未報告 is hatched, and the bands always sum to the applicable systems.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.charts.burnup_numbers import due_month
from components.charts.flow_numbers import UNKNOWN, band_word, flow_counts
from components.charts.label_places import spread_labels
from components.charts.overlay import Overlay
from components.charts.template import new_figure
from components.charts.time_axis import month_place, month_ticks
from components.text import Text
from components.theme import (
    GREY,
    REFERENCE_LINE,
    TEXT_MUTED,
    UNREPORTED_FILL,
    UNREPORTED_MARK,
    WHITE,
    sequential,
)
from data.views.flow import FLOW_BANDS

HEIGHT_PX: Final = 280
_TOP_PX: Final = 24
_BOTTOM_PX: Final = 42
_LABEL_PX: Final = 206
_LABEL_ROW_PX: Final = 19
_LEADER_PX: Final = 12
_NARROWEST_PLOT_PX: Final = 600
_FILLS: Final = dict(zip(reversed(FLOW_BANDS[:-1]), sequential(len(FLOW_BANDS) - 1), strict=True))
"""The phases as the map colours them: the further, the darker."""


def flow_figure(frame: pd.DataFrame, *, due: Mapping[str, date], text: Text, height_px: int = HEIGHT_PX) -> go.Figure:
    """Draw ``frame`` (see ``flow_counts``) as stacked areas with the dates of the milestones.

    ``due`` maps milestone ids to their dates; those within the months drawn are marked. A single month is drawn as wide
    as a month.
    """
    figure = new_figure(height_px=height_px)
    counts = flow_counts(frame)
    overlay = Overlay()
    total = int(counts.sum(axis="columns").max()) if len(counts) else 0
    if not total:
        figure.update_xaxes(visible=False)
        figure.update_yaxes(visible=False)
        overlay.write(text("flow.none"), x=0.5, y=0.5, xref="paper", yref="paper", colour=TEXT_MUTED)
        overlay.put(figure)
        return figure
    months = [str(month) for month in counts.index]
    for band in FLOW_BANDS:
        _band(figure, counts[band], band=band, months=months)
    _hover(figure, counts, months=months, text=text)
    _due_dates(overlay, due, months=months, text=text)
    month_per_px = max(len(months), 2) / (_NARROWEST_PLOT_PX - _LABEL_PX)
    _labels(
        overlay,
        counts.iloc[-1],
        month=months[-1],
        total=total,
        month_per_px=month_per_px,
        height_px=height_px,
        text=text,
    )
    overlay.put(figure)
    places, words = month_ticks(months, text=text)
    figure.update_xaxes(
        tickvals=places,
        ticktext=words,
        tickangle=0,
        range=[month_place(months[0]) - 0.5, month_place(months[-1]) + _LABEL_PX * month_per_px],
        showgrid=False,
    )
    figure.update_yaxes(range=[0, total], tickformat=",d", nticks=5, zeroline=True)
    figure.update_layout(hovermode="x", margin={"t": _TOP_PX, "b": _BOTTOM_PX, "l": 8, "r": 4})
    return figure


def _band(figure: go.Figure, systems: pd.Series, *, band: str, months: list[str]) -> None:
    values = systems.to_numpy(dtype="uint16")
    is_unknown = band == UNKNOWN
    fill = UNREPORTED_FILL if is_unknown else _FILLS[band]
    # A single month has no length: half a month to either side stands for it.
    is_single = len(months) == 1
    start = month_place(months[0]) - (0.5 if is_single else 0)
    look = {"fillpattern": {"shape": "/", "fgcolor": UNREPORTED_MARK, "bgcolor": fill, "size": 7}} if is_unknown else {}
    figure.add_scatter(
        x0=start,
        dx=1,
        y=[int(values[0])] * 2 if is_single else values,
        mode="lines",
        stackgroup="systems",
        line={"width": 1.5, "color": GREY[800] if values.any() else fill},
        fillcolor=fill,
        name=band,
        hoverinfo="skip",
        **look,
    )


def _hover(figure: go.Figure, counts: pd.DataFrame, *, months: list[str], text: Text) -> None:
    """One unseen mark a month that tells all of its bands: the place on a band is no place to aim at."""
    words = []
    for month, row in zip(months, counts.to_dict("records"), strict=True):
        total = sum(row.values())
        lines = [
            text(
                "flow.hover",
                band=band_word(str(band), text=text),
                systems=int(count),
                share=text.percent(count / total),
            )
            for band, count in reversed(row.items())
            if count
        ]
        words.append("<br>".join((f"<b>{text.month(month)}</b>", *lines)))
    figure.add_scatter(
        x0=month_place(months[0]),
        dx=1,
        y=counts.sum(axis="columns").to_numpy(dtype="uint16") // 2,
        mode="markers",
        marker={"size": 12, "opacity": 0},
        hovertext=words,
        hoverinfo="text",
        name="months",
    )


def _due_dates(overlay: Overlay, due: Mapping[str, date], *, months: list[str], text: Text) -> None:
    for one, day in due.items():
        month = due_month(day)
        if not months[0] <= month <= months[-1]:
            continue
        place = month_place(month)
        # White under black: seen on the palest band and on the darkest.
        for colour, width, dash in ((WHITE, 3, "solid"), (REFERENCE_LINE, 1.5, "dot")):
            look = {"color": colour, "width": width, "dash": dash}
            overlay.line(start=(place, 0), end=(place, 1), look=look, yref="paper")
        name = text(f"milestone.short.{one}")
        overlay.write(name, x=place, y=1, yref="paper", yanchor="bottom", colour=TEXT_MUTED)


def _labels(
    overlay: Overlay, row: pd.Series, *, month: str, total: int, month_per_px: float, height_px: int, text: Text
) -> None:
    """Name each band at its end with its systems and share, moved apart where bands are narrow."""
    counts = {str(band): int(count) for band, count in row.items() if count}
    now = sum(counts.values())
    middles, passed = [], 0
    for count in counts.values():
        middles.append(passed + count / 2)
        passed += count
    px = total / (height_px - _TOP_PX - _BOTTOM_PX)
    gap = _LABEL_ROW_PX * px
    places = spread_labels(middles, gap=gap, low=gap / 2, high=total - gap / 4)
    end = month_place(month)
    x = end + _LEADER_PX * month_per_px
    for (band, count), middle, place in zip(counts.items(), middles, places, strict=True):
        overlay.line(start=(end, middle), end=(x, place), look={"color": GREY[536], "width": 1})
        words = text("flow.label", band=band_word(band, text=text), share=text.percent(count / now))
        overlay.write(words, x=x, y=place, xanchor="left", yanchor="middle")
