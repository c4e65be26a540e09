"""Records and refuses every attempt of a server process to leave this machine; Python imports it by itself at start.

Put on the server's PYTHONPATH by ``tests.browser.server``. One attempt is one line of the file named by EGRESS_LOG.
"""

from __future__ import annotations

import errno
import os
import sys
from ipaddress import ip_address

_LOG = os.environ.get("EGRESS_LOG")
_EVENTS = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}


def _is_loopback(host: object) -> bool:
    text = host.decode() if isinstance(host, bytes) else host
    if text is None or text == "" or text == "localhost":
        return True
    try:
        address = ip_address(str(text))
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _record(event: str, arguments: tuple[object, ...]) -> None:
    position = _EVENTS.get(event)
    if position is None or _LOG is None:
        return
    target = arguments[position]
    if event in {"socket.connect", "socket.sendto"}:
        if not isinstance(target, tuple):  # a Unix socket's path
            return
        target = target[0]
    if not _is_loopback(target):
        with open(_LOG, "a", encoding="utf-8") as log:
            log.write(f"{event} {target}\n")
        raise OSError(errno.ENETUNREACH, f"refused: {event} {target}")


sys.addaudithook(_record)
