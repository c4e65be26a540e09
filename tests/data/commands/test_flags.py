"""``python -m data flags`` on the programme of ``tests.flag_programme``, worked out by hand there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from data.__main__ import main
from tests.flag_programme import build_flag_home

pytestmark = pytest.mark.slow

KEYS = {"flag", "vendor", "severity", "since", "business", "month", "bodies", "systems", "evidence", "source"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_flag_home(tmp_path_factory.mktemp("flags") / "home")


def _asked(home: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["flags", "--home", str(home), *arguments, "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_every_flag_has_the_documented_keys(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _asked(home, capsys)
    assert (told["as_of"], told["is_synthetic"], told["note"]) == ("2026-01", False, "本ダッシュボード独自の判定")
    assert told["flags"]
    for flag in told["flags"]:
        assert set(flag) == KEYS
        assert all(len(body) == 5 for body in flag["bodies"])
        assert flag["bodies"] == sorted({system["body"] for system in flag["systems"]})
        assert all(set(system) == {"body", "business"} for system in flag["systems"])


def test_a_crowded_month(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # A01 brought one system live, in 2025-12, and none in 2026-01; B10 one in eight months. The P90 of its own two
    # months is 0.9, of the ten of both 1.0 (place 8.1 of 0 × 8, 1, 1): capacity one a month. Three for 2026-03 are
    # three times that, one for 2026-04 is just enough.
    (flag,) = (flag for flag in _asked(home, capsys, "--vendor", "A01")["flags"] if flag["flag"] == "V4")
    assert (flag["severity"], flag["month"], flag["business"]) == ("高", "2026-03", None)
    assert flag["systems"] == [
        {"body": "15100", "business": "school_enrolment"},
        {"body": "15202", "business": "resident_record"},
        {"body": "20201", "business": "resident_record"},
    ]
    assert (flag["evidence"]["planned"], flag["evidence"]["ratio"]) == (3, pytest.approx(3.0))
    # In 2025-11, too, three were planned for 2026-03, and B10's go-live had shown one a month.
    assert flag["since"] == "2025-11"
    assert flag["source"] == "PMO報告 2026-01"


def test_a_prefecture_cuts_the_systems_but_not_the_numbers(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _asked(home, capsys, "--vendor", "A01", "--prefecture", "20")
    (flag,) = (flag for flag in told["flags"] if flag["flag"] == "V4")
    assert flag["bodies"] == ["20201"]
    assert flag["evidence"]["planned"] == 3


def test_an_earlier_moment_knows_less(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _asked(home, capsys, "--as-of", "2026-01", "--known-at", "2026-01-10T00:00+09:00")
    assert told["flags"] == []
    assert told["known_at"] == "2026-01-09T15:00:00+00:00"


def test_in_words(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flags", "--home", str(home), "--vendor", "A01"]) == 0
    told = capsys.readouterr().out
    assert "本ダッシュボード独自の判定" in told
    assert "■ 高  V4 集中稼働  ベンダA01（A01）  全業務  2025年11月から  3団体・3システム\n" in told
    assert "根拠（全国）: 2026年3月の予定3システムは、1か月の上限の目安1の3.0倍です（実績2か月）。" in told
    assert "=" not in told, "no internal key"


def test_an_invented_programme_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = build_flag_home(tmp_path / "demo", is_synthetic=True)
    assert _asked(home, capsys)["is_synthetic"] is True
    assert main(["flags", "--home", str(home)]) == 0
    assert "架空のデモデータ" in capsys.readouterr().out


def test_an_empty_home_has_no_flags(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _asked(tmp_path / "none", capsys)
    assert (told["as_of"], told["is_synthetic"], told["flags"]) == (None, False, [])


@pytest.mark.parametrize("arguments", [["--prefecture", "99"], ["--vendor", "Z99"]])
@pytest.mark.parametrize("is_empty", [False, True])
def test_unknown_codes_are_refused(
    home: Path, tmp_path: Path, arguments: list[str], is_empty: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "none" if is_empty else home
    assert main(["flags", "--home", str(place), *arguments, "--json"]) == 2
    told = capsys.readouterr()
    assert arguments[1] in told.err
    assert told.out == ""


@pytest.mark.parametrize("asked", [["--as-of", "2026-13"], ["--known-at", "yesterday"]])
def test_a_wrong_argument_exits_2(home: Path, asked: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["flags", "--home", str(home), *asked])
    assert stopped.value.code == 2
