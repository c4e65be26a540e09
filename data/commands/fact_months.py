"""The months of the facts database, made once for everybody: after the demo, at ``prepare`` and at ``import``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from data.access import Home
from data.access.fact_months import is_kept, month_systems
from data.model import AsOf
from data.store import StoreError

Progress = Callable[[float, str], None]


def keep_fact_months(home: Path, *, most: int | None = None, progress: Progress | None = None) -> None:
    """Make the reported months that the home does not have, some 0.2 s each, unless there are more than ``most``.

    Nothing where the home cannot be read or written: whoever asks a question is told, or makes them for the process.
    ``progress`` is told the share done (0 to 1) and Japanese words before each month.
    """
    try:
        reader = Home(home).reader()
        readings = [reader.at(AsOf(month)).for_totals() for month in reader.months]
        missing = [reading for reading in readings if not is_kept(reading)]
        if most is not None and len(missing) > most:
            return
        for place, reading in enumerate(missing):
            if progress is not None:
                year, number = reading.as_of.month.split("-")
                progress(place / len(missing), f"探索のための表を作っています（{year}年{int(number)}月）")
            month_systems(reading)
            if reading.derived.is_refused:
                return
    except (StoreError, OSError):
        return
