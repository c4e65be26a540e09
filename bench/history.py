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
    yield rebuild_result(home, files=files, months=months)


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


def rebuild_result(home: Path, *, files: Path, months: Sequence[str]) -> Result:
    """A correction of the first of ``months`` (``files`` has its file), which every later one is computed from again.

    Raises RuntimeError when the correction left something as it was: then the time would be that of doing nothing.
    """
    original = min(files.rglob(f"*pmo*{months[0]}*.parquet"))
    corrected = original.with_name(f"訂正_{original.name}")
    replanned(pd.read_parquet(original)).to_parquet(corrected, index=False)
    before = _mart_ids(home, months)
    started = time.perf_counter()
    reports = import_files([corrected], home=home, received_at=datetime.now(UTC), is_synthetic=True)
    took = (time.perf_counter() - started) * 1000
    if any(report.status != "取り込みました" for report in reports):
        raise RuntimeError(f"the correction of {months[0]} changed nothing")
    if same := sorted(before & _mart_ids(home, months)):
        raise RuntimeError(f"marts that the correction of {months[0]} did not change: {same}")
    return Result("import.correction_of_first_month", took, "ms", REBUILD_BAR)


def replanned(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a PMO report with every 移行予定日 31 days later: the first plan is carried through all later months.

    >>> replanned(pd.DataFrame({"移行予定日": ["2026-03-31", None]}))["移行予定日"].tolist()
    ['2026-05-01', None]
    """
    planned = pd.to_datetime(rows["移行予定日"])
    moved = (planned + pd.Timedelta(days=31)).dt.strftime("%Y-%m-%d").astype(object)
    return rows.assign(移行予定日=moved.where(planned.notna(), None))


def _mart_ids(home: Path, months: Sequence[str]) -> set[str]:
    opened = Store(home).open()
    found = (opened.resolve(AsOf(month)).progress_mart for month in months)
    return {vintage.snapshot_id for vintage in found if vintage is not None}
