"""What the way down costs: the pages of a prefecture, a municipality and the milestones, and a click on the map."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Browser

from bench.result import Result
from bench.screens import load_results
from data.reference import load_reference
from tests.browser.japan_map.board import drawn, middle
from tests.browser.server import Server
from tests.browser.watch import open_page, watched_page

PAGES = (
    ("prefecture_of_77", "/prefecture?prefecture=20", 150.0),
    ("prefecture_of_179", "/prefecture?prefecture=01", 150.0),
    ("municipality", "/municipality?body=20201", 150.0),
    ("milestones", "/milestones", 200.0),
)
CLICK_BAR = 1000.0
_CLICKS = 9
_REGIONS = """(count) => document.readyState && [...document.querySelectorAll("*")].some((element) =>
  element.shadowRoot && element.shadowRoot.querySelectorAll(".jm-region").length === count)"""


def drill_results(browser: Browser, server: Server) -> Iterator[Result]:
    """Bytes and milliseconds of processor time of each page, and milliseconds from a click to the next map."""
    for name, path, bar in PAGES:
        yield from load_results(browser, server, name=f"{name}.load", path=path, bars=(None, bar))
    yield Result("drill.click_to_next_map", median(_clicks(browser, server)), "ms", CLICK_BAR)


def _clicks(browser: Browser, server: Server) -> list[float]:
    """From the nation's map into prefectures, each for the second time: the boundaries are in the browser's cache."""
    found = []
    with watched_page(browser, is_new_profile=True) as (page, _):
        for prefecture in ("20", *("20", "03", "10") * (_CLICKS // 3)):
            bodies = sum(body.prefecture_code == prefecture for body in load_reference().municipalities)
            open_page(page, f"{server.url}/")
            drawn(page, 47)
            page.wait_for_load_state("networkidle")
            page.locator(".jm-canvas").scroll_into_view_if_needed()
            x, y = middle(page, int(prefecture) - 1)
            started = time.perf_counter()
            page.mouse.click(x, y)
            page.wait_for_function(_REGIONS, arg=bodies)
            found.append((time.perf_counter() - started) * 1000)
    return found[1:]
