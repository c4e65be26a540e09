"""kill -9 at random moments of an import, with a reader running: what is left is the old state or the new one.

Every version of the programme states its number in three tables (report, list of designated systems, mart), so that
a mixture of two versions would show. ``python -m tests.soak.kill_import 60`` prints one JSON line.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final
from unittest.mock import patch

import numpy as np
import pandas as pd

from data.importing import import_files, mart_rule, verify_home
from data.model import AsOf, Snapshot, SnapshotKind
from data.reference import load_reference
from data.rules.progress import system_universe
from data.store import Store, StoreError, StoreState
from data.store.engine import Engine
from data.store.transaction import Transaction

FIRST: Final = datetime(2026, 2, 10, tzinfo=UTC)
MONTH: Final = "2026-01"
_PROCESSES = get_context("forkserver")


@dataclass
class Outcome:
    """How the kills ended; ``half`` and ``reader_errors`` must stay 0. ``finished`` imports were too quick to kill."""

    kills: int = 0
    old: int = 0
    new: int = 0
    half: int = 0
    finished: int = 0
    reads: int = 0
    reader_errors: int = 0
    is_sound_afterwards: bool = False
    import_seconds: float = 0.0
    commit_seconds: float = 0.0


def run(kills: int, *, seed: int = 1) -> Outcome:
    """Kill ``kills`` imports of a month and a list; after each the home is opened anew and checked.

    Every second kill falls anywhere in the import, the others from the first write on, where something could tear.
    """
    _PROCESSES.set_forkserver_preload(["data.importing", "data.store.engine"])
    chance, outcome = random.Random(seed), Outcome()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        outcome.import_seconds, outcome.commit_seconds, version = _time_imports(home)
        stop, reads = _PROCESSES.Event(), _PROCESSES.Queue()
        reader = _PROCESSES.Process(target=_read_until, args=(home, stop, reads), daemon=True)
        reader.start()
        outcome.reads, outcome.reader_errors = reads.get(timeout=60)
        old = version
        while outcome.kills < kills:
            version += 1
            signal, longest = (
                ("committing", 2 * outcome.commit_seconds) if version % 2 else ("ready", outcome.import_seconds)
            )
            if not _start_and_kill(home, version, signal=signal, after_seconds=chance.uniform(0, longest)):
                outcome.finished += 1
                old = version
                continue
            outcome.kills += 1
            found = _left_behind(home)
            outcome.old += found == old
            outcome.new += found == version
            outcome.half += found not in {old, version}
            old = found if found is not None else old
        stop.set()
        outcome.reads, outcome.reader_errors = reads.get(timeout=60)
        reader.join(timeout=60)
        _import(home, version + 1, tables=_tables(version + 1), on_commit=lambda: None)
        outcome.is_sound_afterwards = verify_home(home).is_sound
    return outcome


def _time_imports(home: Path) -> tuple[float, float, int]:
    seconds, commits = [], []
    for version in (1, 2, 3):
        marks: list[float] = []
        tables = _tables(version)
        started = time.perf_counter()
        _import(home, version, tables=tables, on_commit=partial(_note, marks))
        done = time.perf_counter()
        seconds.append(done - started)
        commits.append(done - marks[0])
    return min(seconds), min(commits), 3


def _note(moments: list[float]) -> None:
    moments.append(time.perf_counter())


def _start_and_kill(home: Path, version: int, *, signal: str, after_seconds: float) -> bool:
    """Start an import in a process of its own and kill it after its signal; False when it was done before."""
    ours, theirs = _PROCESSES.Pipe()
    worker = _PROCESSES.Process(target=_import_when_ready, args=(home, version, theirs))
    worker.start()
    theirs.close()
    try:
        while ours.recv() != signal:
            pass
    except EOFError:
        raise RuntimeError("the import failed by itself: the home an earlier kill left behind is not usable") from None
    time.sleep(after_seconds)
    worker.kill()
    worker.join()
    return worker.exitcode != 0


def _import_when_ready(home: Path, version: int, parent: Connection) -> None:
    mart_rule()
    tables = _tables(version)
    parent.send("ready")
    _import(home, version, tables=tables, on_commit=lambda: parent.send("committing"))
    time.sleep(1)


def _import(home: Path, version: int, *, tables: tuple[Snapshot, ...], on_commit: Callable[[], object]) -> None:
    commit = Transaction.commit

    def announced(transaction: Transaction) -> None:
        on_commit()
        commit(transaction)

    with (
        patch("data.importing.read_source", lambda *_args, **_kwargs: tables),
        patch.object(Transaction, "commit", announced),
    ):
        moment = FIRST + timedelta(minutes=version)
        import_files([("both", b"")], home=home, received_at=moment, is_synthetic=True)


def _tables(version: int) -> tuple[Snapshot, ...]:
    universe = system_universe(load_reference())
    systems = universe[~universe["body_code"].str.endswith("000")].reset_index(drop=True)
    steps = np.where(np.arange(len(systems)) % 2 == 0, _mark(version), 40)
    rows = systems.assign(steps_counted=pd.array(steps, dtype="Int64"))
    listed = systems.head(_mark(version))
    return (
        Snapshot(SnapshotKind.MIC_PROGRESS, MONTH, rows, "mic.xlsx", f"{version}"),
        Snapshot(SnapshotKind.DESIGNATED_LIST, "2025-12", listed, "list.xlsx", f"{version}"),
    )


def _mark(version: int) -> int:
    return version % 39 + 1


def _left_behind(home: Path) -> int | None:
    try:
        return _version(Store(home).open(), Engine(Store(home)))
    except StoreError as error:
        print(f"after a kill: {error}", file=sys.stderr)
        return None


def _version(state: StoreState, engine: Engine) -> int | None:
    """The version all three tables state, by their clocks and by their rows; None when they disagree."""
    found = state.resolve(AsOf(MONTH))
    if found.warnings or found.progress_mart is None or found.progress is None or found.designated is None:
        return None
    moments = {vintage.received_at for vintage in found.vintages}
    version = round((max(moments) - FIRST).total_seconds() / 60)
    mart = engine.query("system_mart", snapshot=found.progress_mart.snapshot_id)
    report = engine.query("mic_progress", snapshot=found.progress.snapshot_id)
    listed = engine.query("designated_list", snapshot=found.designated.snapshot_id)
    marks = {int(mart["steps_counted"].min()), int(report["steps_counted"].min()), len(listed)}
    return version if len(moments) == 1 and marks == {_mark(version)} else None


def _read_until(home: Path, stop: object, reads: object) -> None:
    """Open and query without pause, with a store kept open and with a new one in turn; report reads and errors."""
    kept = Store(home)
    engine = Engine(kept)
    count = errors = 0
    reads.put((0, 0))  # type: ignore[attr-defined]  # a multiprocessing queue and event have no nameable type here
    while not stop.is_set():  # type: ignore[attr-defined]
        store = kept if count % 2 else Store(home)
        try:
            errors += _version(store.open(), engine) is None
        except Exception as error:  # any error at all is what this loop is looking for
            errors += 1
            print(f"reader: {error!r}", file=sys.stderr)
        count += 1
    reads.put((count, errors))  # type: ignore[attr-defined]


if __name__ == "__main__":
    print(json.dumps(asdict(run(int(sys.argv[1]) if len(sys.argv) > 1 else 60))))
