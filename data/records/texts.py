"""What every record that people write must keep to: lengths, usable characters, and no day that is still to come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final
from unicodedata import category

from data.model import JST
from data.records.errors import RefusedRecordError

AUTHOR_LIMIT: Final = 40
"""Longest name of who writes, in Unicode characters."""

LAYOUT: Final = "\n\r\t\u2028\u2029"
"""Line breaks and control characters that a text of several lines may have."""

AUTHOR_WORDS: Final = {
    "author_missing": "記入者を入力してください。",
    "author_long": f"記入者は{AUTHOR_LIMIT}文字までです。",
    "author_characters": "記入者に、改行などの使えない文字があります。",
}


def has_unusable(text: str, *, allowed: str = "") -> bool:
    r"""Whether ``text`` has what databases or XML refuse, or a break of lines.

    That is control characters, half surrogate pairs, non-characters, U+2028 and U+2029. Spaces of every width and 外字
    of private use are ordinary text.

    >>> has_unusable("髙﨑祇葛①🗾　=1+1"), has_unusable("一\n二"), has_unusable("一\n二", allowed=LAYOUT)
    (False, True, False)
    """
    unusable = {"Cc", "Cs", "Zl", "Zp"}
    return any(
        (category(character) in unusable and character not in allowed) or ord(character) & 0xFFFE == 0xFFFE
        for character in text
    )


def japan_day(at: datetime | None) -> date:
    """The day in Japan at a moment, None being now: nothing that happened has a later one.

    >>> japan_day(datetime(2026, 2, 9, 15, tzinfo=UTC))
    datetime.date(2026, 2, 10)
    """
    return (at or datetime.now(UTC)).astimezone(JST).date()


def author_reasons(author: str) -> list[str]:
    """Why ``author`` cannot be kept, by the names of ``AUTHOR_WORDS``."""
    found = {
        "author_missing": not author.strip(),
        "author_long": len(author) > AUTHOR_LIMIT,
        "author_characters": has_unusable(author),
    }
    return [reason for reason, is_so in found.items() if is_so]


def refuse(reasons: list[str], *, words: Mapping[str, str]) -> None:
    """Raise RefusedRecordError with the ``words`` of every reason, if there is one."""
    if reasons:
        said = "".join(words[reason] for reason in reasons)
        raise RefusedRecordError(f"{said}何も保存していません。", reasons=reasons)
