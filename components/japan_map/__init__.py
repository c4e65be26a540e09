"""The map of Japan's prefectures and municipalities: a Streamlit component in SVG, without dependencies.

Boundaries are fetched by the browser once, by URL; Python sends a class and a value for each region.
"""

from __future__ import annotations

from components.japan_map.component import japan_map
from components.japan_map.model import (
    MapClass,
    MapEvent,
    MapFrame,
    MapNumbers,
    MapPlayback,
    MapValues,
    MapWords,
)
from components.japan_map.style import MapStyle, house_style

__all__ = [
    "MapClass",
    "MapEvent",
    "MapFrame",
    "MapNumbers",
    "MapPlayback",
    "MapStyle",
    "MapValues",
    "MapWords",
    "house_style",
    "japan_map",
]
