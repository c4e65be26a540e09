"""What a screen costs: websocket bytes and server processor time per rerun, and the time to the first drawn map.

Every way of drawing goes through the same functions, in the same browser, with the same polygons.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Playwright

from bench.result import Result
from tests.browser.server import Server
from tests.browser.watch import LAUNCH_ARGUMENTS, Watch, open_page, settle, watched_page

MUNICIPALITIES = 1741
WARM_UP, RERUNS, LOADS, COLD_BROWSERS = 3, 20, 10, 3
_DRAWN_SECONDS = 60
_FIGURE = ".js-plotly-plot"
# Counts paths through shadow roots, where Streamlit's components live.
_PATHS_DRAWN = """(wanted) => {
  const count = (root) => [...root.querySelectorAll("*")].reduce(
    (sum, element) => sum + (element.shadowRoot ? count(element.shadowRoot) : 0), root.querySelectorAll("path").length);
  return count(document) >= wanted ? performance.now() : null;
}"""

Drawn = Callable[[Page], float]
Bars = tuple[float | None, float | None]
"""Kilobytes and milliseconds; None: told without a bar."""


def new_choice_results(
    browser: Browser, server: Server, *, name: str, path: str, key: str, bars: Bars | None = None
) -> Iterator[Result]:
    """Bytes and processor time of the first choice of the last option of ``key`` after a load, the mean of many.

    The load is not counted. It is there because Streamlit does not send a big message twice in a session: going to and
    fro between two choices would cost less than a new one. ``bars``: kB, milliseconds.
    """
    size, seconds = 0, 0.0
    with watched_page(browser, is_new_profile=True) as (page, watch):
        for _ in range(RERUNS):
            open_page(page, f"{server.url}{path}")
            paths_drawn(page)
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(200)
            before = watch.websocket_bytes, server.cpu_seconds()
            page.locator(f".st-key-{key} input").click()
            _press_and_wait(page, watch, page.get_by_role("option").last)
            size += watch.websocket_bytes - before[0]
            seconds += server.cpu_seconds() - before[1]
    yield from _costs(name, size, seconds, times=RERUNS, bars=bars)


def next_results(browser: Browser, server: Server, *, name: str, drawn: Drawn) -> Iterator[Result]:
    """Bytes and processor time of a press of a plain app's button, which colours its map anew, the mean of many."""
    with watched_page(browser, is_new_profile=True) as (page, watch):
        open_page(page, server.url)
        drawn(page)
        button = page.locator(".st-key-next button")
        for _ in range(WARM_UP):
            _press_and_wait(page, watch, button)
        before = watch.websocket_bytes, server.cpu_seconds()
        for _ in range(RERUNS):
            _press_and_wait(page, watch, button)
        size, seconds = watch.websocket_bytes - before[0], server.cpu_seconds() - before[1]
    yield from _costs(name, size, seconds, times=RERUNS, bars=None)


def load_results(
    browser: Browser,
    server: Server,
    *,
    name: str,
    path: str,
    bars: Bars | None = None,
    last: str = _FIGURE,
    loads: int = LOADS,
) -> Iterator[Result]:
    """Bytes and processor time of a whole page load by a reader whose browser knows the site.

    It is the same page again and again, so that what the server keeps of it is kept: see ``first_look_results``.
    ``last`` selects what comes last on the page; nothing of it on the page would be waited for in vain.
    """
    with watched_page(browser, is_new_profile=True) as (page, watch):
        for _ in range(2):
            _open_whole(page, f"{server.url}{path}", last=last)
        before = watch.websocket_bytes, server.cpu_seconds()
        for _ in range(loads):
            _open_whole(page, f"{server.url}{path}", last=last)
        size, seconds = watch.websocket_bytes - before[0], server.cpu_seconds() - before[1]
    yield from _costs(name, size, seconds, times=loads, bars=bars)


def first_look_results(browser: Browser, server: Server, *, name: str, paths: Sequence[str]) -> Iterator[Result]:
    """Bytes and processor time of the first look at each of ``paths``, which nobody asked the server for before.

    The browser knows the site from a look at the first of them, which is not counted.
    """
    first, *others = paths
    with watched_page(browser, is_new_profile=True) as (page, watch):
        _open_whole(page, f"{server.url}{first}")
        before = watch.websocket_bytes, server.cpu_seconds()
        for path in others:
            _open_whole(page, f"{server.url}{path}")
        size, seconds = watch.websocket_bytes - before[0], server.cpu_seconds() - before[1]
    yield from _costs(name, size, seconds, times=len(others), bars=None)


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
        with watched_page(browser, is_new_profile=True) as (page, _):
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


def _open_whole(page: Page, url: str, *, last: str = _FIGURE) -> None:
    """Open a page and wait for the last of it: its figures, unless told otherwise, which come after the map."""
    open_page(page, url)
    page.wait_for_load_state("networkidle")
    page.wait_for_selector(last)
    settle(page)
    page.wait_for_load_state("networkidle")


def _press_and_wait(page: Page, watch: Watch, button: Locator) -> None:
    received = watch.websocket_bytes
    button.click()
    while watch.websocket_bytes == received:
        page.wait_for_timeout(10)
    settle(page)
    page.wait_for_timeout(100)


def _costs(name: str, size: int, seconds: float, *, times: int, bars: Bars | None) -> Iterator[Result]:
    size_bar, cpu_bar = bars or (None, None)
    yield Result(f"{name}.websocket", size / times / 1000, "kB", size_bar)
    yield Result(f"{name}.server_cpu", seconds / times * 1000, "ms", cpu_bar)
