"""``python -m bench``: every benchmark in one run, one JSON line each: name, value, unit, bar, ok."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Playwright, sync_playwright

from bench.drill import drill_results
from bench.explore import explore_results
from bench.history import history_results
from bench.packs import pack_results
from bench.programme import has_real_month, import_real_month, programme_results
from bench.result import Result
from bench.screens import (
    Bars,
    canvas_drawn,
    first_drawn_result,
    first_look_results,
    load_results,
    new_choice_results,
    next_results,
    paths_drawn,
)
from bench.start import second_start_result
from bench.vendors import vendor_page_results, vendor_risk_results
from data.demo import MONTHS, PROGRAMME_SEED, make_programme
from tests.browser.chromium import find_chromium, missing_reason
from tests.browser.server import ROOT, Server, start_server
from tests.browser.watch import LAUNCH_ARGUMENTS

APPS = Path(__file__).resolve().parent / "apps"
NATION = "/?level=municipality"
MAP_CHANGE_BARS = (10.0, 40.0)
LOAD_BARS: Bars = (80.0, 150.0)
HISTORY_BARS: Bars = (None, 150.0)
"""A page with steps and dates shows five times the figures of one with rates: its bytes are told without a bar."""
FIRST_MAP_BAR = 2500.0
FLAT_BAR = 1.3
FIRST_LOOKS = tuple(f"{NATION}&month={month}" for month in reversed(MONTHS[-11:]))
"""The latest months, which no other benchmark asks their server for: the first is the warm-up, ten are measured."""
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
    home, short, real = scratch / "home", scratch / "short", scratch / "real"
    yield from history_results(home, files=scratch / "files")
    make_programme(short, seed=PROGRAMME_SEED, months=FEW_MONTHS)
    yield from programme_results(home)
    yield second_start_result(home)
    yield from vendor_risk_results(home)
    yield from pack_results(home, out=scratch / "packs")
    yield from explore_results(home)
    chromium = find_chromium()
    if chromium is None:
        print(f"screens not measured: {missing_reason()}", file=sys.stderr)
        return
    if has_real_month():
        import_real_month(real)
        yield from _overview_results(chromium, name="real_month", home=real, scratch=scratch, load_bars=LOAD_BARS)
    yield from _history_results(chromium, home=home, short=short, scratch=scratch)
    yield from _overview_results(chromium, name="overview", home=home, scratch=scratch, load_bars=HISTORY_BARS)
    yield from _first_look_results(chromium, home=home, scratch=scratch)
    with _browser(chromium) as (_, browser), _served(home, scratch, ROOT / "serve.py") as server:
        yield from drill_results(browser, server)
        yield from vendor_page_results(browser, server)
    yield from _plain_results(chromium, home=home, scratch=scratch)


def _overview_results(chromium: str, *, name: str, home: Path, scratch: Path, load_bars: Bars) -> Iterator[Result]:
    with _browser(chromium) as (playwright, browser), _served(home, scratch, ROOT / "serve.py") as server:
        yield from load_results(browser, server, name=f"{name}.load", path=NATION, bars=load_bars)
        yield from new_choice_results(
            browser, server, name=f"{name}.map_change", path=NATION, key="address_measure", bars=MAP_CHANGE_BARS
        )
        yield first_drawn_result(
            playwright, chromium, server, name=name, path=NATION, drawn=paths_drawn, bar=FIRST_MAP_BAR
        )


def _history_results(chromium: str, *, home: Path, short: Path, scratch: Path) -> Iterator[Result]:
    """Whether 43 months make a page dearer than three."""
    costs = []
    for one in (short, home):
        with _browser(chromium) as (_, browser), _served(one, scratch, ROOT / "serve.py") as server:
            costs.append([*load_results(browser, server, name="load", path=NATION)][-1].value)
    yield Result("overview.load_cpu_43_to_3_months", costs[1] / costs[0], "times", FLAT_BAR)


def _first_look_results(chromium: str, *, home: Path, scratch: Path) -> Iterator[Result]:
    """Months that nobody has looked at since the server's start, the latest first."""
    with _browser(chromium) as (_, browser), _served(home, scratch, ROOT / "serve.py") as server:
        yield from first_look_results(browser, server, name="overview.first_look_load", paths=FIRST_LOOKS)


def _plain_results(chromium: str, *, home: Path, scratch: Path) -> Iterator[Result]:
    """The same polygons drawn by plain Plotly and pydeck."""
    for name, drawn in (("choropleth", paths_drawn), ("deck", canvas_drawn)):
        with _browser(chromium) as (playwright, browser), _served(home, scratch, APPS / f"{name}.py") as server:
            yield from next_results(browser, server, name=f"plain_{name}.map_change", drawn=drawn)
            yield first_drawn_result(playwright, chromium, server, name=f"plain_{name}", path="/", drawn=drawn)


@contextmanager
def _browser(chromium: str) -> Iterator[tuple[Playwright, Browser]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=LAUNCH_ARGUMENTS)
        yield playwright, browser
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
