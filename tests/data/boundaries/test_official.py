"""Official boundaries: both layouts read, wards united, and a file that is not the 1,741 refused with all its faults.

The files are made here: every municipality a square of a hundredth of a degree, prefecture by prefecture.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import MultiPolygon, box, mapping, shape

from data.boundaries.index import load_map_index
from data.boundaries.official import checked_areas, rebuild_boundaries
from data.reference import check_digit, load_reference
from data.sources.faults import FaultyInput

pytestmark = pytest.mark.slow

SIDE = 100
"""Whole units of a ten-thousandth of a degree."""


def _corner(code: str) -> tuple[int, int]:
    """South-west corner of a municipality's square: prefectures in bands, municipalities along them."""
    reference = load_reference()
    place = [body.code for body in reference.municipalities_of(code[:2])].index(code)
    return 1_320_000 + (place % 20) * SIDE, 330_000 + int(code[:2]) * 2000 + (place // 20) * SIDE


def _ring(x: int, y: int, width: int = SIDE) -> list[list[int]]:
    return [[x, y], [width, 0], [0, SIDE], [-width, 0], [0, -SIDE]]


def _topology() -> dict[str, Any]:
    arcs: list[list[list[int]]] = []
    items: list[dict[str, Any]] = []
    for body in load_reference().municipalities:
        items.append(
            {
                "type": "Polygon",
                "arcs": [[len(arcs)]],
                "properties": {"lg_code": body.code6, "city_name": body.name, "is_hoppo_city": False},
            }
        )
        arcs.append(_ring(*_corner(body.code)))
    items.append(
        {
            "type": "Polygon",
            "arcs": [[len(arcs)]],
            "properties": {"lg_code": "016951", "city_name": "色丹村", "is_hoppo_city": True},
        }
    )
    arcs.append(_ring(1_460_000, 440_000))
    return {
        "type": "Topology",
        "transform": {"scale": [0.0001, 0.0001], "translate": [0.0, 0.0]},
        "arcs": arcs,
        "objects": {"areas": {"type": "GeometryCollection", "geometries": items}},
    }


def _features() -> list[dict[str, Any]]:
    """N03's way: 横浜市 comes as two wards, one square cut in half; 郡 stands in N03_003."""
    features = []
    for body in load_reference().municipalities:
        x, y = (edge / 10_000 for edge in _corner(body.code))
        pieces = [(body.code, box(x, y, x + 0.01, y + 0.01))]
        if body.code == "14100":
            pieces = [("14101", box(x, y, x + 0.005, y + 0.01)), ("14118", box(x + 0.005, y, x + 0.01, y + 0.01))]
        features += [
            {
                "type": "Feature",
                "properties": {"N03_001": "県", "N03_003": "郡", "N03_004": body.name, "N03_007": code},
                "geometry": mapping(piece),
            }
            for code, piece in pieces
        ]
    outside = {"N03_001": "県", "N03_003": None, "N03_004": "所属未定地", "N03_007": None}
    return [*features, {"type": "Feature", "properties": outside, "geometry": mapping(box(139, 34, 139.1, 34.1))}]


def _write(path: Path, document: object) -> Path:
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def _square_area(area: MultiPolygon) -> float:
    return round(float(area.area) * 10_000, 6)


def test_the_digital_agencys_file_gives_1741_areas(tmp_path: Path) -> None:
    areas, left_out, repaired = checked_areas(_write(tmp_path / "a.json", _topology()), reference=load_reference())

    assert len(areas) == 1741
    assert list(areas) == sorted(areas)
    assert {_square_area(area) for area in areas.values()} == {1.0}
    assert areas["01100"].bounds == pytest.approx((132.0, 33.2, 132.01, 33.21))
    assert left_out == ("色丹村",)
    assert repaired == ()


def test_n03_geojson_unites_wards_and_leaves_out_land_of_nobody(tmp_path: Path) -> None:
    path = _write(tmp_path / "N03.geojson", {"type": "FeatureCollection", "features": _features()})

    areas, left_out, _ = checked_areas(path, reference=load_reference())

    assert len(areas) == 1741
    assert _square_area(areas["14100"]) == 1.0
    assert len(areas["14100"].geoms) == 1
    assert left_out == ("県所属未定地",)


def test_n03_shapefile_zip_is_read_the_same(tmp_path: Path) -> None:
    features = _features()
    frame = gpd.GeoDataFrame(
        [feature["properties"] for feature in features],
        geometry=[shape(feature["geometry"]) for feature in features],
        crs="EPSG:6668",
    )
    (tmp_path / "shp").mkdir()
    frame.to_file(tmp_path / "shp" / "N03-20250101.shp", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "N03.zip", "w") as archive:
        for part in sorted((tmp_path / "shp").iterdir()):
            archive.write(part, f"N03-20250101/{part.name}")

    areas, left_out, _ = checked_areas(tmp_path / "N03.zip", reference=load_reference())

    assert len(areas) == 1741
    assert _square_area(areas["14100"]) == pytest.approx(1.0)
    assert left_out == ("県所属未定地",)


def test_a_broken_ring_is_mended_and_named(tmp_path: Path) -> None:
    document = _topology()
    x, y = document["arcs"][0][0]
    document["arcs"][0] = [[x, y], [SIDE, SIDE], [0, -SIDE], [-SIDE, SIDE], [0, -SIDE]]

    areas, _, repaired = checked_areas(_write(tmp_path / "a.json", document), reference=load_reference())

    assert repaired == ("01100",)
    assert _square_area(areas["01100"]) == 0.5


def test_every_fault_is_listed_at_once(tmp_path: Path) -> None:
    document = _topology()
    items = document["objects"]["areas"]["geometries"]
    document["objects"]["areas"]["geometries"] = kept = [
        item for item in items if item["properties"]["lg_code"][:2] != "47"
    ]
    kept[0]["properties"]["lg_code"] = "011003"
    kept[1]["properties"]["lg_code"] = "01999" + check_digit("01999")
    kept[2]["properties"]["lg_code"] = ""

    with pytest.raises(FaultyInput) as refusal:
        checked_areas(_write(tmp_path / "a.json", document), reference=load_reference())

    faults = refusal.value.faults
    rows = [(fault.row, fault.value) for fault in faults if fault.row is not None]
    missing = [fault.value for fault in faults if fault.row is None]
    okinawa = [body.code for body in load_reference().municipalities_of("47")]
    assert rows == [(1, "011003"), (2, "01999" + check_digit("01999")), (3, kept[2]["properties"]["city_name"])]
    assert missing == ["沖縄県", "01100", "01202", "01203", *okinawa]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空です"),
        (b"%PDF-1.7", "JSON として読めません"),
        (b"PK\x03\x04broken", "zip が壊れています"),
        (b"[1]", "境界のデータではありません"),
        (b'{"type": "Topology", "objects": {}}', "TopoJSON の形が正しくありません"),
        (b'{"type": "FeatureCollection", "features": [{"geometry": null, "properties": {}}]}', "N03"),
    ],
)
def test_something_else_is_refused_in_plain_words(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(content)

    with pytest.raises(FaultyInput, match=words):
        checked_areas(path, reference=load_reference())


@pytest.fixture
def served(tmp_path: Path) -> Callable[[], dict[str, bytes]]:
    def contents() -> dict[str, bytes]:
        return {
            str(path.relative_to(tmp_path)): path.read_bytes()
            for folder in ("static", "home")
            for path in sorted((tmp_path / folder).rglob("*"))
            if path.is_file()
        }

    return contents


def test_rebuilding_writes_49_pictures_and_then_the_index(
    tmp_path: Path, served: Callable[[], dict[str, bytes]]
) -> None:
    path = _write(tmp_path / "a.json", _topology())

    report = rebuild_boundaries(path, home=tmp_path / "home", static_dir=tmp_path / "static")
    first = served()
    rebuild_boundaries(path, home=tmp_path / "home", static_dir=tmp_path / "static")

    assert (report.prefectures, report.municipalities) == (47, 1741)
    assert report.credit == "「国土数値情報（行政区域データ）」（国土交通省）を加工して作成"
    assert len(first) == 50
    assert served() == first
    index = load_map_index(tmp_path / "home", static_dir=tmp_path / "static")
    assert (index.source, index.credit) == ("official", report.credit)


def test_a_refused_file_changes_nothing(tmp_path: Path, served: Callable[[], dict[str, bytes]]) -> None:
    document = _topology()
    document["objects"]["areas"]["geometries"].pop(5)

    with pytest.raises(FaultyInput):
        rebuild_boundaries(
            _write(tmp_path / "a.json", document), home=tmp_path / "home", static_dir=tmp_path / "static"
        )

    assert served() == {}
