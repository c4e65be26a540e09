"""Read cells that state a month (対象年月) or a moment (入力日時), as exports and spreadsheets spell them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final

from data.model import JST, month_end
from data.sources.values import EARLIEST, LATEST, Cell, UnreadableValue, cell_text, find_month_label, parse_date

_MONTH: Final = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})|年([0-9]{1,2})月|([0-9]{2}))")
_ERA_MONTH: Final = re.compile(r"令和(?:元|[0-9]{1,2})年[0-9]{1,2}月")
_MOMENT: Final = re.compile(
    r"(?P<day>.+?)(?:T|\s*)(?<![0-9])"
    r"(?P<hour>[0-9]{1,2})(?::|時)(?P<minute>[0-9]{1,2})(?::(?P<second>[0-9]{1,2})(?:\.[0-9]+)?|分(?:(?P<s>[0-9]{1,2})秒)?)?"
    r"\s*(?P<offset>Z|[-+][0-9]{2}:?[0-9]{2})?"
)
_SERIAL_ORIGIN: Final = datetime(1899, 12, 30)
_LAST_SERIAL: Final = 100_000
_LONGEST: Final = 60
"""No moment is written in more characters; the pattern is slow on long runs of spaces."""

_NOT_A_MONTH: Final = "年月として読めません。2026-01 または 令和8年1月 の形で入力してください。"
_NOT_A_MOMENT: Final = "日時として読めません。2026-02-05 10:30 の形で入力してください。"


def parse_month(cell: Cell) -> str:
    """Read a month as YYYY-MM; a date counts when it is a month's first or last day (spreadsheets make months dates).

    Raises UnreadableValue otherwise.

    >>> [parse_month(cell) for cell in ("2026-01", "2026/1", "２０２６年１月", "令和8年1月", 202601.0, "2026-01-31")]
    ['2026-01', '2026-01', '2026-01', '2026-01', '2026-01', '2026-01']
    >>> parse_month("2026-13")
    Traceback (most recent call last):
    ...
    data.sources.values.UnreadableValue: 年月として読めません。2026-01 または 令和8年1月 の形で入力してください。
    """
    text = "".join(unicodedata.normalize("NFKC", cell_text(cell)).split())
    if _ERA_MONTH.fullmatch(text):
        month = find_month_label(text)
    elif found := _MONTH.fullmatch(text):
        number = int(found[2] or found[3] or found[4])
        month = f"{found[1]}-{number:02d}" if 1 <= number <= 12 else None
    else:
        month = _month_of_date(cell)
    if month is None or not f"{EARLIEST:%Y-%m}" <= month <= f"{LATEST:%Y-%m}":
        raise UnreadableValue(_NOT_A_MONTH)
    return month


def parse_moment(cell: Cell) -> datetime:
    """Read a moment, to the second, in Japanese time; without an offset it is one, without a time it is midnight.

    Accepted: ISO 8601, every spelling of a date followed by 10:30, 10:30:00 or 10時30分, date cells, Excel serials.
    Raises UnreadableValue otherwise.

    >>> [parse_moment(cell).isoformat() for cell in ("2026-02-05T10:30:00+09:00", "2026/2/5 9:05", "2026-02-05T01:30Z")]
    ['2026-02-05T10:30:00+09:00', '2026-02-05T09:05:00+09:00', '2026-02-05T10:30:00+09:00']
    >>> [parse_moment(cell).isoformat() for cell in ("令和8年2月5日 10時30分", "2026-02-05", 46058.4375)]
    ['2026-02-05T10:30:00+09:00', '2026-02-05T00:00:00+09:00', '2026-02-05T10:30:00+09:00']
    """
    if isinstance(cell, str) and len(cell) > _LONGEST:
        raise UnreadableValue(_NOT_A_MOMENT)
    if isinstance(cell, datetime):
        moment = cell
    elif isinstance(cell, float) and 1 <= cell <= _LAST_SERIAL:
        moment = _SERIAL_ORIGIN + timedelta(days=cell)
    elif isinstance(cell, str) and (found := _MOMENT.fullmatch(unicodedata.normalize("NFKC", cell).strip())):
        moment = _at_time(found)
    else:
        moment = _midnight(cell)
    try:
        rounded = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
        local = rounded.replace(tzinfo=JST) if rounded.tzinfo is None else rounded.astimezone(JST)
    except OverflowError as error:
        raise UnreadableValue(_NOT_A_MOMENT) from error
    if not EARLIEST <= local.date() <= LATEST:
        raise UnreadableValue("日時が範囲外です（平成元年1月8日〜2099年12月31日）。年を確かめてください。")
    return local


def _month_of_date(cell: Cell) -> str | None:
    try:
        day = parse_date(cell)
    except UnreadableValue:
        return None
    month = f"{day:%Y-%m}"
    return month if day.day == 1 or day == month_end(month) else None


def _at_time(found: re.Match[str]) -> datetime:
    day = _day(found["day"])
    second = found["second"] or found["s"] or "0"
    offset = (found["offset"] or "").replace("Z", "+00:00")
    try:
        clock = time(int(found["hour"]), int(found["minute"]), int(second))
        moment = datetime.combine(day, clock)
        return datetime.fromisoformat(moment.isoformat() + offset) if offset else moment
    except ValueError as error:
        raise UnreadableValue(_NOT_A_MOMENT) from error


def _midnight(cell: Cell) -> datetime:
    return datetime.combine(_day(cell), time())


def _day(cell: Cell) -> date:
    try:
        return parse_date(cell)
    except UnreadableValue as error:
        raise UnreadableValue(_NOT_A_MOMENT) from error
