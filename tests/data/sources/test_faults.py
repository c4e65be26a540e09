from __future__ import annotations

import csv
import io
import pickle

import pytest

from data.sources import Fault, FaultyInput, faults_csv

FAULTS = (
    Fault("表", 3, "完了率", '=HYPERLINK("http://x")', "率ではありません。"),
    Fault("", None, "", "-1", "一,二\n三"),
)


def test_the_csv_opens_in_excel_and_runs_nothing() -> None:
    content = faults_csv(FaultyInput("a.xlsx", FAULTS))
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) == [
        ["シート", "行", "列", "値", "理由"],
        ["表", "3", "完了率", '\'=HYPERLINK("http://x")', "率ではありません。"],
        ["", "", "", "'-1", "一,二\n三"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝", "　＝"])
def test_every_start_of_a_formula_is_made_inert(start: str) -> None:
    content = faults_csv([Fault(start + "1", 1, start + "2", start + "3", "理由")]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert [cell[0] for cell in (rows[1][0], rows[1][2], rows[1][3])] == ["'"] * 3


def test_the_error_says_where_the_first_fault_is_and_how_many_there_are() -> None:
    faults = (Fault("表", 3, "完了率", "x", "率ではありません。"), *[Fault("", None, "", "", "別")] * 2)
    assert (
        str(FaultyInput("a.xlsx", faults)) == "a.xlsx：シート「表」、3行目、「完了率」列：率ではありません。（ほか2件）"
    )


def test_the_error_survives_a_process_boundary() -> None:
    copy = pickle.loads(pickle.dumps(FaultyInput("a.xlsx", FAULTS)))
    assert (copy.source_name, copy.faults) == ("a.xlsx", FAULTS)


def test_a_refusal_without_a_fault_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="at least one fault"):
        FaultyInput("a.xlsx", [])
