"""Fixtures of the real-browser tests. Without a Chromium every one of them is skipped with that reason."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import find_chromium, missing_reason
from tests.browser.server import ROOT, Server, start_server
from tests.browser.watch import LAUNCH_ARGUMENTS, SETTLE_MILLISECONDS, Watch, close_browser, watched_page

# A busy machine is slow, not wrong.
expect.set_options(timeout=SETTLE_MILLISECONDS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    path = find_chromium()
    if path is None:
        pytest.skip(missing_reason())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=LAUNCH_ARGUMENTS)
        yield browser
        close_browser(browser)


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data home with the last four months of the demo up to its opening month: all of it takes a minute.

    The worker that comes first makes it for all workers of a run. It is only read.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    home, months = shared / "demo_home", ("2025-10", "2025-11", "2025-12", "2026-01")
    with (shared / "demo_home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            making = shared / "demo_home_in_making"
            shutil.rmtree(making, ignore_errors=True)
            command = [sys.executable, "-m", "data", "demo", "--home", str(making), "--months", *months]
            subprocess.run(command, cwd=ROOT, check=True)
            making.rename(home)
    return home


@pytest.fixture(scope="session")
def app_server(browser: Browser, demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard on the demo data, shared by all tests that only look at it."""
    server = start_server(demo_home, scratch=tmp_path_factory.mktemp("server"))
    yield server
    _end(server)


@pytest.fixture
def start_cold_server(browser: Browser, demo_home: Path, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """A factory of servers nobody has visited yet: ``start_cold_server(home=…)``, the demo's home by default."""
    servers: list[Server] = []

    def start(*, home: Path = demo_home) -> Server:
        servers.append(start_server(home, scratch=tmp_path / "cold"))
        return servers[-1]

    yield start
    for server in servers:
        _end(server)


@pytest.fixture
def watch_and_page(browser: Browser) -> Iterator[tuple[Page, Watch]]:
    """A page and its watch; the test must itself call ``watch.assert_clean()``."""
    with watched_page(browser) as (page, watch):
        yield page, watch


@pytest.fixture
def page(watch_and_page: tuple[Page, Watch]) -> Iterator[Page]:
    """A page at 1366×768 whose test fails on any foreign request, console error or uncaught error."""
    page, watch = watch_and_page
    yield page
    watch.assert_clean()


def _end(server: Server) -> None:
    server.stop()
    assert server.foreign_attempts == [], "the server tried to leave this machine"
    assert "Traceback" not in server.log_text(), server.log_text()
