"""The worker of the SQL console: ``python -m data.views.console_worker``, told by messages on its input what to run.

It opens the home itself, holds one facts database, and runs one caged statement after another within a limit of memory
of its own. Nothing is written but the answers (and, as by every reader, what can be derived from the home).
"""

from __future__ import annotations

import io
import logging
import os
import signal
import sys
import threading
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any, Final

import pyarrow as pa

from data.access import Home, Reader, Scope
from data.access.cage import OUT_OF_MEMORY
from data.access.cage_gate import RefusedError
from data.model import AsOf
from data.views.console import CagedAnswer, run_prepared, statement_facts
from data.workers.memory import address_space, at_most
from data.workers.messages import Message, receive, send

_log = logging.getLogger(__name__)

ALLOWANCE: Final = 1_200_000_000
"""Bytes a statement may take above what the facts need: DuckDB's own 900 MB, and an answer being handed over."""
LEFT_OVER: Final = 400_000_000
"""Bytes a statement may leave behind; after more, the next begins in a fresh process."""


class _Inbox:
    """What arrives, listened to by a thread of its own, so that a statement under way can be cancelled."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.asked: SimpleQueue[tuple[Message, threading.Event]] = SimpleQueue()
        self._under_way: dict[int, threading.Event] = {}
        self._stream = stream
        threading.Thread(target=self._listen, name="inbox", daemon=True).start()

    def _listen(self) -> None:
        while (message := receive(self._stream)) is not None:
            number = int(message.told["number"])
            if message.kind == "ask":
                self._under_way = {number: threading.Event()}
                self.asked.put((message, self._under_way[number]))
            elif number in self._under_way:
                self._under_way[number].set()
        # The program has gone, and with it whoever wanted an answer.
        os._exit(0)


def main() -> int:
    """Serve until the input closes, or nobody asked for some minutes."""
    # Ctrl+C in a terminal is for the program, which closes the input when it ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not get between the messages.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    setup = receive(sys.stdin.buffer)
    if setup is None:
        return 0
    inbox = _Inbox(sys.stdin.buffer)
    scope = setup.told["prefectures"]
    reader = Home(Path(setup.told["home"])).reader(scope=Scope(None if scope is None else frozenset(scope)))
    while True:
        try:
            message, cancelled = inbox.asked.get(timeout=setup.told["idle_seconds"])
        except Empty:
            return 0
        answer = _answer(reader, setup.told, message.told, cancelled=cancelled, out=out)
        try:
            send(out, answer)
        except OSError:
            return 0


def _answer(reader: Reader, setup: Any, asked: Any, *, cancelled: threading.Event, out: IO[bytes]) -> Message:
    known_at = datetime.fromisoformat(setup["known_at"]) if setup["known_at"] else None
    if reader.narrowed(None).history_id(known_at) != setup["history_id"]:
        return Message("stale", {"is_spent": True})
    as_of = AsOf(asked["month"], known_at)
    before: int | None = None
    try:
        send(out, Message("checking", {}))
        facts = statement_facts(
            reader, as_of=as_of, sql=asked["sql"], loading=lambda: send(out, Message("loading", {}))
        )
        before = address_space()
        send(out, Message("working", {}))
        with at_most(ALLOWANCE):
            found = run_prepared(
                facts,
                as_of=as_of,
                sql=asked["sql"],
                seconds=asked["seconds"],
                most_rows=asked["most_rows"],
                cancelled=cancelled,
            )
            return Message("answer", {**_told(found), "is_spent": _is_spent(before)}, _stream(found.table))
    except RefusedError as error:
        is_spent = str(error) == OUT_OF_MEMORY or _is_spent(before)
        return Message("refused", {"reason": str(error), "is_spent": is_spent})
    except MemoryError:
        return Message("refused", {"reason": OUT_OF_MEMORY, "is_spent": True})
    except Exception:
        # Whoever asked must hear of it; the trace is for the operator.
        _log.exception("a statement failed")
        return Message(
            "refused", {"reason": "実行できません。表を準備できないか、想定外の誤りです。", "is_spent": True}
        )


def _told(found: CagedAnswer) -> dict[str, Any]:
    parts = {"views": sorted(found.parts.views), "own_names": sorted(found.parts.own_names)}
    return {"is_cut": found.is_cut, "seconds": found.seconds, **parts}


def _stream(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    with pa.ipc.new_stream(buffer, table.schema) as stream:
        stream.write_table(table)
    return buffer.getvalue()


def _is_spent(before: int | None) -> bool:
    now = address_space()
    return before is not None and now is not None and now - before > LEFT_OVER


if __name__ == "__main__":
    sys.exit(main())
