"""How the milestones fill up over time: six lines, each with its date and what had been reached by it.

The lines are told apart by dash, weight and a label at their end, so that a black-and-white print reads the same.
Beyond the reported month nothing is drawn but the dates still ahead: this is what happened, not an outlook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components.charts.burnup_labels import HALO, LABEL_PX, LEADER_PX, LineEnd, label_start, together, write_labels
from components.charts.burnup_numbers import due_month, latest_month, milestone_shares, share_at
from components.charts.overlay import Overlay
from components.charts.template import new_figure
from components.charts.time_axis import month_place, month_ticks, months_between
from components.charts.timeline_notes import NOTE_ROW_PX, TimelineNote, add_timeline_notes, notes_between
from components.text import Text
from components.theme import GREY, MILESTONE_LINES, REFERENCE_LINE, TEXT_MUTED, WHITE

HEIGHT_PX: Final = 260
_NARROWEST_PLOT_PX: Final = 600
"""Widths are worked out for this plot; on a wider screen everything has more room."""
_TOP_PX: Final = 40
_BOTTOM_PX: Final = 42
_DATES_PX: Final = 14
"""Over 100 %: where the marks of the dates ahead stand, clear of the lines' labels."""
_COMPARED_PX: Final = 1.2
_HALF_NAME_PX: Final = 34
_SHARE_PX: Final = 38
_BELOW_AFTER: Final[dict[str, Any]] = {"xanchor": "left", "yanchor": "top", "xshift": 3, "yshift": -1}
_ABOVE_BEFORE: Final[dict[str, Any]] = {"xanchor": "right", "yanchor": "bottom", "xshift": -5, "yshift": 1}
"""Where a share stands beside its mark: a rising line leaves these two corners free."""


def burnup_figure(
    frame: pd.DataFrame,
    *,
    due: Mapping[str, date],
    as_of: str,
    text: Text,
    annotations: Sequence[TimelineNote] = (),
    compared: pd.DataFrame | None = None,
    selected: str = "live",
    height_px: int = HEIGHT_PX,
) -> go.Figure:
    """Draw each milestone as a line of its share of the counted systems, 0 to 100 %, up to ``as_of``.

    ``frame``: month (YYYY-MM), milestone (id), attained (systems by that month's end), counted. ``due`` maps the ids
    to their dates. ``compared``: the same columns for the nation, drawn as thin dotted lines in the same colours; that
    of ``selected`` is named at its end.
    """
    shares = milestone_shares(frame, as_of=as_of)
    figure = new_figure(height_px=height_px)
    first = str(shares.index[0]) if len(shares) else as_of
    last = max([as_of, *(due_month(day) for day in due.values())])
    months = months_between(first, last)
    shown = notes_between(annotations, first=first, last=last)
    scale = _Scale.of(months, height_px=height_px, has_notes=bool(shown))
    ahead = [month_place(due_month(day)) for day in due.values() if due_month(day) > as_of]
    start = label_start(month_place(as_of), dates=ahead, month_per_px=scale.month)
    _axes(figure, months, labels_from=start, scale=scale, has_notes=bool(shown), text=text)
    overlay = Overlay()
    drawn = [one for one in MILESTONE_LINES if latest_month(shares, one)]
    if not drawn:
        overlay.write(text("milestone.no_steps"), x=0.5, y=0.5, xref="paper", yref="paper", colour=TEXT_MUTED)
        overlay.put(figure)
        return figure
    _due_dates(overlay, shares, due=due, as_of=as_of, first=first, text=text)
    _as_of_line(overlay, as_of, months=months, text=text)
    ends = []
    if compared is not None:
        nation = milestone_shares(compared, as_of=as_of).loc[first:]
        for one in (one for one in drawn if len(nation) and latest_month(nation, one)):
            end = _compared_line(figure, nation, milestone=one, text=text)
            ends += [end] if one == selected else []
    for one in drawn:
        rows = frame[frame["milestone"] == one].set_index("month")
        ends.append(_line(figure, shares[one], milestone=one, rows=rows, text=text))
    _due_marks(figure, overlay, shares, due=due, as_of=as_of, scale=scale, text=text)
    room_px = (figure.layout.xaxis.range[1] - start) / scale.month
    ends = together(ends, room_px=room_px, text=text)
    write_labels(overlay, ends, start=start, month_per_px=scale.month, share_per_px=scale.share, text=text)
    add_timeline_notes(
        figure, overlay, shown, months=months, month_per_px=scale.month, share_per_px=scale.share, text=text
    )
    overlay.put(figure)
    return figure


def _axes(
    figure: go.Figure, months: Sequence[str], *, labels_from: float, scale: _Scale, has_notes: bool, text: Text
) -> None:
    start, end = month_place(months[0]), month_place(months[-1])
    room = max(labels_from + LABEL_PX * scale.month - end, _HALF_NAME_PX * scale.month)
    places, labels = month_ticks(months, text=text)
    floor, ceiling = -NOTE_ROW_PX * scale.share if has_notes else 0.0, 1 + _DATES_PX * scale.share
    figure.update_xaxes(tickvals=places, ticktext=labels, tickangle=0, range=[start - 0.5, end + room], showgrid=False)
    figure.update_yaxes(
        tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%", range=[floor, ceiling], zeroline=True, zerolinewidth=1
    )
    figure.update_layout(margin={"t": _TOP_PX, "b": _BOTTOM_PX, "l": 8, "r": 4})


def _line(figure: go.Figure, share: pd.Series, *, milestone: str, rows: pd.DataFrame, text: Text) -> LineEnd:
    colour, dash, width = MILESTONE_LINES[milestone]
    name = text(f"milestone.short.{milestone}")
    systems = rows[["attained", "counted"]].reindex(share.index)
    hover = text(
        "burnup.hover",
        milestone=text(f"milestone.name.{milestone}"),
        work=text(f"milestone.work.{milestone}"),
        month=_hover_month(text),
        share="%{hovertext}",
        attained="%{customdata[0]:,d}",
        counted="%{customdata[1]:,d}",
    )
    line = {"color": colour, "dash": dash, "width": width}
    end = _course(figure, share, line=line, name=name, hover=hover, systems=systems, text=text)
    return replace(end, name=name, colour=colour)


def _compared_line(figure: go.Figure, shares: pd.DataFrame, *, milestone: str, text: Text) -> LineEnd:
    """One line of the nation, in few bytes: its hover is written by the browser."""
    place = text("filter.nation")
    hover = text(
        "burnup.compared_hover",
        place=place,
        milestone=text(f"milestone.name.{milestone}"),
        month=_hover_month(text),
        share="%{y:.1%}",
    )
    share = shares[milestone]
    last = latest_month(shares, milestone) or ""
    months = [str(month) for month in share.index]
    colour = MILESTONE_LINES[milestone][0]
    figure.add_scatter(
        x0=month_place(months[0]),
        dx=1,
        y=share.to_numpy(dtype="float32", na_value=np.nan),
        mode="lines",
        line={"color": colour, "dash": "dot", "width": _COMPARED_PX},
        connectgaps=False,
        cliponaxis=False,
        name=f"{place} {text(f'milestone.short.{milestone}')}",
        text=months,
        hovertemplate=f"{hover}<extra></extra>",
    )
    end = float(share[last])
    return LineEnd(place=month_place(last), share=end, name=place, colour=colour, is_strong=False)


@dataclass(frozen=True, slots=True)
class _Scale:
    """The size of a pixel in months and in shares, so that words keep their distance whatever the span."""

    month: float
    share: float

    @classmethod
    def of(cls, months: Sequence[str], *, height_px: int, has_notes: bool) -> _Scale:
        """Scale of a plot from the first to the last month with a label's width beside it."""
        plot_px = height_px - _TOP_PX - _BOTTOM_PX - _DATES_PX - (NOTE_ROW_PX if has_notes else 0)
        return cls(month=len(months) / (_NARROWEST_PLOT_PX - LABEL_PX - LEADER_PX), share=1 / plot_px)


def _hover_month(text: Text) -> str:
    """The month of a point, which the browser writes out: six lines would bring the same words."""
    return f"%{{text|{text('burnup.hover_month')}}}"


def _course(
    figure: go.Figure,
    share: pd.Series,
    *,
    line: dict[str, Any],
    name: str,
    hover: str,
    systems: pd.DataFrame,
    text: Text,
) -> LineEnd:
    """One line: gaps where nothing was reported, a dot at its end and at a month that stands alone.

    ``hover`` is filled with each month, its share, and the numbers of ``systems`` (one row per month).
    """
    shares = share.to_numpy(dtype="float64", na_value=np.nan).tolist()
    values = np.array(shares, dtype="float32")
    is_known = ~np.isnan(values)
    is_alone = is_known & ~np.append(False, is_known[:-1]) & ~np.append(is_known[1:], False)
    last = int(np.flatnonzero(is_known)[-1])
    months = [str(month) for month in share.index]
    sizes = np.where(is_alone, 5, 0).astype("uint8")
    sizes[last] = 7
    figure.add_scatter(
        x0=month_place(months[0]),
        dx=1,
        y=values,
        mode="lines+markers",
        line=line,
        marker={"size": sizes, "color": line["color"]},
        connectgaps=False,
        cliponaxis=False,
        name=name,
        text=months,
        hovertext=[text.percent(value) if known else "" for value, known in zip(shares, is_known, strict=True)],
        # Two bytes each: there are 1,788 x 20 systems at most.
        customdata=systems.fillna(0).to_numpy(dtype="uint16"),
        hovertemplate=f"{hover}<extra></extra>",
    )
    return LineEnd(place=month_place(months[last]), share=float(share.iloc[last]))


def _due_dates(
    overlay: Overlay, shares: pd.DataFrame, *, due: Mapping[str, date], as_of: str, first: str, text: Text
) -> None:
    """A dropped line per date from its name above the plot to the line it belongs to, or to the axis if ahead."""
    for one, day in due.items():
        month = due_month(day)
        if month < first:
            continue
        share = share_at(shares, one, month=month) if month <= as_of else None
        place = month_place(month)
        look = {"color": GREY[420], "width": 1, "dash": "dot"}
        overlay.line(start=(place, share or 0), end=(place, 1), look=look, layer="below")
        name = text(f"milestone.short.{one}")
        overlay.write(name, x=place, y=1, yref="paper", yanchor="bottom", colour=TEXT_MUTED)


def _due_marks(
    figure: go.Figure,
    overlay: Overlay,
    shares: pd.DataFrame,
    *,
    due: Mapping[str, date],
    as_of: str,
    scale: _Scale,
    text: Text,
) -> None:
    """A mark on each line at its date with the share reached by then; over the plot where the date is ahead."""
    for one, day in due.items():
        month = due_month(day)
        is_ahead = month > as_of
        share = share_at(shares, one, month=month)
        if share is None and not is_ahead:
            continue
        colour = MILESTONE_LINES[one][0]
        words = {"milestone": text(f"milestone.name.{one}"), "work": text(f"milestone.work.{one}")}
        words |= {"date": text.date(day)}
        figure.add_scatter(
            x=[month_place(month)],
            y=[1 + _DATES_PX / 2 * scale.share if share is None else share],
            mode="markers",
            marker={
                "symbol": "triangle-down-open" if is_ahead else "triangle-down",
                "size": 13,
                "color": colour,
                "line": {"width": 2 if is_ahead else 1, "color": colour if is_ahead else WHITE},
            },
            cliponaxis=False,
            name=one,
            customdata=[
                text("burnup.due_ahead_hover", **words)
                if is_ahead
                else text("burnup.due_hover", share=text.percent(share), **words)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
        if share is not None and month != as_of:  # of this month the line's own label tells the share
            is_near = month_place(as_of) - month_place(month) < _SHARE_PX * scale.month
            side = _ABOVE_BEFORE if is_near else _BELOW_AFTER
            overlay.write(text.percent(share, digits=0), x=month_place(month), y=share, halo=HALO, **side)


def _as_of_line(overlay: Overlay, as_of: str, *, months: Sequence[str], text: Text) -> None:
    place = month_place(as_of)
    look = {"color": REFERENCE_LINE, "width": 1.5}
    overlay.line(start=(place, 0), end=(place, 1), look=look, yref="paper", layer="below")
    anchor = "left" if place - month_place(months[0]) < 3 else "center"
    name = f"<b>{text.month(as_of)}</b>"
    overlay.write(name, x=place, y=1, yref="paper", yanchor="bottom", xanchor=anchor, yshift=17)
