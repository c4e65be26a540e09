"""Measure committed map files against the official boundaries: ``python -m data.boundaries.measure [--worst N]``.

The share of common area (intersection over union) of each municipality, in degrees, of what is drawn: pixel paths
taken back through the projection written in each file. Says so and stops where the official file is absent.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import MultiPolygon

from data.boundaries.index import NATION_MUNICIPALITIES
from data.boundaries.official import checked_areas
from data.boundaries.paths import polygon_of, polygons_only
from data.boundaries.projection import Panel
from data.reference import load_reference

_ROOT: Final = Path(__file__).resolve().parents[2]
OFFICIAL_FILE: Final = _ROOT.parent / "shared" / "real" / "ja_municipality_area.json"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well drawn areas agree with the official ones: share of common area by code, 0–1."""

    shares: dict[str, float]

    @property
    def median(self) -> float:
        """Half of the municipalities agree at least this well."""
        return float(np.quantile(list(self.shares.values()), 0.5))

    @property
    def tenth_percentile(self) -> float:
        """Nine of ten municipalities agree at least this well."""
        return float(np.quantile(list(self.shares.values()), 0.1))

    def worst(self, count: int) -> list[tuple[str, float]]:
        """The ``count`` codes that agree least, worst first."""
        return sorted(self.shares.items(), key=lambda item: (item[1], item[0]))[:count]


def drawn_areas(files: Iterable[Path]) -> dict[str, MultiPolygon]:
    """Municipal areas in degrees as the given map files draw them."""
    areas: dict[str, MultiPolygon] = {}
    for file in files:
        document = json.loads(file.read_bytes())
        panels = [Panel.from_record(record) for record in document["panels"]]
        for region in document["regions"]:
            areas[region["c"]] = _unprojected(region, panels)
    return areas


def agreement(drawn: dict[str, MultiPolygon], *, official: dict[str, MultiPolygon]) -> Agreement:
    """Compare area by area; one that is missing on the drawn side counts as 0."""
    shares = {}
    for code, wanted in official.items():
        have = drawn.get(code, MultiPolygon())
        union = shapely.union(have, wanted).area
        shares[code] = shapely.intersection(have, wanted).area / union if union else 0.0
    return Agreement(shares)


def map_files(static_dir: Path) -> tuple[Path, list[Path]]:
    """The built-in national municipality file and the 47 prefecture files of ``static_dir``."""
    folder = static_dir / "map"
    files = json.loads((folder / "index.json").read_text(encoding="utf-8"))["files"]
    prefectures = [folder / name for key, name in sorted(files.items()) if key.isdigit()]
    return folder / files[NATION_MUNICIPALITIES], prefectures


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one JSON line per level of detail, then the worst municipalities."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--official", type=Path, default=OFFICIAL_FILE)
    parser.add_argument("--static", type=Path, default=_ROOT / "static")
    parser.add_argument("--worst", type=int, default=10)
    options = parser.parse_args(arguments)
    if not options.official.exists():
        print(f"skipped: the official boundaries are not at {options.official.name} beside the project")
        return 0
    reference = load_reference()
    official, _, _ = checked_areas(options.official, reference=reference)
    nation, prefectures = map_files(options.static)
    for name, files in (("prefecture files", prefectures), ("national file", [nation])):
        result = agreement(drawn_areas(files), official=official)
        print(
            json.dumps(
                {
                    "measure": f"common area share, {name}",
                    "municipalities": len(result.shares),
                    "median": round(result.median, 4),
                    "p10": round(result.tenth_percentile, 4),
                    "below_0.7": sum(share < 0.7 for share in result.shares.values()),
                }
            )
        )
        for code, share in result.worst(options.worst):
            body = reference.body(code)
            print(f"  {code} {body.name if body else ''} {share:.3f}")
    return 0


def _unprojected(region: dict[str, Any], panels: Sequence[Panel]) -> MultiPolygon:
    """A region in degrees: each part through the inset it lies in, else through the main panel."""
    parts = []
    for part in shapely.get_parts(polygon_of(region["d"])):
        inside = part.representative_point()
        panel = next((panel for panel in panels[1:] if panel.contains(inside.x, inside.y)), panels[0])
        parts.append(panel.to_degrees(part))
    return polygons_only(shapely.union_all([shapely.make_valid(part) for part in parts]))


if __name__ == "__main__":
    sys.exit(main())
