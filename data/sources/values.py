"""Read single cells: text, rates, months and dates as Japanese offices write them.

Anything that is not clearly one of the accepted spellings raises :class:`UnreadableValue`; a cell is
never turned into a blank, because a blank means 未報告 here.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

from data.model import month_end

Cell: TypeAlias = str | float | int | bool | date | datetime | time | timedelta | None
"""What a sheet hands over for one cell; an empty cell is "" or None."""

EARLIEST: Final = date(1989, 1, 8)
LATEST: Final = date(2099, 12, 31)
"""Dates outside these bounds (平成 began on the first) are taken for mistakes."""

_SERIAL_ORIGIN: Final = date(1899, 12, 30)
_NUMBER: Final = re.compile(r"([-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:E[-+]?[0-9]+)?)(%?)", re.IGNORECASE)
_ERA_STARTS: Final = {"令和": date(2019, 5, 1), "平成": EARLIEST}
_ERA_LETTERS: Final = {"R": "令和", "H": "平成"}
_MONTH_LABEL: Final = re.compile(r"令和(元|[0-9]{1,2})年([0-9]{1,2})月")
_WESTERN: Final = re.compile(r"([0-9]{4})(?:([-/])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月(?:([0-9]{1,2})日|末))")
_ERA: Final = re.compile(r"(令和|平成)(元|[0-9]{1,2})年([0-9]{1,2})月(?:([0-9]{1,2})日|末)")
_ERA_SHORT: Final = re.compile(r"([RH])([0-9]{1,2})([./-])([0-9]{1,2})\3([0-9]{1,2})", re.IGNORECASE)
_FISCAL_YEAR_END: Final = re.compile(r"(?:([0-9]{4})|(令和|平成)(元|[0-9]{1,2}))年度末")
_SERIAL: Final = re.compile(r"[0-9]{5}")


class UnreadableValue(ValueError):
    """A cell that cannot be read; the message is the Japanese reason for the fault list."""


def cell_text(cell: Cell) -> str:
    """Show a cell as the reader of the sheet sees it, without surrounding spaces; empty cells are "".

    >>> cell_text(11002.0), cell_text("　札幌市 "), cell_text(None), cell_text(0.65)
    ('11002', '札幌市', '', '0.65')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return str(cell).strip()


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing, spaces included.

    >>> is_blank("　"), is_blank(0.0), is_blank("-")
    (True, False, False)
    """
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_one_line(text: str) -> bool:
    r"""Tell whether a text can be kept as one line: no line break and no character that databases or XML refuse.

    Spaces of every width and 外字 of private use are ordinary text; ``str.isprintable`` would refuse them.

    >>> is_one_line("総務省　担当A\u00a0\ue000"), is_one_line("一\n二"), is_one_line("一\u2028二"), is_one_line("\x07")
    (True, False, False, False)
    """
    return not any(
        unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or ord(character) & 0xFFFE == 0xFFFE
        for character in text
    )


def header_text(cell: Cell) -> str:
    r"""Show a column heading in one line: width unified, line breaks and spaces removed.

    >>> header_text("都道府県\n"), header_text("子ども・ 子育て支援"), header_text("完了率（％）")
    ('都道府県', '子ども・子育て支援', '完了率(%)')
    """
    return "".join(unicodedata.normalize("NFKC", cell_text(cell)).split())


def parse_rate(cell: Cell) -> float:
    """Read a rate between 0 and 1: 0.816, "81.6%", "８１．６％". Raise UnreadableValue otherwise.

    >>> parse_rate(0.65), parse_rate("65%"), parse_rate("９７．５％"), parse_rate(" 0.65 ")
    (0.65, 0.65, 0.975, 0.65)
    >>> parse_rate("81.6")
    Traceback (most recent call last):
    ...
    data.sources.values.UnreadableValue: 0〜1（0%〜100%）の範囲にありません。
    """
    if isinstance(cell, bool) or not isinstance(cell, str | float | int):
        raise UnreadableValue("数値（率）として読めません。0.65 または 65% の形で入力してください。")
    if isinstance(cell, str):
        found = _NUMBER.fullmatch("".join(unicodedata.normalize("NFKC", cell).split()))
        if found is None:
            raise UnreadableValue("数値（率）として読めません。0.65 または 65% の形で入力してください。")
        rate = round(float(found[1]) / 100, 12) if found[2] else float(found[1])
    else:
        rate = float(cell)
    if not math.isfinite(rate) or not 0 <= rate <= 1:
        raise UnreadableValue("0〜1（0%〜100%）の範囲にありません。")
    return rate


def find_month_label(text: str) -> str | None:
    """Find the first 令和N年M月 in a title or sheet name and return it as YYYY-MM; None when there is none.

    >>> find_month_label("令和8年1月_進捗状況"), find_month_label("（令和７年１２月末）"), find_month_label("8年1月")
    ('2026-01', '2025-12', None)
    """
    found = _MONTH_LABEL.search(unicodedata.normalize("NFKC", text))
    if found is None or not 1 <= int(found[2]) <= 12 or found[1] in ("0", "00"):
        return None
    return f"{_era_year('令和', found[1]):04d}-{int(found[2]):02d}"


def parse_date(cell: Cell) -> date:
    """Read a date; anything but the accepted spellings raises UnreadableValue.

    Accepted: date cells, Excel serials (as number or five digits), 2026-03-31, 2026/3/31, 2026年3月31日,
    2026年3月末, 令和8年3月31日, 令和8年3月末, R8.3.31, H31/4/30, 令和7年度末, full-width digits, 元年.

    >>> [str(parse_date(cell)) for cell in ("2026/3/31", "令和８年３月３１日", "R8.3.31", 46112.0)]
    ['2026-03-31', '2026-03-31', '2026-03-31', '2026-03-31']
    >>> [str(parse_date(cell)) for cell in ("令和8年3月末", "令和7年度末", "令和元年5月1日", "2024年2月末")]
    ['2026-03-31', '2026-03-31', '2019-05-01', '2024-02-29']
    >>> parse_date("令和8年2月30日")
    Traceback (most recent call last):
    ...
    data.sources.values.UnreadableValue: 暦にない日付です。
    >>> parse_date("未定")
    Traceback (most recent call last):
    ...
    data.sources.values.UnreadableValue: 日付として読めません。2026-03-31 または 令和8年3月31日 の形で入力してください。
    """
    day = _date(cell)
    if not EARLIEST <= day <= LATEST:
        raise UnreadableValue("日付が範囲外です（平成元年1月8日〜2099年12月31日）。年を確かめてください。")
    return day


def _date(cell: Cell) -> date:
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise UnreadableValue("時刻が付いています。日付だけを入力してください。")
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _from_serial(float(cell))
    if isinstance(cell, str):
        return _from_text("".join(unicodedata.normalize("NFKC", cell).split()))
    raise _not_a_date()


def _from_serial(serial: float) -> date:
    if not math.isfinite(serial) or not serial.is_integer() or not 1 <= serial <= 100_000:
        raise _not_a_date()
    return _SERIAL_ORIGIN + timedelta(days=int(serial))


def _from_text(text: str) -> date:
    if found := _WESTERN.fullmatch(text):
        month, day = found[3] or found[5], found[4] or found[6]
        return _calendar_day(int(found[1]), int(month), day)
    if found := _ERA.fullmatch(text):
        return _within_era(found[1], _calendar_day(_era_year(found[1], found[2]), int(found[3]), found[4]))
    if found := _ERA_SHORT.fullmatch(text):
        era = _ERA_LETTERS[found[1].upper()]
        return _within_era(era, _calendar_day(_era_year(era, found[2]), int(found[4]), found[5]))
    if found := _FISCAL_YEAR_END.fullmatch(text):
        year = int(found[1]) if found[1] else _era_year(found[2], found[3])
        return _calendar_day(year + 1, 3, "31")
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text))
    raise _not_a_date()


def _era_year(era: str, year: str) -> int:
    number = 1 if year == "元" else int(year)
    if number == 0:
        raise UnreadableValue("元号の年が0です。")
    return _ERA_STARTS[era].year + number - 1


def _within_era(era: str, day: date) -> date:
    ends = _ERA_STARTS["令和"] - timedelta(days=1) if era == "平成" else LATEST
    if not _ERA_STARTS[era] <= day <= ends:
        raise UnreadableValue("元号と年月日が合いません（平成は2019年4月30日まで、令和は2019年5月1日から）。")
    return day


def _calendar_day(year: int, month: int, day: str | None) -> date:
    """The day of a month, or its last day when ``day`` is None (〜月末)."""
    try:
        return month_end(f"{year:04d}-{month:02d}") if day is None else date(year, month, int(day))
    except ValueError as error:
        raise UnreadableValue("暦にない日付です。") from error


def _not_a_date() -> UnreadableValue:
    return UnreadableValue("日付として読めません。2026-03-31 または 令和8年3月31日 の形で入力してください。")
