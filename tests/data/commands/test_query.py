"""``query``: answers as text and JSON, dates and blanks in them, and what it refuses with exit code 2."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from data.__main__ import main
from tests.vendor_programme import build_vendor_home

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(build_vendor_home(tmp_path_factory.mktemp("query") / "home", is_synthetic=True))


def _json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_an_answer_in_json(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    sql = """SELECT body_code, vendor_code, live_on, is_live, entered_at, step_completion_mic FROM systems
        WHERE body_code = '20201' AND business IN ('resident_record', 'seal_registration') AND month = '2026-01'
        ORDER BY business"""
    assert main(["query", sql, "--home", home, "--json"]) == 0
    told = _json(capsys)
    assert (told["as_of"], told["is_synthetic"], told["is_cut"]) == ("2026-01", True, False)
    assert told["columns"] == ["body_code", "vendor_code", "live_on", "is_live", "entered_at", "step_completion_mic"]
    assert told["rows"] == [
        ["20201", "A01", "2025-11-10", True, "2026-02-05T10:30:00", 1.0],
        ["20201", None, None, False, None, None],
    ]


def test_an_answer_in_text_says_that_the_data_is_invented(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "SELECT 1 AS a, NULL AS b, 0.5 AS c", "--home", home]) == 0
    assert capsys.readouterr().out.splitlines() == ["【架空のデモデータ】", "a\tb\tc", "1\t\t0.5"]


def test_the_month_and_the_scope_asked_for(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "SELECT DISTINCT month FROM systems", "--home", home, "--as-of", "2025-12", "--json"]) == 0
    assert _json(capsys)["rows"] == [["2025-12"]]
    sql = "SELECT DISTINCT body_code FROM systems WHERE vendor_code IS NOT NULL ORDER BY 1"
    assert main(["query", sql, "--home", home, "--prefecture", "15", "--json"]) == 0
    assert _json(capsys)["rows"] == [["15100"]]
    early = "2026-01-20T00:00+09:00"
    assert main(["query", "SELECT DISTINCT month FROM systems", "--home", home, "--known-at", early, "--json"]) == 0
    assert _json(capsys)["rows"] == [["2025-12"]]


def test_two_columns_may_have_one_name(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "SELECT 1 AS a, 2 AS a", "--home", home, "--json"]) == 0
    assert _json(capsys)["rows"] == [[1, 2]]


def test_numbers_of_any_size_and_none_are_answered(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    sql = """SELECT hash(body_code) > 0 AS a, 18446744073709551615::UBIGINT AS b, 99999999999999999999999 AS c,
        count(*) / count_if(body_code = '') AS d, -1 / 0 AS e, [1, NULL] AS f, DATE 'infinity' AS g
        FROM systems WHERE body_code = '20201' GROUP BY 1"""
    assert main(["query", sql, "--home", home, "--json"]) == 0
    row = [True, "18446744073709551615", "99999999999999999999999", None, None, "[1, NULL]", "infinity"]
    assert _json(capsys)["rows"] == [row]
    assert main(["query", "SELECT hash(body_code) AS a FROM systems", "--home", home]) == 0
    assert all(one.isdigit() for one in capsys.readouterr().out.splitlines()[2:])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["DROP VIEW systems"], "SELECT"),
        (["SELECT * FROM read_text('/etc/passwd')"], "read_text"),
        (["SELECT 1; SELECT 2"], "1つのSELECT文"),
        (["SELECT nonsense FROM systems"], "実行できません"),
        (["SELECT '\udcff'"], "読み取れない文字"),
        (["SELECT " + ", ".join(["1"] * 101)], "列が多すぎます"),
        (["SELECT 1", "--prefecture", "99"], "都道府県コード"),
        (["SELECT 1", "--prefecture", "長野県"], "都道府県コード"),
    ],
)
def test_what_is_refused_says_why(
    home: str, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(["query", *arguments, "--home", home]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert words in said.err
    assert "Traceback" not in said.err


def test_an_empty_home_answers_with_no_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "SELECT * FROM systems", "--home", str(tmp_path / "nothing"), "--json"]) == 0
    assert _json(capsys)["rows"] == []
