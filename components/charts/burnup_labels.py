"""What stands at the ends of the burn-up's lines: their names, clear of each other and of the dates ahead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from components.charts.label_places import spread_labels
from components.charts.overlay import Overlay
from components.text import Text
from components.theme import WHITE

LABEL_PX: Final = 110
LEADER_PX: Final = 14
"""Widths of a label and of the line that leads to it."""
HALO: Final = ",".join(f"{x}px {y}px 1px {WHITE}" for x in (-1, 1) for y in (-1, 1))
_ROW_PX: Final = 18
_PAST_DATE_PX: Final = 9
_LETTER_PX: Final = 14


@dataclass(frozen=True, slots=True)
class LineEnd:
    """Where a line ends and what it is called."""

    place: int
    share: float
    name: str = ""
    colour: str = ""
    is_strong: bool = True

    def label(self, text: Text) -> str:
        """Its name and share; that of the compared line stands back."""
        share = text.percent(self.share)
        return f"{self.name} <b>{share}</b>" if self.is_strong else f"{self.name} {share}"


def label_start(place: float, *, dates: Iterable[float], month_per_px: float) -> float:
    """Where labels of lines that end at ``place`` begin: past a date close ahead, where no other is in the way.

    ``dates`` are the places of the dates ahead, in months as ``place`` is.

    >>> label_start(100, dates=[102], month_per_px=0.1), label_start(100, dates=[102, 112], month_per_px=0.1)
    (102.9, 101.4)
    """
    ahead = sorted(dates)
    usual = place + LEADER_PX * month_per_px
    width = LABEL_PX * month_per_px
    for start in (usual, *(date + _PAST_DATE_PX * month_per_px for date in ahead if date < place + width)):
        if not any(start - _PAST_DATE_PX * month_per_px < date < start + width for date in ahead):
            return start
    return usual


def together(ends: Sequence[LineEnd], *, room_px: float, text: Text) -> list[LineEnd]:
    """``ends`` with the lines that have not left zero as one, where their names fit a row of ``room_px``.

    Their leaders would fan out from one point, and cross the labels of the others.
    """
    zero = [end for end in ends if text.percent(end.share) == text.percent(0)]
    own = [end for end in zero if end.is_strong]
    joined = text("burnup.label_joint").join(end.name for end in own)
    if len(own) < 2 or (len(joined) + 3) * _LETTER_PX > room_px:
        return list(ends)
    return [*(end for end in ends if end not in zero), replace(own[-1], name=joined)]


def write_labels(
    overlay: Overlay, ends: Sequence[LineEnd], *, start: float, month_per_px: float, share_per_px: float, text: Text
) -> None:
    """Name each line at ``start``, moved apart where they meet, with a leader back to the line."""
    gap = _ROW_PX * share_per_px
    # From below: of lines that end together the later milestone is the lower.
    places = spread_labels([end.share for end in reversed(ends)], gap=gap, low=0.65 * gap, high=1 - gap / 4)
    for end, place in zip(ends, reversed(places), strict=True):
        x = max(start, end.place + LEADER_PX * month_per_px)
        look = {"color": end.colour, "width": 1}
        overlay.line(start=(end.place + LEADER_PX / 4 * month_per_px, end.share), end=(x, place), look=look)
        overlay.write(end.label(text), x=x, y=place, xanchor="left", yanchor="middle", bgcolor=WHITE, borderpad=0)
