"""A data home on disk, as readers meet it: the current manifest, checked, and the snapshots it names.

Readers take no lock and write nothing. The manifest is read once per request; files are never searched for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

from data.store.errors import DamagedSnapshotError, StoreError
from data.store.files import FileHashes, sha256_of
from data.store.manifest import SNAPSHOT_ID_LENGTH, Manifest, Vintage, decode_manifest
from data.store.state import StoreState
from data.store.tables import decode

MANIFEST_FILE: Final = "manifest.json"
KEPT_MANIFESTS: Final = "manifests"
SNAPSHOTS: Final = "snapshots"


class Store:
    """One data home. Cheap to make; nothing is read before :meth:`open`, nothing written outside a transaction."""

    def __init__(self, home: Path) -> None:
        """Remember the folder; it need not exist yet."""
        self.home: Path = home
        self._hashes = FileHashes()
        self._opened: tuple[str, StoreState] | None = None

    def open(self) -> StoreState:
        """The home as of its current manifest, every file it names checked against its hash.

        A file is read again only when it changed on disk. A damaged manifest gives way to the newest sound one kept.
        Raises StoreError when the home cannot be read or no manifest in it is sound.
        """
        try:
            current = self._hashes.sha256(self.home / MANIFEST_FILE)
            if self._opened is None or current is None or self._opened[0] != current:
                manifest, warnings = self._read_manifest()
            else:
                manifest, warnings = self._opened[1].manifest, self._opened[1].manifest_warnings
            damaged = self._damaged(manifest)
        except OSError as error:
            raise StoreError(
                f"データの保存先（{self.home}）を読めません（{error.strerror or error}）。"
                "保存先と権限を確かめてください。"
            ) from error
        if self._opened is not None and current == self._opened[0] and damaged == self._opened[1].damaged:
            return self._opened[1]
        state = StoreState(manifest, damaged, warnings)
        if current is not None:
            self._opened = (current, state)
        return state

    def read(
        self,
        vintage: Vintage,
        *,
        where: Mapping[str, Collection[str]] | None = None,
        only: Sequence[str] | None = None,
    ) -> pa.Table:
        """The rows of a vintage as an Arrow table of ``TABLES[vintage.kind]``.

        With ``where`` (column to values) only rows that have one of the values in each, with ``only`` these columns.

        Raises DamagedSnapshotError when the file is missing or its bytes are not those published.
        """
        try:
            content = (self.home / vintage.file).read_bytes()
        except OSError as error:
            raise DamagedSnapshotError(f"{vintage.file} を読めません（{error.strerror or error}）。") from error
        if sha256_of(content) != vintage.sha256:
            raise DamagedSnapshotError(f"{vintage.file} が壊れています（ハッシュ不一致）。")
        return decode(content, kind=vintage.kind, where=where, only=only)

    def kept_manifests(self) -> tuple[Path, ...]:
        """Files of the kept manifests, oldest first."""
        return tuple(sorted((self.home / KEPT_MANIFESTS).glob("[0-9]*.json")))

    def _read_manifest(self) -> tuple[Manifest, tuple[str, ...]]:
        try:
            return decode_manifest((self.home / MANIFEST_FILE).read_bytes()), ()
        except FileNotFoundError:
            if not self.kept_manifests():
                return Manifest(), ()
            problem = f"目録（{MANIFEST_FILE}）がありません。"
        except DamagedSnapshotError:
            problem = f"目録（{MANIFEST_FILE}）が壊れています。"
        for path in reversed(self.kept_manifests()):
            manifest = read_kept_manifest(path)
            if manifest is not None:
                return manifest, (f"{problem}代わりに保管されている目録 {path.name} を使っています。",)
        raise StoreError(
            f"{problem}保管されている目録にも使えるものがありません（保存先：{self.home}）。"
            "別の保存先に元のファイルを取り込み直してください。"
        )

    def _damaged(self, manifest: Manifest) -> dict[str, str]:
        damaged: dict[str, str] = {}
        for vintage in manifest.vintages:
            found = self._hashes.sha256(self.home / vintage.file)
            if found is None:
                damaged[vintage.file] = "のファイルがありません。"
            elif found != vintage.sha256:
                damaged[vintage.file] = "のファイルが壊れています（ハッシュ不一致）。"
        return damaged


def read_kept_manifest(path: Path) -> Manifest | None:
    """A kept manifest whose bytes match the hash in its file name, or None."""
    content = path.read_bytes()
    if path.stem.rpartition("-")[2] != sha256_of(content)[:SNAPSHOT_ID_LENGTH]:
        return None
    try:
        return decode_manifest(content)
    except DamagedSnapshotError:
        return None
