"""What is found when bytes rot or files go, and what is served then."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.model import AsOf
from data.store import Store, StoreError
from data.store.manifest import Vintage
from data.store.verification import verify
from tests.data.store.tiny import (
    ALONE,
    MART,
    PROGRESS,
    applicability,
    day,
    designated,
    flip_byte,
    progress,
    publish,
    tree,
)

AS_OF = AsOf("2026-01")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A month, its correction, and two lists of designated systems."""
    publish(tmp_path, progress("2026-01", 10, 20), received_at=day(40))
    publish(tmp_path, progress("2026-01", 10, 25), received_at=day(50))
    publish(tmp_path, designated("2025-10", ("01100", "tax")), received_at=day(51))
    publish(tmp_path, designated("2025-12", ("13101", "tax")), received_at=day(52))
    return tmp_path


def served(home: Path) -> Vintage:
    vintage = Store(home).open().resolve(AS_OF).progress
    assert vintage is not None
    return vintage


def test_a_sound_home_says_nothing(home: Path) -> None:
    assert Store(home).open().warnings == ()
    assert Store(home).open().resolve(AS_OF).warnings == ()
    assert verify(Store(home), rule=ALONE).findings == ()


@pytest.mark.parametrize("damage", ["flip", "truncate", "remove"])
def test_a_damaged_snapshot_is_named_and_the_last_good_one_served(home: Path, damage: str) -> None:
    newest, mart = served(home), Store(home).open().resolve(AS_OF).progress_mart
    assert mart is not None
    flip_byte(home / mart.file)
    path = home / newest.file
    match damage:
        case "flip":
            flip_byte(path)
        case "truncate":
            path.write_bytes(path.read_bytes()[:-7])
        case _:
            path.unlink()

    state = Store(home).open()
    found = state.resolve(AS_OF)

    assert found.progress is not None
    assert found.progress.received_at == day(40)
    assert not found.is_report_damaged
    assert found.progress_mart is not None
    assert found.progress_mart.inputs == (found.progress.snapshot_id,)
    (warning, mart_warning) = found.warnings
    assert mart.file in mart_warning
    assert newest.file in warning
    assert (
        f"代わりに「総務省の進捗状況」2026-01（2026-02-09 09:00 受信、{found.progress.file}）を使っています" in warning
    )
    assert any(newest.file in told for told in state.warnings)
    assert newest.file in [finding.file for finding in verify(Store(home), rule=None).findings]
    assert not verify(Store(home), rule=ALONE).is_sound


@pytest.mark.parametrize("has_older", [True, False])
def test_a_damaged_report_whose_mart_is_sound_keeps_its_name_and_date(tmp_path: Path, has_older: bool) -> None:
    if has_older:
        publish(tmp_path, progress("2026-01", 10, 20), received_at=day(40))
    publish(tmp_path, progress("2026-01", 10, 25, name="corrected.xlsx"), received_at=day(50))
    before = Store(tmp_path).open().resolve(AS_OF)
    flip_byte(tmp_path / served(tmp_path).file)

    found = Store(tmp_path).open().resolve(AS_OF)

    assert found.progress is not None
    assert (found.progress.source_name, found.received_at) == ("corrected.xlsx", day(50))
    assert found.progress_mart == before.progress_mart
    assert found.is_report_damaged
    assert found.fingerprint != before.fingerprint, "what only the report told is no longer answered"
    (warning,) = found.warnings
    assert found.progress.file in warning
    assert "計算した集計は正常" in warning
    assert "代わりに" not in warning
    assert Store(tmp_path).open().resolve(AsOf("2026-01", day(49))).warnings == ()


def test_a_damaged_table_the_mart_was_computed_from_stays_in_force(home: Path) -> None:
    publish(home, applicability("2023-04", ("01100", "aid", True)), received_at=day(60))
    publish(home, applicability("2023-04", ("01100", "aid", False)), received_at=day(70))
    newest = Store(home).open().resolve(AS_OF).applicability
    assert newest is not None
    flip_byte(home / newest.file)

    found = Store(home).open().resolve(AS_OF)

    assert found.applicability == newest
    assert (found.progress_mart or newest).inputs[1] == newest.snapshot_id
    assert "計算した集計は正常" in found.warnings[0]


def test_damage_is_noticed_by_a_reader_that_opened_before_it(home: Path) -> None:
    store = Store(home)
    assert store.open().warnings == ()

    flip_byte(home / served(home).file)

    assert len(store.open().warnings) == 1


def test_a_damaged_list_gives_way_to_the_one_before_it(home: Path) -> None:
    newest = Store(home).open().resolve(AS_OF).designated
    assert newest is not None
    flip_byte(home / newest.file)

    found = Store(home).open().resolve(AS_OF)

    assert found.designated is not None
    assert found.designated.month == "2025-10"
    assert newest.file in found.warnings[0]


def test_nothing_is_served_when_no_version_is_good(home: Path) -> None:
    for vintage in Store(home).open().vintages:
        if vintage.kind in {PROGRESS, MART}:
            flip_byte(home / vintage.file)

    found = Store(home).open().resolve(AS_OF)

    assert (found.progress, found.progress_mart) == (None, None)
    assert all("表示できません" in warning for warning in found.warnings)
    assert len(found.warnings) == 4


def test_a_damaged_manifest_gives_way_to_the_newest_kept_one(home: Path) -> None:
    vintages = Store(home).open().vintages
    flip_byte(home / "manifest.json")

    state = Store(home).open()

    assert state.vintages == vintages
    assert "目録（manifest.json）が壊れています" in state.resolve(AS_OF).warnings[0]
    assert "manifests/" not in state.warnings[0]
    assert not verify(Store(home), rule=ALONE).is_sound


def test_a_lost_manifest_is_not_an_empty_home(home: Path) -> None:
    (home / "manifest.json").unlink()

    state = Store(home).open()

    assert not state.is_empty
    assert "がありません" in state.warnings[0]


def test_a_damaged_kept_manifest_is_passed_over(home: Path) -> None:
    flip_byte(home / "manifest.json")
    flip_byte(sorted((home / "manifests").iterdir())[-1])

    state = Store(home).open()

    assert state.manifest.sequence == 3
    assert len(state.vintages) == 5


def test_a_home_without_any_sound_manifest_is_refused_in_words(home: Path) -> None:
    flip_byte(home / "manifest.json")
    for path in (home / "manifests").iterdir():
        flip_byte(path)

    with pytest.raises(StoreError, match="保管されている目録にも使えるものがありません"):
        Store(home).open()


def test_a_manifest_changed_by_hand_is_damaged(home: Path) -> None:
    path = home / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"rows":2', '"rows":3', 1), encoding="utf-8")

    assert "壊れています" in Store(home).open().warnings[0]


def test_importing_the_original_again_mends_a_damaged_snapshot(home: Path) -> None:
    before = tree(home)
    flip_byte(home / served(home).file)

    assert publish(home, progress("2026-01", 10, 25), received_at=day(60)) == ()

    assert tree(home) == before
    assert Store(home).open().warnings == ()


def test_the_next_import_mends_a_damaged_mart(home: Path) -> None:
    mart = Store(home).open().resolve(AS_OF).progress_mart
    assert mart is not None
    flip_byte(home / mart.file)

    added = publish(home, progress("2026-02", 11), received_at=day(70))

    assert [(v.kind, v.month) for v in added] == [(PROGRESS, "2026-02"), (MART, "2026-02")]
    assert Store(home).open().warnings == ()
    assert verify(Store(home), rule=ALONE).is_sound


def test_a_mart_that_its_inputs_do_not_give_is_found(home: Path) -> None:
    other = ALONE.__class__("alone-1", ALONE.reads, lambda inputs: ALONE.build(inputs).assign(is_reported=False))

    report = verify(Store(home), rule=other)

    assert [finding.message for finding in report.findings if finding.is_error] == [
        f"2026-01（{day(40).isoformat()} 時点）の集計が、元のデータからの再計算と一致しません。",
        f"2026-01（{day(50).isoformat()} 時点）の集計が、元のデータからの再計算と一致しません。",
    ]
    assert report.marts_rebuilt == 2


def test_a_newer_rule_recomputes_every_mart_at_the_next_import(home: Path) -> None:
    newer = ALONE.__class__("alone-2", ALONE.reads, lambda inputs: ALONE.build(inputs).assign(is_reported=False))
    assert verify(Store(home), rule=newer).is_sound, "an older rule is said, but is no damage"

    publish(home, designated("2026-02", ("20201", "tax")), received_at=day(80), rule=newer)

    marts = [v for v in Store(home).open().vintages if v.rules == "alone-2"]
    assert [v.received_at for v in marts] == [day(40), day(50)]
    assert verify(Store(home), rule=newer).findings == ()


def test_leftovers_are_reported_but_are_no_damage(home: Path) -> None:
    (home / "snapshots" / ".tmp-1-x.parquet").write_bytes(b"half")
    (home / "snapshots" / "mic_progress-2026-09-0123456789abcdef.parquet").write_bytes(b"never published")

    report = verify(Store(home), rule=ALONE)

    assert report.is_sound
    assert len(report.findings) == 2
    publish(home, progress("2026-02", 11), received_at=day(70))
    assert not list(home.rglob(".tmp-*"))


def test_a_missing_kept_manifest_is_found(home: Path) -> None:
    first = sorted((home / "manifests").iterdir())[0]
    first.unlink()

    report = verify(Store(home), rule=ALONE)

    assert [finding.message for finding in report.findings] == ["1回目の目録が保管されていません。履歴が欠けています。"]
