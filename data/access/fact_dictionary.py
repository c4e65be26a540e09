"""The data dictionary of the facts database: its views and what every column of them means, in one place.

``fact_dictionary.csv`` has a line per column; the views are made from it, so that none is without its words.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

ColumnType = Literal["text", "integer", "number", "boolean", "date", "moment"]

_FILE: Final = Path(__file__).with_suffix(".csv")


@dataclass(frozen=True, slots=True)
class FactColumn:
    """A column of a view: its type, unit ("" = none), meaning in Japanese and English, and where it comes from."""

    name: str
    type: ColumnType
    unit: str
    meaning: str
    english: str
    source: str


@dataclass(frozen=True, slots=True)
class FactView:
    """A view somebody may ask: what one row is, in Japanese and English, and its columns in order."""

    name: str
    meaning: str
    english: str
    columns: tuple[FactColumn, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


_ROWS: Final = {
    "systems": (
        "1行は1か月・1団体・1業務の対象システム。ほとんどの問いはこの表で足ります。",
        "One row per month, body and applicable system: enough for most questions.",
    ),
    "every_system": (
        "systems と同じ列。対象外の業務も含みます（is_applicable が false）。総務省方式の平均に使います。",
        "As systems, with those that do not apply (is_applicable is false), which the ministry's mean includes.",
    ),
    "flagged_systems": (
        "systems と同じ列に、ベンダのフラグ（flag_bits。本ダッシュボード独自の判定）を加えたもの。",
        "As systems, with the vendor flags of each (flag_bits).",
    ),
    "bodies": (
        "1行は1か月・1団体。都道府県自身も1行です。",
        "One row per month and body; a prefecture itself is one, too.",
    ),
    "milestones": (
        "1行は1か月・1団体・1業務・1マイルストン。",
        "One row per month, body, applicable system and milestone.",
    ),
    "flags": (
        "1行は1か月・1つのフラグ・該当する1システム。",
        "One row per month, vendor flag and system concerned.",
    ),
    "flag_sets": (
        "flag_bits の値ごとに、含まれるフラグを1行ずつ。USING (flag_bits) で結ぶと、フラグごとに数えられます。",
        "The flags in each value of flag_bits, a row each: joined USING (flag_bits) it counts by flag.",
    ),
    "vendors": ("その時点のベンダの一覧。", "The list of vendors in force."),
    "products": ("その時点の適合製品の一覧。", "The list of conforming products in force."),
    "events": ("その時点のベンダの動き。", "The vendor events in force."),
}


def _views() -> dict[str, FactView]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    columns: dict[str, list[FactColumn]] = {name: [] for name in _ROWS}
    for line in lines:
        for view in line.pop("views").split("|"):
            columns[view].append(FactColumn(**line))  # type: ignore[arg-type]  # a test knows the types
    return {name: FactView(name, *words, columns=tuple(columns[name])) for name, words in _ROWS.items()}


FACT_VIEWS: Final[dict[str, FactView]] = _views()
"""Every view by its name, the most useful first."""
