"""Events on a time axis: a number at the month, its words on hover and in the list beside the chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from components.charts.label_places import spread_labels
from components.charts.overlay import Overlay
from components.charts.time_axis import month_place
from components.text import Text
from components.theme import MIN_FONT_PX, REFERENCE_LINE, WHITE

NOTE_ROW_PX: Final = 20


@dataclass(frozen=True, slots=True)
class TimelineNote:
    """An event somebody noted on a month (YYYY-MM); its number on the axis is its place in the list, from 1."""

    month: str
    title: str


def notes_between(notes: Sequence[TimelineNote], *, first: str, last: str) -> list[tuple[int, TimelineNote]]:
    """Number ``notes`` from 1 and keep those from ``first`` to ``last`` month.

    >>> notes_between([TimelineNote("2022-01", "a"), TimelineNote("2025-01", "b")], first="2023-04", last="2026-01")
    [(2, TimelineNote(month='2025-01', title='b'))]
    """
    return [(number, note) for number, note in enumerate(notes, start=1) if first <= note.month <= last]


def add_timeline_notes(
    figure: go.Figure,
    overlay: Overlay,
    notes: Sequence[tuple[int, TimelineNote]],
    *,
    months: Sequence[str],
    month_per_px: float,
    share_per_px: float,
    text: Text,
) -> None:
    """Draw numbered squares just under the axis, moved apart where months are close, each with a stem to its month.

    ``notes`` with their numbers; the scale of the axes is given per pixel. The axis must reach ``NOTE_ROW_PX`` below 0.
    """
    if not notes:
        return
    own = [month_place(note.month) for _, note in notes]
    first, last = month_place(months[0]), month_place(months[-1])
    places = spread_labels(own, gap=NOTE_ROW_PX * month_per_px, low=first, high=last)
    for month, place in zip(own, places, strict=True):
        look = {"color": REFERENCE_LINE, "width": 1.5}
        overlay.line(start=(month, 4 * share_per_px), end=(place, -4 * share_per_px), look=look)
    figure.add_scatter(
        x=places,
        y=[-NOTE_ROW_PX / 2 * share_per_px] * len(notes),
        mode="markers+text",
        marker={"symbol": "square", "size": NOTE_ROW_PX - 2, "color": REFERENCE_LINE},
        text=[str(number) for number, _ in notes],
        textfont={"size": MIN_FONT_PX, "color": WHITE},
        cliponaxis=False,
        name="notes",
        customdata=[
            text("burnup.note_hover", number=number, month=text.month(note.month), title=note.title)
            for number, note in notes
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
