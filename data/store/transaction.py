"""One publication: vintages are gathered in memory and become visible together, by one swap of the manifest.

Everything that can be refused is refused before the first byte is written. Snapshots are written next, under names
nobody reads yet; renaming the manifest publishes them; the copy that is kept follows. A kill between any two of
these leaves the old state or the new one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa

from data.model import JST, Snapshot, SnapshotKind
from data.store.clocks import MONTHLY_REPORTS, RANKED_BY_RECEIPT, in_force
from data.store.errors import ImportRefusedError, write_failure
from data.store.files import FileHashes, sha256_of, temporary_files, write_atomically, writer_lock
from data.store.home import KEPT_MANIFESTS, MANIFEST_FILE, Store
from data.store.manifest import Manifest, Vintage, decode_manifest, encode_manifest, file_of, kept_name
from data.store.state import KIND_WORDS, StoreState
from data.store.tables import canonical_table, decode, encode, frame, rows_sha256


@contextmanager
def publishing(store: Store, *, recorded_at: datetime | None = None) -> Iterator[Transaction]:
    """Hold the writers' lock and a transaction on the newest state; nothing is published without ``commit()``.

    ``recorded_at`` None means the clock's moment once the lock is held.

    Raises StoreError when the home cannot be written or another writer does not finish.
    """
    try:
        with writer_lock(store.home):
            yield Transaction(store, recorded_at=recorded_at or datetime.now(UTC))
    except OSError as error:
        raise write_failure(error, home=store.home) from error


class Transaction:
    """Vintages about to be published together, on top of the state the lock holder found."""

    def __init__(self, store: Store, *, recorded_at: datetime) -> None:
        """Read the newest state; the caller holds the lock."""
        self._store = store
        self.recorded_at: datetime = recorded_at
        self.state: StoreState = store.open()
        self._added: list[Vintage] = []
        self._again: dict[int, Vintage] = {}
        self._contents: dict[str, bytes] = {}

    @property
    def vintages(self) -> tuple[Vintage, ...]:
        """Published vintages, with the receipts about to be noted, then those about to be published."""
        return (*(self._again.get(vintage.sequence, vintage) for vintage in self.state.vintages), *self._added)

    @property
    def added(self) -> tuple[Vintage, ...]:
        """Vintages this transaction will publish."""
        return tuple(self._added)

    @property
    def mended(self) -> tuple[str, ...]:
        """Published files found damaged that this transaction rewrites from equal rows."""
        added = {vintage.file for vintage in self._added}
        return tuple(file for file in self._contents if file not in added)

    def is_damaged(self, vintage: Vintage) -> bool:
        """Whether a vintage's file is unsound and this transaction does not rewrite it."""
        return vintage.file in self.state.damaged and vintage.file not in self._contents

    def read(self, vintage: Vintage) -> pd.DataFrame:
        """Rows of a published or added vintage. Raises DamagedSnapshotError when its file is unsound."""
        content = self._contents.get(vintage.file)
        return frame(self._store.read(vintage) if content is None else decode(content, kind=vintage.kind))

    def is_added(self, vintage: Vintage) -> bool:
        """Whether this transaction will publish ``vintage``, as against one published before (変更なし)."""
        return vintage.sequence > len(self.state.vintages)

    def is_received_again(self, vintage: Vintage) -> bool:
        """Whether this transaction notes another receipt of ``vintage``."""
        return vintage.sequence in self._again

    def add(self, snapshot: Snapshot, *, received_at: datetime) -> Vintage:
        """Add an imported table as a vintage, unless the home already states the same; return what states it now.

        A monthly report whose rows are those last known confirms them: that it was received again is noted.

        Raises ImportRefusedError when demo and real data would mix, when the same month is given twice with different
        rows, or when ``received_at`` lies before that of the month's last version (whatever its month, for a list
        ranked by receipt: it would never come into force).
        """
        if self.vintages and self.vintages[0].is_synthetic != snapshot.is_synthetic:
            raise ImportRefusedError(_mixing(snapshot, home=self._store.home))
        table = canonical_table(snapshot.rows, kind=snapshot.kind)
        content_hash = rows_sha256(table)
        any_month = snapshot.kind in RANKED_BY_RECEIPT
        history = [v for v in self.vintages if v.kind is snapshot.kind and (any_month or v.month == snapshot.month)]
        last = max(history, key=lambda v: (v.received_at, v.sequence), default=None)
        for vintage in history:
            is_same = vintage.rows_sha256 == content_hash
            if not is_same or not (vintage is last or vintage.received_at == received_at):
                continue
            # Equal rows under a later month hold for fewer months: mended, but no reason to leave these out.
            if self._mend(vintage, table) and vintage.month <= snapshot.month:
                return self._received_again(vintage, received_at) if vintage is last else vintage
        if last is not None and last in self._added:
            raise ImportRefusedError(
                f"同じ月の「{KIND_WORDS[snapshot.kind]}」（{snapshot.month}）が、内容の違う二つのファイルにあります"
                f"（{last.source_name}、{snapshot.source_name}）。正しい方だけを取り込んでください。何も保存していません。"
            )
        if last is not None and received_at < last.last_received_at():
            raise ImportRefusedError(_too_early(snapshot, received_at=received_at, last=last))
        return self._append(
            table,
            content_hash,
            kind=snapshot.kind,
            month=snapshot.month,
            received_at=received_at,
            source_name=snapshot.source_name,
            source_sha256=snapshot.source_sha256,
            is_synthetic=snapshot.is_synthetic,
            notes=tuple(snapshot.notes),
        )

    def add_mart(
        self,
        rows: pd.DataFrame,
        *,
        kind: SnapshotKind,
        month: str,
        known_from: datetime,
        inputs: tuple[str, ...],
        rules: str,
    ) -> Vintage:
        """Add a month's mart as known from a moment on, unless the mart in force then is the same; return that one."""
        table = canonical_table(rows, kind=kind)
        content_hash = rows_sha256(table)
        held = in_force(self.vintages, kind=kind, month=month, known_at=known_from)
        if held is not None and (held.rows_sha256, held.rules) == (content_hash, rules) and self._mend(held, table):
            return held
        return self._append(
            table,
            content_hash,
            kind=kind,
            month=month,
            received_at=known_from,
            source_name="",
            source_sha256="",
            is_synthetic=self.vintages[0].is_synthetic,
            inputs=inputs,
            rules=rules,
        )

    def commit(self) -> None:
        """Publish everything added or noted, all or nothing; with neither, nor mended, the home stays byte-identical.

        Raises OSError (turned into StoreError by :func:`publishing`) with the old state whole.
        """
        if not self._contents and not self._added and not self._again:
            return
        home = self._store.home
        for leftover in temporary_files(home):
            leftover.unlink(missing_ok=True)
        self._keep_current()
        written = self._write_snapshots()
        if not self._added and not self._again:
            return
        manifest = Manifest(self.state.manifest.sequence + 1, self._previous_sha256(), self.vintages)
        content = encode_manifest(manifest)
        try:
            write_atomically(home / MANIFEST_FILE, content)
        except BaseException as error:
            is_published = _holds(home / MANIFEST_FILE, content)
            if not is_published:
                self._take_back(written)
            if not (is_published and isinstance(error, OSError)):
                raise
        with suppress(OSError):  # published already: a copy that could not be kept is made by the next writer
            write_atomically(home / KEPT_MANIFESTS / kept_name(manifest, sha256=sha256_of(content)), content)

    def _append(
        self, table: pa.Table, content_hash: str, *, kind: SnapshotKind, month: str, **facts: object
    ) -> Vintage:
        content = encode(table, kind=kind, month=month)
        digest = sha256_of(content)
        vintage = Vintage(
            sequence=len(self.vintages) + 1,
            kind=kind,
            month=month,
            file=file_of(kind, month, digest),
            sha256=digest,
            rows_sha256=content_hash,
            rows=len(table),
            recorded_at=self.recorded_at,
            **facts,  # type: ignore[arg-type]  # the remaining fields of Vintage, typed by the two callers
        )
        self._added.append(vintage)
        self._contents[vintage.file] = content
        return vintage

    def _received_again(self, vintage: Vintage, moment: datetime) -> Vintage:
        """Note a later receipt of a published report, which tells what it lacks was still lacking then."""
        # The original brought back to mend its damage is no news of the month.
        is_news = vintage.file not in self._contents and moment > vintage.last_received_at()
        if vintage.kind not in MONTHLY_REPORTS or not is_news:
            return vintage
        noted = replace(vintage, received_again=(*vintage.received_again, moment))
        self._again[vintage.sequence] = noted
        return noted

    def _mend(self, vintage: Vintage, table: pa.Table) -> bool:
        """Rewrite a damaged file from equal rows; False when today's writer gives other bytes than published."""
        if self.is_damaged(vintage):
            content = encode(table, kind=vintage.kind, month=vintage.month)
            if sha256_of(content) != vintage.sha256:
                return False
            self._contents[vintage.file] = content
        return True

    def _write_snapshots(self) -> list[Path]:
        hashes, written = FileHashes(), []
        try:
            for file, content in self._contents.items():
                path = self._store.home / file
                if hashes.sha256(path) != sha256_of(content):
                    written.append(path)
                    write_atomically(path, content)
        except BaseException:
            self._take_back(written)
            raise
        return written

    def _take_back(self, written: list[Path]) -> None:
        published = {self._store.home / vintage.file for vintage in self.state.vintages}
        for path in written:
            if path not in published:
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    def _keep_current(self) -> None:
        """Keep the current manifest's copy where a killed writer had no time to."""
        path = self._store.home / MANIFEST_FILE
        if self.state.manifest.sequence and not self.state.manifest_warnings:
            content = path.read_bytes()
            kept = self._store.home / KEPT_MANIFESTS / kept_name(decode_manifest(content), sha256=sha256_of(content))
            if not kept.exists():
                write_atomically(kept, content)

    def _previous_sha256(self) -> str:
        return sha256_of(encode_manifest(self.state.manifest)) if self.state.manifest.sequence else ""


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _mixing(snapshot: Snapshot, *, home: Path) -> str:
    held, given = ("実データ", "架空のデモデータ") if snapshot.is_synthetic else ("架空のデモデータ", "実データ")
    return (
        f"保存先（{home}）には{held}が入っているため、{given}（{snapshot.source_name}）は取り込めません。"
        "混ざらないよう、--home または環境変数 DASHBOARD_HOME で別の保存先を指定してください。何も保存していません。"
    )


def _too_early(snapshot: Snapshot, *, received_at: datetime, last: Vintage) -> str:
    moments = (received_at, last.last_received_at())
    given, held = (moment.astimezone(JST).strftime("%Y-%m-%d %H:%M") for moment in moments)
    return (
        f"{snapshot.source_name}：受信日時 {given} が、保存済みの「{KIND_WORDS[snapshot.kind]}」{last.month} の"
        f"受信日時 {held} より前です。訂正はあとから届いたものとして記録するため、--received-at に {held} 以降の"
        "日時を指定してください。何も保存していません。"
    )
