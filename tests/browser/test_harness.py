"""The harness itself: what it watches for, it sees."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.server import EGRESS
from tests.browser.watch import Watch, is_foreign, serious_faults

Watched = tuple[Page, Watch]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8501/app/static/x.json", False),
        ("ws://localhost:8501/_stcore/stream", False),
        ("data:text/plain,x", False),
        ("https://example.invalid/x.json", True),
        ("wss://example.invalid/stream", True),
        ("http://127.0.0.1.example.invalid/", True),
    ],
)
def test_a_foreign_url_is_told_from_a_local_one(url: str, expected: bool) -> None:
    assert is_foreign(url) is expected


@pytest.mark.parametrize("url", ["http://example.invalid/world.json", "http://192.0.2.1/world.json"])
def test_a_foreign_request_of_the_page_fails_and_is_recorded(watch_and_page: Watched, url: str) -> None:
    page, watch = watch_and_page
    with page.expect_event("requestfailed") as failed:
        page.evaluate("url => fetch(url).catch(() => null)", url)
    assert "NAME_NOT_RESOLVED" in str(failed.value.failure)
    assert watch.foreign == [url]
    with pytest.raises(AssertionError, match=re.escape(url)):
        watch.assert_clean()


def test_a_foreign_websocket_of_the_page_is_recorded(watch_and_page: Watched) -> None:
    page, watch = watch_and_page
    page.evaluate("new Promise(done => { new WebSocket('ws://example.invalid/s').onclose = () => done(null); })")
    assert watch.foreign == ["ws://example.invalid/s"]


def test_errors_of_the_page_are_recorded(watch_and_page: Watched) -> None:
    page, watch = watch_and_page
    with page.expect_event("pageerror"):
        page.set_content("<script>console.error('said'); setTimeout(() => { throw new Error('thrown'); })</script>")
    assert [error.split(":")[0] for error in watch.errors] == ["console", "uncaught"]


def test_axe_finds_a_picture_without_a_name(watch_and_page: Watched) -> None:
    page, _ = watch_and_page
    page.set_content('<html lang="ja"><title>x</title><main><img src="data:,"></main></html>')
    assert [fault.split()[0] for fault in serious_faults(page)] == ["image-alt"]


def test_a_foreign_attempt_of_the_server_is_recorded(tmp_path: Path) -> None:
    # The hook refuses before anything is sent; 192.0.2.1 is set aside for documentation and nobody's.
    code = """
import contextlib, socket
for host, port in (("192.0.2.1", 80), ("127.0.0.1", 1)):
    with socket.socket() as probe, contextlib.suppress(OSError):
        probe.connect((host, port))
for host in ("example.invalid", "localhost"):
    with contextlib.suppress(OSError):
        socket.getaddrinfo(host, 80)
"""
    log = tmp_path / "egress.log"
    environment = {"PYTHONPATH": str(EGRESS), "EGRESS_LOG": str(log)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert log.read_text().splitlines() == ["socket.connect 192.0.2.1", "socket.getaddrinfo example.invalid"]
