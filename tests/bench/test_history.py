"""A measured correction is one that changed something, in the corrected month and in every later one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.history import rebuild_result
from data.importing import import_files
from data.model import AsOf, parse_instant, shift_month
from data.store import Store
from tests.data.sources.pmo_building import STEPS, as_parquet, record

pytestmark = pytest.mark.slow

MONTHS = ("2025-11", "2025-12")


def _home(folder: Path, *, planned: str) -> Path:
    """A home of two months of one system under way, beside the files it was made from."""
    (folder / "files").mkdir()
    for month in MONTHS:
        following = shift_month(month, 1)
        row = record(対象年月=month, 入力日時=f"{following}-05 10:30", 移行予定日=planned, steps="作業中")
        file = folder / "files" / f"x_pmo_{month}.parquet"
        file.write_bytes(as_parquet([row | dict.fromkeys(STEPS[:5], "完了済み")]))
        received = parse_instant(f"{following}-15T09:00+09:00")
        import_files([file], home=folder / "home", received_at=received, is_synthetic=True)
    return folder / "home"


def test_the_correction_reaches_the_last_month(tmp_path: Path) -> None:
    home = _home(tmp_path, planned="2026-03-31")
    before = Store(home).open().resolve(AsOf(MONTHS[-1])).progress_mart
    result = rebuild_result(home, files=tmp_path / "files", months=MONTHS)
    after = Store(home).open().resolve(AsOf(MONTHS[-1])).progress_mart
    assert before is not None
    assert after is not None
    assert before.snapshot_id != after.snapshot_id
    assert (result.name, result.unit) == ("import.correction_of_first_month", "ms")


def test_a_correction_that_changes_nothing_is_no_measurement(tmp_path: Path) -> None:
    home = _home(tmp_path, planned="")
    with pytest.raises(RuntimeError, match="changed nothing"):
        rebuild_result(home, files=tmp_path / "files", months=MONTHS)
