"""What a cut by 業務 is: the businesses it holds, its words in titles and heads, and its part of a file's name.

A cut is "" for all, a business id, or ``ministry:<name>``.
"""

from __future__ import annotations

from typing import Final

from components.text import Text
from data.reference import load_reference

ALL: Final = ""
_MINISTRY: Final = "ministry:"


def cut_businesses(cut: str) -> frozenset[str] | None:
    """The business ids of a cut: of a ministry (``ministry:…``) or of one business; None for all, or an unknown cut.

    >>> sorted(cut_businesses("seal_registration") or ()), cut_businesses("")
    (['seal_registration'], None)
    """
    businesses = load_reference().businesses
    if cut.startswith(_MINISTRY):
        found = frozenset(one.id for one in businesses if one.ministry == cut.removeprefix(_MINISTRY))
    else:
        found = frozenset(one.id for one in businesses if one.id == cut)
    return found or None


def cut_of(businesses: frozenset[str] | None) -> str:
    """The cut that holds ``businesses`` (None = all); a ministry of one business is that business.

    Raises ValueError for businesses no cut holds together.

    >>> cut_of(cut_businesses("ministry:厚生労働省")), cut_of(frozenset({"seal_registration"})), cut_of(None)
    ('ministry:厚生労働省', 'seal_registration', '')
    """
    if businesses is None:
        return ALL
    if len(businesses) == 1:
        return next(iter(businesses))
    for ministry in {one.ministry for one in load_reference().businesses}:
        if cut_businesses(cut := f"{_MINISTRY}{ministry}") == businesses:
            return cut
    raise ValueError(f"no cut holds {sorted(businesses)}")


def cut_words(text: Text) -> dict[str, str]:
    """Every cut with its wording, in the order of the choice: all, the ministries, the businesses."""
    businesses = load_reference().businesses
    ministries = {one.ministry: text.pick(one.ministry, one.ministry_english) for one in businesses}
    return {
        ALL: text("filter.cut_all"),
        **{f"{_MINISTRY}{name}": text("filter.cut_ministry", ministry=words) for name, words in ministries.items()},
        **{one.id: text.pick(one.name, one.english) for one in businesses},
    }


def place_words(name: str, *, cut: str, text: Text) -> str:
    """What titles and files call the place: its name, and the businesses it is cut to."""
    return text("prefecture.cut_place", place=name, cut=cut_words(text)[cut]) if cut else name


def cut_part(businesses: frozenset[str] | None) -> str:
    """What a file's name says of the businesses its rows are cut to: nothing for all.

    >>> cut_part(None), cut_part(frozenset({"seal_registration"})), cut_part(cut_businesses("ministry:厚生労働省"))
    ('', '_seal_registration', '_ministry-厚生労働省')
    """
    cut = cut_of(businesses)
    return f"_{cut.replace(':', '-')}" if cut else ""
