"""What a screen costs: websocket bytes and server processor time per rerun, and the time to the first drawn map.

Every way of drawing goes through the same functions, in the same browser, with the same polygons.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from statistics import median

from PIL import Image
from playwright.sync_api import Browser, Page, Playwright

from bench.result import Result
from tests.browser.server import Server
from tests.browser.watch import LAUNCH_ARGUMENTS, Watch, open_page, settle, watched_page

MUNICIPALITIES = 1741
WARM_UP, RERUNS, LOADS, COLD_BROWSERS = 4, 24, 10, 3
_DRAWN_SECONDS = 60
# Counts paths through shadow roots, where Streamlit's components live.
_PATHS_DRAWN = """(wanted) => {
  const count = (root) => [...root.querySelectorAll("*")].reduce(
    (sum, element) => sum + (element.shadowRoot ? count(element.shadowRoot) : 0), root.querySelectorAll("path").length);
  return count(document) >= wanted ? performance.now() : null;
}"""

Change = Callable[[Page, int], None]
Drawn = Callable[[Page], float]


def rerun_results(
    browser: Browser,
    server: Server,
    *,
    name: str,
    path: str,
    change: Change,
    drawn: Drawn,
    bars: tuple[float, float] | None = None,
) -> Iterator[Result]:
    """Bytes and processor time of one ``change`` of the map, the mean of many; ``bars``: kB, milliseconds."""
    with watched_page(browser, is_guarded=False) as (page, watch):
        open_page(page, f"{server.url}{path}")
        drawn(page)
        for turn in range(WARM_UP):
            _change_and_wait(page, watch, change, turn)
        before = watch.websocket_bytes, server.cpu_seconds()
        for turn in range(RERUNS):
            _change_and_wait(page, watch, change, turn)
        yield from _costs(name, watch, server, before=before, times=RERUNS, bars=bars)


def load_results(
    browser: Browser, server: Server, *, name: str, path: str, bars: tuple[float, float] | None = None
) -> Iterator[Result]:
    """Bytes and processor time of a whole page load by a reader whose browser knows the site."""
    with watched_page(browser, is_guarded=False) as (page, watch):
        for _ in range(2):
            open_page(page, f"{server.url}{path}")
            page.wait_for_load_state("networkidle")
        before = watch.websocket_bytes, server.cpu_seconds()
        for _ in range(LOADS):
            open_page(page, f"{server.url}{path}")
            page.wait_for_load_state("networkidle")
        yield from _costs(name, watch, server, before=before, times=LOADS, bars=bars)


def first_drawn_result(
    playwright: Playwright,
    chromium: str,
    server: Server,
    *,
    name: str,
    path: str,
    drawn: Drawn,
    bar: float | None = None,
) -> Result:
    """Milliseconds from navigation to the drawn map, in browsers started for it with an empty cache; the median."""
    found = []
    for _ in range(COLD_BROWSERS):
        browser = playwright.chromium.launch(executable_path=chromium, args=LAUNCH_ARGUMENTS)
        with watched_page(browser, is_guarded=False) as (page, _):
            page.goto(f"{server.url}{path}", wait_until="commit")
            found.append(drawn(page))
        browser.close()
    return Result(f"{name}.first_drawn_cold_browser", median(found), "ms", bar)


def paths_drawn(page: Page) -> float:
    """Wait for a path per municipality; milliseconds since navigation."""
    handle = page.wait_for_function(_PATHS_DRAWN, arg=MUNICIPALITIES, timeout=_DRAWN_SECONDS * 1000)
    return float(handle.json_value())


def canvas_drawn(page: Page) -> float:
    """Wait until a screenshot shows a region's colour of ``bench/apps/deck.py``; milliseconds since navigation."""
    for _ in range(_DRAWN_SECONDS * 10):
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        colours = picture.getcolors(maxcolors=picture.width * picture.height) or []
        if any(colour == (0, 120, 193) for _, colour in colours):
            return float(page.evaluate("performance.now()"))
        page.wait_for_timeout(20)
    raise RuntimeError("the map was not drawn")


def press(page: Page, turn: int, *, key: str) -> None:
    """Change the map by the other of the two choices of the segmented control ``key``."""
    page.locator(f".st-key-{key} button").nth((turn + 1) % 2).click()


def _change_and_wait(page: Page, watch: Watch, change: Change, turn: int) -> None:
    received = watch.websocket_bytes
    change(page, turn)
    while watch.websocket_bytes == received:
        page.wait_for_timeout(10)
    settle(page)
    page.wait_for_timeout(50)


def _costs(
    name: str, watch: Watch, server: Server, *, before: tuple[int, float], times: int, bars: tuple[float, float] | None
) -> Iterator[Result]:
    bytes_bar, cpu_bar = bars or (None, None)
    yield Result(f"{name}.websocket", (watch.websocket_bytes - before[0]) / times / 1000, "kB", bytes_bar)
    yield Result(f"{name}.server_cpu", (server.cpu_seconds() - before[1]) / times * 1000, "ms", cpu_bar)
