"""Derived tables: what was written comes back as it was, damage is as good as nothing, a locked home is no fault."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.access import derived
from data.access.derived import DERIVED, DerivedTables

TABLE = pd.DataFrame(
    {"flag": ["V1", "V4"], "business": pd.array(["seal", None], dtype="str"), "systems": [3, 12_000]}
).astype({"flag": "str"})


def test_another_process_reads_the_same_table(tmp_path: Path) -> None:
    DerivedTables(tmp_path).write("one", TABLE)
    other = DerivedTables(tmp_path)
    found = other.read("one")
    assert found is not None
    pd.testing.assert_frame_equal(found, TABLE)
    assert other.has("one")
    assert not other.has("two")
    assert other.read("two") is None


@pytest.mark.parametrize("damage", [b"", b"no table", None])
def test_a_damaged_one_is_as_good_as_none(tmp_path: Path, damage: bytes | None) -> None:
    DerivedTables(tmp_path).write("one", TABLE)
    path = tmp_path / DERIVED / "one"
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.write_bytes(bytes(content) if damage is None else damage)
    assert DerivedTables(tmp_path).read("one") is None


def test_a_home_that_cannot_be_written_keeps_it_in_the_process(tmp_path: Path) -> None:
    (tmp_path / DERIVED).write_text("a file where the folder would be")
    tables = DerivedTables(tmp_path)
    tables.write("one", TABLE)
    assert tables.is_refused
    assert tables.has("one")
    assert tables.read("one") is TABLE
    assert not DerivedTables(tmp_path).has("one")


def test_only_so_many_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derived, "MOST_FILES", 2)
    tables = DerivedTables(tmp_path)
    for name in ("one", "two", "three"):
        tables.write(name, TABLE)
    assert sorted(path.name for path in (tmp_path / DERIVED).iterdir()) == ["three", "two"]
