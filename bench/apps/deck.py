"""The nation's municipalities as an inline pydeck layer, coloured anew by every press of a button."""

from __future__ import annotations

import pydeck
import streamlit as st

from bench.geometry import national_municipalities

geojson = st.cache_data(national_municipalities)()
step = st.session_state.setdefault("step", 0)
if st.button("next", key="next"):
    step = st.session_state["step"] = step + 1
for index, feature in enumerate(geojson["features"]):
    feature["properties"]["fill"] = [0, 40 * ((index * (step + 1)) % 7), 193]
layer = pydeck.Layer(
    "GeoJsonLayer",
    geojson,
    id="map",
    get_fill_color="properties.fill",
    get_line_color=[255, 255, 255],
    line_width_min_pixels=0.5,
    pickable=True,
)
st.pydeck_chart(
    pydeck.Deck(
        layers=[layer],
        initial_view_state=pydeck.ViewState(latitude=37.5, longitude=136.5, zoom=4),
        map_provider=None,
    ),
    key="map",
)
