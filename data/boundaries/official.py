"""Official boundaries in place of the built-in ones (format E): read, check against the 1,741, redraw every file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from shapely.geometry import MultiPolygon

from data.boundaries.codes import municipality_of
from data.boundaries.coverage import Areas
from data.boundaries.index import home_index, write_map_files
from data.boundaries.mapset import code_differences, draw_all
from data.boundaries.official_files import OfficialArea, read_official_areas
from data.boundaries.paths import polygons_only
from data.reference import Reference, check_digit, load_reference
from data.sources.faults import Fault, FaultyInput

CREDIT: Final = "「国土数値情報（行政区域データ）」（国土交通省）を加工して作成"
SUBFOLDER: Final = "custom"


@dataclass(frozen=True, slots=True)
class BoundaryReport:
    """What a replacement of the boundaries did. ``left_out``: areas of the file that are none of the 1,741."""

    source_name: str
    sha256: str
    prefectures: int
    municipalities: int
    left_out: tuple[str, ...]
    repaired: tuple[str, ...]
    credit: str


def rebuild_boundaries(file: Path, *, home: Path, static_dir: Path) -> BoundaryReport:
    """Replace the map's boundaries by those of an official file: 49 pictures, then the index in one step.

    Pictures go to ``static_dir``/map/custom, the index to ``home``/boundaries/index.json. Raises FaultyInput, with
    every fault of the file, and changes nothing when the file is unreadable or not exactly the 47 prefectures and
    1,741 municipalities.
    """
    reference = load_reference()
    areas, left_out, repaired = checked_areas(file, reference=reference)
    pictures = draw_all(areas, reference=reference)
    write_map_files(
        pictures,
        map_dir=static_dir / "map",
        subfolder=SUBFOLDER,
        index=home_index(home),
        credit=CREDIT,
        source="official",
    )
    return BoundaryReport(
        source_name=file.name,
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        prefectures=len({code[:2] for code in areas}),
        municipalities=len(areas),
        left_out=left_out,
        repaired=repaired,
        credit=CREDIT,
    )


def checked_areas(file: Path, *, reference: Reference) -> tuple[Areas, tuple[str, ...], tuple[str, ...]]:
    """Municipal areas (degrees) of an official file, the names left out and the codes whose rings were mended.

    Wards count as their city; 北方領土's six villages and 所属未定地 are left out. Raises FaultyInput.
    """
    faults: list[Fault] = []
    parts: dict[str, list[shapely.Geometry]] = {}
    left_out: set[str] = set()
    repaired: set[str] = set()
    for area in read_official_areas(file):
        if area.is_outside:
            left_out.add(area.name)
            continue
        fault = _code_fault(area, reference=reference)
        if fault is not None:
            faults.append(fault)
            continue
        code = municipality_of(area.code[:5], reference=reference) or ""
        if not shapely.is_valid(area.shape):
            repaired.add(code)
        parts.setdefault(code, []).append(polygons_only(area.shape))
    areas = {code: _united(shapes) for code, shapes in sorted(parts.items())}
    empty = {code for code, shape in areas.items() if shape.is_empty}
    faults.extend(_missing_faults(set(areas) - empty, reference=reference))
    if faults:
        raise FaultyInput(file.name, faults)
    return areas, tuple(sorted(left_out)), tuple(sorted(repaired))


def _united(shapes: list[shapely.Geometry]) -> MultiPolygon:
    """One area of a municipality's pieces; pieces that only lie side by side are not merged over and over."""
    pieces = shapely.get_parts(np.asarray(shapes, dtype=object))
    if len(shapes) == 1:
        return polygons_only(shapes[0])
    return polygons_only(shapely.union_all(pieces))


def _code_fault(area: OfficialArea, *, reference: Reference) -> Fault | None:
    code = area.code
    reason = ""
    if not (code.isascii() and code.isdigit() and len(code) in (5, 6)):
        reason = "団体コードが5桁または6桁の数字ではありません。元のファイルを確かめてください。"
    elif len(code) == 6 and check_digit(code[:5]) != code[5]:
        reason = f"団体コードの検査数字が合いません（正しくは {code[:5]}{check_digit(code[:5])}）。"
    elif municipality_of(code[:5], reference=reference) is None:
        reason = "1,741市区町村にない団体コードです。合併や新設があれば団体の一覧を先に更新してください。"
    return Fault(area.layer, area.row, area.column, code or area.name, reason) if reason else None


def _missing_faults(codes: set[str], *, reference: Reference) -> Iterator[Fault]:
    missing, _ = code_differences(codes, reference=reference)
    prefectures = {code[:2] for code in codes}
    for prefecture in reference.prefectures:
        if prefecture.code not in prefectures:
            yield Fault("", None, "都道府県", prefecture.name, "この都道府県の区域がファイルに1つもありません。")
    for code in missing:
        body = reference.body(code)
        name = body.name if body else ""
        yield Fault("", None, "団体コード", code, f"{name}の区域がファイルにないか、形が空です。")
