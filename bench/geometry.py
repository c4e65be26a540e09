"""The dashboard's own map file as GeoJSON, so that every way of drawing gets the same polygons."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from shapely.geometry import MultiPolygon, Polygon, mapping
from shapely.geometry.polygon import orient

STATIC = Path(__file__).resolve().parent.parent / "static" / "map"
# Map libraries want degrees: the plane is laid over Japan at this many pixels a degree.
_PIXELS_PER_DEGREE = 60.0
_WEST, _NORTH = 128.0, 46.0
_TOKEN = re.compile(r"[MmLlHhVvZz]|-?\d+(?:\.\d+)?")

Ring = list[tuple[float, float]]


def national_municipalities() -> dict[str, Any]:
    """A FeatureCollection of the national municipality file; each feature has ``properties.code``."""
    name = json.loads((STATIC / "index.json").read_text(encoding="utf-8"))["files"]["nation_municipalities"]
    regions = json.loads((STATIC / name).read_text(encoding="utf-8"))["regions"]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": region["c"],
                "properties": {"code": region["c"], "name": region["n"]},
                "geometry": mapping(MultiPolygon([_polygon(ring) for ring in rings(region["d"]) if len(ring) > 2])),
            }
            for region in regions
        ],
    }


def rings(path: str) -> list[Ring]:
    """The closed rings of an SVG path of straight lines, in its own coordinates."""
    tokens = _TOKEN.findall(path)
    found: list[Ring] = []
    x = y = 0.0
    command = ""
    at = 0
    while at < len(tokens):
        if tokens[at].isalpha():
            command = tokens[at]
            at += 1
            if command in "Zz":
                x, y = found[-1][0]
                continue
        base_x, base_y = (x, y) if command.islower() else (0.0, 0.0)
        if command in "Hh":
            x, at = base_x + float(tokens[at]), at + 1
        elif command in "Vv":
            y, at = base_y + float(tokens[at]), at + 1
        else:
            x, y, at = base_x + float(tokens[at]), base_y + float(tokens[at + 1]), at + 2
        if command in "Mm":
            found.append([(x, y)])
            command = "l" if command == "m" else "L"
        else:
            found[-1].append((x, y))
    return found


def _polygon(ring: Ring) -> Polygon:
    degrees = [(_WEST + x / _PIXELS_PER_DEGREE, _NORTH - y / _PIXELS_PER_DEGREE) for x, y in ring]
    # Plotly's spherical geometry takes the inside to lie clockwise.
    return orient(Polygon([(round(x, 3), round(y, 3)) for x, y in degrees]), sign=-1.0)
