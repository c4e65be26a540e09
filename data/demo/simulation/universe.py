"""Who is in the programme: every body × business, its suite of businesses, and what does not apply in towns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from data.demo.simulation.chance import Flags, Ints, stream
from data.model import BodyKind
from data.reference import Body, Business, load_reference

KINDS: Final = tuple(BodyKind)
SUITE_OF: Final[dict[str, str]] = {
    "resident_record": "core",
    "family_register": "register",
    "family_register_appendix": "register",
    "seal_registration": "core",
    "electoral_roll": "core",
    "property_tax": "core",
    "individual_resident_tax": "core",
    "corporate_resident_tax": "core",
    "light_vehicle_tax": "core",
    "school_enrolment": "school",
    "national_health_insurance": "core",
    "national_pension": "core",
    "late_elderly_medical": "core",
    "long_term_care": "welfare",
    "disability_welfare": "welfare",
    "public_assistance": "assistance",
    "health_management": "health",
    "child_allowance": "child",
    "child_rearing_allowance": "assistance",
    "childcare_support": "child",
}
"""Businesses that a body usually moves together."""
SUITES: Final = tuple(dict.fromkeys(SUITE_OF.values()))

# Towns and villages without a welfare office of their own leave these to the prefecture.
_NOT_APPLICABLE: Final = {
    ("public_assistance", BodyKind.TOWN): 0.84,
    ("public_assistance", BodyKind.VILLAGE): 0.78,
    ("child_rearing_allowance", BodyKind.TOWN): 0.77,
    ("child_rearing_allowance", BodyKind.VILLAGE): 0.72,
}


@dataclass(frozen=True)
class Universe:
    """All systems in file order (body code, then business number). Arrays are per system unless named ``body_``."""

    bodies: tuple[Body, ...]
    businesses: tuple[Business, ...]
    body: Ints
    business: Ints
    is_applicable: Flags

    @property
    def systems(self) -> int:
        """How many systems there are, applicable or not."""
        return len(self.body)

    @cached_property
    def body_prefecture(self) -> Ints:
        """0 … 46 per body."""
        return np.array([int(body.prefecture_code) - 1 for body in self.bodies], dtype=np.int64)

    @cached_property
    def body_kind(self) -> Ints:
        """Index into KINDS per body."""
        return np.array([KINDS.index(body.kind) for body in self.bodies], dtype=np.int64)

    @cached_property
    def prefecture(self) -> Ints:
        """0 … 46 per system."""
        return self.body_prefecture[self.body]

    @cached_property
    def suite(self) -> Ints:
        """Index into SUITES per system."""
        of_business = np.array([SUITES.index(SUITE_OF[business.id]) for business in self.businesses], dtype=np.int64)
        return of_business[self.business]

    @cached_property
    def family(self) -> Ints:
        """Body × suite: what a body moves together."""
        return self.body * len(SUITES) + self.suite

    def bodies_of_kind(self, *kinds: BodyKind) -> Flags:
        """Which bodies are of these kinds."""
        return np.isin(self.body_kind, [KINDS.index(kind) for kind in kinds])

    def business_at(self, business_id: str) -> int:
        """The index of a business."""
        return next(index for index, business in enumerate(self.businesses) if business.id == business_id)


def make_universe(*, seed: int) -> Universe:
    """Every municipality with 20 businesses and every prefecture with its two, and what does not apply."""
    reference = load_reference()
    pairs = [
        (at, number)
        for at, body in enumerate(reference.bodies)
        for number, business in enumerate(reference.businesses)
        if business.is_prefectural or not body.is_prefecture
    ]
    body, business = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    chance_of = np.array(
        [[_NOT_APPLICABLE.get((business.id, kind), 0.0) for business in reference.businesses] for kind in KINDS]
    )
    kind = np.array([KINDS.index(each.kind) for each in reference.bodies], dtype=np.int64)
    # One draw a body: a town without a welfare office lacks both businesses.
    draw = stream(seed, "applicability").random(len(reference.bodies))
    is_applicable = draw[body] >= chance_of[kind[body], business]
    return Universe(reference.bodies, reference.businesses, body, business, is_applicable)
