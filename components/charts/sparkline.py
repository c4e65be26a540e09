"""The small line of a card: where a measure came from in the last months, without axes.

It is an image with its own text: Streamlit strips SVG elements from the HTML it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from components.theme import KEY, MARK

WIDTH = 88
HEIGHT = 28
_EDGE = 4
_PLAIN_IN_ADDRESS = " '/:=."
"""Nothing in a quoted attribute of HTML gives these a meaning; as escapes they would take three times the room."""


def sparkline(values: Sequence[float | None], *, label: str) -> str:
    """Write values in time order as an image element, scaled to their own range; unknown months are gaps.

    ``label`` is what a screen reader says. With fewer than two known values there is no course to show and
    the result is empty.

    >>> sparkline([0.5, None], label="x")
    ''
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, span = min(known), max(known) - min(known)
    step = (WIDTH - 2 * _EDGE) / (len(values) - 1)
    points = [
        None if value is None else (_EDGE + place * step, _y((value - low) / span if span else 0.5))
        for place, value in enumerate(values)
    ]
    path, is_drawing = [], False
    for point in points:
        if point is not None:
            path.append(f"{'L' if is_drawing else 'M'}{point[0]:.1f} {point[1]:.1f}")
        is_drawing = point is not None
    x, y = next(point for point in reversed(points) if point is not None)
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}'>"
        f"<path d='{''.join(path)}' fill='none' stroke='{MARK}' stroke-width='2' stroke-linejoin='round'/>"
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3' fill='{KEY}'/></svg>"
    )
    source = f"data:image/svg+xml,{quote(svg, safe=_PLAIN_IN_ADDRESS)}"
    return f'<img class="d-spark" width="{WIDTH}" height="{HEIGHT}" alt="{escape(label)}" src="{source}">'


def _y(share: float) -> float:
    return HEIGHT - _EDGE - share * (HEIGHT - 2 * _EDGE)
