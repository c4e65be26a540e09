"""A kept figure is made once per key, and only so many are kept."""

from __future__ import annotations

import plotly.graph_objects as go

from components.charts import kept
from components.charts.kept import kept_figure


def test_a_figure_is_made_once_per_key() -> None:
    made: list[str] = []

    def draw(name: str) -> go.Figure:
        made.append(name)
        return go.Figure(layout={"title": name})

    first = kept_figure(("test", "ja"), make=lambda: draw("ja"))
    assert kept_figure(("test", "ja"), make=lambda: draw("again")) is first
    assert kept_figure(("test", "en"), make=lambda: draw("en")) is not first
    assert made == ["ja", "en"]


def test_the_oldest_give_way() -> None:
    for number in range(kept._MOST + 5):
        kept_figure(("many", number), make=go.Figure)
    assert len(kept._figures) == kept._MOST
    assert ("many", 0) not in kept._figures
    assert ("many", kept._MOST + 4) in kept._figures
