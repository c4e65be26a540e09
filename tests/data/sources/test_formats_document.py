"""docs/formats.md promises what the readers do: its examples are read and its limits compared."""

from __future__ import annotations

import re

from data.sources.archive import MAX_EXPANDED_BYTES
from data.sources.mic_progress import MEAN_TOLERANCE, RATE_TOLERANCE
from data.sources.sheet_xml import MAX_CELLS
from data.sources.values import parse_date, parse_rate
from data.sources.workbook import MAX_FILE_BYTES
from tests.data.sources.building import ROOT, read_one

DOCUMENT = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def test_the_example_table_of_format_f_is_read() -> None:
    (example,) = re.findall(r"```csv\n(.*?)```", DOCUMENT, re.DOTALL)
    snapshot = read_one(example.encode(), name="対象業務.csv")
    assert snapshot.rows.to_records(index=False).tolist() == [
        ("01100", "public_assistance", True, "2023-04-01"),
        ("01303", "public_assistance", False, "2023-04-01"),
    ]


def test_every_spelling_of_a_date_shown_is_read() -> None:
    table = DOCUMENT[DOCUMENT.index("| 書き方 |") : DOCUMENT.index("- **対象年月が未来**")]
    spellings = re.findall(r"`([^`]+)`", table)
    assert len(spellings) == 12
    days = {spelling: parse_date(spelling).isoformat() for spelling in spellings}
    assert days.pop("令和元年5月1日") == "2019-05-01"
    assert days.pop("平成31年4月30日") == "2019-04-30"
    assert set(days.values()) == {"2026-03-31"}


def test_every_spelling_of_a_rate_shown_is_read() -> None:
    (line,) = re.findall(r"- \*\*数値\*\*は(.*)", DOCUMENT)
    assert {parse_rate(spelling) for spelling in re.findall(r"`([^`]+)`", line)} == {0.675}


def test_the_limits_shown_are_the_limits_in_force() -> None:
    shown = (
        f"ファイル {MAX_FILE_BYTES // 2**20} MB、展開後 {MAX_EXPANDED_BYTES // 2**20} MB、"
        f"全シート合わせて {MAX_CELLS // 10_000} 万セル"
    )
    assert shown in DOCUMENT
    assert f"差が {RATE_TOLERANCE} を超える" in DOCUMENT
    assert f"差が {MEAN_TOLERANCE} を超える" in DOCUMENT
