"""Start the dashboard as its users do, in a process of its own, and watch it from outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EGRESS = Path(__file__).resolve().parent / "egress"
START_SECONDS = 60.0
# Neither a proxy nor a locale of the machine may change what is tested.
_DROPPED = ("LANG", "LANGUAGE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(slots=True)
class Server:
    """A running ``streamlit run``; ``healthy_after`` is in seconds from its start."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path
    egress_log: Path
    healthy_after: float

    @property
    def foreign_attempts(self) -> list[str]:
        """Attempts of the server to reach another machine, in order."""
        return self.egress_log.read_text(encoding="utf-8").splitlines() if self.egress_log.exists() else []

    def cpu_seconds(self) -> float:
        """Processor time used so far (Linux only)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_bytes(self) -> int:
        """Resident memory now (Linux only)."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def log_text(self) -> str:
        """What the server has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """End the server and wait until it is gone."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_server(home: Path, *, scratch: Path, app: Path = ROOT / "serve.py", port: int | None = None) -> Server:
    """Serve ``app`` with the data of ``home`` and return when it is healthy; its logs go to ``scratch``.

    ``port``: that of a server that was stopped, to take its place.

    Raises RuntimeError with the server's log when it ends or is not healthy within a minute.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    log, egress_log = scratch / f"server-{port}.log", scratch / f"egress-{port}.log"
    kept = {key: value for key, value in os.environ.items() if key.upper() not in _DROPPED and key[:3] != "LC_"}
    # The dashboard finds its own modules; another app (a benchmark's) is helped to the project's.
    path = [EGRESS] if app.parent == ROOT else [EGRESS, ROOT]
    environment = kept | {
        "DASHBOARD_HOME": str(home),
        "EGRESS_LOG": str(egress_log),
        "PYTHONPATH": os.pathsep.join(map(str, path)),
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-m", "streamlit", "run", str(app)]
    command += ["--server.address=127.0.0.1", f"--server.port={port}"]
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    server = Server(f"http://127.0.0.1:{port}", process, log, egress_log, 0.0)
    while not is_healthy(server.url):
        if process.poll() is not None or time.perf_counter() - started > START_SECONDS:
            server.stop()
            raise RuntimeError(f"the server did not become healthy:\n{server.log_text()}")
        time.sleep(0.05)
    server.healthy_after = time.perf_counter() - started
    return server


def free_port() -> int:
    """A loopback port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_healthy(url: str) -> bool:
    """Whether the server at ``url`` answers its health check."""
    try:
        with _DIRECT.open(f"{url}/_stcore/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
