"""The nation's municipalities as an inline ``go.Choropleth``, coloured anew by every press of a button."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from bench.geometry import national_municipalities

geojson = st.cache_data(national_municipalities)()
step = st.session_state.setdefault("step", 0)
if st.button("next", key="next"):
    step = st.session_state["step"] = step + 1
codes = [feature["id"] for feature in geojson["features"]]
figure = go.Figure(
    go.Choropleth(
        geojson=geojson,
        featureidkey="properties.code",
        locations=codes,
        z=[(index * (step + 1)) % 7 for index in range(len(codes))],
    )
)
figure.update_geos(visible=False, fitbounds="locations")
# Offline, Plotly draws nothing unless it finds a world map here.
st.plotly_chart(figure, key="map", config={"topojsonURL": "app/static/topo/"})
