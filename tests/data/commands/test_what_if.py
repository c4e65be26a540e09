"""``python -m data whatif`` on the programme of ``tests.flag_programme``; the numbers are those of its view's test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from data.__main__ import main
from tests.flag_programme import build_flag_home
from tests.tiny_programme import build_home

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_flag_home(tmp_path_factory.mktemp("what_if") / "home")


def asked(home: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["whatif", "--home", str(home), *arguments, "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_a_withdrawal_in_json(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = asked(home, capsys, "--vendor", "B10", "--month", "2026-02", "--prefecture", "15")
    assert (told["as_of"], told["note"]) == ("2026-01", "本ダッシュボード独自の試算")
    assert (told["counts"]["systems"], told["nation"]["systems"]) == (2, 3)
    assert [(body["body_code"], body["last_expected"]) for body in told["bodies"]] == [
        ("15100", "2026-06"),
        ("15202", "2026-06"),
    ]
    assert [system["slot_vendor"] for system in told["systems"]] == ["A01", "A02"]


def test_it_looks_at_the_last_report_up_to_the_month(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(home, capsys, "--vendor", "B10", "--month", "2025-12")["as_of"] == "2025-12"
    assert asked(home, capsys, "--vendor", "B10", "--month", "2025-12", "--as-of", "2025-11")["as_of"] == "2025-11"


def test_several_vendors_and_a_slip(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = asked(home, capsys, "--vendor", "B10", "--vendor", "A02", "--month", "2026-02", "--slip", "3")
    assert (told["vendors"], told["slip_months"]) == (["A02", "B10"], 3)
    assert [system["expected"] for system in told["systems"]] == ["2026-08", "2026-09", "2026-09", "2026-09"]


def test_preparation_makes_everybody_later(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = asked(home, capsys, "--vendor", "B10", "--month", "2026-02", "--preparation", "6")
    assert [system["expected"] for system in told["systems"]] == ["2026-08", "2026-08", "2026-09"]


def test_in_words(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["whatif", "--home", str(home), "--vendor", "B10", "--month", "2026-02", "--prefecture", "20"]) == 0
    told = capsys.readouterr().out
    for words in ("ベンダB10（B10） 2026年2月に撤退", "代替ベンダのある団体: 1団体", "- 20201 長野県長野市: 1システム"):
        assert words in told, words


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--vendor", "Z9", "--month", "2026-02"), "Z9"),
        (("--vendor", "B10", "--month", "2020-01"), "2020-01"),
        (("--vendor", "B10", "--month", "2026-02", "--as-of", "2020-01"), "2020-01"),
        (("--vendor", "B10", "--month", "2026-02", "--prefecture", "99"), "99"),
    ],
)
def test_nonsense_is_refused(
    home: Path, arguments: tuple[str, ...], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["whatif", "--home", str(home), *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert word in told.err


def test_a_month_of_rates_names_no_vendor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["whatif", "--home", str(build_home(tmp_path)), "--vendor", "A01", "--month", "2026-01"]) == 2
    assert "PMO報告" in capsys.readouterr().err


@pytest.mark.parametrize("slip", ["-1", "x", "999"])
def test_a_slip_is_a_number_of_months(home: Path, slip: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["whatif", "--home", str(home), "--vendor", "B10", "--month", "2026-02", f"--slip={slip}"])
    assert stopped.value.code == 2
