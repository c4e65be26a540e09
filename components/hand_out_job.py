"""An archive of many hand-outs in the making: in a thread of its own, to be watched and stopped, whole or not at all.

It is written into a file without a name, which the operating system takes back with the last reference to it: whether
it is stopped, meets an error or is left behind, nothing half-written can be found. One is made at a time in a process,
so that other readers' pages stay quick.
"""

from __future__ import annotations

import errno
import logging
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from threading import Event, Lock, Thread
from time import monotonic
from typing import IO, Final

LEFT_BEHIND_SECONDS: Final = 180.0
"""Nobody asked after it for so long: the reader has gone. Browsers ask for hidden tabs once a minute."""
_WAIT_SECONDS: Final = 0.2
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

_turn: Final = Lock()
_log = logging.getLogger(__name__)


class JobState(StrEnum):
    """What becomes of an archive; the last five are final. ``LEFT``: its reader had gone."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    LEFT = "left"
    NO_ROOM = "no_room"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far it is: ``done`` of ``total`` places are made, ``place`` is in the making; ``problem`` for the reader."""

    state: JobState
    done: int
    total: int
    place: str
    problem: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state not in {JobState.WAITING, JobState.RUNNING}


class ArchiveJob:
    """One archive of the hand-outs of ``places``; it begins at once."""

    def __init__(
        self,
        places: Sequence[str],
        *,
        write: Callable[[IO[bytes]], Iterator[str]],
        file_name: str,
        left_behind_seconds: float = LEFT_BEHIND_SECONDS,
        lacking: Mapping[str, str] | None = None,
    ) -> None:
        """Start. ``write`` writes the archive into a file and yields each place before it makes its files.

        ``lacking`` is filled by it: places whose files lack something, with the reason.
        """
        self.places: tuple[str, ...] = tuple(places)
        self.file_name = file_name
        self.lacking: Mapping[str, str] = {} if lacking is None else lacking
        self._write = write
        self._left_behind_seconds = left_behind_seconds
        self._stop = Event()
        self._seen = monotonic()
        self._file: IO[bytes] | None = None
        self._progress = JobProgress(JobState.WAITING, 0, len(self.places), "")
        self._thread = Thread(target=self._run, name="hand-outs", daemon=True)
        self._thread.start()

    def progress(self) -> JobProgress:
        """How far it is. Whoever asks is still there."""
        self._seen = monotonic()
        return self._progress

    def is_still_wanted(self) -> bool:
        """Say that the reader is still there; whether there is anything left to do."""
        return not self.progress().is_over

    def cancel(self) -> None:
        """Stop after the place in the making; nothing is left of the archive."""
        self._stop.set()

    @property
    def is_stopping(self) -> bool:
        """Whether it was told to stop."""
        return self._stop.is_set()

    def wait(self, seconds: float) -> JobProgress:
        """Wait until it is over, at most so long."""
        self._thread.join(seconds)
        return self.progress()

    def content(self) -> bytes:
        """The archive. Raises ValueError unless it is done."""
        if self._file is None:
            raise ValueError("the archive is not done")
        self._file.seek(0)
        return self._file.read()

    def _run(self) -> None:
        while not _turn.acquire(timeout=_WAIT_SECONDS):
            if self._is_to_stop():
                self._tell(self._end())
                return
        try:
            self._make()
        finally:
            _turn.release()

    def _make(self) -> None:
        done = 0
        try:
            file = tempfile.TemporaryFile()  # noqa: SIM115  # kept for the reader to take, and gone with this object
            for done, place in enumerate(self._write(file)):
                if self._is_to_stop():
                    self._tell(self._end(), done)
                    return
                self._tell(JobState.RUNNING, done, place)
            file.flush()
            if self._is_to_stop():
                self._tell(self._end(), done)
                return
        except OSError as error:
            # A missing font or map file has words of its own.
            self._tell(
                JobState.NO_ROOM if error.errno in _NO_ROOM else JobState.FAILED,
                done,
                problem="" if error.errno is not None else str(error),
            )
        except Exception:
            _log.exception("an archive of hand-outs failed")
            self._tell(JobState.FAILED, done)
        else:
            self._file = file
            self._tell(JobState.DONE, len(self.places))

    def _end(self) -> JobState:
        return JobState.CANCELLED if self._stop.is_set() else JobState.LEFT

    def _is_to_stop(self) -> bool:
        return self._stop.is_set() or monotonic() - self._seen > self._left_behind_seconds

    def _tell(self, state: JobState, done: int = 0, place: str = "", *, problem: str = "") -> None:
        self._progress = JobProgress(state, done, len(self.places), place, problem)
