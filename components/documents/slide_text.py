"""What fits a box of a slide: a slide neither grows nor turns a page, so that words are measured before they are set.

A full-width letter is as wide as its size, a half-width one half of that; widths are counted in half-width letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from components.documents.pack import columns_of

CUT: Final = "…"
LINE: Final = 1.2
"""Height of a line of text in the size of its letters."""
BOX_SIDE_PT, BOX_ABOVE_PT = 7.2, 3.6
"""Margins of a text box at each side, and above and below."""
_OPENING: Final = r"\uff08\u300c\u300e\u3010"  # full-width brackets
_CLOSING: Final = (
    r"\u3001\u3002\uff0c\uff0e\u30fb\uff1a\uff1b\uff01\uff1f\uff09\u300d\u300f\u3011\u30fc\u2026"  # stops and brackets
)
_PARTS: Final = re.compile(f"[{_OPENING}]*(?:[!-~]+|.)[{_CLOSING}]*", re.DOTALL)
"""What a line never breaks in: words in ASCII, and other letters with what may not end or begin a line."""


def letters_in(inches: float, *, size: float, side_pt: float = BOX_SIDE_PT) -> int:
    """Half-width letters of ``size`` on a line of a box of ``inches``.

    >>> letters_in(2.0, size=10, side_pt=4.0)
    27
    """
    return max(1, int((inches * 72 - 2 * side_pt) / (size / 2) + 1e-6))


def lines_in(inches: float, *, size: float, above_pt: float = BOX_ABOVE_PT) -> int:
    """Lines of ``size`` in a box of ``inches``, at least one.

    >>> lines_in(0.42, size=10, above_pt=0.7), lines_in(0.1, size=10)
    (2, 1)
    """
    return max(1, int((inches * 72 - 2 * above_pt) / (size * LINE) + 1e-6))


def lines_taken(words: str, *, columns: int) -> int:
    """Lines of ``columns`` half-width letters that words take.

    >>> lines_taken("長" * 11, columns=20), lines_taken("two words", columns=5), lines_taken("一\\n二", columns=20)
    (2, 2, 2)
    """
    return sum(_wrapped(line, columns=columns) for line in words.split("\n"))


def fitted(words: str, *, columns: int, lines: int, ending: str = CUT) -> str:
    """Words on at most ``lines`` lines; where they are too long, as many as leave room for ``ending``.

    >>> fitted("長い文章", columns=4, lines=1), fitted("長い文章", columns=4, lines=2)
    ('長…', '長い文章')
    """
    if lines_taken(words, columns=columns) <= lines:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        fits = lines_taken(words[:middle].rstrip() + ending, columns=columns) <= lines
        low, high = (middle, high) if fits else (low, middle - 1)
    return words[:low].rstrip() + ending


def fitting_size(paragraphs: Sequence[str], *, inches: tuple[float, float], sizes: Sequence[float]) -> float:
    """The largest of ``sizes`` (descending) in which paragraphs fit a text box of that width and height; else the last.

    A third of a letter stands between two of them.

    >>> fitting_size(["短い"], inches=(3, 1), sizes=(16, 12)), fitting_size(["長" * 40], inches=(3, 1), sizes=(16, 12))
    (16, 12)
    """
    width, height = inches
    for size in sizes:
        columns = letters_in(width, size=size)
        lines = sum(lines_taken(one, columns=columns) for one in paragraphs)
        if lines * size * LINE + len(paragraphs) * size / 3 <= height * 72 - 2 * BOX_ABOVE_PT:
            return size
    return sizes[-1]


def _wrapped(line: str, *, columns: int) -> int:
    found, used = 1, 0
    for part in _PARTS.findall(line):
        wide = columns_of(part)
        if used + wide > columns and used:
            found, used = found + 1, 0
        if wide > columns:  # a word longer than a line is broken
            found, wide = found + (wide - 1) // columns, (wide - 1) % columns + 1
        used += wide
    return found
