"""A process of its own for one kind of work, as the program holds it: asked over pipes, and killed when it must be.

Whatever happens in there, neither time nor memory of the program itself is at stake. The worker ends itself when the
program does (its input closes) and when nobody asked for a while.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final

from data.workers.messages import Message, receive, send

LOADING_SECONDS: Final = 600.0
"""Until work begins: flags of past months may have to be worked out first."""
GRACE_SECONDS: Final = 1.0
"""A worker stops by itself when time is up or it is told to; after so much longer it is killed."""

_ALLOWED_SECONDS: Final[Mapping[str, float]] = {"checking": 0.0, "loading": LOADING_SECONDS, "working": 0.0}
"""How long each stage may last; 0 = as long as was asked for."""
_PROJECT: Final = Path(__file__).resolve().parents[2]
_KEPT_BACK: Final = frozenset({"DASHBOARD_RECORDS_URL"})
"""Settings a worker has no use for: where the records are, with their password."""
_LOOK_SECONDS: Final = 0.05


class WorkerGoneError(Exception):
    """The worker ended without an answer; ``was_working`` tells whether it had begun."""

    def __init__(self, *, was_working: bool) -> None:
        super().__init__("the worker is gone")
        self.was_working = was_working


class OverdueError(Exception):
    """The worker did not stop in time and was killed."""


class CancelledError(Exception):
    """The worker did not stop when told to, and was killed."""


class Worker:
    """One worker process. One thread at a time asks it."""

    def __init__(self, module: str, *, setup: Mapping[str, Any]) -> None:
        """Start ``python -m module`` and tell it ``setup``."""
        path = os.pathsep.join(filter(None, (str(_PROJECT), os.environ.get("PYTHONPATH"))))
        kept = {name: value for name, value in os.environ.items() if name not in _KEPT_BACK}
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_PROJECT,
            env={**kept, "PYTHONPATH": path},
        )
        self._arrived: SimpleQueue[Message | None] = SimpleQueue()
        self._asked = 0
        threading.Thread(target=self._listen, name="worker", daemon=True).start()
        self._tell(Message("setup", setup))

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    @property
    def process_id(self) -> int:
        """The process, as the operating system names it."""
        return self._process.pid

    def ask(
        self, request: Mapping[str, Any], *, seconds: float, cancelled: threading.Event, tell: Callable[[str], None]
    ) -> Message:
        """The answer to ``request``: the first message that is not just "checking", "loading" or "working".

        ``tell`` hears these. Checking and working must each end ``seconds`` after they began. Raises OverdueError or
        CancelledError where the worker had to be killed then or after ``cancelled`` was set, WorkerGoneError where it
        ended by itself.
        """
        self._asked += 1
        self._tell(Message("ask", {**request, "number": self._asked}))
        deadline = time.monotonic() + LOADING_SECONDS
        is_told = is_working = False
        while True:
            message = self._next(was_working=is_working)
            if message is not None and message.kind in _ALLOWED_SECONDS:
                is_working = True
                if not is_told:
                    deadline = time.monotonic() + (_ALLOWED_SECONDS[message.kind] or seconds + GRACE_SECONDS)
                tell(message.kind)
            elif message is not None:
                return message
            if cancelled.is_set() and not is_told:
                is_told, deadline = True, min(deadline, time.monotonic() + GRACE_SECONDS)
                self._tell(Message("cancel", {"number": self._asked}))
            if time.monotonic() > deadline:
                self.kill()
                raise CancelledError if cancelled.is_set() else OverdueError

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            # What was not yet sent cannot be any more.
            with suppress(OSError):
                self._process.stdin.close()

    def _next(self, *, was_working: bool) -> Message | None:
        try:
            message = self._arrived.get(timeout=_LOOK_SECONDS)
        except Empty:
            return None
        if message is None:
            self.kill()
            raise WorkerGoneError(was_working=was_working)
        return message

    def _tell(self, message: Message) -> None:
        assert self._process.stdin is not None
        try:
            send(self._process.stdin, message)
        except (OSError, ValueError):
            # Gone; whoever waits for an answer is told so by the end of the worker's messages.
            return

    def _listen(self) -> None:
        assert self._process.stdout is not None
        try:
            while (message := receive(self._process.stdout)) is not None:
                self._arrived.put(message)
        except (OSError, ValueError, MemoryError):
            pass
        finally:
            self._arrived.put(None)
            self._process.stdout.close()
            self._process.wait()
