"""Publication is all or nothing: at every crash point, on a full disk, and with two writers at once."""

from __future__ import annotations

import errno
import multiprocessing
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.store import ImportRefusedError, Store, StoreError
from data.store.files import writer_lock
from data.store.verification import verify
from tests.data.store.tiny import ALONE, PROGRESS, applicability, day, designated, flip_byte, progress, publish, tree

pytestmark = pytest.mark.slow


class Killed(BaseException):
    """Stands for the end of the process: nothing after it may run."""


def interrupt_at(monkeypatch: pytest.MonkeyPatch, step: int, raised: Callable[[], BaseException]) -> list[int]:
    """Raise at the ``step``-th write, sync or rename, and let nothing be tidied up after a kill; counts the steps."""
    count = [0]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            count[0] += 1
            if count[0] == step:
                raise raised()
            return real(*args, **kwargs)

        return call

    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, counted(getattr(os, name)))
    return count


def test_a_kill_at_any_step_leaves_old_or_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = set()
    step, was_interrupted = 0, True
    while was_interrupted:
        step += 1
        home = tmp_path / str(step)
        publish(home, progress("2026-01", 10, 20), received_at=day(40))
        old = Store(home).open().vintages
        with monkeypatch.context() as patch:
            interrupt_at(patch, step, Killed)
            patch.setattr(Path, "unlink", lambda *_args, **_kwargs: None)
            try:
                publish(home, progress("2026-01", 10, 25), designated("2025-12", ("01100", "tax")), received_at=day(50))
                was_interrupted = False
            except Killed:
                pass
        state = Store(home).open()
        assert state.warnings == ()
        assert state.vintages[:2] == old
        assert len(state.vintages) in {2, 5}, "half a publication"
        outcomes.add(len(state.vintages))
        assert verify(Store(home), rule=ALONE).is_sound

        publish(home, progress("2026-01", 10, 25), designated("2025-12", ("01100", "tax")), received_at=day(50))
        assert len(Store(home).open().vintages) == 5
        publish(home, progress("2026-02", 1), received_at=day(60))
        assert verify(Store(home), rule=ALONE).findings == ()
    assert outcomes == {2, 5}
    # Three snapshots, the manifest and its copy: each is synced, renamed and its folder synced.
    assert step == 3 * 5 + 1


@pytest.mark.parametrize("step", [1, 2, 4, 7, 10, 11])
def test_a_full_disk_leaves_the_home_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    publish(tmp_path, progress("2026-01", 10, 20), received_at=day(40))
    before = tree(tmp_path)

    with monkeypatch.context() as patch:
        interrupt_at(patch, step, lambda: OSError(errno.ENOSPC, "No space left on device"))
        with pytest.raises(StoreError, match=r"空き容量が足りない.*元のままです.*もう一度取り込んでください"):
            publish(tmp_path, progress("2026-01", 10, 25), designated("2025-12", ("01100", "tax")), received_at=day(50))

    assert tree(tmp_path) == before


def test_a_copy_that_cannot_be_kept_does_not_undo_the_publication(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, progress("2026-01", 10, 20), received_at=day(40))
    with monkeypatch.context() as patch:
        interrupt_at(patch, 13, lambda: OSError(errno.ENOSPC, "No space left on device"))
        publish(tmp_path, progress("2026-01", 10, 25), designated("2025-12", ("01100", "tax")), received_at=day(50))

    report = verify(Store(tmp_path), rule=ALONE)
    assert (report.vintages, report.manifests, report.is_sound) == (5, 1, True)
    assert "次の取り込みで保管されます" in report.findings[0].message
    publish(tmp_path, progress("2026-02", 1), received_at=day(60))
    assert verify(Store(tmp_path), rule=ALONE).findings == ()


@pytest.mark.parametrize(
    ("code", "words"), [(errno.EROFS, "書き込む権限がない"), (errno.EIO, "書き込めない（Input/output error）")]
)
def test_other_write_failures_are_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    interrupt_at(monkeypatch, 1, lambda: OSError(code, os.strerror(code)))

    with pytest.raises(StoreError, match=words):
        publish(tmp_path, progress("2026-01", 10), received_at=day(40))


def test_no_change_leaves_the_home_byte_identical(tmp_path: Path) -> None:
    publish(tmp_path, progress("2026-01", 10, 20), received_at=day(40))
    before = tree(tmp_path)

    publish(tmp_path, progress("2026-01", 10, 20), received_at=day(41))

    assert tree(tmp_path) == before


def test_two_versions_of_one_month_in_one_call_are_refused(tmp_path: Path) -> None:
    first, second = progress("2026-01", 10, name="a.xlsx"), progress("2026-01", 11, name="b.xlsx")

    with pytest.raises(ImportRefusedError, match=r"a\.xlsx、b\.xlsx"):
        publish(tmp_path, first, second, received_at=day(40))

    assert Store(tmp_path).open().is_empty
    assert len(publish(tmp_path, first, first, received_at=day(40))) == 2


@pytest.mark.parametrize("is_demo_home", [True, False])
def test_demo_and_real_data_never_mix(tmp_path: Path, *, is_demo_home: bool) -> None:
    publish(tmp_path, progress("2026-01", 10, is_synthetic=is_demo_home), received_at=day(40))
    before = tree(tmp_path)

    with pytest.raises(ImportRefusedError, match=r"DASHBOARD_HOME"):
        publish(tmp_path, progress("2026-02", 10, is_synthetic=not is_demo_home), received_at=day(50))

    assert tree(tmp_path) == before
    assert Store(tmp_path).open().is_synthetic is is_demo_home


def test_the_same_imports_at_the_same_moments_give_the_same_bytes(tmp_path: Path) -> None:
    trees = []
    for name in ("a", "b"):
        home = tmp_path / name
        for number, steps in ((40, 10), (50, 20)):
            publish(home, progress("2026-01", steps), received_at=day(number), recorded_at=day(number))
        publish(home, applicability("2025-04", ("01100", "aid", False)), received_at=day(45), recorded_at=day(60))
        trees.append(tree(home))

    assert trees[0] == trees[1]
    assert len(trees[0]) > 8


def test_the_order_of_rows_in_a_file_does_not_matter(tmp_path: Path) -> None:
    given = progress("2026-01", 10, 20, 30)
    publish(tmp_path, given, received_at=day(40))

    assert publish(tmp_path, replace(given, rows=given.rows.iloc[::-1]), received_at=day(50)) == ()


def test_a_needed_table_that_is_damaged_stops_the_import_in_words(tmp_path: Path) -> None:
    publish(tmp_path, progress("2026-01", 10), received_at=day(40))
    report = Store(tmp_path).open().vintages[0]
    flip_byte(tmp_path / report.file)

    with pytest.raises(StoreError, match="元のファイルをもう一度取り込む"):
        publish(tmp_path, applicability("2025-04", ("01100", "aid", False)), received_at=day(50))


def test_a_second_writer_waits_and_then_gives_up_in_words(tmp_path: Path) -> None:
    with (
        writer_lock(tmp_path),
        pytest.raises(StoreError, match="別の取り込みが終わらない"),
        writer_lock(tmp_path, wait_seconds=0.05),
    ):
        pytest.fail("the lock was given twice")


def _import_months(home: Path, months: tuple[str, ...]) -> None:
    for month in months:
        publish(home, progress(month, 10, 20), received_at=day(40))


@pytest.mark.slow
def test_two_processes_importing_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    halves = [tuple(f"{year}-{month:02d}" for month in range(1, 13)) for year in (2024, 2025)]
    workers = [context.Process(target=_import_months, args=(tmp_path, half)) for half in halves]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
        assert worker.exitcode == 0

    state = Store(tmp_path).open()
    assert state.months == tuple(sorted(halves[0] + halves[1]))
    assert sum(v.kind is PROGRESS for v in state.vintages) == 24
    report = verify(Store(tmp_path), rule=ALONE)
    assert (report.findings, report.manifests) == ((), 24)
