"""A kept picture is made once per key, and only so many are kept."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import plotly.io

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


def test_a_kept_figure_is_sent_as_it_was_drawn_and_is_written_down_once() -> None:
    drawn = go.Figure().add_bar(x=[0.5, 1.0], y=["長野市", "松本市"], name="達成率")
    drawn.update_layout(height=190)
    shown = kept_picture(("sent",), make=lambda: Picture(drawn, summary="", frame=pd.DataFrame())).figure
    assert shown is not None
    assert plotly.io.to_json(shown, validate=False) == plotly.io.to_json(drawn, validate=False)
    assert shown.height_px == 190
    assert shown.to_dict() is shown.to_dict()


def test_the_oldest_give_way() -> None:
    for number in range(kept._MOST + 5):
        kept_picture(("many", number), make=lambda: Picture(go.Figure(), summary="", frame=pd.DataFrame()))
    assert len(kept._pictures) == kept._MOST
    assert ("many", 0) not in kept._pictures
    assert ("many", kept._MOST + 4) in kept._pictures
