"""Find a Chromium for the browser tests; run as a module, also fetch one where there is none.

Order: the system's, Debian's package when root, Playwright's own download. Running it never fails:
where no browser can be had, the browser tests skip and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL_SECONDS = 600


def find_chromium() -> str | None:
    """Path of a Chromium that starts, or None."""
    for name in NAMES:
        path = shutil.which(name)
        if path and _starts(path):
            return path
    path = _playwright_path()
    return path if path and _starts(path) else None


def missing_reason() -> str:
    """Why browser tests don't run, in one line."""
    return "no Chromium: install the system's package chromium (as root make test does so itself)"


def main() -> None:
    """Print the Chromium in use, after installing one (and Japanese glyphs) where that is possible."""
    path = find_chromium()
    if path is None:
        _install()
        path = find_chromium()
    elif not _has_japanese_font():
        _apt_install("fontconfig", "fonts-noto-cjk")
    print(f"Chromium: {path}" if path else f"Browser tests will be skipped: {missing_reason()}")


def _starts(path: str) -> bool:
    # Some systems ship a chromium that only prints how to install one.
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwright_path() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).exists() else None


def _install() -> None:
    _apt_install("chromium", "fontconfig", "fonts-noto-cjk")
    if find_chromium() is None:
        _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _apt_install(*packages: str) -> None:
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    if _run(["apt-get", "update", "-q", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=30"]):
        _run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages])


def _has_japanese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    return bool(subprocess.run(["fc-list", ":lang=ja"], capture_output=True).stdout.strip())


def _run(command: list[str]) -> bool:
    print("+", *command, flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, env=environment, timeout=INSTALL_SECONDS).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    main()
