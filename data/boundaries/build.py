"""Build the built-in map files: ``python -m data.boundaries.build`` (needs the build requirements).

Their output is committed, so nobody needs this to run the dashboard. It is here so that anybody can repeat it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from data.boundaries.index import write_map_files
from data.boundaries.jma import CREDIT, trace_jma_areas
from data.boundaries.mapset import code_differences, draw_all
from data.reference import load_reference

_ROOT: Final = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Trace the areas (or take them from the cache), draw them and replace ``static/map``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--static", type=Path, default=_ROOT / "static", help="folder that holds map/")
    parser.add_argument("--cache", type=Path, default=_ROOT / ".cache" / "boundaries" / "jma.parquet")
    options = parser.parse_args(arguments)
    reference = load_reference()
    frame = trace_jma_areas(reference, cache=options.cache, report=print)
    missing, unknown = code_differences(frame["code"], reference=reference)
    if missing or unknown:
        print(f"missing: {missing}, unknown: {unknown}", file=sys.stderr)
        return 1
    pictures = draw_all(dict(zip(frame["code"], frame.geometry, strict=True)), reference=reference)
    map_dir = options.static / "map"
    for earlier in map_dir.glob("*.json"):
        earlier.unlink()
    write_map_files(pictures, map_dir=map_dir, subfolder="", index=map_dir / "index.json", credit=CREDIT, source="jma")
    print(f"{len(pictures)} files, {sum(map(len, pictures.values())):,} bytes in {map_dir}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
