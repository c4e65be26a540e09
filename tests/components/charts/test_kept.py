"""A kept picture is made once per key, and only so many are kept."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from components.charts import kept
from components.charts.kept import Picture, kept_picture


def test_a_picture_is_made_once_per_key() -> None:
    made: list[str] = []

    def draw(name: str) -> Picture:
        made.append(name)
        return Picture(go.Figure(), summary=name, frame=pd.DataFrame())

    first = kept_picture(("test", "ja"), make=lambda: draw("ja"))
    assert kept_picture(("test", "ja"), make=lambda: draw("again")) is first
    assert kept_picture(("test", "en"), make=lambda: draw("en")) is not first
    assert made == ["ja", "en"]


def test_the_oldest_give_way() -> None:
    for number in range(kept._MOST + 5):
        kept_picture(("many", number), make=lambda: Picture(go.Figure(), summary="", frame=pd.DataFrame()))
    assert len(kept._pictures) == kept._MOST
    assert ("many", 0) not in kept._pictures
    assert ("many", kept._MOST + 4) in kept._pictures
