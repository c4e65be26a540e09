"""A limit on what this process may take of the machine's memory, above what it holds already.

Kept by the operating system, so that it also holds for what a library takes unasked. Only Linux has it: elsewhere the
walls inside the process must do (docs/operations.md).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_SIZES: Final = Path("/proc/self/statm")


def address_space() -> int | None:
    """Bytes this process has reserved; None where the system does not tell."""
    if sys.platform != "linux":
        return None
    import resource

    return int(_SIZES.read_text().split()[0]) * resource.getpagesize()


@contextmanager
def at_most(more: int) -> Iterator[None]:
    """Let this process reserve at most ``more`` bytes above what it has now; what goes beyond is a MemoryError."""
    now = address_space()
    if sys.platform != "linux" or now is None:
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = now + more if hard == resource.RLIM_INFINITY else min(now + more, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
