"""What every test stands on: markers by folder, no foreign network, a list of what did not run."""

from __future__ import annotations

import os
import socket
import sys
from collections import defaultdict
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "real"
FOLDER_MARKERS = {"browser": "browser", "pages": "app", "soak": "soak"}

# These run inside other processes: apps that tests serve, and what watches a server from within.
collect_ignore_glob = ["browser/apps/*", "browser/egress/*"]

# On two busy cores a wall-clock deadline fails at random, and a random seed makes a failure hard to repeat.
settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")

# Set at import: some modules read the environment when they are collected.
os.environ.pop("DASHBOARD_HOME", None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test by the folder it lies in, so that nobody forgets to."""
    for item in items:
        if not item.path.is_relative_to(ROOT / "tests"):
            continue
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if marker := FOLDER_MARKERS.get(folder):
            item.add_marker(marker)
    # Last, because they are slow, and because Playwright keeps an event loop running from then on.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say, reason by reason, which tests did not run."""
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        by_reason[reason.removeprefix("Skipped: ")].append(report.nodeid)
    for reason, nodes in by_reason.items():
        terminalreporter.section(f"{len(nodes)} not run: {reason}", sep="-")
        terminalreporter.write_line("\n".join(nodes))


def is_loopback(host: str | None) -> bool:
    """Tell whether ``host`` is this machine (or no host at all, as a listening socket's)."""
    if not host or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _no_foreign_network() -> Any:
    """Refuse every connection of the test process that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not is_loopback(address[0]):
            raise AssertionError(f"a test tried to connect to {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True, scope="session")
def _packages_read_once() -> Any:
    """Look once for packages with components, as a server does: AppTest looks at each run of a page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True)
def _own_main() -> Any:
    """Give ``__main__`` back: AppTest puts its script there, and a process started later would run that again."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def real_folder() -> Path:
    """The really published files; the test is skipped where they are absent."""
    if not REAL.is_dir():
        pytest.skip("the really published files (../shared/real) are not here")
    return REAL
