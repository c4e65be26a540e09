"""What vendor risk costs: its pages, the what-if of the largest vendor, and the flags of every month."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser

from bench.result import Result
from bench.screens import load_results
from data.access import Home, Reader
from data.access.reader import DEMO_MONTH
from data.model import AsOf, shift_month
from data.rules.vendor_impact import Shock
from data.views.vendor_flags import flag_history, vendor_flags
from data.views.what_if import what_if_view
from tests.browser.server import Server

FIGURE, FLAGS = ".js-plotly-plot", ".d-flag-list"
PAGES = (
    ("vendors", "/vendors", FLAGS),
    ("vendors_calendar", "/vendors?part=calendar", FIGURE),
    ("vendor", "/vendor?vendor=A01", FIGURE),
    ("what_if", "/what_if?vendor=A01", FIGURE),
)
"""Each with what comes last on it. Their processor time is told without a bar."""
PAGE_LOADS = 5
WHAT_IF_BAR = 2.0


def vendor_page_results(browser: Browser, server: Server) -> Iterator[Result]:
    """Bytes and milliseconds of processor time of each page, everything behind it warm."""
    for name, path, last in PAGES:
        yield from load_results(browser, server, name=f"{name}.load", path=path, last=last, loads=PAGE_LOADS)


def vendor_risk_results(home: Path) -> Iterator[Result]:
    """Seconds until the flags of a month, the what-if of the largest vendor and the flags of every month are known.

    The last are read from the home where the demo, or whoever came first, worked them out.
    """
    reader, as_of = Home(home).reader(), AsOf(DEMO_MONTH)
    yield Result("vendor_flags.first", _seconds(lambda: vendor_flags(reader, as_of=as_of, with_since=False)), "s")
    shock = Shock(vendors=frozenset({_largest(reader, as_of=as_of)}), month=shift_month(DEMO_MONTH, 1))
    elapsed = _seconds(lambda: what_if_view(reader, as_of=as_of, shock=shock))
    yield Result("what_if.largest_vendor", elapsed, "s", WHAT_IF_BAR)
    yield Result("vendor_flags.history", _seconds(lambda: flag_history(reader, as_of=as_of)), "s")


def _largest(reader: Reader, *, as_of: AsOf) -> str:
    return str(reader.at(as_of).vendor_systems()["vendor_code"].value_counts().index[0])


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
