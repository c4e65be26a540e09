"""The withdrawal report: what is known, what is not, and that it fits one page."""

from __future__ import annotations

import io
import math
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from unicodedata import east_asian_width

import pandas as pd
import pytest
from docx import Document

from components.documents.withdrawal_report import (
    PAGE_BUSINESSES,
    PAGE_ROWS,
    WithdrawalReport,
    report_document,
    report_mail,
    withdrawal_report,
)
from components.text import Text
from data.access import Home
from data.model import AsOf
from data.views.what_if import Shock, what_if_view
from tests.flag_programme import build_flag_home

pytestmark = pytest.mark.slow

JA = Text("ja")
PAGE_MM = 297 - 2 * 12
LINE_MM = 14 * 0.3528
LETTER_MM = 10.5 * 0.3528


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_flag_home(tmp_path_factory.mktemp("report") / "home")


def prepared(home: Path, *vendors: str, text: Text = JA) -> WithdrawalReport:
    view = what_if_view(Home(home).reader(), as_of=AsOf("2026-01"), shock=Shock(frozenset(vendors), month="2026-02"))
    place = text("filter.nation")
    return withdrawal_report(view, place=place, made_on=date(2026, 2, 20), sources=("PMO報告",), text=text)


def test_the_mail_tells_facts_and_what_is_unknown(home: Path) -> None:
    mail = report_mail(prepared(home, "B10"), text=JA)
    assert mail.startswith("件名：ベンダの撤退に関する報告（ベンダB10）\n")
    for line in (
        "・報告先：不明（送る前に記入してください）",
        "・作成日：2026年2月20日",
        "・撤退の月：2026年2月（試算の条件）",
        "・影響を受けるもの：3団体の3システム（運用開始前。対象は全部で4システム）",
        "・6か月以内に運用開始予定：3システム",
        "・代替ベンダのないもの：0団体の0システム",
        "・長野県 長野市／介護保険／2026年6月30日／2026年3月／あり",
        "公式の判定ではありません",
    ):
        assert line in mail, line
    assert "様式" not in mail, "no official form is named"


def test_a_withdrawal_nobody_announced_is_a_supposition(home: Path) -> None:
    mail = report_mail(prepared(home, "A01"), text=JA)
    assert "取り込んだ資料に撤退表明はありません。撤退を仮定した試算です。" in mail
    assert "／なし 1件" in mail


def test_the_page_holds_the_same(home: Path) -> None:
    document = Document(io.BytesIO(report_document(prepared(home, "B10"), text=JA)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"報告先", "新潟県 長岡市", "介護保険", "2026年6月30日"} <= set(cells)
    assert document.paragraphs[0].text == "ベンダの撤退に関する報告（ベンダB10）"


def test_every_table_is_as_wide_in_its_grid_as_in_its_cells(home: Path) -> None:
    # LibreOffice goes by the grid, Word by the cells: even columns in the grid made it two pages there.
    document = Document(io.BytesIO(report_document(prepared(home, "B10"), text=JA)))
    for table in document.tables:
        widths = [[cell.width for cell in row.cells] for row in table.rows]
        assert widths == [[column.width for column in table.columns]] * len(widths)


def test_nobody_named_as_successor_is_a_plain_zero(home: Path) -> None:
    assert "・後継ベンダ：決定 0、なし 0、不明 4（システム数）" in report_mail(prepared(home, "A01"), text=JA)


def test_the_same_report_gives_the_same_bytes(home: Path) -> None:
    assert report_document(prepared(home, "B10"), text=JA) == report_document(prepared(home, "B10"), text=JA)


def test_a_vendor_of_everybody_still_fits_one_page(home: Path) -> None:
    few = prepared(home, "B10")
    names = tuple(f"長い業務の名前{number}" for number in range(PAGE_BUSINESSES))
    row = ("北海道 長い名前の町", f"{'、'.join(names)} ほか17業務", "2026年12月31日", "2026年3月", "なし 20件")
    many = WithdrawalReport(
        title=few.title,
        caution="架空のデモデータ",
        sections=few.sections,
        page_sections=few.page_sections,
        columns=few.columns,
        rows=(row,) * 900,
        page_rows=(row,) * PAGE_ROWS,
        closing=(*few.closing, *["ベンダの一覧（2023年4月）vendors.csv、2025年1月20日受信"] * 3),
    )
    content = report_document(many, text=JA)
    document = Document(io.BytesIO(content))
    assert f"ほか{900 - PAGE_ROWS}団体" in "\n".join(one.text for one in document.paragraphs)
    assert _height_mm(content) < PAGE_MM
    assert "ほか" not in report_mail(few, text=JA)


@pytest.mark.parametrize("text", [JA, Text("en")])
def test_many_vendors_and_events_still_fit_one_page(home: Path, text: Text) -> None:
    few = what_if_view(Home(home).reader(), as_of=AsOf("2026-01"), shock=Shock(frozenset({"B10"}), month="2026-02"))
    (event,) = few.announcements.to_dict("records")
    told = "全業務から撤退し、契約中の団体には後継の事業者を紹介する。" * 5
    vendors = tuple((f"X{number:02d}", f"長い名前の情報処理システム開発株式会社{number}") for number in range(10))
    events = [event | {"vendor_code": code, "content": told, "source": "報告"} for code, _ in vendors for _ in range(3)]
    systems = few.systems.iloc[[0] * 12].assign(
        successor_vendor_code=[f"S{number:02d}" for number in range(12)],
        business_name="長い名前の業務の情報システム", business_english="A business of a long name",
    )  # fmt: skip
    many = replace(
        few,
        vendors=vendors,
        announcements=pd.DataFrame(events),
        systems=systems,
        bodies=few.bodies.iloc[[0] * 40],
        is_synthetic=True,
    )
    closing = ["ベンダの一覧（2023年4月）vendors.csv、2025年1月20日受信"] * 5
    report = withdrawal_report(many, place=text("filter.nation"), made_on=date(2026, 2, 20), sources=closing, text=text)
    content = report_document(report, text=text)
    assert _height_mm(content) < PAGE_MM
    document = Document(io.BytesIO(content))
    shown = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    mail = report_mail(report, text=text)
    more = ("ほか7社", "ほか28件", "ほか8社") if text is JA else ("and 7 more", "28 more", "and 8 more")
    for words in more:
        assert words in shown
    assert "X03" not in shown
    assert all(f"X{number:02d}" in mail for number in range(10)), "the mail names every vendor"
    assert mail.count(told) == 30, "and every event, whole"


def test_in_english(home: Path) -> None:
    mail = report_mail(prepared(home, "B10", text=Text("en")), text=Text("en"))
    assert "Niigata Niigata City" in mail
    assert not re.search(r"[\u3040-\u30ff]", re.sub(r"ベンダ\w+|介護保険から撤退|届出|PMO報告", "", mail))


def _height_mm(content: bytes) -> float:
    """How high the text stands, by the widths of its cells: no word processor is needed to see that it fits."""
    document = Document(io.BytesIO(content))
    lines = sum(_lines(one.text, width_mm=180) for one in document.paragraphs)
    lines += sum(
        max(_lines(cell.text, width_mm=_mm(cell.width) - 4) for cell in row.cells)
        for table in document.tables
        for row in table.rows
    )
    gaps_mm = len(document.paragraphs) * 0.8 + 4 * 1.8 + 3
    return lines * LINE_MM + gaps_mm


def _lines(text: str, *, width_mm: float) -> int:
    letters = sum(1.0 if east_asian_width(one) in "WFA" else 0.55 for one in text)
    return max(1, math.ceil(letters * LETTER_MM / width_mm))


def _mm(width: int | None) -> float:
    assert width is not None
    return width / 36_000
