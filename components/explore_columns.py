"""An answer of 探索 as columns on a bare ground: no map is fetched.

A municipality's stands at its office, a prefecture's amid those of its municipalities.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from typing import Any, Final

import pandas as pd
import pydeck as pdk
import streamlit as st

from components.charts.explore_heatmap import class_of, class_words, nice_breaks
from components.charts.explore_shown import Shown, hover_words
from components.text import Text
from components.theme import BLUE, FONT_FAMILY, TEXT, WHITE, sequential
from data.reference import load_reference

HEIGHT_PX: Final = 500
LAYER: Final = "columns"
_TALLEST_M: Final = 420_000
_RADIUS_M: Final = {"prefecture": 16_000, "body": 4_500}
_GROUND_RADIUS_M: Final = 3_500


def column_rows(shown: Shown, *, text: Text) -> pd.DataFrame:
    """One row a column: lon, lat, height (m), r, g, b, mark, words; places and values that are unknown have none."""
    measure, places = shown.measures[0], _places(shown.dimensions[0].id)
    known = shown.rows.dropna(subset=[measure.id])
    most = max(float(known[measure.id].abs().max()), 1e-9) if len(known) else 1.0
    breaks = nice_breaks(known[measure.id].tolist())
    colours = [_channels(fill) for fill in sequential(5)]
    found = []
    for row in known.itertuples(index=False):
        place = places.get(str(row.key0))
        if place is None:
            continue
        value = float(getattr(row, measure.id))
        red, green, blue = colours[class_of(value, breaks)]
        found.append(
            {
                "lon": place[0], "lat": place[1],
                "height": round(max(0.0, value) / most * _TALLEST_M),
                "r": red, "g": green, "b": blue, "mark": row.mark,
                "words": "<br>".join(escape(part) for part in hover_words(row, shown, text=text).split("<br>")),
            }
        )  # fmt: skip
    columns = ["lon", "lat", "height", "r", "g", "b", "mark", "words"]
    return pd.DataFrame(found, columns=columns)


def columns_deck(shown: Shown, *, text: Text) -> pdk.Deck:
    """Draw the columns over small dots of every municipality, which say where the land is."""
    rows = column_rows(shown, text=text)
    land = (
        pd.DataFrame(
            [(one.longitude, one.latitude) for one in load_reference().municipalities],
            columns=["lon", "lat"],
        )
        .dropna()
        .round(2)
    )
    ground = pdk.Layer(
        "ScatterplotLayer",
        land,
        id="ground",
        get_position=["lon", "lat"],
        get_radius=_GROUND_RADIUS_M,
        get_fill_color=[*_channels(BLUE[400]), 130],
    )
    columns = pdk.Layer(
        "ColumnLayer",
        rows,
        id=LAYER,
        get_position=["lon", "lat"],
        get_elevation="height",
        elevation_scale=1,
        radius=_RADIUS_M[shown.dimensions[0].id],
        disk_resolution=8,
        get_fill_color=["r", "g", "b", 235],
        pickable=True,
        auto_highlight=True,
    )
    style = {"backgroundColor": WHITE, "color": TEXT, "fontFamily": FONT_FAMILY, "fontSize": "14px",
             "border": f"1px solid {BLUE[300]}"}  # fmt: skip
    return pdk.Deck(
        layers=[ground, columns],
        initial_view_state=_view(rows),
        # Without a provider and without a style: with a style, even None, the browser asks a foreign host for one.
        map_provider=None,
        tooltip={"html": "{words}", "style": style},
    )


def explore_columns(shown: Shown, *, summary: str, key: str, on_pick: Callable[[str], Any], text: Text) -> None:
    """Draw the columns; ``on_pick`` is told the mark of a picked one, before the page is drawn anew."""

    def picked() -> None:
        objects = st.session_state[key]["selection"]["objects"].get(LAYER, [])
        if objects:
            on_pick(objects[0]["mark"])

    if legend := legend_html(shown, text=text):
        st.html(legend)
    st.pydeck_chart(columns_deck(shown, text=text), height=HEIGHT_PX, on_select=picked, key=key, alt=summary)


def legend_html(shown: Shown, *, text: Text) -> str:
    """What the colours of the columns mean; nothing where all values are alike."""
    measure = shown.measures[0]
    breaks = nice_breaks(shown.rows[measure.id].dropna().tolist())
    classes = zip(class_words(breaks, measure.unit, text=text), sequential(5), strict=False)
    items = "".join(
        f'<li><span class="d-swatch" style="background:{fill}"></span>{escape(words)}</li>'
        for words, fill in classes
        if words
    )
    label = escape(text("explore.columns_legend", measure=measure.label))
    return f'<ul class="d-swatches" aria-label="{label}"><li>{label}</li>{items}</ul>' if items else ""


@cache
def _places(dimension: str) -> Mapping[str, tuple[float, float]]:
    """Longitude and latitude of every body's office, or of the middle of a prefecture's offices."""
    offices = pd.DataFrame(
        [(one.code, one.longitude, one.latitude) for one in load_reference().municipalities],
        columns=["code", "lon", "lat"],
    ).dropna()
    keys = offices["code"].str[:2] if dimension == "prefecture" else offices["code"]
    middle = offices.groupby(keys)[["lon", "lat"]].median().round(3)
    return {str(code): (float(lon), float(lat)) for code, lon, lat in middle.itertuples()}


def _view(rows: pd.DataFrame) -> pdk.ViewState:
    """Look from the south, so that the columns of the north don't hide those of the south."""
    if rows.empty or rows["lat"].max() - rows["lat"].min() > 6:
        return pdk.ViewState(latitude=36.6, longitude=137.2, zoom=4.35, pitch=48, bearing=0)
    middle = rows[["lat", "lon"]].median()
    return pdk.ViewState(latitude=float(middle["lat"]), longitude=float(middle["lon"]), zoom=6.6, pitch=48, bearing=0)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
