"""What happens to vendors: withdrawals, re-plans, failed conformity, scarce staff, and their settlements.

The roles are fixed, so that every rule about vendors finds its case in the demo (late, corrected, business-scoped,
partly settled and successor-less events); which vendor plays most of them depends on the seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np

from data.demo.simulation.chance import Ints, stream
from data.demo.simulation.timeline import moment
from data.demo.simulation.universe import Universe
from data.demo.simulation.vendors import NATIONAL_REPLANNER, NO_PRODUCT, Vendors

WITHDRAWAL, REPLAN, NONCONFORMING, UNDERSTAFFED, SETTLED = "撤退表明", "計画見直し", "未適合", "要員ひっ迫", "解消"
"""種別 of a vendor event as the format writes them."""
SYNTHETIC: Final = "架空のデモデータ"


@dataclass(frozen=True, slots=True)
class Incident:
    """One vendor event. ``known_at`` is when the list first has it; ``first_said`` its date as first reported."""

    kind: str
    vendor: int
    happened_on: date
    known_at: datetime
    content: str
    business: int | None = None
    body: int | None = None
    first_said: date | None = None
    corrected_at: datetime | None = None
    share_of_bodies: float = 0.0
    mean_slip_months: float = 0.0
    successor: str = ""

    def date_known(self, instant: datetime) -> date:
        """The date the list in force at an instant gives."""
        if self.first_said is None or self.corrected_at is None or instant >= self.corrected_at:
            return self.happened_on
        return self.first_said


@dataclass(frozen=True, slots=True)
class _Role:
    """One line of the play. ``slip`` = share of the vendor's bodies it delays, by how many months on average."""

    kind: str
    vendor: str
    happened_on: str
    known_after_days: int
    content: str
    business: str = ""
    is_one_body: bool = False
    first_said: str = ""
    slip: tuple[float, float] = (0.0, 0.0)
    successor: str = ""


_PARTS: Final[dict[str, tuple[str, str]]] = {
    "leaves health": ("C", "health_management"),
    "leaves all": ("B", "long_term_care"),
    "leaves school": ("B", "school_enrolment"),
    "leaves corrected": ("C", "disability_welfare"),
    "fails": ("C", "public_assistance"),
    "short of staff": ("A", ""),
    "replans": ("A", ""),
    "short of staff, small": ("B", ""),
    "replans, small": ("B", ""),
}
"""Parts given to a vendor by chance: its size group, and a business it must have a product for."""

_ROLES: Final = (
    _Role(
        WITHDRAWAL,
        "leaves health",
        "2024-02-20",
        9,
        "健康管理から撤退する。後継事業者が引き受ける。",
        business="health_management",
        slip=(1.0, 3.0),
        successor="A01",
    ),
    _Role(REPLAN, NATIONAL_REPLANNER, "2024-09-30", 4, "移行計画を見直す。", slip=(0.72, 4.0)),
    _Role(
        WITHDRAWAL, "leaves all", "2024-09-12", 6, "全業務から撤退する。後継事業者は決まっていない。", slip=(1.0, 5.0)
    ),
    _Role(NONCONFORMING, NO_PRODUCT[0], "2024-12-10", 10, "標準仕様に適合する製品がない。"),
    _Role(
        NONCONFORMING,
        "fails",
        "2025-01-20",
        12,
        "適合確認を受けられなかった。",
        business="public_assistance",
        slip=(0.8, 4.0),
    ),
    _Role(NONCONFORMING, NO_PRODUCT[1], "2025-02-14", 10, "標準仕様に適合する製品がない。"),
    _Role(
        WITHDRAWAL,
        "leaves school",
        "2025-02-10",
        99,
        "就学から撤退する（届出が遅れたもの）。",
        business="school_enrolment",
        slip=(1.0, 4.0),
    ),
    _Role(REPLAN, "replans, small", "2025-03-14", 5, "移行計画を見直す。", slip=(0.5, 4.0)),
    _Role(UNDERSTAFFED, "short of staff", "2025-04-15", 7, "移行要員が足りない。", slip=(0.25, 2.0)),
    _Role(
        WITHDRAWAL,
        "leaves corrected",
        "2025-06-10",
        20,
        "障害者福祉から撤退する（日付は後に訂正）。",
        business="disability_welfare",
        first_said="2025-06-30",
        slip=(1.0, 4.0),
    ),
    _Role(SETTLED, "fails", "2025-06-30", 8, "適合確認を受けた。", business="public_assistance"),
    _Role(REPLAN, "replans", "2025-07-10", 5, "移行計画を見直す。", slip=(0.40, 4.0)),
    _Role(UNDERSTAFFED, "short of staff, small", "2025-08-05", 6, "移行要員が足りない。", slip=(0.4, 2.0)),
    _Role(
        SETTLED,
        "leaves school",
        "2025-10-20",
        10,
        "一団体について撤退を取りやめる。",
        business="school_enrolment",
        is_one_body=True,
    ),
    _Role(REPLAN, NATIONAL_REPLANNER, "2025-11-14", 6, "移行計画を再び見直す。", slip=(0.5, 4.0)),
    _Role(SETTLED, "short of staff", "2025-12-05", 10, "要員を確保した。"),
    _Role(UNDERSTAFFED, NATIONAL_REPLANNER, "2026-02-03", 6, "一団体で移行要員が足りない。", is_one_body=True),
    _Role(REPLAN, "replans", "2026-04-20", 6, "残る団体の移行計画を見直す。"),
    _Role(WITHDRAWAL, NO_PRODUCT[1], "2026-06-01", 3, "全業務から撤退する。後継事業者は決まっていない。"),
)


@dataclass(frozen=True)
class Incidents:
    """All vendor events in the order they became known."""

    all: tuple[Incident, ...]

    def withdrawals(self) -> tuple[Incident, ...]:
        """Those that end a vendor's service."""
        return self._of_kind(WITHDRAWAL)

    def settlements(self) -> tuple[Incident, ...]:
        """Those that take an earlier event back, for all or for one body."""
        return self._of_kind(SETTLED)

    def _of_kind(self, kind: str) -> tuple[Incident, ...]:
        return tuple(incident for incident in self.all if incident.kind == kind)

    def known(self, instant: datetime) -> tuple[Incident, ...]:
        """What a list made at an instant holds."""
        return tuple(incident for incident in self.all if incident.known_at <= instant)

    def list_dates(self) -> tuple[datetime, ...]:
        """The instants at which the list changes, in order."""
        changes = {incident.known_at for incident in self.all}
        changes |= {incident.corrected_at for incident in self.all if incident.corrected_at is not None}
        return tuple(sorted(changes))


def make_incidents(universe: Universe, vendors: Vendors, vendor: Ints, *, seed: int) -> Incidents:
    """Cast the fixed roles; the list is in the order of the dates. ``vendor`` is the vendor of each system."""
    cast = _cast(universe, vendors, seed=seed)
    generator = stream(seed, "incident places")
    incidents = []
    for role in _ROLES:
        happened_on = date.fromisoformat(role.happened_on)
        first_said = date.fromisoformat(role.first_said) if role.first_said else None
        known_at = moment(happened_on + timedelta(days=role.known_after_days))
        actor = vendors.at(cast.get(role.vendor, role.vendor))
        business = universe.business_at(role.business) if role.business else None
        # Always drawn, so that one role more or less for a single body does not move the others' places.
        place = generator.random()
        customers = np.unique(universe.body[(vendor == actor) & (business is None or universe.business == business)])
        incidents.append(
            Incident(
                kind=role.kind,
                vendor=actor,
                happened_on=happened_on,
                known_at=known_at,
                content=f"{SYNTHETIC}: {role.content}",
                business=business,
                body=int(customers[int(place * len(customers))]) if role.is_one_body else None,
                first_said=first_said,
                corrected_at=known_at + timedelta(days=60) if first_said else None,
                share_of_bodies=role.slip[0],
                mean_slip_months=role.slip[1],
                successor=role.successor,
            )
        )
    return Incidents(tuple(sorted(incidents, key=lambda incident: incident.happened_on)))


def _cast(universe: Universe, vendors: Vendors, *, seed: int) -> dict[str, str]:
    """Which vendor plays which part; nobody plays two, and the two largest play none by chance."""
    generator = stream(seed, "incident cast")
    cast: dict[str, str] = {}
    for part, (initial, business) in _PARTS.items():
        taken = {*cast.values(), "A01", NATIONAL_REPLANNER}
        number = universe.business_at(business) if business else None
        fit = [
            code
            for at, code in enumerate(vendors.codes)
            if code[0] == initial and code not in taken and (number is None or vendors.has_product[at, number])
        ]
        cast[part] = fit[int(generator.integers(len(fit)))]
    return cast
