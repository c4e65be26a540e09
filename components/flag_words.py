"""A vendor flag in the reader's words: its name, its severity with mark, since when, and the numbers behind it."""

from __future__ import annotations

from datetime import date
from typing import Final

from components.text import Text
from components.theme import SEVERITY
from data.reference import load_reference
from data.views.vendor_flags import VendorFlag
from data.views.vendor_load import ratio_number

LEVELS: Final = (3, 2, 1)
"""Severities, the most severe first."""
DATED: Final = ("V1", "V2", "V3")
"""Flags as old as a fact of the lists; the age of the others is that of their run of months."""
_SHARES: Final = ("late_share", "lower", "upper", "others_share", "share")


def flag_words(flag: str, *, text: Text) -> str:
    """Name a kind of flag with its number, as ``V1 撤退・後継なし``."""
    return text("flag.named", flag=flag, name=text(f"flag.name.{flag.lower()}"))


def severity_words(level: int, *, text: Text) -> str:
    """Name a severity (1 to 3) with its mark."""
    return text("flag.severity", mark=SEVERITY[level].mark, severity=text(f"flag.severity_{level}"))


def flags_in_short(flags: str, *, text: Text) -> str:
    """Flags with their levels (``V1:3 V6:1``) as marks and names, the most severe first; empty without."""
    parts = sorted((one.split(":") for one in flags.split()), key=lambda one: (-int(one[1]), one[0]))
    named = (f"{SEVERITY[int(level)].mark}{flag_words(flag, text=text)}" for flag, level in parts)
    return text("vendors.joint").join(named)


def since_words(flag: VendorFlag, *, text: Text) -> str:
    """Since which month a flag is up; where it is not known, whether it never will be or the past is not judged yet."""
    if flag.since:
        return text("flag.since", month=text.month(flag.since))
    return text("flag.since_unknown" if flag.flag in DATED else "vendors.since_later")


def business_words(flag: VendorFlag, *, text: Text) -> str:
    """The business of a flag, or that it is over all of them."""
    business = load_reference().business(flag.business) if flag.business else None
    return text.pick(business.name, business.english) if business else text("flag.all_businesses")


def evidence_words(flag: VendorFlag, *, text: Text) -> str:
    """The numbers behind a flag as a sentence."""
    values = {name: _written(name, value, text=text) for name, value in flag.evidence.items()}
    month = text.month(flag.month)
    key = f"flag.evidence.{flag.flag.lower()}"
    own = {"month": month, "systems": text.count(len(flag.systems)), "bodies": text.count(len(flag.bodies))}
    return text(key, **(own | values))


def _written(name: str, value: str | int | float | None, *, text: Text) -> object:
    if value is None:
        return text("unknown")
    if isinstance(value, str):
        try:
            return text.date(date.fromisoformat(value))
        except ValueError:
            return value
    if name == "ratio":
        return ratio_number(float(value))
    if name in _SHARES:
        return text.percent(float(value))
    is_whole = float(value).is_integer()
    return text.count(int(value)) if is_whole else f"{value:,.1f}"
