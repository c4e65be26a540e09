"""docs/formats.md promises what the readers do: its examples are read and its limits compared."""

from __future__ import annotations

import re

from data.model import SnapshotKind
from data.sources.archive import MAX_EXPANDED_BYTES
from data.sources.columns import MOST_PLACES
from data.sources.mic_progress import MEAN_TOLERANCE, RATE_TOLERANCE
from data.sources.moments import parse_moment, parse_month
from data.sources.pmo_cells import ASSESSMENTS, OPTIONAL, PLATFORMS, REQUIRED, STEPS
from data.sources.sheet_xml import MAX_CELLS
from data.sources.step_columns import STATUSES
from data.sources.values import parse_date, parse_rate
from data.sources.vendor_facts import EVENTS
from data.sources.vendor_facts import HEADINGS as VENDOR_HEADINGS
from data.sources.workbook import MAX_FILE_BYTES
from tests.data.sources.building import ROOT, read_one

DOCUMENT = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def test_the_example_table_of_format_f_is_read() -> None:
    (_, example) = re.findall(r"```csv\n(.*?)```", DOCUMENT, re.DOTALL)
    snapshot = read_one(example.encode(), name="対象業務.csv")
    assert snapshot.rows.to_records(index=False).tolist() == [
        ("01100", "public_assistance", True, "2023-04-01"),
        ("01303", "public_assistance", False, "2023-04-01"),
    ]


def test_the_example_of_format_d_is_read() -> None:
    (example, _) = re.findall(r"```csv\n(.*?)```", DOCUMENT, re.DOTALL)
    snapshot = read_one(example.encode(), name="vendor_events.csv")
    assert (snapshot.kind, snapshot.month) == (SnapshotKind.VENDOR_EVENTS, "2023-04")
    assert snapshot.rows["happened_on"].tolist() == ["2024-09-13", "2025-01-06"]


def test_every_column_of_formats_c_and_d_is_explained() -> None:
    section = DOCUMENT[DOCUMENT.index("## C. ") : DOCUMENT.index("## E. ")]
    headings = [*REQUIRED, *OPTIONAL, *(heading for headings in VENDOR_HEADINGS.values() for heading in headings)]
    assert [heading for heading in headings if heading not in (*STEPS[1:-1],) and heading not in section] == []
    assert [word for word in (*STATUSES, *ASSESSMENTS, *PLATFORMS, *EVENTS) if word not in section] == []
    assert f"同じ誤りは {MOST_PLACES} か所まで" in DOCUMENT


def test_every_spelling_of_a_month_and_a_moment_shown_is_read() -> None:
    (months,) = re.findall(r"\| 対象年月 \|(.*)", DOCUMENT)
    (moments,) = re.findall(r"\| 入力日時 \|(.*)", DOCUMENT)
    assert {parse_month(spelling) for spelling in re.findall(r"`([^`]+)`", months)} == {"2026-01"}
    spellings = re.findall(r"`([^`]+)`", moments)
    assert {parse_moment(spelling).isoformat() for spelling in spellings} == {"2026-02-05T10:30:00+09:00"}


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
