"""The flags of past months, worked out once for everybody: after the demo, at ``prepare`` and at ``import``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from data.access import Home
from data.model import AsOf
from data.store import StoreError
from data.views.vendor_counts import keep_history

IMPORT_MONTHS: Final = 2
"""Months an import works out at most, some 0.4 s each: more have changed where a list of vendors came, which holds of
every month; those wait for ``prepare``."""

Progress = Callable[[float, str], None]


def keep_flag_history(home: Path, *, most: int | None = None, progress: Progress | None = None) -> int:
    """Work out the flags of past months that the home does not have; answers how many months are missing still.

    None are where the home cannot be read: whoever asks for the flags is told. ``most`` and ``progress`` as in
    ``keep_history``; the words are Japanese.
    """

    def tell(share: float, month: str) -> None:
        if progress is not None:
            year, number = month.split("-")
            progress(share, f"過去の月のベンダのフラグを計算しています（{year}年{int(number)}月）")

    try:
        reader = Home(home).reader()
        if reader.latest_month is None:
            return 0
        return len(keep_history(reader, as_of=AsOf(reader.latest_month), most=most, progress=tell))
    except (StoreError, OSError):
        return 0
