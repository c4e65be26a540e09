"""Which files are in force, and that writing them swaps all or nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from data.boundaries.index import KEYS, home_index, load_map_index, write_map_files


def _contents(word: str) -> dict[str, bytes]:
    return {key: f'{{"{word}":"{key}"}}'.encode() for key in KEYS}


@pytest.fixture
def static_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    map_dir = folder / "map"
    write_map_files(
        _contents("built-in"),
        map_dir=map_dir,
        subfolder="",
        index=map_dir / "index.json",
        credit="気象庁",
        source="jma",
    )
    return folder


def _replace_by_own(home: Path, static_dir: Path) -> None:
    write_map_files(
        _contents("own"),
        map_dir=static_dir / "map",
        subfolder="custom",
        index=home_index(home),
        credit="国土交通省",
        source="official",
    )


def test_without_own_boundaries_the_built_in_ones_are_in_force(tmp_path: Path, static_dir: Path) -> None:
    index = load_map_index(tmp_path / "home", static_dir=static_dir)

    assert (index.source, index.credit) == ("jma", "気象庁")
    assert index.urls["01"].startswith("app/static/map/pref-01.")
    assert index.urls["nation_prefectures"].startswith("app/static/map/nation-prefectures.")


def test_own_boundaries_come_before_the_built_in_ones(tmp_path: Path, static_dir: Path) -> None:
    _replace_by_own(tmp_path / "home", static_dir)

    index = load_map_index(tmp_path / "home", static_dir=static_dir)

    assert (index.source, index.credit) == ("official", "国土交通省")
    assert index.urls["47"].startswith("app/static/map/custom/pref-47.")
    served = static_dir / index.urls["47"].removeprefix("app/static/")
    assert served.read_bytes() == b'{"own":"47"}'


def test_one_missing_own_file_brings_the_built_in_ones_back(tmp_path: Path, static_dir: Path) -> None:
    _replace_by_own(tmp_path / "home", static_dir)
    next((static_dir / "map" / "custom").glob("pref-20.*")).unlink()

    assert load_map_index(tmp_path / "home", static_dir=static_dir).source == "jma"


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"files": {}}', '{"credit": "x", "source": "other", "files": {}}'])
def test_a_damaged_own_index_brings_the_built_in_ones_back(tmp_path: Path, static_dir: Path, damage: str) -> None:
    _replace_by_own(tmp_path / "home", static_dir)
    home_index(tmp_path / "home").write_text(damage, encoding="utf-8")

    assert load_map_index(tmp_path / "home", static_dir=static_dir).source == "jma"


def test_nothing_at_all_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="地図のファイル"):
        load_map_index(tmp_path, static_dir=tmp_path)


def test_the_same_content_gives_the_same_files(tmp_path: Path) -> None:
    listings = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        write_map_files(
            _contents("same"), map_dir=folder, subfolder="", index=folder / "index.json", credit="x", source="jma"
        )
        listings.append({path.name: path.read_bytes() for path in folder.iterdir()})

    assert listings[0] == listings[1]
    assert len(listings[0]) == 50
    assert set(json.loads(listings[0]["index.json"])["files"]) == set(KEYS)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_who_may_read_map_files_is_for_the_umask_to_say(tmp_path: Path) -> None:
    former = os.umask(0o027)
    try:
        _replace_by_own(tmp_path / "home", tmp_path / "static")
    finally:
        os.umask(former)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == len(KEYS) + 1
    assert {path.stat().st_mode & 0o777 for path in written} == {0o640}
