"""Which letters a font can draw: a tagged PDF may not hold one it cannot, and people write anything in a note."""

from __future__ import annotations

import re
import struct
from functools import cache
from pathlib import Path
from typing import Final

MISSING: Final = "〓"
"""What printers of Japanese set for a letter that is not in the case."""

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]"
)
"""Characters without a shape: controls, joiners, marks of direction, halves of a pair."""
_SELECTORS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""They choose between shapes of the letter before them; where a font has no choice they are no loss."""
_SEGMENTED: Final = 12


def drawable(words: str, *, letters: frozenset[int]) -> str:
    """``words`` with a mark for each letter that is not in ``letters``, and without what has no shape.

    >>> drawable("髙\\x07い😀", letters=frozenset(map(ord, "髙い")))
    '髙い〓'
    """
    shown = _SELECTORS.sub("", _UNSEEN.sub("", words))
    return "".join(one if one in "\n\t" or ord(one) in letters else MISSING for one in shown)


@cache
def letters_of(font: Path) -> frozenset[int]:
    """The code points that an OpenType font has a glyph for. Raises ValueError for a file without such a table."""
    content = font.read_bytes()
    tables = {
        content[at : at + 4]: struct.unpack(">II", content[at + 8 : at + 16])
        for at in range(12, 12 + 16 * struct.unpack(">H", content[4:6])[0], 16)
    }
    if b"cmap" not in tables:
        raise ValueError(f"no table of letters: {font.name}")
    start, _ = tables[b"cmap"]
    count = struct.unpack(">H", content[start + 2 : start + 4])[0]
    for record in range(start + 4, start + 4 + 8 * count, 8):
        at = start + struct.unpack(">I", content[record + 4 : record + 8])[0]
        if struct.unpack(">H", content[at : at + 2])[0] == _SEGMENTED:
            groups = struct.unpack(">I", content[at + 12 : at + 16])[0]
            spans = struct.iter_unpack(">III", content[at + 16 : at + 16 + 12 * groups])
            return frozenset(code for first, last, _ in spans for code in range(first, last + 1))
    raise ValueError(f"no table of all letters: {font.name}")
