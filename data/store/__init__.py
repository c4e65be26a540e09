"""Immutable snapshots on two clocks: what was reported for a month, and when that was known.

Readers: ``Store(home).open()`` → :class:`StoreState` → ``resolve(as_of)``; rows through :func:`engine_for`.
Writers: ``data.importing`` only.
"""

from __future__ import annotations

from data.store.errors import DamagedSnapshotError, ImportRefusedError, StoreError
from data.store.home import Store
from data.store.manifest import Manifest, Vintage
from data.store.state import Resolved, StoreState

__all__ = [
    "DamagedSnapshotError",
    "ImportRefusedError",
    "Manifest",
    "Resolved",
    "Store",
    "StoreError",
    "StoreState",
    "Vintage",
]
