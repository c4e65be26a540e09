"""Small tables derived from a home's snapshots, kept beside them so that one process works them out for all.

Nothing depends on them: the folder may be deleted at any time. A file's name must tell all that its rows depend on, so
that one which no longer holds is never asked for; a file that is damaged is as good as none.
"""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final

import pandas as pd
import pyarrow as pa

from data.store.files import sha256_of, write_atomically

DERIVED: Final = "derived"
MOST_FILES: Final = 600
"""Files kept; the oldest go first. A file is some ten kilobytes."""

_HASH_LETTERS: Final = 64
_writing = Lock()
"""Two sessions of one process would write the same temporary file."""


class DerivedTables:
    """The derived tables of one home, each under a name of its own. Neither reading nor writing ever fails."""

    def __init__(self, home: Path) -> None:
        """Remember the home; the folder is made at the first write."""
        self._folder = home / DERIVED
        self._seen: set[str] = set()
        self._held: dict[str, pd.DataFrame] = {}

    @property
    def is_refused(self) -> bool:
        """Whether the home could not be written: what was to be kept is known to this process alone."""
        return bool(self._held)

    def has(self, name: str) -> bool:
        """Whether there is a table of that name, or this process has worked it out."""
        return name in self._seen or (self._folder / name).is_file()

    def read(self, name: str) -> pd.DataFrame | None:
        """The table of that name as it was written; None where there is none or its bytes are not those written."""
        if name in self._held:
            return self._held[name]
        try:
            content = (self._folder / name).read_bytes()
        except OSError:
            return None
        told, table = content[:_HASH_LETTERS], content[_HASH_LETTERS:]
        if told != sha256_of(table).encode():
            return None
        with pa.ipc.open_stream(table) as stream:
            frame: pd.DataFrame = stream.read_pandas()
        self._seen.add(name)
        return frame

    def write(self, name: str, table: pd.DataFrame) -> None:
        """Keep ``table`` under ``name``, whole or not at all; in this process alone where the home cannot be written.

        Do not change it afterwards.
        """
        content = _encoded(table)
        self._seen.add(name)
        with _writing:
            try:
                write_atomically(self._folder / name, sha256_of(content).encode() + content)
            except OSError:
                self._held[name] = table
                return
            with suppress(OSError):
                self._drop_oldest()

    def _drop_oldest(self) -> None:
        files = sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        for path in files[:-MOST_FILES]:
            path.unlink(missing_ok=True)


def _encoded(table: pd.DataFrame) -> bytes:
    stored = pa.Table.from_pandas(table, preserve_index=False)
    buffer = io.BytesIO()
    with pa.ipc.new_stream(buffer, stored.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as stream:
        stream.write_table(stored)
    return buffer.getvalue()
