"""The operator's commands: exit codes, words and JSON, and that a refused import changes nothing."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from data.__main__ import main
from tests.data.sources.building import list_file, list_rows, rates_file, rates_rows
from tests.tiny_programme import build_home

pytestmark = pytest.mark.slow


def _tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return build_home(tmp_path / "home")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    rates, designated = tmp_path / "rates.xlsx", tmp_path / "list.xlsx"
    rates.write_bytes(rates_file(rates_rows()))
    designated.write_bytes(list_file(list_rows()))
    return rates, designated


def _json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_import_then_summary(tmp_path: Path, files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    home = str(tmp_path / "new")
    assert main(["import", *map(str, files), "--home", home, "--received-at", "2026-02-10", "--json"]) == 0
    imported = _json(capsys)
    assert [(item["kind"], item["month"]) for item in imported] == [
        ("mic_progress", "2026-01"),
        ("designated_list", "2025-12"),
    ]
    assert main(["summary", "--home", home, "--as-of", "2026-01", "--json"]) == 0
    summary = _json(capsys)
    # building.rates_rows: 0.65, 1 and 0.75 are 0.8 on average, one of them complete.
    assert summary["step_completion_mic"]["mean"] == pytest.approx(0.8)
    assert (summary["reported"], summary["bodies_complete"]) == (3, 1)
    # building.list_rows: 2 systems of 札幌市 and 1 of 岩手県, 共通機能 of 函館市 alone.
    assert (summary["designated_systems"], summary["designated_common_function"], summary["designated_bodies"]) == (
        3,
        1,
        3,
    )
    assert summary["phase_counts"] is None


def test_the_same_file_again_changes_nothing(
    tmp_path: Path, files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "new"
    assert main(["import", str(files[0]), "--home", str(home)]) == 0
    before = _tree(home / "snapshots")
    assert main(["import", str(files[0]), "--home", str(home)]) == 0
    assert "変更なし" in capsys.readouterr().out
    assert _tree(home / "snapshots") == before


def test_faults_of_every_file_are_told_and_nothing_is_stored(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rates = rates_rows()
    rates[3][1] = "架空市"
    rates[4][3] = 1.5
    designated = list_rows()
    designated[3][0] = "011003"
    (tmp_path / "rates.xlsx").write_bytes(rates_file(rates))
    (tmp_path / "list.xlsx").write_bytes(list_file(designated))
    before = _tree(home)
    command = ["import", str(tmp_path / "rates.xlsx"), str(tmp_path / "list.xlsx"), "--home", str(home)]
    assert main(command) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    for words in ("rates.xlsx", "架空市", "1.5", "list.xlsx", "011003", "何も保存していません"):
        assert words in told.err, words
    assert _tree(home) == before
    assert main([*command, "--json"]) == 2
    rows = _json(capsys)["faults"]
    assert {"ファイル", "シート", "行", "列", "値", "理由"} == set(rows[0])
    assert _tree(home) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.xlsx", b""), ("report.xlsx", b"%PDF-1.7\n"), ("cut.xlsx", rates_file(rates_rows())[:900])],
)
def test_what_is_no_workbook_is_refused(
    name: str, content: bytes, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    before = _tree(home)
    assert main(["import", str(tmp_path / name), "--home", str(home)]) == 2
    assert name in capsys.readouterr().err
    assert _tree(home) == before


def test_a_missing_file_is_refused(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "nowhere.xlsx", "--home", str(home)]) == 2
    assert "nowhere.xlsx" in capsys.readouterr().err


def test_summary_in_words_marks_what_is_unknown(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "--home", str(home)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert next(line for line in lines if line.startswith("移行完了システム")).split() == ["移行完了システム", "―"]
    assert any("4 / 1,741" in line for line in lines)


def test_summary_by_place_and_moment(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "--home", str(home), "--prefecture", "20", "--json"]) == 0
    assert _json(capsys)["reported"] == 3
    assert main(["summary", "--home", str(home), "--body", "20202", "--json"]) == 0
    assert _json(capsys)["step_completion_mic"]["mean"] == pytest.approx(0.975)
    asked = ["summary", "--home", str(home), "--as-of", "2026-01", "--known-at", "2026-02-01T00:00+09:00", "--json"]
    assert main(asked) == 0
    assert _json(capsys)["reported"] == 0


@pytest.mark.parametrize("place", [["--prefecture", "99"], ["--body", "12345"]])
def test_unknown_places_are_refused(home: Path, place: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "--home", str(home), *place]) == 2
    assert place[1] in capsys.readouterr().err


@pytest.mark.parametrize("asked", [["--as-of", "2026-13"], ["--known-at", "yesterday"]])
def test_a_wrong_argument_exits_2(home: Path, asked: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["summary", "--home", str(home), *asked])
    assert stopped.value.code == 2


@pytest.mark.parametrize("moment", ["0001-01-01", "9999-12-31T23:59:59-09:00", "9999-12-31T23:59:59+00:00"])
@pytest.mark.parametrize("command", [["summary", "--known-at"], ["import", "rates.xlsx", "--received-at"]])
def test_a_moment_no_calendar_here_can_tell_is_refused_in_words(
    home: Path, command: list[str], moment: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*command, moment, "--home", str(home)])
    assert stopped.value.code == 2
    assert f"指定してください: {moment}" in capsys.readouterr().err


def test_verify_names_a_damaged_file_and_summary_warns(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--home", str(home)]) == 0
    victim = next((home / "snapshots").glob("system_mart-2026-01-*"))
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.write_bytes(content)
    capsys.readouterr()
    assert main(["verify", "--home", str(home), "--json"]) == 1
    report = _json(capsys)
    assert not report["is_sound"]
    assert any(victim.name in finding["file"] for finding in report["findings"])
    assert main(["summary", "--home", str(home), "--as-of", "2026-01"]) == 0
    assert victim.name in capsys.readouterr().err


def test_templates_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", str(tmp_path / "templates"), "--json"]) == 0
    paths = [Path(path) for path in _json(capsys)]
    assert len(paths) >= 3
    assert all(path.is_file() for path in paths)


def test_prepare_makes_the_demo_once_and_leaves_real_data_alone(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _tree(home)
    assert main(["prepare", "--home", str(home)]) == 0
    # What is worked out for 探索 comes beside the data and may be deleted at any time.
    assert {name: held for name, held in _tree(home).items() if not name.startswith("derived/")} == before
    assert "データがあります" in capsys.readouterr().out


def test_an_empty_home_has_a_summary_without_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "--home", str(tmp_path), "--json"]) == 0
    summary = _json(capsys)
    assert summary["as_of"] is None
    assert summary["step_completion_mic"] == {"mean": None, "median": None, "p10": None, "p90": None}


def test_nothing_is_not_called_sound_or_silent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = str(tmp_path / "nowhere")
    assert main(["verify", "--home", nowhere]) == 2
    assert "検査するデータがありません" in capsys.readouterr().err
    assert main(["summary", "--home", nowhere, "--json"]) == 0
    told = capsys.readouterr()
    assert "データがありません" in told.err
    assert json.loads(told.out)["municipalities"] == 1741


def test_a_month_without_a_report_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "--home", str(home), "--as-of", "2025-06"]) == 0
    assert "2025-06 の報告はありません" in capsys.readouterr().err
