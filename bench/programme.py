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

    if has_real_month():
        yield Result("import.real_month", _median_ms(_import_and_forget), "ms")

    month = Home(home).reader().latest_month
    if month is None:
        return

    def build(opened: Home) -> None:
        overview_view(opened.reader(), as_of=AsOf(month))

    yield Result("view.overview_first", _median_ms(lambda: build(Home(home))), "ms")
    opened = Home(home)
    build(opened)
    yield Result("view.overview_again", _median_ms(lambda: build(opened)), "ms")


def has_real_month() -> bool:
    """Whether the ministry's published files are here; they are not part of the project."""
    return all((REAL / name).exists() for name in REAL_FILES)


def import_real_month(home: Path) -> None:
    """Import the published month and list into ``home``."""
    import_files([REAL / name for name in REAL_FILES], home=home)


def _import_and_forget() -> None:
    with TemporaryDirectory() as folder:
        import_real_month(Path(folder))


def _median_ms(run: Callable[[], None]) -> float:
    found = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        run()
        found.append((time.perf_counter() - started) * 1000)
    return median(found)
