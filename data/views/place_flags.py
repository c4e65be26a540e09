"""Vendor flags that touch one prefecture or one body, for the pages of places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.access import Reader
from data.model import AsOf
from data.rules.vendor_flags import VendorFlag
from data.views.vendor_counts import is_history_known
from data.views.vendor_flags import vendor_flags
from data.views.vendor_tables import vendor_names


@dataclass(frozen=True, slots=True)
class PlaceFlags:
    """The flags of a place.

    ``flags``: those with a system of the place, the most severe first, ``systems`` cut to it. since of V4 to V7 is None
    where the flags of past months are not known (``is_history_known``).
    ``names``: vendor code to name, of the vendors on the list. ``is_known``: the month's report names vendors; without
    it there are no flags, which does not mean that nothing is wrong.
    """

    flags: tuple[VendorFlag, ...]
    names: Mapping[str, str]
    is_known: bool


def place_flags(reader: Reader, *, as_of: AsOf, prefecture: str | None = None, body: str | None = None) -> PlaceFlags:
    """The flags of a prefecture's bodies, its own two systems among them, or of one body.

    Raises UnknownCodeError for a code that names no place.
    """
    reading = reader.at(as_of)
    if not reading.has_steps:
        return PlaceFlags(flags=(), names={}, is_known=False)
    is_known = is_history_known(reader, as_of=as_of)
    flags = vendor_flags(reader, as_of=as_of, prefecture=prefecture, body=body, with_since=is_known)
    ordered = sorted(flags, key=lambda one: (-one.severity.level, -len(one.systems), one.flag, one.vendor))
    names = {code: name for code, (name, _) in vendor_names(reading).items()}
    return PlaceFlags(flags=tuple(ordered), names=names, is_known=True)
