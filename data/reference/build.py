"""Write ``bodies.csv`` and ``prefectures.csv`` from two published packages; run once, output committed.

Names, kana, codes and office coordinates come from ``japancode`` (its list is code4fukui/localgovjp, CC0); English
names come from the areas of the Japan Meteorological Agency in ``reversejp``. Both are needed only to run this:
``python -m data.reference.build``. A merger is entered by hand in the CSV, with its date in the change log.
"""

from __future__ import annotations

import csv
import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import reversejp

from data.model import BodyKind
from data.reference.codes import check_digit

HERE = Path(__file__).parent

DESIGNATED_CITIES = frozenset(
    (
        "01100 04100 11100 12100 14100 14130 14150 15100 22100 22130 23100 26100 27100 27140 28100 33100 34100 "
        "40100 40130 43100"
    ).split()
)
CORE_CITIES = frozenset(
    (
        "01202 01204 02201 02203 03201 05201 06201 07201 07203 07204 08201 09201 10201 10202 11201 11203 11222 "
        "12204 12217 13201 14201 16201 17201 18201 19201 20201 20202 21201 23201 23202 23203 23211 25201 27203 "
        "27205 27207 27210 27212 27215 27227 28201 28202 28203 28204 29201 30201 31201 32201 33202 34202 34207 "
        "35201 37201 38201 39201 40203 42201 42202 44201 45201 46201 47201"
    ).split()
)
"""62 core cities: 58 are called so in the Digital Agency's list of 2025-12; 01204, 06201, 10202, 12217 are 要確認."""

OFFICE_ELSEWHERE = {
    "07546": "Futaba Town",
    "26100": "Kyoto City",
    "34100": "Hiroshima City",
    "46303": "Mishima Village",
    "46304": "Toshima Village",
    "47381": "Taketomi Town",
}
"""English names of bodies whose office (or first listed point) lies in another municipality's area or a ward."""

_SUFFIX = {"区": BodyKind.SPECIAL_WARD, "市": BodyKind.CITY, "町": BodyKind.TOWN, "村": BodyKind.VILLAGE}
_PART = re.compile(r"^(Northern|Southern|Eastern|Western) | \(.*\)$")


def _kind(code: str, name: str) -> BodyKind:
    if code in DESIGNATED_CITIES:
        return BodyKind.DESIGNATED_CITY
    return BodyKind.CORE_CITY if code in CORE_CITIES else _SUFFIX[name[-1]]


def _english(code: str, longitude: float, latitude: float) -> str:
    if code in OFFICE_ELSEWHERE:
        return OFFICE_ELSEWHERE[code]
    areas = [area for area in reversejp.find_properties(longitude, latitude) if area.code.startswith(code)]
    [area] = [area for area in areas if len(area.code) == 7]
    return _PART.sub("", area.en_name.rsplit(", ", maxsplit=1)[-1])


def _listing(name: str) -> list[dict[str, Any]]:
    text = resources.files("japancode").joinpath("data", name).read_text("utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    return rows


def main() -> None:
    """Write both files beside this module."""
    prefectures = [
        {
            "code": row["pid"].zfill(2),
            "name": row["pref"],
            "kana": row["prefkana"],
            "english": row["pref_en"],
        }
        for row in _listing("prefectures.json")
    ]
    bodies = [
        {
            "code": (code := row["cid"].zfill(5)),
            "check_digit": check_digit(code),
            "name": row["city"],
            "kana": row["citykana"],
            "english": _english(code, row["lng"], row["lat"]),
            "kind": _kind(code, row["city"]).value,
            "latitude": f"{row['lat']:.4f}",
            "longitude": f"{row['lng']:.4f}",
        }
        for row in _listing("municipalities.json")
        if " " not in row["city"]
    ]
    bodies += [
        {
            "code": (code := prefecture["code"] + "000"),
            "check_digit": check_digit(code),
            "name": prefecture["name"],
            "kana": prefecture["kana"],
            "english": prefecture["english"],
            "kind": BodyKind.PREFECTURE.value,
            "latitude": "",
            "longitude": "",
        }
        for prefecture in prefectures
    ]
    for name, rows in (("prefectures.csv", prefectures), ("bodies.csv", sorted(bodies, key=lambda row: row["code"]))):
        with (HERE / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
