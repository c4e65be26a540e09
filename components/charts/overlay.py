"""Lines and words over a plot, handed to Plotly at once: it checks all it has with every single addition."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from components.theme import TEXT


@dataclass(frozen=True, slots=True)
class Overlay:
    """Collects lines and words in the figure's own coordinates; ``put`` draws them."""

    _lines: list[dict[str, Any]] = field(default_factory=list)
    _words: list[dict[str, Any]] = field(default_factory=list)

    def line(self, *, start: tuple[float, float], end: tuple[float, float], look: dict[str, Any], **place: Any) -> None:
        """Add a line from ``start`` to ``end`` (x, y); ``look`` is its colour, width and dash."""
        (x0, y0), (x1, y1) = _rounded(*start), _rounded(*end)
        self._lines.append({"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": look, **place})

    def write(self, words: str, *, x: float, y: float, colour: str = TEXT, halo: str = "", **place: Any) -> None:
        """Add words at a place; ``halo`` is a CSS text shadow that keeps them readable over lines."""
        font = ({} if colour == TEXT else {"color": colour}) | ({"shadow": halo} if halo else {})
        x, y = _rounded(x, y)
        self._words.append({"text": words, "x": x, "y": y, **({"font": font} if font else {}), **place})

    def put(self, figure: go.Figure) -> None:
        """Draw everything collected on ``figure``."""
        figure.update_layout(shapes=self._lines, annotations=self._words)


def _rounded(x: float, y: float) -> tuple[float, float]:
    """To far less than a pixel: further digits only cost bytes."""
    return round(x, 4), round(y, 4)
