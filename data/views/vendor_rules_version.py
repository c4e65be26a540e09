"""Names the code and thresholds that the vendor flags rest on, so that what other rules gave is never read."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from data.reference import load_reference

_DATA: Final = Path(__file__).resolve().parents[1]
_FLAG_VIEWS: Final = ("flag_systems.py", "vendor_counts.py", "vendor_measures.py", "vendor_raised.py")


@lru_cache(maxsize=1)
def rules_version() -> str:
    """The hash of the thresholds of vendor risk, and of every module the flags come from."""
    rooms = [path for room in ("access", "rules") for path in sorted((_DATA / room).glob("*.py"))]
    files = [*rooms, *(_DATA / "views" / name for name in _FLAG_VIEWS)]
    digest = hashlib.sha256(repr(load_reference().rules.vendor_risk).encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()
