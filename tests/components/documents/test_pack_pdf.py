from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from components.documents import pack_fonts
from components.documents.font_letters import letters_of
from components.documents.pack import PackTable
from components.documents.pack_fonts import MissingFontError
from components.documents.pack_pdf import pack_pdf
from components.documents.table_files import TableColumn
from components.text import Text
from data.reference import load_reference
from tests.components.documents.pack_sample import AWKWARD, sample_pack

pytestmark = pytest.mark.slow

JA = Text("ja")


@pytest.fixture(scope="module")
def content() -> bytes:
    return pack_pdf(sample_pack(), text=JA)


@pytest.fixture(scope="module")
def pages(content: bytes) -> list[str]:
    return [bare(page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


def bare(words: str) -> str:
    """Without blanks and line ends, which the typesetter places as it likes."""
    return re.sub(r"\s", "", words)


def test_the_same_hand_out_gives_the_same_bytes(content: bytes) -> None:
    assert pack_pdf(sample_pack(), text=JA) == content
    assert pack_pdf(replace(sample_pack(), place="別の県"), text=JA) != content


def test_it_is_tagged_a4_in_the_pinned_font_alone(content: bytes) -> None:
    reader: Any = PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "ja"
    assert reader.metadata is not None
    assert reader.metadata.title == "架空県 連絡会議資料"
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages} == {(842, 595)}
    fonts = {
        str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()
    }
    assert {name.split("+")[1].split("-")[0] for name in fonts} == {"NotoSansCJKjp"}


def test_every_word_is_set_as_it_is_and_none_is_markup(pages: list[str]) -> None:
    whole = "".join(pages)
    for words in AWKWARD:
        assert bare(words) in whole, words
    for words in ("81.6%", "▲遅延", "30.0%", "報告2/2団体", "特定移行以外4", "✓完了3", "▲遅延1", "=資料"):
        assert words in whole, words


def test_unknown_is_a_dash_and_months_before_a_date_stay_blank(pages: list[str]) -> None:
    whole = "".join(pages)
    assert "未報告の村？未報告———" in whole
    # −2 and −1 months are no 目安超過, 0 neither; from the fourth row on there are months.
    assert "+1▲遅延81.6%+1.2-1▲遅延" in whole


def test_demo_data_and_source_are_named_on_every_page(pages: list[str]) -> None:
    assert len(pages) >= 3
    assert all("架空のデモデータ" in page and "=資料地図：架空" in page for page in pages)
    real = PdfReader(io.BytesIO(pack_pdf(sample_pack(demo=""), text=JA)))
    assert not any("デモ" in page.extract_text() for page in real.pages)


LETTERS = "住民記録の移行が遅れている件について、ベンダ担当者と工程表を確認し、三月末までの見通しを文書で求めた。"
FOOT_BAND = 14 / 25.4 * 72
"""Points from the lower edge that belong to the foot: the bottom margin of 14 mm."""


def long_table(rows: int, letters: int, *, id: str = "follow_ups") -> PackTable:
    words = (LETTERS * 8)[:letters]
    columns = (
        TableColumn("body", "団体", is_heading=True),
        TableColumn("content", "内容"),
        TableColumn("next_action", "次の対応"),
    )
    told = tuple((f"第{at:03d}市", words, words) for at in range(rows))
    return PackTable(id, "表", "注", columns, told, shown=("body", "content", "next_action"))


def lines_of(page: Any) -> list[tuple[float, str]]:
    """Points over the lower edge, and words, of each run of letters of a page."""
    found: list[tuple[float, str]] = []

    def visit(words: str, page_at: list[float], at: list[float], *_: object) -> None:
        if words.strip():
            found.append((round(at[4] * page_at[1] + at[5] * page_at[3] + page_at[5], 1), words.strip()))

    page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize(
    ("id", "rows", "letters"),
    [
        ("follow_ups", 20, 160),
        ("follow_ups", 3, 400),
        pytest.param("bodies", 24, 400, marks=pytest.mark.soak),
        ("flags", 24, 200),
    ],
)
def test_rows_of_many_lines_go_on_over_the_page_and_none_lies_on_another(id: str, rows: int, letters: int) -> None:
    made = pack_pdf(replace(sample_pack(), tables=(long_table(rows, letters, id=id),)), text=JA)
    seen: list[str] = []
    for page in PdfReader(io.BytesIO(made)).pages:
        runs = lines_of(page)
        low = [words for up, words in runs if up < FOOT_BAND]
        assert not [words for words in low if words.startswith("第") or LETTERS[:6] in words], low
        assert len(low) <= 6, low
        names = sorted(up for up, words in runs if re.fullmatch(r"第\d{3}市", words))
        # A row is at least a line of eight points high.
        assert all(upper - lower > 8 for lower, upper in pairwise(names)), names
        seen += [words for _, words in runs if re.fullmatch(r"第\d{3}市", words)]
    assert seen == [f"第{at:03d}市" for at in range(rows)]


def test_a_missing_font_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = {"noto-cjk-sans-jp-regular": ("no_such_module", "NotoSansCJKjp-Regular.otf")}
    monkeypatch.setattr(pack_fonts, "FONT_PACKAGES", missing)
    with pytest.raises(MissingFontError, match="パッケージ noto-cjk-sans-jp-regular を導入"):
        pack_pdf(sample_pack(), text=JA)


def test_a_package_without_its_font_is_missing_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_fonts, "FONT_PACKAGES", {"some-font": ("components", "none.otf")})
    with pytest.raises(MissingFontError, match="some-font"):
        pack_fonts.font_files(text=JA)


def test_the_fonts_have_every_name_and_mark_and_the_same_letters() -> None:
    regular, bold = (letters_of(path) for path in pack_fonts.font_files(text=JA))
    names = {letter for body in load_reference().bodies for letter in body.name}
    assert {ord(letter) for letter in names | set("髙﨑祇葛①㈱✓○△▲？◇■▣□〓")} <= regular & bold
    assert ord("😀") not in regular
    assert ord("\x07") not in regular


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "some.otf"
    path.write_bytes(b"OTTO" + bytes(60))
    with pytest.raises(ValueError, match="no table of letters"):
        letters_of(path)
