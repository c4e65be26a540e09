"""The manifest: which vintages exist, in the order they were published, and its form on disk.

A vintage is one version of one table of one month. Nothing is ever taken off the list: a correction adds a vintage.
Each manifest names the hash of the one before it, so that the kept manifests form a chain anybody can check.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from data.model import SnapshotKind
from data.store.errors import DamagedSnapshotError
from data.store.files import sha256_of

FORMAT: Final = 1
SNAPSHOT_ID_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Vintage:
    """One published version of one table of one month.

    ``sequence`` counts all vintages from 1. ``received_at`` is when the programme learnt the rows, ``recorded_at`` when
    this store wrote them (for synthetic data the same). ``inputs`` (snapshot ids) and ``rules`` (version) say what a
    mart was computed from; both are empty for an imported table. ``file`` is the path below the home.
    ``received_again``: when equal rows of a report arrived later, while they were the last known, ascending.
    """

    sequence: int
    kind: SnapshotKind
    month: str
    file: str
    sha256: str
    rows_sha256: str
    rows: int
    received_at: datetime
    recorded_at: datetime
    source_name: str
    source_sha256: str
    is_synthetic: bool
    notes: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    rules: str = ""
    received_again: tuple[datetime, ...] = ()

    def last_received_at(self, known_at: datetime | None = None) -> datetime:
        """When these rows last arrived, of the receipts by ``known_at`` (None: all); the first one in any case."""
        later = [moment for moment in self.received_again if known_at is None or moment <= known_at]
        return max(later, default=self.received_at)

    def continues(self, earlier: Vintage) -> bool:
        """Whether this is ``earlier``, but for receipts noted since."""
        noted = self.received_again[: len(earlier.received_again)]
        return replace(self, received_again=noted) == earlier

    @property
    def snapshot_id(self) -> str:
        """Short name of the stored rows: the first 16 digits of the file's hash."""
        return self.sha256[:SNAPSHOT_ID_LENGTH]


@dataclass(frozen=True, slots=True)
class Manifest:
    """All vintages after one publication. ``sequence`` counts publications; 0 is the empty home before the first."""

    sequence: int = 0
    previous_sha256: str = ""
    vintages: tuple[Vintage, ...] = ()


def file_of(kind: SnapshotKind, month: str, sha256: str) -> str:
    """Path of a snapshot below the home; it tells kind, month and the beginning of the hash."""
    return f"snapshots/{kind}-{month}-{sha256[:SNAPSHOT_ID_LENGTH]}.parquet"


def kept_name(manifest: Manifest, *, sha256: str) -> str:
    """File name of a kept manifest: publication number and the beginning of its bytes' hash."""
    return f"{manifest.sequence:06d}-{sha256[:SNAPSHOT_ID_LENGTH]}.json"


def encode_manifest(manifest: Manifest) -> bytes:
    """Write a manifest as JSON that carries the hash of its own content, one vintage a line."""
    head = {"format": FORMAT, "sequence": manifest.sequence, "previous_sha256": manifest.previous_sha256}
    vintages = [_as_json(vintage) for vintage in manifest.vintages]
    own_sha256 = sha256_of(_compact(head | {"vintages": vintages}).encode())
    lines = ",\n".join(_compact(vintage) for vintage in vintages)
    return f'{_compact(head)[:-1]},\n"vintages":[\n{lines}\n],\n"sha256":"{own_sha256}"}}\n'.encode()


def decode_manifest(content: bytes) -> Manifest:
    """Read a manifest and check its own hash. Raises DamagedSnapshotError when it is not whole."""
    try:
        body: dict[str, Any] = json.loads(content)
        stated = body.pop("sha256")
        if stated != sha256_of(_compact(body).encode()):
            raise DamagedSnapshotError("目録の内容が記録されたハッシュと一致しません。")
        if body["format"] != FORMAT:
            raise DamagedSnapshotError(f"目録の形式（{body['format']}）は、このバージョンでは読めません。")
        vintages = tuple(_from_json(entry) for entry in body["vintages"])
        return Manifest(sequence=body["sequence"], previous_sha256=body["previous_sha256"], vintages=vintages)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedSnapshotError("目録を読めません。") from error


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _as_json(vintage: Vintage) -> dict[str, object]:
    # Left out where there is none: manifests of homes without it keep their bytes, and so their place in the chain.
    again = [moment.astimezone(UTC).isoformat() for moment in vintage.received_again]
    return {
        "sequence": vintage.sequence,
        "kind": str(vintage.kind),
        "month": vintage.month,
        "file": vintage.file,
        "sha256": vintage.sha256,
        "rows_sha256": vintage.rows_sha256,
        "rows": vintage.rows,
        "received_at": vintage.received_at.astimezone(UTC).isoformat(),
        "recorded_at": vintage.recorded_at.astimezone(UTC).isoformat(),
        "source_name": vintage.source_name,
        "source_sha256": vintage.source_sha256,
        "is_synthetic": vintage.is_synthetic,
        "notes": list(vintage.notes),
        "inputs": list(vintage.inputs),
        "rules": vintage.rules,
        **({"received_again": again} if again else {}),
    }


def _from_json(entry: dict[str, Any]) -> Vintage:
    return Vintage(
        **entry
        | {
            "kind": SnapshotKind(entry["kind"]),
            "received_at": datetime.fromisoformat(entry["received_at"]),
            "recorded_at": datetime.fromisoformat(entry["recorded_at"]),
            "notes": tuple(entry["notes"]),
            "inputs": tuple(entry["inputs"]),
            "received_again": tuple(datetime.fromisoformat(moment) for moment in entry.get("received_again", ())),
        }
    )
