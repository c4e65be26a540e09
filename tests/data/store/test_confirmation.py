"""A report of equal rows received later: noted, judged by, and proof against tampering, with nothing else changed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from data.model import AsOf
from data.store import ImportRefusedError, Store
from data.store.manifest import decode_manifest, encode_manifest
from data.store.verification import verify
from tests.data.store.tiny import ALONE, day, progress, publish


def test_equal_rows_received_later_confirm_the_report(tmp_path: Path) -> None:
    publish(tmp_path, progress("2026-01", 10), received_at=day(40))
    publish(tmp_path, progress("2026-01", 10), received_at=day(42))
    publish(tmp_path, progress("2026-01", 10), received_at=day(41))  # no news: it was the same a day later
    publish(tmp_path, progress("2026-01", 10), received_at=day(45))

    state = Store(tmp_path).open()
    seen = {number: state.resolve(AsOf("2026-01", day(number))) for number in (40, 41, 42, 44, 45)}
    assert {number: one.received_at for number, one in seen.items()} == {
        40: day(40),
        41: day(40),
        42: day(42),
        44: day(42),
        45: day(45),
    }
    assert state.resolve(AsOf("2026-01")).received_at == day(45)
    assert len({one.fingerprint for one in seen.values()}) == 3
    assert seen[40].fingerprint == seen[41].fingerprint
    # One report and its mart, as after the first import; every manifest of the three is sound and in the chain.
    assert [vintage.received_at for vintage in state.vintages] == [day(40), day(40)]
    report = verify(Store(tmp_path), rule=ALONE)
    assert (report.findings, report.manifests) == ((), 3)


def test_a_correction_may_not_be_older_than_the_last_confirmation(tmp_path: Path) -> None:
    publish(tmp_path, progress("2026-01", 10), received_at=day(40))
    publish(tmp_path, progress("2026-01", 10), received_at=day(45))

    with pytest.raises(ImportRefusedError, match=r"2026-02-14 09:00 以降"):
        publish(tmp_path, progress("2026-01", 11), received_at=day(44))

    publish(tmp_path, progress("2026-01", 11), received_at=day(45))
    assert Store(tmp_path).open().resolve(AsOf("2026-01", day(44))).received_at == day(40)
    assert Store(tmp_path).open().resolve(AsOf("2026-01")).received_at == day(45)


def test_a_manifest_of_before_confirmations_keeps_its_bytes() -> None:
    told = (
        '{"format":1,"sequence":1,"previous_sha256":"",\n"vintages":[\n'
        '{"sequence":1,"kind":"mic_progress","month":"2026-01","file":"snapshots/a.parquet","sha256":"00",'
        '"rows_sha256":"11","rows":5,"received_at":"2026-02-09T00:00:00+00:00",'
        '"recorded_at":"2026-02-09T00:00:00+00:00","source_name":"mic.xlsx","source_sha256":"22",'
        '"is_synthetic":false,"notes":[],"inputs":[],"rules":""}\n],\n'
    )
    own = hashlib.sha256(f"{told.replace(chr(10), '')[:-1]}}}".encode()).hexdigest()
    content = f'{told}"sha256":"{own}"}}\n'.encode()

    manifest = decode_manifest(content)

    assert manifest.vintages[0].received_again == ()
    assert encode_manifest(manifest) == content
    noted = replace(manifest.vintages[0], received_again=(day(42),))
    assert decode_manifest(encode_manifest(replace(manifest, vintages=(noted,)))).vintages == (noted,)


def test_a_receipt_taken_out_of_the_manifest_is_found(tmp_path: Path) -> None:
    publish(tmp_path, progress("2026-01", 10), received_at=day(40))
    publish(tmp_path, progress("2026-01", 10), received_at=day(45))
    manifest = Store(tmp_path).open().manifest
    without = tuple(replace(vintage, received_again=()) for vintage in manifest.vintages)

    (tmp_path / "manifest.json").write_bytes(encode_manifest(replace(manifest, vintages=without)))

    assert any("今の目録に" in finding.message for finding in verify(Store(tmp_path), rule=ALONE).findings)
