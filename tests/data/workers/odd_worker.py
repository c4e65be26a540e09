"""A worker that does what it is asked: answers, hangs, dies, falls silent. Started by test_worker.py."""

from __future__ import annotations

import os
import sys
import time

from data.workers.messages import Message, receive, send


def main() -> None:
    """Answer with the setup, until told otherwise."""
    setup = receive(sys.stdin.buffer)
    assert setup is not None
    while (asked := receive(sys.stdin.buffer)) is not None:
        wish = asked.told.get("wish")
        if wish == "leave":
            os._exit(0)
        send(sys.stdout.buffer, Message("working", {}))
        if wish == "hang":
            time.sleep(600)
        if wish == "die":
            os.abort()
        told = {"number": asked.told["number"], "setup": setup.told["name"], "is_spent": wish == "last"}
        send(sys.stdout.buffer, Message("answer", told, b"body" * 100_000))


if __name__ == "__main__":
    main()
