"""What hand-outs cost: all three files of the prefecture with the most to tell of its 77 municipalities, and all 47."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.result import Result
from components.pack_files import pack_files
from components.text import Text
from data.access import Home
from data.access.reader import DEMO_MONTH
from data.model import AsOf
from data.views.pack import pack_view
from tests.browser.server import ROOT

NAGANO = "20"
PREFECTURE_BAR = 3.0
ALL_BAR = 120.0


def pack_results(home: Path, *, out: Path) -> Iterator[Result]:
    """Seconds until the files are there: from a home nobody has read yet, again, and by the command in a new process.

    Raises RuntimeError when the command fails.
    """
    reader = Home(home).reader()
    for name in ("first", "again"):
        started = time.perf_counter()
        files = pack_files(pack_view(reader, as_of=AsOf(DEMO_MONTH), prefecture=NAGANO), text=Text())
        elapsed = time.perf_counter() - started
        if len(files) != 3 or not all(files.values()):
            raise RuntimeError(f"not three files: {sorted(files)}")
        yield Result(f"pack.prefecture_{name}", elapsed, "s", PREFECTURE_BAR)
    yield Result("pack.prefecture_command", _command(home, out, "--prefecture", NAGANO), "s")
    yield Result("pack.nation_command", _command(home, out, "--national"), "s")
    yield Result("pack.all_command", _command(home, out, "--all"), "s", ALL_BAR)


def _command(home: Path, out: Path, *which: str) -> float:
    """Seconds of ``python -m data pack``."""
    command = [sys.executable, "-m", "data", "pack", "--home", str(home), "--as-of", DEMO_MONTH, "--out", str(out)]
    started = time.perf_counter()
    done = subprocess.run([*command, *which], cwd=ROOT, env=dict(os.environ), capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"pack {' '.join(which)}: {done.stderr.decode()[-500:]}")
    return time.perf_counter() - started
