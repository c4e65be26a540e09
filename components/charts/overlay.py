"""Lines and words over a plot, handed to Plotly at once: it checks all it has with every single addition."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from components.theme import MIN_FONT_PX, TEXT


@dataclass(frozen=True, slots=True)
class Overlay:
    """Collects lines and words in the figure's own coordinates; ``put`` draws them."""

    _lines: list[dict[str, Any]] = field(default_factory=list)
    _words: list[dict[str, Any]] = field(default_factory=list)

    def line(self, *, start: tuple[float, float], end: tuple[float, float], look: dict[str, Any], **place: Any) -> None:
        """Add a line from ``start`` to ``end`` (x, y); ``look`` is its colour, width and dash."""
        (x0, y0), (x1, y1) = start, end
        self._lines.append({"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": look, **place})

    def write(self, words: str, *, x: float, y: float, colour: str = TEXT, halo: str = "", **place: Any) -> None:
        """Add words at a place; ``halo`` is a CSS text shadow that keeps them readable over lines."""
        font = {"color": colour, "size": MIN_FONT_PX} | ({"shadow": halo} if halo else {})
        self._words.append({"text": words, "x": x, "y": y, "showarrow": False, "font": font, **place})

    def put(self, figure: go.Figure) -> None:
        """Draw everything collected on ``figure``."""
        figure.update_layout(shapes=self._lines, annotations=self._words)
