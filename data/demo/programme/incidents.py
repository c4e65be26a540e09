"""What happens to vendors: withdrawals, re-plans, failed conformity, scarce staff, and their settlements.

The roles are fixed, so that every rule about vendors finds its case in the demo (late, corrected, business-scoped,
partly settled and successor-less events); which vendor plays most of them depends on the seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np

from data.demo.programme.chance import stream
from data.demo.programme.timeline import moment
from data.demo.programme.universe import Universe
from data.demo.programme.vendors import NATIONAL_REPLANNER, NO_PRODUCT, Vendors

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
        is_old = self.first_said is not None and self.corrected_at is not None and instant < self.corrected_at
        return self.first_said if is_old and self.first_said is not None else self.happened_on


@dataclass(frozen=True)
class Incidents:
    """All vendor events in the order they became known."""

    all: tuple[Incident, ...]

    def withdrawals(self) -> tuple[Incident, ...]:
        """Those that end a vendor's service."""
        return tuple(incident for incident in self.all if incident.kind == WITHDRAWAL)

    def known(self, instant: datetime) -> tuple[Incident, ...]:
        """What a list made at an instant holds."""
        return tuple(incident for incident in self.all if incident.known_at <= instant)

    def list_dates(self) -> tuple[datetime, ...]:
        """The instants at which the list changes, in order."""
        changes = {incident.known_at for incident in self.all}
        changes |= {incident.corrected_at for incident in self.all if incident.corrected_at is not None}
        return tuple(sorted(changes))


def make_incidents(universe: Universe, vendors: Vendors, *, seed: int) -> Incidents:
    """Cast the fixed roles."""
    generator = stream(seed, "incidents")

    def cast(initial: str, business: str | None = None, *, taken: Sequence[str]) -> str:
        number = None if business is None else universe.business_at(business)
        fit = [
            code
            for at, code in enumerate(vendors.codes)
            if code[0] == initial
            and code not in taken
            and (number is None or vendors.has_product[at, number])
        ]
        return fit[int(generator.integers(len(fit)))]

    leaving_specialist = cast("C", "health_management", taken=())
    leaving_welfare = cast("B", "long_term_care", taken=())
    leaving_school = cast("B", "school_enrolment", taken=(leaving_welfare,))
    gone = (leaving_specialist, leaving_welfare, leaving_school, "A01", NATIONAL_REPLANNER)
    short_a = cast("A", taken=gone)
    replanner = cast("A", taken=(*gone, short_a))
    short_b = cast("B", taken=gone)
    failing = cast("C", taken=gone)
    town = int(generator.choice(np.flatnonzero(universe.bodies_of_kind(*_TOWNS(universe)))))
    at, number = vendors.at, universe.business_at
    lines = [
        _incident(WITHDRAWAL, at(leaving_specialist), "2024-02-20", 15, "健康管理から撤退し、後継は同業他社が引き受ける。",
                  business=number("health_management"), slip=(1.0, 4.0), successor="A01"),
    ]
    del lines, short_b, failing, replanner, town
    return Incidents(())
