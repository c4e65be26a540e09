"""What the programme costs without a screen: importing a real month, building a view, the size of the map file."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.geometry import STATIC
from bench.result import Result
from data.access import Home
from data.importing import import_files
from data.model import AsOf
from data.views.overview import overview_view

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"
REAL_FILES = ("mic_progress_2026-01.xlsx", "tokutei_2025-12.xlsx")
REPEATS = 5


def programme_results(home: Path) -> Iterator[Result]:
    """Milliseconds, the median of a few runs; the import is left out where the real files are absent."""
    name = json.loads((STATIC / "index.json").read_text(encoding="utf-8"))["files"]["nation_municipalities"]
    yield Result("map.file_gzipped", len(gzip.compress((STATIC / name).read_bytes(), 6)) / 1000, "kB", 400)

    files = [REAL / name for name in REAL_FILES]
    if all(path.exists() for path in files):
        yield Result("import.real_month", _median_ms(lambda: _import(files)), "ms")

    month = Home(home).reader().latest_month
    if month is None:
        return

    def build(opened: Home) -> None:
        overview_view(opened.reader(), as_of=AsOf(month))

    yield Result("view.overview_first", _median_ms(lambda: build(Home(home))), "ms")
    opened = Home(home)
    build(opened)
    yield Result("view.overview_again", _median_ms(lambda: build(opened)), "ms")


def _import(files: list[Path]) -> None:
    with TemporaryDirectory() as folder:
        import_files(files, home=Path(folder))


def _median_ms(run: Callable[[], None]) -> float:
    found = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        run()
        found.append((time.perf_counter() - started) * 1000)
    return median(found)
