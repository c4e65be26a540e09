"""Invent a plausible programme: how far each system is in each month, and which systems are designated.

Nothing here is generated from reports. The constants are calibrated so that the aggregates resemble the published ones
(81.6 % in 2026-01 and the shapes around it); every body's figures are drawn by lot.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data.model import STEPS_PER_SYSTEM, BodyKind
from data.reference import Body, Reference

MONTHS: Final = ("2025-11", "2025-12", "2026-01")
LIST_MONTH: Final = "2025-12"

Steps = dict[tuple[str, str], int | None]
"""Steps counted by (body code, business id); None = left blank by the body."""

_COMPLETE_BODIES: Final = 70
_MISSING_BODIES: Final = 4
_BLANK_CELLS: Final = 60
_SHIFT_BY_BUSINESS: Final = {"family_register": -2.0, "family_register_appendix": -2.2, "school_enrolment": 0.4}
_SMALL: Final = (BodyKind.TOWN, BodyKind.VILLAGE)

_DESIGNATED_BODIES: Final = {
    BodyKind.DESIGNATED_CITY: 20,
    BodyKind.CORE_CITY: 58,
    BodyKind.SPECIAL_WARD: 22,
    BodyKind.CITY: 432,
    BodyKind.TOWN: 305,
    BodyKind.VILLAGE: 61,
    BodyKind.PREFECTURE: 37,
}
_SYSTEMS_PER_BODY: Final = (((1, 2), 259), ((3, 9), 174), ((10, 15), 122), ((16, 19), 324), ((20, 21), 19))
_BUSINESS_WEIGHTS: Final = {
    "child_allowance": 6.0,
    "childcare_support": 6.0,
    "long_term_care": 5.0,
    "common_function": 3.9,
    "public_assistance": 0.7,
    "family_register": 0.4,
    "family_register_appendix": 0.4,
}
_USUAL_WEIGHT: Final = 3.0


@dataclass(frozen=True, slots=True)
class Programme:
    """The invented programme: steps per month, and the (body code, business id) pairs on the designated list."""

    steps: Mapping[str, Steps]
    designated: tuple[tuple[str, str], ...]


def invent_programme(reference: Reference, *, seed: int) -> Programme:
    """Draw the whole programme; the same seed gives the same programme on every machine."""
    lot = random.Random(seed)
    advance = _advances(reference, lot)
    latest = _latest_steps(reference, advance, lot)
    by_month = {MONTHS[-1]: latest}
    for month in reversed(MONTHS[:-1]):
        earlier = by_month[min(by_month)]
        by_month[month] = {system: _a_month_before(steps, lot) for system, steps in earlier.items()}
    return Programme(
        steps={month: _with_gaps(by_month[month], lot) for month in MONTHS},
        designated=tuple(sorted(_designated(reference, advance, lot))),
    )


def _advances(reference: Reference, lot: random.Random) -> dict[str, float]:
    """How far ahead each body is, in standard deviations; neighbouring prefectures resemble each other."""
    advance: dict[str, float] = {}
    regional = 0.0
    for prefecture in reference.prefectures:
        regional = 0.6 * regional + 0.8 * lot.gauss(0, 1)
        advance[f"{prefecture.code}000"] = lot.gauss(0, 1)
        for body in reference.municipalities_of(prefecture.code):
            own = lot.gauss(0, 1) - (0.7 if body.kind is BodyKind.DESIGNATED_CITY else 0.0)
            advance[body.code] = 0.38 * regional + 0.92 * own
    return advance


def _latest_steps(reference: Reference, advance: Mapping[str, float], lot: random.Random) -> Steps:
    ahead = sorted(reference.municipalities, key=lambda body: -advance[body.code] - 0.5 * lot.random())
    complete = {body.code for body in ahead[:_COMPLETE_BODIES]}
    steps: Steps = {}
    for body in reference.municipalities:
        plateau = 29.6 + 4.6 * advance[body.code] - 4.2 * max(0.0, -advance[body.code] - 0.7) ** 2
        done_share = 1 / (1 + math.exp(0.85 - 1.5 * advance[body.code] - lot.gauss(0, 1.6)))
        for business in reference.businesses:
            if body.code in complete or _is_out_of_scope(body, business.id, lot):
                steps[body.code, business.id] = STEPS_PER_SYSTEM
                continue
            shift = _SHIFT_BY_BUSINESS.get(business.id, 0.0)
            if lot.random() < done_share + shift * 0.03:
                steps[body.code, business.id] = lot.choices((40, 39, 38), (66, 23, 11))[0]
            else:
                steps[body.code, business.id] = _on_plateau(plateau + shift, lot)
    return steps


def _is_out_of_scope(body: Body, business: str, lot: random.Random) -> bool:
    """Whether all steps are 対象外, as 生活保護 is in most towns (their prefecture runs it)."""
    share = (
        {"public_assistance": 0.88, "child_rearing_allowance": 0.5}.get(business, 0.0) if body.kind in _SMALL else 0.0
    )
    return lot.random() < share


def _on_plateau(plateau: float, lot: random.Random) -> int:
    """Where an unfinished system stands: around its body's plateau, often at step 29 before the cut-over steps."""
    drawn = round(lot.gauss(plateau, 2.2))
    if 26 <= drawn <= 32 and lot.random() < 0.14:
        drawn = 29
    return max(0, min(38, drawn))


def _a_month_before(steps: int | None, lot: random.Random) -> int | None:
    if steps is None or (steps == STEPS_PER_SYSTEM and lot.random() < 0.93):
        return steps
    if steps >= 38:
        return steps - lot.choice((0, 1, 1, 3, 6))
    return max(0, steps - lot.choice((0, 0, 1, 1, 2, 2)))


def _with_gaps(steps: Steps, lot: random.Random) -> Steps:
    """Leave out a few bodies and blank a few cells, as happens every month."""
    codes = sorted({code for code, _ in steps})
    missing = set(lot.sample(codes, _MISSING_BODIES))
    kept = {system: counted for system, counted in steps.items() if system[0] not in missing}
    return kept | dict.fromkeys(lot.sample(sorted(kept), _BLANK_CELLS))


def _designated(reference: Reference, advance: Mapping[str, float], lot: random.Random) -> set[tuple[str, str]]:
    chosen: list[Body] = []
    for kind, count in _DESIGNATED_BODIES.items():
        of_kind = [body for body in reference.bodies if body.kind is kind]
        of_kind.sort(key=lambda body: advance[body.code] + lot.gauss(0, 1.3))
        chosen.extend(of_kind[:count])
    municipal = [body for body in chosen if not body.is_prefecture]
    sizes = sorted((lot.randint(*bounds) for bounds, count in _SYSTEMS_PER_BODY for _ in range(count)), reverse=True)
    municipal.sort(key=lambda body: advance[body.code] + lot.gauss(0, 0.9))
    names = [business.id for business in (*reference.businesses, reference.common_function)]
    marks = {
        (body.code, business)
        for body, size in zip(municipal, sizes, strict=True)
        for business in _drawn_without_return(names, size, lot)
    }
    prefectural = [business.id for business in reference.businesses if business.is_prefectural]
    for body in chosen:
        if body.is_prefecture:
            size = 2 if lot.random() < 0.35 else 1
            marks.update((body.code, business) for business in lot.sample(prefectural, size))
    return marks


def _drawn_without_return(names: Sequence[str], size: int, lot: random.Random) -> list[str]:
    """Weighted draw: the smallest of exponential waiting times."""
    waits = {name: lot.expovariate(_BUSINESS_WEIGHTS.get(name, _USUAL_WEIGHT)) for name in names}
    return sorted(waits, key=waits.__getitem__)[:size]
