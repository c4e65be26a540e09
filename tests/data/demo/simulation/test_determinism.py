from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from data.demo.simulation import write_programme
from data.demo.simulation.chance import stream
from data.sources import read_source

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folders = tmp_path_factory.mktemp("once"), tmp_path_factory.mktemp("again")
    for folder in folders:
        write_programme(folder, seed=7, months=["2024-03"])
    return folders


def test_the_same_seed_gives_the_same_bytes(twice: tuple[Path, Path]) -> None:
    once, again = (
        {path.relative_to(at): path.read_bytes() for path in at.rglob("*") if path.is_file()} for at in twice
    )

    assert once == again
    assert len(once) > 5


def test_another_seed_gives_another_programme(twice: tuple[Path, Path], tmp_path: Path) -> None:
    write_programme(tmp_path, seed=8, months=["2024-03"])
    name = "架空のデモデータ_pmo_2024-03.parquet"

    assert (tmp_path / name).read_bytes() != (twice[0] / name).read_bytes()


def test_a_month_is_the_same_alone_as_among_others(twice: tuple[Path, Path], tmp_path: Path) -> None:
    write_programme(tmp_path, seed=7, months=["2024-03", "2024-04"])
    name = "架空のデモデータ_pmo_2024-03.parquet"

    assert (tmp_path / name).read_bytes() == (twice[0] / name).read_bytes()


def test_a_correction_is_not_delivered_before_its_time(twice: tuple[Path, Path], tmp_path: Path) -> None:
    later = write_programme(tmp_path, seed=7, months=["2024-03", "2024-08"])

    # 2024-03 has a second file in April 2024 and a third in August 2024, before the file of July.
    assert not (twice[0] / "架空のデモデータ_pmo_2024-03_訂正2.parquet").exists()
    assert [each.correction for each in later if each.month == "2024-03" and each.files[0].suffix == ".parquet"] == [
        0,
        1,
        2,
    ]


def test_the_reader_finds_no_fault(twice: tuple[Path, Path]) -> None:
    (snapshot,) = read_source(twice[0] / "架空のデモデータ_pmo_2024-03.parquet")

    assert (snapshot.kind, snapshot.month) == ("pmo_report", "2024-03")
    assert len(snapshot.rows) > 34_000


def test_unknown_months_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2026-11"):
        write_programme(tmp_path, seed=7, months=["2026-10", "2026-11"])


def test_concerns_draw_from_streams_of_their_own() -> None:
    one, other = stream(1, "vendors").random(4), stream(1, "regions").random(4)

    assert not np.array_equal(one, other)
    assert np.array_equal(one, stream(1, "vendors").random(4))
