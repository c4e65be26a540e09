"""The nation's municipalities as an inline ``go.Choropleth``, recoloured by a choice of two."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from bench.geometry import national_municipalities

geojson = st.cache_data(national_municipalities)()
step = st.segmented_control("step", [0, 1], required=True, key="step") or 0
codes = [feature["id"] for feature in geojson["features"]]
figure = go.Figure(
    go.Choropleth(
        geojson=geojson,
        featureidkey="properties.code",
        locations=codes,
        z=[(index + step) % 6 for index in range(len(codes))],
    )
)
figure.update_geos(visible=False, fitbounds="locations")
# Offline, Plotly draws nothing unless it finds a world map here.
st.plotly_chart(figure, key="map", config={"topojsonURL": "app/static/topo/"})
