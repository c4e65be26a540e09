"""The one way in, end to end: reading is replaced by handmade rows except where a real format is the point."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from data import importing
from data.importing import ImportFaults, import_files, verify_home
from data.model import AsOf, Snapshot, SnapshotKind
from data.reference import load_reference
from data.rules.progress import body_progress, national_progress, prefecture_progress
from data.sources.faults import Fault, FaultyInput, faults_csv
from data.store import ImportRefusedError, Store
from data.store.engine import Engine
from tests.data.store.tiny import designated, progress, snapshot, tree

pytestmark = pytest.mark.slow

RECEIVED = datetime(2026, 2, 10, tzinfo=UTC)


def rows_for(month: str, steps: int) -> Snapshot:
    """Two municipalities with one business each, in the real universe."""
    rows = progress(month, steps, steps).rows.assign(body_code=["01100", "20201"], business="property_tax")
    return snapshot(SnapshotKind.MIC_PROGRESS, month, rows, name="")


@pytest.fixture(autouse=True)
def _reader(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Files named 2026-01=20 give that month with those steps; ✗3 is a file with three faults."""
    if request.node.get_closest_marker("real"):
        return

    def read(source: Path | bytes, *, name: str, today: date | None = None) -> tuple[Snapshot, ...]:
        if isinstance(source, Path):
            source.read_bytes()
        if name.startswith("✗"):
            raise FaultyInput(
                name, [Fault("表", row, "完了率", "x", "数ではありません。") for row in range(int(name[1:]))]
            )
        month, _, steps = name.partition("=")
        return (rows_for(month, int(steps)),) if steps else (designated(month, ("01100", "property_tax")),)

    monkeypatch.setattr(importing, "read_source", read)


def named(*names: str) -> list[tuple[str, bytes]]:
    return [(name, b"") for name in names]


def test_several_files_are_one_publication(tmp_path: Path) -> None:
    reports = import_files(named("2026-01=20", "2025-12"), home=tmp_path, received_at=RECEIVED)

    assert [(r.kind, r.month, r.rows, r.status) for r in reports] == [
        (SnapshotKind.MIC_PROGRESS, "2026-01", 2, "取り込みました"),
        (SnapshotKind.DESIGNATED_LIST, "2025-12", 1, "取り込みました"),
    ]
    state = Store(tmp_path).open()
    assert state.manifest.sequence == 1
    assert [v.kind for v in state.vintages] == ["mic_progress", "designated_list", "system_mart", "body_mart"]
    mart = state.vintages[2]
    assert mart.inputs == (state.vintages[0].snapshot_id,)
    assert (mart.rows, mart.received_at) == (34_914, RECEIVED)
    assert [r.sha256 for r in reports] == [v.sha256 for v in state.vintages[:2]]


def test_the_faults_of_all_files_come_together_and_nothing_is_stored(tmp_path: Path) -> None:
    import_files(named("2026-01=20"), home=tmp_path, received_at=RECEIVED)
    before = tree(tmp_path)

    with pytest.raises(ImportFaults) as caught:
        import_files(named("✗2", "2026-02=20", "✗3"), home=tmp_path, received_at=RECEIVED)

    assert [(faulty.source_name, len(faulty.faults)) for faulty in caught.value.inputs] == [("✗2", 2), ("✗3", 3)]
    assert isinstance(caught.value, FaultyInput)
    assert len(caught.value.faults) == 5
    assert len(str(caught.value).splitlines()) == 2
    assert "✗3 表" in faults_csv(caught.value).decode("utf-8-sig")
    assert tree(tmp_path) == before


def test_a_faulty_first_import_makes_no_home(tmp_path: Path) -> None:
    home = tmp_path / "new"

    with pytest.raises(ImportFaults) as caught:
        import_files(named("✗1"), home=home)

    assert not home.exists()
    assert caught.value.faults[0].sheet == "表"


def test_a_file_that_cannot_be_opened_is_a_fault_of_that_file(tmp_path: Path) -> None:
    with pytest.raises(ImportFaults, match="ファイルを開けません"):
        import_files([tmp_path / "2026-01=20"], home=tmp_path / "home")


def test_importing_again_changes_nothing_but_the_receipt(tmp_path: Path) -> None:
    import_files(named("2026-01=20"), home=tmp_path, received_at=RECEIVED)
    before = tree(tmp_path)

    (report,) = import_files(named("2026-01=20"), home=tmp_path, received_at=RECEIVED)
    assert (report.status, report.notes, tree(tmp_path)) == ("変更なし", (), before)

    (report,) = import_files(named("2026-01=20"), home=tmp_path, received_at=RECEIVED + timedelta(days=2))
    assert report.status == "変更なし"
    assert "にも受信したことを記録しました" in report.notes[0]
    after = tree(tmp_path)
    assert set(after) - set(before) == {name for name in after if name.startswith("manifests/000002")}
    assert {name for name in before if after[name] != before[name]} == {"manifest.json"}
    assert verify_home(tmp_path).findings == ()


def test_without_received_at_the_moment_of_import_counts(tmp_path: Path) -> None:
    earliest = datetime.now(UTC)
    import_files(named("2026-01=20"), home=tmp_path)

    (received,) = {vintage.received_at for vintage in Store(tmp_path).open().vintages}

    assert earliest <= received <= datetime.now(UTC)


def test_a_receipt_in_the_future_is_refused_for_real_data_only(tmp_path: Path) -> None:
    future = datetime.now(UTC) + timedelta(days=30)

    with pytest.raises(ImportRefusedError, match="未来です"):
        import_files(named("2026-01=20"), home=tmp_path / "real", received_at=future)

    import_files(named("2026-01=20"), home=tmp_path / "demo", received_at=future, is_synthetic=True)
    with pytest.raises(ValueError, match="offset"):
        import_files(named("2026-01=20"), home=tmp_path / "real", received_at=datetime(2026, 1, 1))


def test_demo_data_is_deterministic_to_the_byte(tmp_path: Path) -> None:
    trees = []
    for name in ("a", "b"):
        for number, file in enumerate(("2026-01=20", "2026-02=22", "2026-01=21")):
            moment = RECEIVED + timedelta(days=number)
            import_files(named(file), home=tmp_path / name, received_at=moment, is_synthetic=True)
        trees.append(tree(tmp_path / name))

    assert trees[0] == trees[1]
    assert Store(tmp_path / "a").open().is_synthetic


def test_no_files_is_no_import(tmp_path: Path) -> None:
    assert import_files([], home=tmp_path / "new") == ()
    assert not (tmp_path / "new").exists()


def test_verify_home_recomputes_the_marts(tmp_path: Path) -> None:
    for number in (20, 21):
        moment = RECEIVED + timedelta(days=number)
        import_files(named(f"2026-01={number}"), home=tmp_path, received_at=moment)

    report = verify_home(tmp_path)

    assert (report.findings, report.marts_rebuilt, report.vintages, report.manifests) == ((), 2, 6, 2)
    assert verify_home(tmp_path, rebuild=False).marts_rebuilt == 0


@pytest.mark.real
def test_the_published_month_gives_the_published_figures(tmp_path: Path, real_folder: Path) -> None:
    files = [real_folder / "mic_progress_2026-01.xlsx", real_folder / "tokutei_2025-12.xlsx"]
    import_files(files, home=tmp_path)
    found = Store(tmp_path).open().resolve(AsOf("2026-01"))
    assert found.progress_mart is not None
    assert found.designated is not None
    engine = Engine(Store(tmp_path))

    bodies = body_progress(engine.query("system_mart", snapshot=found.progress_mart.snapshot_id))
    summary = national_progress(bodies, below_half=load_reference().rules.below_half)

    assert (summary.municipalities, summary.reported) == (1741, 1741)
    assert summary.mean == pytest.approx(0.8157, abs=5e-5)
    assert summary.median == pytest.approx(0.8363, abs=5e-5)
    assert (summary.bodies_complete, summary.bodies_below_half) == (70, 73)
    rates = prefecture_progress(bodies, reference_only_below=0.9, below_half=0.5)["step_completion_mic"]
    assert (round(float(rates.min()), 3), round(float(rates.max()), 3)) == (0.700, 0.942)
    designated_bodies = engine.query("designated_bodies", snapshot=found.designated.snapshot_id)
    assert designated_bodies[["designated_systems", "designated_common_function"]].sum().tolist() == [8458, 498]
    assert (len(designated_bodies), found.designated.month) == (935, "2025-12")
    assert verify_home(tmp_path).findings == ()
