"""The built-in source of boundaries: the weather agency's municipal areas, asked point by point.

Needs the build-only package ``reversejp``; nothing at run time imports this module.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import geopandas as gpd
import shapely

from data.boundaries.codes import municipality_of
from data.boundaries.paths import polygons_only
from data.boundaries.tracing import NOTHING, Tracer
from data.reference import Reference

CREDIT: Final = "気象庁 予報区等GISデータを加工して作成"

_COARSE_DEGREES: Final = 0.01
_FINE_PER_COARSE: Final = 8
_BISECTIONS: Final = 3
_REACH: Final = 10
_ORIGIN: Final = (122.0003, 20.0003)
_FAR_ISLANDS: Final = (
    (139.37, 41.51),  # 渡島大島
    (139.81, 41.36),  # 渡島小島
    (141.32, 44.42),  # 天売島
    (141.42, 44.43),  # 焼尻島
    (139.55, 39.19),  # 飛島
    (142.14, 27.68),  # 聟島
    (142.19, 27.07),  # 父島
    (142.16, 26.65),  # 母島
    (140.88, 27.24),  # 西之島
    (141.28, 25.43),  # 北硫黄島
    (141.32, 24.78),  # 硫黄島
    (141.46, 24.23),  # 南硫黄島
    (153.98, 24.29),  # 南鳥島
    (131.14, 34.77),  # 見島
    (130.11, 34.24),  # 沖ノ島
    (128.39, 32.03),  # 男女群島
    (129.72, 31.70),  # 下甑島
    (129.88, 31.84),  # 上甑島
    (129.45, 31.19),  # 宇治群島
    (129.94, 30.83),  # 黒島
    (130.30, 30.79),  # 薩摩硫黄島
    (130.22, 30.46),  # 口永良部島
    (129.92, 29.97),  # 口之島
    (129.87, 29.85),  # 中之島
    (129.54, 29.90),  # 臥蛇島
    (129.53, 29.69),  # 平島
    (129.71, 29.63),  # 諏訪之瀬島
    (129.60, 29.46),  # 悪石島
    (129.33, 29.22),  # 小宝島
    (129.21, 29.14),  # 宝島
    (128.99, 28.80),  # 横当島
    (128.23, 27.87),  # 硫黄鳥島
    (131.24, 25.84),  # 南大東島
    (131.19, 24.47),  # 沖大東島
    (123.47, 25.74),  # 魚釣島
    (123.68, 25.92),  # 久場島
    (123.78, 24.06),  # 波照間島
)
"""Islands too far from their municipality's office, or from any other land, to be found from there."""


def trace_jma_areas(reference: Reference, *, cache: Path, report: Callable[[str], None]) -> gpd.GeoDataFrame:
    """Municipal areas, columns ``code`` (5 digits, ascending) and ``geometry`` (lon, lat), borders shared exactly.

    Kept in ``cache`` because asking takes minutes. Raises ImportError without ``reversejp``.
    """
    if cache.exists():
        return gpd.read_parquet(cache)
    started = time.monotonic()
    label_at = _municipal_label(reference)
    tracer = Tracer(label_at, _COARSE_DEGREES, _FINE_PER_COARSE, _BISECTIONS, _REACH, _ORIGIN)
    faces = tracer.trace(_seeds(reference))
    codes = sorted(faces)
    shapes = [polygons_only(shapely.union_all(faces[code])) for code in codes]
    frame = gpd.GeoDataFrame({"code": [f"{code:05d}" for code in codes]}, geometry=shapes, crs="EPSG:6668")
    cache.parent.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(cache)
    report(f"traced {len(codes)} areas in {time.monotonic() - started:.0f} s")
    return frame


def _seeds(reference: Reference) -> Iterator[tuple[float, float]]:
    for body in reference.municipalities:
        if body.longitude is not None and body.latitude is not None:
            yield body.longitude, body.latitude
    yield from _FAR_ISLANDS


def _municipal_label(reference: Reference) -> Callable[[float, float], int]:
    """The question to the package. An area found twice at a place has a hole there: its hole counts as its own area."""
    from reversejp import find_properties

    labels: dict[str, int] = {}

    def label_at(lon: float, lat: float) -> int:
        inside: dict[str, bool] = {}
        for area in find_properties(lon, lat):
            inside[area.code] = not inside.get(area.code, False)
        for code, is_inside in inside.items():
            if is_inside and len(code) == 7:
                label = labels.get(code)
                if label is None:
                    label = labels[code] = int(municipality_of(code[:5], reference=reference) or NOTHING)
                return label
        return NOTHING

    return label_at
