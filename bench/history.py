"""What 43 months of history cost: importing a month, rebuilding the chain, the overview's queries."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pandas as pd

from bench.result import Result
from data.demo import MONTHS, PROGRAMME_SEED, make_programme
from data.importing import import_files
from data.model import AsOf
from data.store import Store
from data.store.engine import Engine

IMPORT_BAR, REBUILD_BAR, QUERY_BAR, PREPARE_BAR = 6_000.0, 90_000.0, 50.0, 120_000.0
_QUERY_REPEATS = 9


@dataclass(slots=True)
class Steps:
    """Moments at which the making of the demo told its progress; the last steps import a month each."""

    moments: list[float] = field(default_factory=list)

    def note(self, share: float, words: str) -> None:
        """Take a moment; the arguments are those of a progress callback."""
        self.moments.append(time.perf_counter())

    def last_imports_ms(self) -> float:
        """Median milliseconds of the last five imports."""
        gaps = [later - earlier for earlier, later in zip(self.moments, self.moments[1:], strict=False)]
        return median(gaps[-5:]) * 1000


def history_results(home: Path, *, files: Path, months: Sequence[str] = MONTHS) -> Iterator[Result]:
    """Fill ``home`` with the demo, keeping its files, and measure it: milliseconds and megabytes."""
    steps = Steps()
    started = time.perf_counter()
    make_programme(home, seed=PROGRAMME_SEED, months=months, progress=steps.note, files=files)
    yield Result("demo.prepared", (time.perf_counter() - started) * 1000, "ms", PREPARE_BAR)
    yield Result("demo.home", sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 1e6, "MB", 150)
    yield Result("import.month_of_43", steps.last_imports_ms(), "ms", IMPORT_BAR)
    yield from _query_results(home, month=months[-1])
    yield _rebuild_result(home, files=files, month=months[0])


def _query_results(home: Path, *, month: str) -> Iterator[Result]:
    store = Store(home)
    engine, resolved = Engine(store), store.open().resolve(AsOf(month))
    for name, vintage in (("system_mart", resolved.progress_mart), ("body_mart", resolved.body_mart)):
        if vintage is None:
            raise RuntimeError(f"the demo has no {name} of {month}")
        found = []
        for _ in range(_QUERY_REPEATS):
            started = time.perf_counter()
            engine.query(name, snapshot=vintage.snapshot_id)
            found.append((time.perf_counter() - started) * 1000)
        yield Result(f"query.{name}_warm", median(found), "ms", QUERY_BAR)


def _rebuild_result(home: Path, *, files: Path, month: str) -> Result:
    """A correction of the first month, which every later month is computed from again."""
    original = min(files.rglob(f"*pmo*{month}*.parquet"))
    rows = pd.read_parquet(original)
    rows.loc[rows.index[0], "ステップ01"] = "作業中"
    corrected = original.with_name(f"訂正_{original.name}")
    rows.to_parquet(corrected, index=False)
    started = time.perf_counter()
    import_files([corrected], home=home, received_at=datetime.now(UTC), is_synthetic=True)
    return Result("import.correction_of_first_month", (time.perf_counter() - started) * 1000, "ms", REBUILD_BAR)
