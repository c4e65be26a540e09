"""The two official layouts of municipal boundaries, read as they are: nothing is judged here but readability."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from data.sources.faults import Fault, FaultyInput

_N03_CODE: Final = "N03_007"
_N03_NAMES: Final = ("N03_001", "N03_004", "N03_005")
_MOST_BYTES: Final = 2_000_000_000
_WANTED: Final = (
    "デジタル庁の ja_municipality_area.json（TopoJSON）か、"
    "国土数値情報 N03（GeoJSON、または Shapefile の zip）を指定してください。"
)


@dataclass(frozen=True, slots=True)
class OfficialArea:
    """One feature of an official file: its code as written, its name, its area in degrees and where it stood.

    ``is_outside``: the file itself says that it belongs to none of the 1,741 (北方領土, 所属未定地).
    """

    code: str
    name: str
    shape: shapely.Geometry
    layer: str
    row: int
    column: str
    is_outside: bool = False


def read_official_areas(file: Path) -> Iterator[OfficialArea]:
    """Every feature of a Digital Agency TopoJSON or of an MLIT N03 file, in file order. Raises FaultyInput."""
    try:
        size, head = file.stat().st_size, file.open("rb").read(4)
    except OSError as error:
        raise _refused(file, f"ファイルを読めません（{error.strerror}）。") from error
    if size == 0:
        raise _refused(file, "ファイルが空です。")
    if head.startswith(b"PK"):
        yield from _n03_shapefile(file)
        return
    try:
        document = json.loads(file.read_bytes().decode("utf-8-sig"))
    except ValueError as error:
        raise _refused(file, f"JSON として読めません。{_WANTED}") from error
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "Topology":
        yield from _topology(file, document)
    elif kind == "FeatureCollection":
        yield from _n03_features(file, document)
    else:
        raise _refused(file, f"境界のデータではありません。{_WANTED}")


def _topology(file: Path, document: dict[str, Any]) -> Iterator[OfficialArea]:
    try:
        arcs = _decoded_arcs(document)
        for layer, collection in document["objects"].items():
            for row, item in enumerate(collection["geometries"], 1):
                properties = item["properties"]
                yield OfficialArea(
                    code=str(properties.get("lg_code") or ""),
                    name=str(properties.get("city_name") or ""),
                    shape=_topology_shape(item, arcs),
                    layer=str(layer),
                    row=row,
                    column="lg_code",
                    is_outside=bool(properties.get("is_hoppo_city")),
                )
    except (KeyError, TypeError, IndexError, ValueError, AttributeError, shapely.errors.GEOSException) as error:
        raise _refused(file, f"TopoJSON の形が正しくありません（{type(error).__name__}）。{_WANTED}") from error


def _decoded_arcs(document: dict[str, Any]) -> list[np.ndarray[Any, Any]]:
    transform = document.get("transform")
    if transform is None:
        return [np.asarray(arc, dtype=float)[:, :2] for arc in document["arcs"]]
    scale, shift = np.asarray(transform["scale"]), np.asarray(transform["translate"])
    return [np.cumsum(np.asarray(arc), axis=0) * scale + shift for arc in document["arcs"]]


def _topology_shape(item: dict[str, Any], arcs: list[np.ndarray[Any, Any]]) -> shapely.Geometry:
    if item["type"] not in ("Polygon", "MultiPolygon"):
        return shapely.MultiPolygon()
    polygons = [item["arcs"]] if item["type"] == "Polygon" else item["arcs"]
    shapes = []
    for rings in polygons:
        lines = [_ring(ring, arcs) for ring in rings]
        solid = [line for line in lines if len(line) >= 4]
        if solid and solid[0] is lines[0]:
            shapes.append(shapely.Polygon(solid[0], solid[1:]))
    return shapely.MultiPolygon(shapes)


def _ring(indexes: list[int], arcs: list[np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    pieces = [arcs[~index][::-1] if index < 0 else arcs[index] for index in indexes]
    return np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])])


def _n03_features(file: Path, document: dict[str, Any]) -> Iterator[OfficialArea]:
    try:
        for row, feature in enumerate(document["features"], 1):
            shape = shapely.from_geojson(json.dumps(feature["geometry"])) if feature["geometry"] else None
            yield _n03_area(feature["properties"], shape, layer=file.stem, row=row)
    except (KeyError, TypeError, shapely.errors.GEOSException) as error:
        raise _refused(file, f"N03 の GeoJSON ではありません（{error}）。{_WANTED}") from error


def _n03_shapefile(file: Path) -> Iterator[OfficialArea]:
    try:
        with zipfile.ZipFile(file) as archive:
            members = [entry.filename for entry in archive.infolist() if entry.filename.lower().endswith(".shp")]
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _refused(file, "zip が壊れています。もう一度ダウンロードしてください。") from error
    if unpacked > _MOST_BYTES:
        raise _refused(file, "展開後の大きさが2GBを超えるため読みません。")
    if len(members) != 1:
        reason = f"zip の中の Shapefile（.shp）が{len(members)}個です。"
        raise _refused(file, f"{reason}全国の行政区域1個だけの zip を指定してください。")
    try:
        frame = gpd.read_file(f"/vsizip/{file}/{members[0]}", encoding=None)
    except Exception as error:
        raise _refused(file, f"Shapefile を読めません（{type(error).__name__}）。") from error
    if _N03_CODE not in frame.columns:
        raise _refused(file, f"列 {_N03_CODE}（行政区域コード）がありません。{_WANTED}")
    if frame.crs is not None and not frame.crs.is_geographic:
        frame = frame.to_crs("EPSG:6668")
    for row, (properties, shape) in enumerate(
        zip(frame.drop(columns="geometry").to_dict("records"), frame.geometry, strict=True), 1
    ):
        yield _n03_area(properties, shape, layer=members[0], row=row)


def _n03_area(properties: dict[str, Any], shape: shapely.Geometry | None, *, layer: str, row: int) -> OfficialArea:
    """N03 writes no code where land belongs to no municipality (所属未定地) and 北方領土's old codes 01695–01700."""
    code = properties[_N03_CODE]
    text = code.strip() if isinstance(code, str) else ""
    names = [value for key in _N03_NAMES if isinstance(value := properties.get(key), str)]
    is_outside = text in _HOPPO_CODES or (not text and any("所属未定" in name for name in names))
    return OfficialArea(
        text, "".join(names), shape or shapely.MultiPolygon(), layer, row, _N03_CODE, is_outside=is_outside
    )


_HOPPO_CODES: Final = frozenset(f"{number:05d}" for number in range(1695, 1701))


def _refused(file: Path, reason: str) -> FaultyInput:
    return FaultyInput(file.name, [Fault("", None, "", "", reason)])
