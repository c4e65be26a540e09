"""The record every vendor flag (V1–V7) is: which vendor, how severe, which systems, the numbers behind, who said it.

Flags are this dashboard's own judgement (本ダッシュボード独自の判定), no official assessment. Source: metrics.md §5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import pandas as pd

FLAGS: Final = ("V1", "V2", "V3", "V4", "V5", "V6", "V7")
NO_FLAG: Final = "none"
"""What a system has that was judged and has none of ``FLAGS``."""
"""撤退・後継なし, 適合製品なし, 計画見直し, 集中稼働, 遅延傾向, 代替困難, 一社依存."""

System = tuple[str, str]
"""A system by its body code and business."""
Evidence = Mapping[str, str | int | float | None]
"""Numbers and dates behind a flag by name; None = unknown."""


class Severity(StrEnum):
    """How severe a flag is."""

    LOW = "低"
    MIDDLE = "中"
    HIGH = "高"

    @property
    def level(self) -> int:
        """1 to 3, for comparing; the words do not sort."""
        return _LEVELS.index(self) + 1

    def raised(self) -> Severity:
        """One level up; 高 stays.

        >>> Severity.MIDDLE.raised(), Severity.HIGH.raised()
        (<Severity.HIGH: '高'>, <Severity.HIGH: '高'>)
        """
        return _LEVELS[min(self.level, len(_LEVELS) - 1)]


_LEVELS: Final = (Severity.LOW, Severity.MIDDLE, Severity.HIGH)


@dataclass(frozen=True, slots=True)
class VendorFlag:
    """One flag of one vendor at one severity; several businesses, severities or months make several records.

    ``business`` is None for V4, V5 and V7, which are over all of them; ``month`` (YYYY-MM) is V4's crowded month.
    ``since``: month since which it is up, None where unknown. ``systems``: those concerned, ascending. ``source``: the
    情報源 of the event, else the list or report that says it. ``evidence`` is described at the rule of each flag.
    """

    flag: str
    vendor: str
    severity: Severity
    business: str | None
    month: str | None
    since: str | None
    systems: tuple[System, ...]
    evidence: Evidence = field(hash=False)
    source: str

    @property
    def bodies(self) -> tuple[str, ...]:
        """Codes of the bodies concerned, ascending."""
        return tuple(sorted({body for body, _ in self.systems}))


def systems_of(rows: pd.DataFrame) -> tuple[System, ...]:
    """The systems of rows with body_code and business, ascending.

    >>> systems_of(pd.DataFrame({"body_code": ["15202", "15100"], "business": ["long_term_care", "seal_registration"]}))
    (('15100', 'seal_registration'), ('15202', 'long_term_care'))
    """
    return tuple(sorted(zip(rows["body_code"].tolist(), rows["business"].tolist(), strict=True)))


def in_order(flags: Iterable[VendorFlag]) -> tuple[VendorFlag, ...]:
    """Flags by flag, then the most severe first, then vendor, business and month: the order every list starts with."""
    return tuple(
        sorted(
            flags,
            key=lambda one: (one.flag, -one.severity.level, one.vendor, one.business or "", one.month or ""),
        )
    )
