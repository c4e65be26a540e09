"""Files that are whole or absent: hashed, written aside, synced and renamed; and the writers' lock.

A rename within a directory is the only step that makes a file visible, so a kill at any moment leaves
the old file or the new one. Readers need neither the lock nor write access.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from data.store.errors import StoreError

TEMPORARY_PREFIX: Final = ".tmp-"
LOCK_WAIT_SECONDS: Final = 300.0


def sha256_of(content: bytes) -> str:
    """Hexadecimal SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def write_atomically(path: Path, content: bytes) -> None:
    """Make ``path`` hold ``content``, durably and in one step; OSError leaves what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{TEMPORARY_PREFIX}{os.getpid()}-{path.name}")
    try:
        with open(temporary, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    _sync_directory(path.parent)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def temporary_files(home: Path) -> tuple[Path, ...]:
    """Leftovers of writers that were killed; never read, removed by the next writer."""
    return tuple(sorted(home.rglob(f"{TEMPORARY_PREFIX}*"))) if home.is_dir() else ()


@contextmanager
def writer_lock(home: Path, *, wait_seconds: float = LOCK_WAIT_SECONDS) -> Iterator[None]:
    """Hold the home's writer lock; others wait. The kernel drops it when the holder dies.

    Raises StoreError when another import still holds it after ``wait_seconds``, OSError when ``home`` is not writable.
    """
    home.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _acquire(descriptor, home=home, deadline=time.monotonic() + wait_seconds)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, *, home: Path, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise StoreError(
                    f"別の取り込みが終わらないため、取り込めませんでした（保存先：{home}）。終わるのを待って、もう一度取り込んでください。"
                ) from None
            time.sleep(0.02)
        else:
            return


class FileHashes:
    """Hashes of files, read again only when a file's inode, size or modification time changes."""

    def __init__(self) -> None:
        """Start with nothing known."""
        self._known: dict[Path, tuple[tuple[int, int, int], str]] = {}

    def sha256(self, path: Path) -> str | None:
        """Hash of the file's bytes, or None where there is no readable file."""
        try:
            status = path.stat()
            stamp = (status.st_ino, status.st_size, status.st_mtime_ns)
            known = self._known.get(path)
            if known is None or known[0] != stamp:
                known = (stamp, sha256_of(path.read_bytes()))
                self._known[path] = known
        except OSError:
            return None
        return known[1]
