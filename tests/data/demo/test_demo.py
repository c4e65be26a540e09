from __future__ import annotations

import hashlib
import statistics
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from data.demo import DEMO_SEED, demo_months, make_demo
from data.demo.programme import MONTHS
from data.importing import verify_home
from data.model import Snapshot, SnapshotKind
from data.reference import load_reference
from data.sources import read_source

REFERENCE = load_reference()


@pytest.fixture(scope="module")
def snapshots() -> dict[tuple[SnapshotKind, str], Snapshot]:
    """Every invented file, read by the readers that real files go through."""
    read = {}
    for arrived in demo_months():
        for name, content in arrived.files:
            assert "架空のデモデータ" in name
            for snapshot in read_source(content, name=name, today=arrived.received_at.date()):
                read[snapshot.kind, snapshot.month] = snapshot
    return read


def means_of(rows: pd.DataFrame) -> pd.Series[float]:
    reported = rows.dropna()
    return (reported["steps_counted"].astype(float) / 40).groupby(reported["body_code"]).mean()


def test_three_months_and_one_list_arrive_on_the_tenth_of_the_next_month(
    snapshots: dict[tuple[SnapshotKind, str], Snapshot],
) -> None:
    assert set(snapshots) == {
        (SnapshotKind.MIC_PROGRESS, "2025-11"),
        (SnapshotKind.MIC_PROGRESS, "2025-12"),
        (SnapshotKind.MIC_PROGRESS, "2026-01"),
        (SnapshotKind.DESIGNATED_LIST, "2025-12"),
    }
    assert [arrived.received_at.isoformat() for arrived in demo_months()] == [
        "2025-12-10T09:00:00+09:00",
        "2026-01-10T09:00:00+09:00",
        "2026-02-10T09:00:00+09:00",
    ]


def test_the_latest_month_resembles_the_published_aggregates(
    snapshots: dict[tuple[SnapshotKind, str], Snapshot],
) -> None:
    rows = snapshots[SnapshotKind.MIC_PROGRESS, "2026-01"].rows
    means = means_of(rows)
    assert means.mean() == pytest.approx(0.816, abs=0.005)
    assert means.median() == pytest.approx(0.836, abs=0.01)
    assert means.std() == pytest.approx(0.159, abs=0.01)
    assert 60 <= (means == 1).sum() <= 80
    assert 58 <= (means < 0.5).sum() <= 88
    prefectures = means.groupby(means.index.str[:2]).mean()
    assert prefectures.min() == pytest.approx(0.700, abs=0.05)
    assert prefectures.max() == pytest.approx(0.942, abs=0.03)
    by_business = (rows["steps_counted"].astype("Float64") / 40).groupby(rows["business"]).mean()
    assert by_business["public_assistance"] == pytest.approx(0.905, abs=0.015)
    assert by_business["family_register"] == pytest.approx(0.774, abs=0.015)


def test_systems_pile_up_at_40_39_and_29_steps(snapshots: dict[tuple[SnapshotKind, str], Snapshot]) -> None:
    counts = Counter(snapshots[SnapshotKind.MIC_PROGRESS, "2026-01"].rows["steps_counted"].dropna())
    total = sum(counts.values())
    assert counts[40] / total == pytest.approx(0.285, abs=0.025)
    assert counts[39] > 1.4 * counts[38]
    assert counts[29] > 1.4 * max(counts[28], counts[30])


def test_neighbours_resemble_each_other_more_than_strangers(
    snapshots: dict[tuple[SnapshotKind, str], Snapshot],
) -> None:
    means = means_of(snapshots[SnapshotKind.MIC_PROGRESS, "2026-01"].rows)
    between = means.groupby(means.index.str[:2]).mean().var()
    by_chance = (means.var() / means.groupby(means.index.str[:2]).size()).mean()
    assert between > 4 * by_chance


def test_progress_rises_month_by_month_and_no_system_goes_back(
    snapshots: dict[tuple[SnapshotKind, str], Snapshot],
) -> None:
    months = [snapshots[SnapshotKind.MIC_PROGRESS, month].rows for month in MONTHS]
    means = [means_of(rows).mean() for rows in months]
    assert all(0.01 < later - earlier < 0.03 for earlier, later in pairwise(means))
    for earlier, later in pairwise(months):
        both = earlier.merge(later, on=["body_code", "business"], suffixes=("_before", "_after")).dropna()
        assert (both["steps_counted_after"] >= both["steps_counted_before"]).all()


def test_some_bodies_and_cells_are_unknown_in_every_month(
    snapshots: dict[tuple[SnapshotKind, str], Snapshot],
) -> None:
    for month in MONTHS:
        snapshot = snapshots[SnapshotKind.MIC_PROGRESS, month]
        assert 1_741 - snapshot.rows["body_code"].nunique() == 4
        assert snapshot.rows["steps_counted"].isna().sum() == 60
        assert "4団体" in snapshot.notes[0]


def test_the_designated_list_has_the_published_structure(
    snapshots: dict[tuple[SnapshotKind, str], Snapshot],
) -> None:
    rows = snapshots[SnapshotKind.DESIGNATED_LIST, "2025-12"].rows
    sizes = rows.groupby("body_code").size()
    kinds = Counter(body.kind.value for code in sizes.index if (body := REFERENCE.body(code)) is not None)
    assert kinds == {"指定都市": 20, "中核市": 58, "特別区": 22, "一般市": 432, "町": 305, "村": 61, "都道府県": 37}
    assert len(rows) == pytest.approx(8_956, abs=250)
    assert (rows["business"] == "common_function").sum() == pytest.approx(498, abs=30)
    assert [
        ((sizes >= low) & (sizes <= high)).sum() for low, high in ((1, 2), (3, 9), (10, 15), (16, 19), (20, 21))
    ] == [
        *(296, 174, 122, 324, 19),
    ]
    prefectural = rows.loc[rows["body_code"].str.endswith("000"), "business"]
    assert set(prefectural) == {"public_assistance", "child_rearing_allowance"}


def test_bodies_with_many_designated_systems_are_behind(
    snapshots: dict[tuple[SnapshotKind, str], Snapshot],
) -> None:
    sizes = snapshots[SnapshotKind.DESIGNATED_LIST, "2025-12"].rows.groupby("body_code").size()
    means = means_of(snapshots[SnapshotKind.MIC_PROGRESS, "2026-01"].rows)
    exposure = sizes.reindex(means.index, fill_value=0)
    assert statistics.fmean(means[exposure == 0]) == pytest.approx(0.862, abs=0.03)
    assert statistics.fmean(means[exposure >= 10]) == pytest.approx(0.711, abs=0.04)


def digests(seed: int) -> list[str]:
    return [hashlib.sha256(content).hexdigest() for arrived in demo_months(seed=seed) for _, content in arrived.files]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    assert digests(DEMO_SEED) == digests(DEMO_SEED)
    assert not set(digests(DEMO_SEED)) & set(digests(1))


def test_a_home_is_filled_with_marked_data_and_the_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []
    make_demo(tmp_path, progress=lambda share, words: told.append((share, words)))
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert (told[0][0], told[-1][0]) == (0.0, 1.0)
    assert all("デモデータ" in words for _, words in told)
    assert verify_home(tmp_path).is_sound


class Interrupted(Exception):
    pass


def test_an_interrupted_demo_is_completed_by_making_it_again(tmp_path: Path) -> None:
    def interrupt(share: float, words: str) -> None:
        if "2025年12月" in words:
            raise Interrupted

    with pytest.raises(Interrupted):
        make_demo(tmp_path, progress=interrupt)
    half = verify_home(tmp_path)
    make_demo(tmp_path)
    whole = verify_home(tmp_path)
    assert half.is_sound
    assert whole.is_sound
    # Each month of rates has its mart beside it.
    assert (half.vintages, whole.vintages) == (1 + 1, 3 + 1 + 3)
