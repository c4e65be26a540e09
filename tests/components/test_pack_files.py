"""All three files of one hand-out, read back: they tell the page's figures, and nothing else."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from components.pack_files import PACK_FORMATS, pack_files
from components.text import Text
from data import __main__ as command_line
from data.access import Home, Reader
from data.model import AsOf
from data.views.pack import MeetingHead, OpenFollowUp, PackView, pack_view
from tests.town_programme import build_vendor_home

pytestmark = pytest.mark.slow

JA = Text("ja")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Home(build_vendor_home(tmp_path_factory.mktemp("town"))).reader()


@pytest.fixture(scope="module")
def view(reader: Reader) -> PackView:
    return pack_view(reader, as_of=AsOf("2026-02"), prefecture="20")


@pytest.fixture(scope="module")
def named(view: PackView) -> dict[str, bytes]:
    return pack_files(view, text=JA)


@pytest.fixture(scope="module")
def names(named: dict[str, bytes]) -> list[str]:
    return list(named)


@pytest.fixture(scope="module")
def files(named: dict[str, bytes]) -> dict[str, bytes]:
    return {Path(name).suffix: content for name, content in named.items()}


@pytest.fixture(scope="module")
def expected(view: PackView) -> list[tuple[str, str]]:
    """Name and written rate of every municipality, from the page's view alone."""
    assert view.prefecture is not None
    rows = view.prefecture.municipalities
    rates = [None if rate != rate else float(rate) for rate in rows["step_completion_mic"].astype("float64")]
    return list(zip(rows["name"].tolist(), (JA.percent(rate) for rate in rates), strict=True))


def slides_of(content: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(content)).slides)


def slides_cells(content: bytes, heading: str) -> list[list[str]]:
    return [
        [cell.text for cell in row.cells]
        for slide in slides_of(content)
        for shape in slide.shapes
        if shape.has_table and heading in {cell.text for cell in shape.table.rows[0].cells}
        for row in list(shape.table.rows)[1:]
    ]


def test_the_files_are_named_after_what_they_hold(view: PackView, names: list[str]) -> None:
    assert names == [f"pack_20_2026-02.{one}" for one in ("pdf", "pptx", "xlsx")]
    assert list(pack_files(view, formats=("xlsx",), text=JA)) == ["pack_20_2026-02.xlsx"]
    assert command_line.PACK_FORMATS == PACK_FORMATS


def test_every_municipality_and_its_rate_is_in_each_file(
    files: dict[str, bytes], expected: list[tuple[str, str]], view: PackView
) -> None:
    assert len(expected) == 77
    told = [(row[0], row[2]) for row in slides_cells(files[".pptx"], "ベンダのフラグ") if len(row) == 7]
    assert told == expected
    sheet = load_workbook(io.BytesIO(files[".xlsx"]))["市区町村"]
    rows = list(sheet.iter_rows(values_only=True))
    top = next(at for at, row in enumerate(rows) if "名称" in row)
    name, rate = rows[top].index("名称"), rows[top].index("ステップ完了率")
    assert [(row[name], JA.percent(row[rate])) for row in rows[top + 1 :]] == expected
    pages = PdfReader(io.BytesIO(files[".pdf"])).pages
    whole = "".join(re.sub(r"\s", "", page.extract_text()) for page in pages)
    at = whole.index("長野県の市区町村一覧")
    for body, written in expected:
        at = whole.index(body, at)
        assert whole.find(written, at) > at, body


def test_the_cards_and_milestones_are_the_same_in_each_file(files: dict[str, bytes], view: PackView) -> None:
    summary = view.overview.summary
    assert summary.migrated_share is not None
    # 池田町's one live system of the 1,540 of 77 municipalities, less its 生活保護 that is 対象外.
    assert (summary.migrated_systems, summary.applicable_systems) == (1, 1539)
    migrated = JA.percent(summary.migrated_share)
    open_systems = [JA.count(row.attainment.open) for row in view.overview.milestones]
    opening = [shape.text_frame.text for shape in slides_of(files[".pptx"])[0].shapes if shape.has_text_frame]
    assert any(words.startswith(f"移行完了システム率\n{migrated}\n") for words in opening)
    assert [row[5] for row in slides_cells(files[".pptx"], "期限内達成率")] == open_systems
    book = load_workbook(io.BytesIO(files[".xlsx"]))
    assert migrated in [row[1].value for row in book["要約"].iter_rows()]
    page = PdfReader(io.BytesIO(files[".pdf"])).pages[0].extract_text()
    assert f"移行完了システム率{migrated}" in re.sub(r"\s", "", page)


def test_the_same_view_gives_the_same_bytes(view: PackView, files: dict[str, bytes]) -> None:
    again = {Path(name).suffix: content for name, content in pack_files(view, text=JA).items()}
    assert {name: again[name] == content for name, content in files.items()} == dict.fromkeys(files, True)


def test_english_hand_outs_are_written_too(view: PackView) -> None:
    found = pack_files(view, text=Text("en"))
    assert all(len(content) > 5_000 for content in found.values())


def test_a_meeting_is_on_the_first_page_and_a_section_left_out_is_in_no_file(view: PackView) -> None:
    head = MeetingHead(date(2026, 2, 20), "県庁 3階", ("=進捗の共有", "質疑"))
    some = replace(view, meeting=head, sections=frozenset({"bodies"}))
    made = {Path(name).suffix: content for name, content in pack_files(some, text=JA).items()}
    pages = [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(made[".pdf"])).pages]
    assert "開催日2026年2月20日場所県庁3階議題1．=進捗の共有2．質疑" in pages[0]
    assert "マイルストン達成状況" not in "".join(pages)
    deck = slides_of(made[".pptx"])
    told = [shape.text_frame.text for shape in deck[0].shapes if shape.has_text_frame]
    assert "開催日　2026年2月20日　　場所　県庁 3階\n議題　1．=進捗の共有\n　　　2．質疑" in told
    assert [slide.shapes.title.text_frame.text for slide in deck][1:] == [
        "長野県の市区町村一覧（1/2）", "長野県の市区町村一覧（2/2）", "定義",
    ]  # fmt: skip
    book = load_workbook(io.BytesIO(made[".xlsx"]))
    assert book.sheetnames == ["要約", "市区町村", "定義・出典"]
    assert ("議題", "1．=進捗の共有\n2．質疑") in [row[:2] for row in book["要約"].iter_rows(values_only=True)]


def test_the_nation_read_back_tells_its_prefectures_and_changes(reader: Reader) -> None:
    view = pack_view(reader, as_of=AsOf("2026-02"), prefecture=None)
    made = {Path(name).suffix: content for name, content in pack_files(view, text=JA).items()}
    assert len(slides_of(made[".pptx"])) <= 12
    assert slides_cells(made[".pptx"], "多い都道府県")[0][:2] == ["新規完了", "1"]
    assert slides_cells(made[".pptx"], "多いベンダ")[0][3:5] == ["長野県 1", "ベンダA01 1"]
    book = load_workbook(io.BytesIO(made[".xlsx"]))
    assert {"変化", "都道府県", "ベンダ", "業務"} <= set(book.sheetnames)
    whole = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(made[".pdf"])).pages))
    assert "2026年2月の変化" in whole
    rates = view.overview.prefectures.set_index("name")["step_completion_mic"].dropna()
    assert list(rates.index) == ["長野県"]
    assert f"長野県{JA.percent(float(rates['長野県']))}" in whole


@pytest.mark.parametrize(
    ("prefecture", "month"),
    [("15", "2026-02"), pytest.param("20", "2026-03", marks=pytest.mark.soak), (None, "2026-03")],
)
def test_what_nobody_reported_is_written_too_and_claims_nothing(
    prefecture: str | None, month: str, reader: Reader
) -> None:
    found = pack_files(pack_view(reader, as_of=AsOf(month), prefecture=prefecture), text=JA)
    made = {Path(name).suffix: content for name, content in found.items()}
    first = re.sub(r"\s", "", PdfReader(io.BytesIO(made[".pdf"])).pages[0].extract_text())
    assert "報告が一つもありません" in first or "まだ取り込まれていません" in first
    assert slides_of(made[".pptx"])
    assert load_workbook(io.BytesIO(made[".xlsx"])).sheetnames[0] == "要約"


def test_no_open_follow_up_none_wanted_and_none_readable_are_told_apart(view: PackView) -> None:
    told = {}
    for name, one in {
        "none open": replace(view, follow_ups=()),
        "unreadable": replace(view, follow_ups=None, problem="記録のデータベースを読めません。"),
        "not wanted": replace(view, follow_ups=(), sections=view.sections - {"follow_ups"}),
    }.items():
        one = replace(one, sections=one.sections & {"follow_ups", "milestones"})
        made = {Path(file).suffix: content for file, content in pack_files(one, text=JA).items()}
        book = load_workbook(io.BytesIO(made[".xlsx"]))
        told[name] = (
            re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(made[".pdf"])).pages)),
            "".join(
                shape.text_frame.text for slide in slides_of(made[".pptx"]) for shape in slide.shapes
                if shape.has_text_frame
            ),
            "".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row),
        )  # fmt: skip
    none, unread = "未完了のフォローアップはありません。", "対応の記録を読めないため、載せていません。"
    for name, words in {"none open": [none], "unreadable": [unread], "not wanted": []}.items():
        for file in told[name]:
            assert [one for one in (none, unread) if one in file] == words, name


def test_what_people_write_is_inert_and_breaks_no_file(view: PackView) -> None:
    awkward = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "髙﨑祇葛①", "長" * 400, "#let x = 1 $*_`\\<@", "\x07改行\n😀")
    entries = tuple(OpenFollowUp("20201", date(2026, 2, 3), "phone", one, one, None) for one in awkward)
    some = replace(view, follow_ups=entries, sections=frozenset({"follow_ups"}))
    made = {Path(name).suffix: content for name, content in pack_files(some, text=JA).items()}
    whole = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(made[".pdf"])).pages))
    for one in ("=1+1", "＝1+1", "髙﨑祇葛①", "長" * 400, "#letx=1$*_`\\<@", "改行〓"):
        assert one in whole, one
    cells = [row[3] for row in slides_cells(made[".pptx"], "次の対応")]
    assert cells[5] == "髙﨑祇葛①"
    assert cells[6] == "長" * 51 + "…", "two lines of 26 letters of 10 points in 3.99 inches less 5 %"
    assert cells[8] == "改行 😀"
    sheet = load_workbook(io.BytesIO(made[".xlsx"]))["フォローアップ"]
    told = [cell for row in sheet.iter_rows() for cell in row if str(cell.value) in awkward[:7]]
    assert {cell.data_type for cell in told} == {"s"}
    assert all(cell.quotePrefix for cell in told if str(cell.value)[0] in "=+-@＝")
    assert len(told) == 14
