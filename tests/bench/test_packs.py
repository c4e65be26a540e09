"""The benchmark of hand-outs times real files, and says so when there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import packs
from data.access.reader import DEMO_MONTH
from data.model import AsOf
from data.views.pack import PackView
from tests.tiny_programme import build_home

pytestmark = pytest.mark.slow


def test_files_that_are_not_there_are_no_measurement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[PackView] = []

    def nothing(view: PackView, **_: object) -> dict[str, bytes]:
        seen.append(view)
        return {"a.pdf": b"", "b.pptx": b"1", "c.xlsx": b"1"}

    monkeypatch.setattr(packs, "pack_files", nothing)
    with pytest.raises(RuntimeError, match="not three files"):
        next(packs.pack_results(build_home(tmp_path), out=tmp_path))
    assert [(one.as_of, one.place.code if one.place else None) for one in seen] == [(AsOf(DEMO_MONTH), "20")]


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="データがありません"):
        packs._command(tmp_path / "none", tmp_path, "--prefecture", "20")
