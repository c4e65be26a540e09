from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest

from components.documents import pack_fonts
from data.__main__ import main
from tests.town_programme import build_vendor_home

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_vendor_home(tmp_path_factory.mktemp("town"))


def pack(home: Path, out: Path, *more: str) -> int:
    return main(["pack", "--as-of", "2026-02", "--out", str(out), "--home", str(home), "--format", "xlsx", *more])


def test_one_prefecture_twice_gives_the_same_bytes(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pack(home, tmp_path / "one", "--prefecture", "20", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [Path(one["file"]).name for one in told] == ["pack_20_2026-02.xlsx"]
    assert pack(home, tmp_path / "two", "--prefecture", "20") == 0
    assert "書き出しました" in capsys.readouterr().out
    first, second = (tmp_path / name / "pack_20_2026-02.xlsx" for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size == told[0]["bytes"]


def test_the_nation_is_a_hand_out_too(home: Path, tmp_path: Path) -> None:
    assert pack(home, tmp_path, "--national") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["pack_nation_2026-02.xlsx"]


@pytest.mark.parametrize(
    "is_made", [pytest.param(False, id="stand-ins"), pytest.param(True, id="made", marks=pytest.mark.soak)]
)
def test_all_prefectures_are_one_archive_with_progress(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], is_made: bool
) -> None:
    if not is_made:

        def meeting(_: object, *, prefecture: str, **__: object) -> SimpleNamespace:
            return SimpleNamespace(code=prefecture, problem=None)

        def files(view: SimpleNamespace, **_: object) -> dict[str, bytes]:
            return {f"pack_{view.code}_2026-02.xlsx": b"x"}

        monkeypatch.setattr("data.commands.pack.meeting_pack", meeting)
        monkeypatch.setattr("components.pack_files.pack_files", files)
    assert pack(home, tmp_path, "--all") == 0
    with ZipFile(tmp_path / "packs_2026-02.zip") as archive:
        assert archive.namelist() == [f"pack_{number:02d}_2026-02.xlsx" for number in range(1, 48)]
        assert archive.testzip() is None
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "[------------------------] 0/47 北海道"
    assert lines[-1].strip() == "[########################] 47/47"


def test_a_cancelled_archive_leaves_nothing(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def interrupted(view: object, **_: object) -> dict[str, bytes]:
        made.append("one")
        if len(made) == 3:
            raise KeyboardInterrupt
        return {f"{len(made)}.xlsx": b"x"}

    monkeypatch.setattr("components.pack_files.pack_files", interrupted)
    assert pack(home, tmp_path, "--all") == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("which", [("--prefecture", "20"), ("--all",)])
def test_a_missing_font_is_told_as_that_and_leaves_nothing(
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    which: tuple[str, ...],
) -> None:
    monkeypatch.setattr(pack_fonts, "FONT_PACKAGES", {"some-font": ("no_such_module", "none.otf")})
    assert pack(home, tmp_path, *which, "--format", "pdf") == 2
    told = capsys.readouterr().err
    assert "パッケージ some-font を導入" in told
    assert "空き容量" not in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_really_full_device_is_told_in_words(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = Path.open

    def on_full_device(path: Path, mode: str = "r", **more: Any) -> Any:
        if mode == "x+b":
            path.touch()
            path, mode = Path("/dev/full"), "wb"
        return real(path, mode, **more)

    monkeypatch.setattr(Path, "open", on_full_device)
    assert pack(home, tmp_path, "--prefecture", "20") == 2
    assert "空き容量" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wrong", [("--prefecture", "20", "--format", "doc"), (), ("--all", "--national")])
def test_a_wrong_request_is_refused(home: Path, tmp_path: Path, wrong: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as refused:
        pack(home, tmp_path, *wrong)
    assert refused.value.code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", ["99", "2", "長野県"])
def test_a_code_that_names_nothing_is_refused(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    assert pack(home, tmp_path, "--prefecture", code) == 2
    assert f"都道府県コード「{code}」はありません" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_empty_home_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main(["pack", "--prefecture", "20", "--out", str(out), "--home", str(tmp_path / "none")]) == 2
    assert "データがありません" in capsys.readouterr().err
    assert not out.exists()


def test_what_names_bodies_and_vendors_is_left_out_unless_asked_for(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[frozenset[str]] = []

    def meeting(_: object, *, sections: frozenset[str], **__: object) -> SimpleNamespace:
        asked.append(sections)
        return SimpleNamespace(problem=None)

    monkeypatch.setattr("data.commands.pack.meeting_pack", meeting)
    monkeypatch.setattr("components.pack_files.pack_files", lambda *_, **__: {"pack.xlsx": b"x"})
    assert pack(home, tmp_path / "one", "--prefecture", "20") == 0
    assert pack(home, tmp_path / "two", "--prefecture", "20", "--sections", "bodies,follow_ups,flags") == 0
    assert "bodies" in asked[0]
    assert not asked[0] & {"follow_ups", "flags"}
    assert asked[1] == {"bodies", "follow_ups", "flags"}
