"""How long ``make run`` takes on a home that is already there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench.result import Result
from tests.browser.server import ROOT, START_SECONDS, free_port, is_healthy


def second_start_result(home: Path) -> Result:
    """Milliseconds from ``make run`` to a healthy server on a home that was started before.

    Raises RuntimeError when it never becomes healthy. A first start works out what the imports left to it.
    """
    subprocess.run(
        [sys.executable, "-m", "data", "prepare", "--home", str(home)], cwd=ROOT, check=True, stdout=sys.stderr
    )
    port = free_port()
    started = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}", f"DASHBOARD_HOME={home}"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not is_healthy(f"http://127.0.0.1:{port}"):
            if process.poll() is not None or time.perf_counter() - started > START_SECONDS:
                raise RuntimeError("make run did not become healthy")
            time.sleep(0.02)
        return Result("run.second_start_healthy", (time.perf_counter() - started) * 1000, "ms", 5000)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
