"""Read names, codes and fixed words: text that is kept as it stands, once it is no error of a spreadsheet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from data.reference import COMMON_FUNCTION, load_reference
from data.sources.values import Cell, UnreadableValue, cell_text, header_text

NO_SUCCESSOR: Final = "none"
"""Stored for 「なし」: nobody takes over, which is another thing than not knowing who."""

MARKS: Final = ("○", "〇", "◯")
"""The circles people type for 該当."""

_SHEET_ERROR: Final = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|ERROR!?)|=.*", re.DOTALL)
Word = TypeVar("Word")


def parse_label(cell: Cell) -> str:
    """Read a name or a note as it stands. Raises UnreadableValue for an error value or an uncalculated formula.

    >>> parse_label("　ベンダA01 "), parse_label(12.0)
    ('ベンダA01', '12')
    """
    text = cell_text(cell)
    if _SHEET_ERROR.fullmatch(text):
        raise UnreadableValue("エラー値か、計算結果のない数式です。値を入力し直してください。")
    return text


def parse_vendor_code(cell: Cell) -> str:
    """Read a vendor's code, widths unified. Raises UnreadableValue for an error value or a word kept for 「なし」.

    >>> parse_vendor_code("Ａ０１"), parse_vendor_code(101.0)
    ('A01', '101')
    """
    code = unicodedata.normalize("NFKC", parse_label(cell))
    if code.lower() in ("なし", NO_SUCCESSOR):
        raise UnreadableValue("ベンダコードに「なし」は使えません。ベンダが不明か、いない場合は空欄にしてください。")
    return code


def parse_successor(cell: Cell) -> str:
    """Read a successor's code, or NO_SUCCESSOR for 「なし」.

    >>> parse_successor("なし"), parse_successor("B02")
    ('none', 'B02')
    """
    return NO_SUCCESSOR if cell_text(cell) == "なし" else parse_vendor_code(cell)


def parse_business(cell: Cell) -> str:
    """Read a business by its name or one of MIC's aliases, 共通機能 included, as its id.

    >>> parse_business("住民記録"), parse_business("子ども・ 子育て支援")
    ('resident_record', 'childcare_support')
    """
    business = load_reference().business_id(header_text(cell))
    if business is None:
        raise UnreadableValue("業務の名称として知られていません。")
    return business


def parse_system_business(cell: Cell) -> str:
    """Read one of the 20 businesses as its id; 共通機能 raises UnreadableValue."""
    business = parse_business(cell)
    if business == COMMON_FUNCTION:
        raise UnreadableValue("共通機能は標準化対象の20業務ではありません。")
    return business


def word_parser(words: Mapping[str, Word], *, reason: str) -> Callable[[Cell], Word]:
    """A parser that takes these words only, spaces around them aside, and gives what each stands for.

    >>> word_parser({"○": True}, reason="「○」または空欄にしてください。")("○ ")
    True
    """

    def parse(cell: Cell) -> Word:
        text = cell_text(cell)
        if text not in words:
            raise UnreadableValue(reason)
        return words[text]

    return parse
