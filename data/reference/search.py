"""Find a body by what a person types: name, reading, code, English; always within its prefecture, for names repeat."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from data.reference.codes import comparable_name
from data.reference.loader import Body, load_reference

MOST_FOUND: Final = 12
_HIRAGANA_FROM_KATAKANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def find_bodies(words: str, *, prefecture: str | None = None, most: int = MOST_FOUND) -> tuple[Body, ...]:
    """Municipalities ``words`` may mean, best first: a code, then names and readings that are, begin with, contain it.

    Words parted by spaces must all fit, so that 「長野県 池田町」 and 「長野 池田」 find one of several 池田町.
    ``prefecture`` (two digits) puts its own first. Nothing typed finds nothing.

    >>> [body.code for body in find_bodies("20201")], [body.code for body in find_bodies("202011")]
    (['20201'], ['20201'])
    >>> find_bodies("ナガノシ")[0].name, len(find_bodies("池田町"))
    ('長野市', 4)
    >>> [body.code for body in find_bodies("長野県 池田町")]
    ['20481']
    """
    typed = [_folded(word) for word in unicodedata.normalize("NFKC", words).split()]
    if not typed:
        return ()
    ranked = []
    for body in load_reference().municipalities:
        ranks = [_rank(word, body) for word in typed]
        best = [rank for rank in ranks if rank is not None]
        if len(best) == len(typed):
            ranked.append((min(best), body.prefecture_code != prefecture, body.code, body))
    return tuple(body for *_, body in sorted(ranked, key=lambda found: found[:3])[:most])


def _rank(word: str, body: Body) -> int | None:
    """0 to 3, the lower the better; None where the word is nowhere in the body."""
    if word.isdigit():
        is_code = word in {body.code, body.code6}
        return 0 if is_code else 2 if body.code6.startswith(word) else None
    place = load_reference().prefecture(body.prefecture_code)
    names = [_folded(name) for name in (body.name, body.kana, body.english)]
    whole = [_folded(f"{place.name}{body.name}"), _folded(f"{place.kana}{body.kana}")] if place else []
    if word in names or word in whole:
        return 0
    if any(name.startswith(word) for name in names):
        return 1
    if any(word in name for name in names):
        return 2
    return 3 if place and any(word in _folded(name) for name in (place.name, place.kana, place.english)) else None


@lru_cache(maxsize=16_384)
def _folded(name: str) -> str:
    return comparable_name(name).translate(_HIRAGANA_FROM_KATAKANA).casefold()
