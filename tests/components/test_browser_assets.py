from __future__ import annotations

from pathlib import Path

from components.browser_assets import assets_hash, served_name


def test_the_name_changes_with_every_asset(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1")
    first = assets_hash(tmp_path)
    (tmp_path / "a.js").write_text("2")
    second = assets_hash(tmp_path)
    (tmp_path / "a.js").rename(tmp_path / "b.js")
    assert len({first, second, assets_hash(tmp_path)}) == 3
    assert served_name("part", assets=tmp_path) == f"dashboard.part_{assets_hash(tmp_path)}"
