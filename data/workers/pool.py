"""The workers of a program: one for each state of the data that is asked for, the last few of them kept.

A worker holds the facts database of one scope and state of a home. It is started when it is first asked, replaced when
it is gone, and asked by one at a time; the others wait.
"""

from __future__ import annotations

import atexit
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from data.workers.messages import Message
from data.workers.worker import CancelledError, Worker, WorkerGoneError

MOST_WORKERS: Final = 2
_LOOK_SECONDS: Final = 0.1


@dataclass(slots=True)
class _Place:
    """Where the worker of one key is, while there is one."""

    worker: Worker | None = None
    turn: threading.Lock = field(default_factory=threading.Lock)


class WorkerPool:
    """Workers by key, at most ``most`` of them beside those at work; all end with the program."""

    def __init__(self, module: str, *, most: int = MOST_WORKERS) -> None:
        self._module = module
        self._most = most
        self._places: OrderedDict[str, _Place] = OrderedDict()
        self._lock = threading.Lock()
        atexit.register(self.close)

    def ask(
        self,
        key: str,
        *,
        setup: Mapping[str, Any],
        request: Mapping[str, Any],
        seconds: float,
        cancelled: threading.Event,
        tell: Callable[[str], None],
    ) -> Message:
        """The answer of the worker of ``key``, which ``setup`` starts where there is none.

        ``tell`` hears "waiting" (others are before) and the stages of ``Worker.ask``. Raises as ``Worker.ask``, and
        CancelledError where it is cancelled while waiting. An answer that says ``is_spent`` is its worker's last.
        """
        place = self._place(key)
        while not place.turn.acquire(timeout=_LOOK_SECONDS):
            if cancelled.is_set():
                raise CancelledError
            tell("waiting")
        try:
            try:
                answer = self._asked(place, setup, request, seconds=seconds, cancelled=cancelled, tell=tell)
            except WorkerGoneError as error:
                if error.was_working:
                    raise
                # It ended by itself for want of work at this very moment.
                answer = self._asked(place, setup, request, seconds=seconds, cancelled=cancelled, tell=tell)
            if answer.told.get("is_spent") and place.worker is not None:
                place.worker.kill()
            return answer
        finally:
            place.turn.release()
            self._drop_oldest()

    def process_ids(self) -> tuple[int, ...]:
        """The processes that run."""
        with self._lock:
            workers = [place.worker for place in self._places.values()]
        return tuple(one.process_id for one in workers if one is not None and one.is_alive)

    def close(self) -> None:
        """End every worker."""
        with self._lock:
            places, self._places = list(self._places.values()), OrderedDict()
        for place in places:
            if place.worker is not None:
                place.worker.kill()

    def _asked(self, place: _Place, setup: Mapping[str, Any], request: Mapping[str, Any], **options: Any) -> Message:
        if place.worker is None or not place.worker.is_alive:
            options["tell"]("loading")
            place.worker = Worker(self._module, setup=setup)
        return place.worker.ask(request, **options)

    def _place(self, key: str) -> _Place:
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            return place

    def _drop_oldest(self) -> None:
        with self._lock:
            idle = [key for key, place in self._places.items() if not place.turn.locked()]
            dropped = [self._places.pop(key) for key in idle[: max(0, len(self._places) - self._most)]]
        for place in dropped:
            if place.worker is not None:
                place.worker.kill()
