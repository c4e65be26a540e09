"""Which imported files stand behind an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.model import SnapshotKind
from data.store import Vintage


@dataclass(frozen=True, slots=True)
class Source:
    """One imported file behind the figures."""

    kind: SnapshotKind
    month: str
    name: str
    sha256: str
    rows: int
    received_at: datetime
    is_synthetic: bool


def source_of(vintage: Vintage) -> Source:
    """The file behind a vintage."""
    return Source(
        kind=vintage.kind,
        month=vintage.month,
        name=vintage.source_name,
        sha256=vintage.source_sha256,
        rows=vintage.rows,
        received_at=vintage.received_at,
        is_synthetic=vintage.is_synthetic,
    )


def sources_of(*vintages: Vintage | None) -> tuple[Source, ...]:
    """The files behind those of the vintages there are."""
    return tuple(source_of(vintage) for vintage in vintages if vintage)
