"""``python -m bench``: every benchmark in one run, one JSON line each: name, value, unit, bar, ok."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from bench.history import history_results
from bench.programme import programme_results
from bench.result import Result
from bench.screens import (
    canvas_drawn,
    first_drawn_result,
    load_results,
    new_choice_results,
    next_results,
    paths_drawn,
)
from bench.start import second_start_result
from data.demo import PROGRAMME_SEED, make_programme
from tests.browser.chromium import find_chromium, missing_reason
from tests.browser.server import ROOT, Server, start_server
from tests.browser.watch import LAUNCH_ARGUMENTS

APPS = Path(__file__).resolve().parent / "apps"
NATION = "/?level=municipality"
MAP_CHANGE_BARS = (10.0, 40.0)
LOAD_BARS = (80.0, 150.0)
FIRST_MAP_BAR = 2500.0
FLAT_BAR = 1.3
FEW_MONTHS = ("2025-11", "2025-12", "2026-01")


def main() -> int:
    """Print all figures; returns 1 when one misses its bar."""
    is_ok = True
    with TemporaryDirectory() as folder:
        for result in _results(Path(folder)):
            print(result.line(), flush=True)
            is_ok &= result.is_ok is not False
    return 0 if is_ok else 1


def _results(scratch: Path) -> Iterator[Result]:
    home, short = scratch / "home", scratch / "short"
    yield from history_results(home, files=scratch / "files")
    make_programme(short, seed=PROGRAMME_SEED, months=FEW_MONTHS)
    yield from programme_results(home)
    yield second_start_result(home)
    chromium = find_chromium()
    if chromium is None:
        print(f"screens not measured: {missing_reason()}", file=sys.stderr)
        return
    yield from _screen_results(chromium, home=home, short=short, scratch=scratch)


def _screen_results(chromium: str, *, home: Path, short: Path, scratch: Path) -> Iterator[Result]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=LAUNCH_ARGUMENTS)
        with _served(short, scratch, ROOT / "app.py") as server:
            few = list(load_results(browser, server, name="overview_3_months.load", path=NATION))
            yield from few
        with _served(home, scratch, ROOT / "app.py") as server:
            many = list(load_results(browser, server, name="overview.load", path=NATION, bars=LOAD_BARS))
            yield from many
            yield Result("overview.load_cpu_43_to_3_months", many[-1].value / few[-1].value, "times", FLAT_BAR)
            yield from new_choice_results(
                browser, server, name="overview.map_change", path=NATION, key="address_measure", bars=MAP_CHANGE_BARS
            )
            yield first_drawn_result(
                playwright, chromium, server, name="overview", path=NATION, drawn=paths_drawn, bar=FIRST_MAP_BAR
            )
        for name, drawn in (("choropleth", paths_drawn), ("deck", canvas_drawn)):
            with _served(home, scratch, APPS / f"{name}.py") as server:
                yield from next_results(browser, server, name=f"plain_{name}.map_change", drawn=drawn)
                yield first_drawn_result(playwright, chromium, server, name=f"plain_{name}", path="/", drawn=drawn)
        browser.close()


@contextmanager
def _served(home: Path, scratch: Path, app: Path) -> Iterator[Server]:
    server = start_server(home, scratch=scratch / app.stem, app=app)
    try:
        yield server
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
