"""What the commands take from the line, read once for all: months, moments and places."""

from __future__ import annotations

import argparse
from datetime import datetime

from data.model import JST, is_month, parse_instant
from data.reference import load_reference
from data.views.summary import UnknownCodeError, known_prefecture


def month_argument(text: str) -> str:
    """A month YYYY-MM. Raises argparse.ArgumentTypeError, so that the program stops with exit code 2."""
    if not is_month(text):
        raise argparse.ArgumentTypeError(f"対象年月は YYYY-MM の形で指定してください: {text}")
    return text


def instant_argument(text: str) -> datetime:
    """An ISO 8601 moment, of Japanese time without an offset. Raises argparse.ArgumentTypeError."""
    try:
        moment: datetime = parse_instant(text)
        moment.astimezone(JST)  # every moment is told in Japanese time; the last hours of year 9999 have none
        return moment
    except (ValueError, OverflowError):
        message = f"日時は ISO 8601 の形（例 2026-02-10T09:00+09:00）で指定してください: {text}"
        raise argparse.ArgumentTypeError(message) from None


def known_place(code: str) -> str:
    """A prefecture's two digits, or a body's five: given as five, or as six with the check digit.

    A list must not answer a slip with nothing, or with another place. Raises UnknownCodeError.

    >>> known_place("20"), known_place("20201"), known_place("202011")
    ('20', '20201', '20201')
    """
    if len(code) <= 2:
        return known_prefecture(code).code
    body = load_reference().body(code[:5])
    if body is None or code not in (body.code, body.code6):
        raise UnknownCodeError(
            f"団体コード「{code}」はありません。5桁か、検査数字を含む6桁で指定してください（都道府県は01〜47の2桁）。"
        )
    return body.code
