"""A browser page that cannot leave this machine and remembers every attempt, error and websocket frame."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebSocket

from tests.browser.chromium import find_chromium
from tests.browser.server import ROOT

LAUNCH_ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--no-pings",
    # Neither a name nor a foreign address resolves: the requests are seen to be made, and fail.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)
DESKTOP = (1366, 768)
PAGES = tuple(sorted(path.stem for path in (ROOT / "pages").glob("[a-z]*.py")))
"""The names of all pages, which are their places in the address."""

SETTLE_MILLISECONDS = 60_000
_READER: Final[dict[str, Any]] = {"locale": "ja-JP", "timezone_id": "Asia/Tokyo", "service_workers": "block"}
_PROFILES: WeakKeyDictionary[Browser, tuple[BrowserContext, TemporaryDirectory[str]]] = WeakKeyDictionary()
# On a deep link Streamlit's front end first asks below the page's own path whether it is mounted there.
_MOUNT_PROBES = ("/_stcore/health", "/_stcore/host-config")
_LOCAL_SCHEMES = {"data", "blob", "about"}
_LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}


@dataclass(slots=True)
class Watch:
    """What one page did: hosts it tried to reach, errors it raised, bytes it received over websockets."""

    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    websocket_bytes: int = 0

    def assert_clean(self) -> None:
        """Fail on any foreign request or any error of the page."""
        assert not self.foreign, f"requests to foreign hosts: {self.foreign}"
        assert not self.errors, "\n".join(self.errors)


def is_foreign(url: str) -> bool:
    """Tell whether fetching ``url`` would leave this machine."""
    parts = urlsplit(url)
    return parts.scheme not in _LOCAL_SCHEMES and parts.hostname not in _LOCAL_HOSTS


@contextmanager
def watched_page(
    browser: Browser, *, size: tuple[int, int] = DESKTOP, is_new_profile: bool = False
) -> Iterator[tuple[Page, Watch]]:
    """A page of its own. Foreign requests and websockets fail (``LAUNCH_ARGUMENTS``) and are recorded.

    In a profile that has fetched before what never changes, as a reader's has after the first day, unless
    ``is_new_profile``.

    Recorded by events: routes would see as much, but switch the browser's cache off and slow every request.
    """
    watch = Watch()
    context = browser.new_context(**_READER) if is_new_profile else _kept_profile(browser)

    def note_request(request: Request) -> None:
        if is_foreign(request.url):
            watch.foreign.append(request.url)

    def note_socket(socket: WebSocket) -> None:
        if is_foreign(socket.url):
            watch.foreign.append(socket.url)
        _count(socket, watch)

    context.on("request", note_request)
    page = context.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.set_default_timeout(SETTLE_MILLISECONDS)

    def note_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location["url"].endswith(_MOUNT_PROBES):
            watch.errors.append(f"console: {message.text}")

    page.on("console", note_console)
    page.on("pageerror", lambda error: watch.errors.append(f"uncaught: {error}"))
    page.on("websocket", note_socket)
    try:
        yield page, watch
    finally:
        context.remove_listener("request", note_request)
        page.close()
        context.clear_permissions()
        if is_new_profile:
            context.close()


def close_browser(browser: Browser) -> None:
    """End ``browser`` and the one with its kept profile."""
    kept = _PROFILES.pop(browser, None)
    if kept is not None:
        kept[0].close()
        kept[1].cleanup()
    browser.close()


def _kept_profile(browser: Browser) -> BrowserContext:
    if browser not in _PROFILES:
        # On disk, because only there a browser also keeps the programs it compiled: a page stands a sixth sooner.
        folder = TemporaryDirectory(prefix="profile-", ignore_cleanup_errors=True)
        context = browser.browser_type.launch_persistent_context(
            folder.name, executable_path=find_chromium(), args=LAUNCH_ARGUMENTS, **_READER
        )
        _PROFILES[browser] = context, folder
    return _PROFILES[browser][0]


def settle(page: Page) -> None:
    """Wait until the script has run and nothing on the page is stale."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', state="attached")
    page.wait_for_function('() => !document.querySelector(\'[data-stale="true"], [data-testid^="stSkeleton"]\')')


def open_page(page: Page, url: str) -> None:
    """Go to ``url`` and wait until it stands."""
    page.goto(url)
    page.wait_for_selector('[data-testid="stMainBlockContainer"]')
    settle(page)


def serious_faults(page: Page) -> list[str]:
    """Accessibility faults of impact serious or critical that axe finds, one line each."""
    response: dict[str, Any] = Axe().run(page).response
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:200]}"
        for fault in response["violations"]
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]


def _count(socket: WebSocket, watch: Watch) -> None:
    def received(payload: str | bytes) -> None:
        watch.websocket_bytes += len(payload)

    socket.on("framereceived", received)
