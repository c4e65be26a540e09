"""What the commands take from the line, read once for all: months and moments."""

from __future__ import annotations

import argparse
from datetime import datetime

from data.model import JST, is_month, parse_instant


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
