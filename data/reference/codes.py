"""Codes and names of local governments: the check digit and the spelling rules that make names comparable."""

from __future__ import annotations

import unicodedata
from typing import Final

_WEIGHTS: Final = (6, 5, 4, 3, 2)

_SPELLINGS: Final = str.maketrans({"ヶ": "ケ", "ｹ": "ケ", "檮": "梼", "髙": "高", "﨑": "崎", "邊": "辺", "邉": "辺"})
"""Variant characters that sources use for one body: 檮原町/梼原町, 龍ヶ崎市/龍ケ崎市, 環境依存文字 of names."""


def check_digit(code: str) -> str:
    """The sixth digit of a five-digit 全国地方公共団体コード.

    The last digit of 11 − (6a+5b+4c+3d+2e) mod 11. Raises ValueError when ``code`` is not five digits.

    >>> check_digit("01100"), check_digit("13101"), check_digit("47382")
    ('2', '6', '1')
    """
    if len(code) != 5 or not (code.isascii() and code.isdigit()):
        raise ValueError(f"not a five-digit code: {code!r}")
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code, strict=True))
    return str((11 - total % 11) % 10)


def comparable_name(name: str) -> str:
    """A body's name with spaces removed and variant characters unified, for comparison only.

    >>> comparable_name(" 檮原町") == comparable_name("梼原町")
    True
    >>> comparable_name("龍ヶ崎市")
    '龍ケ崎市'
    """
    folded = unicodedata.normalize("NFKC", name).translate(_SPELLINGS)
    return "".join(folded.split())
