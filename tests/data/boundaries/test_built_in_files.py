"""The committed map files are whole: every region there, drawn, named, within the weight an office line bears."""

from __future__ import annotations

import gzip
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import Point

from data.boundaries.index import KEYS, NATION_MUNICIPALITIES, NATION_PREFECTURES, load_map_index
from data.boundaries.measure import OFFICIAL_FILE, agreement, drawn_areas, map_files
from data.boundaries.official import checked_areas
from data.boundaries.paths import polygon_of
from data.reference import load_reference

pytestmark = pytest.mark.slow

STATIC = Path(__file__).resolve().parents[3] / "static"
PREFECTURE_KEYS = [key for key in KEYS if key.isdigit()]


@cache
def _content(key: str) -> bytes:
    index: dict[str, dict[str, str]] = json.loads((STATIC / "map" / "index.json").read_text(encoding="utf-8"))
    return (STATIC / "map" / index["files"][key]).read_bytes()


def _document(key: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_content(key))
    return document


def test_the_index_names_49_pictures_and_the_weather_agency() -> None:
    index = load_map_index(Path("does-not-exist"), static_dir=STATIC)

    assert index.source == "jma"
    assert index.credit == "気象庁 予報区等GISデータを加工して作成"
    assert list(index.urls) == list(KEYS)
    assert len(index.urls) == 49


@pytest.mark.parametrize("key", KEYS)
def test_a_name_carries_its_content_hash(key: str) -> None:
    url = load_map_index(Path("does-not-exist"), static_dir=STATIC).urls[key]

    assert url.rsplit(".", 2)[1] == hashlib.sha256(_content(key)).hexdigest()[:12]


def test_the_national_picture_has_every_municipality_in_code_order() -> None:
    regions = _document(NATION_MUNICIPALITIES)["regions"]

    assert [region["c"] for region in regions] == [body.code for body in load_reference().municipalities]
    assert len(regions) == 1741
    assert regions[0]["c"] == "01100"
    assert regions[0]["n"] == "札幌市"
    assert regions[0]["p"] == "北海道"


def test_the_national_picture_has_every_prefecture_in_code_order() -> None:
    regions = _document(NATION_PREFECTURES)["regions"]

    assert [region["c"] for region in regions] == [f"{number:02d}" for number in range(1, 48)]
    assert regions[19]["n"] == "長野県"


@pytest.mark.parametrize("key", PREFECTURE_KEYS)
def test_a_prefecture_picture_has_exactly_its_municipalities(key: str) -> None:
    document = _document(key)

    assert document["scope"] == key
    assert [region["c"] for region in document["regions"]] == [
        body.code for body in load_reference().municipalities_of(key)
    ]


@pytest.mark.parametrize("key", KEYS)
def test_every_region_is_drawn_inside_the_picture_and_labelled_inside_itself(key: str) -> None:
    document = _document(key)

    for region in document["regions"]:
        shape = polygon_of(region["d"])
        left, top, right, bottom = shape.bounds
        assert shape.area > 0, region["c"]
        assert region["a"] > 0, region["c"]
        assert min(left, top) >= 0, region["c"]
        assert right <= document["width"], region["c"]
        assert bottom <= document["height"], region["c"]
        assert shape.distance(Point(region["x"], region["y"])) <= 0.2, region["c"]


@pytest.mark.parametrize("key", ["13", "20", "27", NATION_MUNICIPALITIES])
def test_neighbours_do_not_overlap(key: str) -> None:
    shapes = [polygon_of(region["d"]) for region in _document(key)["regions"]]

    assert sum(shape.area for shape in shapes) == pytest.approx(shapely.union_all(shapes).area, rel=1e-4)


@pytest.mark.parametrize("key", ["10", "20", "21", "29"])
def test_a_prefecture_without_a_coast_has_no_gap(key: str) -> None:
    shapes = [polygon_of(region["d"]) for region in _document(key)["regions"]]

    whole = shapely.get_parts(shapely.union_all(shapes))
    assert sum(shapely.Polygon(ring).area for part in whole for ring in part.interiors) < 1


def test_the_national_municipality_picture_is_at_most_400_kb_zipped() -> None:
    assert len(gzip.compress(_content(NATION_MUNICIPALITIES))) <= 400_000


def test_prefecture_borders_are_drawn_in_the_national_picture_only() -> None:
    assert _document(NATION_MUNICIPALITIES)["borders"].startswith("M")
    assert _document("20")["borders"] == ""


def test_what_is_drawn_agrees_with_the_official_boundaries() -> None:
    if not OFFICIAL_FILE.exists():
        pytest.skip("the official boundaries are not beside the project (../shared/real)")
    official, _, _ = checked_areas(OFFICIAL_FILE, reference=load_reference())

    result = agreement(drawn_areas(map_files(STATIC)[1]), official=official)

    assert len(result.shares) == 1741
    assert result.median >= 0.95
    assert result.tenth_percentile >= 0.85
    assert result.worst(1)[0][1] > 0.2
