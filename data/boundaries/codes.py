"""Which municipality a boundary file's code belongs to: wards of a 指定都市 count as their city."""

from __future__ import annotations

from functools import cache

from data.model import BodyKind
from data.reference import Reference


def municipality_of(code: str, *, reference: Reference) -> str | None:
    """The 5-digit municipality a 5-digit area code belongs to, or None when it is none of the 1,741.

    A ward's code lies between its city's code and the next 指定都市's (総務省 全国地方公共団体コード: the ward
    numbers follow the city's own number).
    """
    body = reference.body(code)
    if body is not None:
        return None if body.is_prefecture else code
    city = max((c for c in _designated_cities(reference) if c[:2] == code[:2] and c < code), default=None)
    return city if city is not None and code[2] == "1" else None


@cache
def _designated_cities(reference: Reference) -> tuple[str, ...]:
    return tuple(body.code for body in reference.municipalities if body.kind is BodyKind.DESIGNATED_CITY)
