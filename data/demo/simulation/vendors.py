"""The invented vendors: their products, home regions, true delay tendency and true capacity.

No real company stands behind any of them. How many vendors have a product for a business follows the published
counts (domain knowledge of 2026-01: 11 for 健康管理, 2 for 戸籍, 38 vendors with a product, 14 of them for one only).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from data.demo.simulation.chance import Flags, Floats, Ints, stream, weighted_choice
from data.demo.simulation.timeline import month_index
from data.demo.simulation.universe import Universe

NO_PRODUCT: Final = ("D01", "D02")
"""Vendors still under contract although no product of theirs conforms."""
NATIONAL_REPLANNER: Final = "A02"
"""The large vendor whose re-plans of 2024-09 and 2025-11 hit hundreds of bodies."""

_PRODUCTS: Final[dict[str, str]] = {
    "resident_record": "A01 A02 A03 A04 A05 A06 A07 A08",
    "family_register": "A01 B01",
    "family_register_appendix": "A01 B01",
    "seal_registration": "A01 A02 A03 A04 A05 A06 A07",
    "electoral_roll": "A01 A02 A03 A04 A05 A06 B02 B03",
    "property_tax": "A01 A02 A03 A04 A05 B02 B04 B05",
    "individual_resident_tax": "A01 A02 A03 A04 B04 B06",
    "corporate_resident_tax": "A01 A02 B05",
    "light_vehicle_tax": "A01 A02 A03 A04 B04 B06",
    "school_enrolment": "A01 A02 A05 B07 B08 C11",
    "national_health_insurance": "A01 A02 A03",
    "national_pension": "A01 A02 A03 A06 B09",
    "late_elderly_medical": "A01 A02 A03 A04 B09 B10",
    "long_term_care": "A01 A02 A07 B10 B11 B12 C05 C06",
    "disability_welfare": "A01 A02 B11 B12 B13 C07 C08",
    "public_assistance": "A01 B13 B14 C09 C10",
    "health_management": "A01 A03 A04 B07 B14 B15 B16 C01 C02 C03 C04",
    "child_allowance": "A01 A02 A03 A05 A08 B08 B11 B15 C12",
    "child_rearing_allowance": "A01 A02 B13 B14 B16 C13",
    "childcare_support": "A01 A02 A03 B03 B12 B16 C14",
}
_MAIN_SHARE: Final = {"A01": 27, "A02": 22, "A03": 14, "A04": 12, "A05": 8, "A06": 7, "A07": 6, "A08": 4}
_KIND_NAMES: Final = {"A": "総合", "B": "複数業務", "C": "専業", "D": "専業"}

# 北海道, 東北, 北関東, 南関東, 北陸・甲信, 東海, 近畿, 中国, 四国, 九州・沖縄
_REGION_ENDS: Final = (1, 7, 10, 14, 20, 24, 30, 35, 39, 47)
# The two largest would colour every other vendor's comparison; one of the two for 戸籍 is slow by design.
_NEVER_SLOW_BY_CHANCE: Final = ("A01", NATIONAL_REPLANNER, "B01")
_STICKS_WITH_MAIN: Final = 0.82
_WITHOUT_PRODUCT: Final = 0.02


@dataclass(frozen=True)
class Vendors:
    """All vendors in code order.

    ``has_product`` and ``conforms_from`` are vendor × business, ``region_weight`` vendor × prefecture, the rest per
    vendor; ``capacity_share`` is the share of its systems a vendor can bring live in one month.
    """

    codes: tuple[str, ...]
    has_product: Flags
    conforms_from: Ints
    delay_tendency_months: Floats
    region_weight: Floats
    has_scarce_capacity: Flags
    capacity_share: Floats

    @cached_property
    def names(self) -> tuple[str, ...]:
        """「ベンダA01」 …: invented, one a code."""
        return tuple(f"ベンダ{code}" for code in self.codes)

    @cached_property
    def kind_names(self) -> tuple[str, ...]:
        """種別 per vendor."""
        return tuple(_KIND_NAMES[code[0]] for code in self.codes)

    def at(self, code: str) -> int:
        """The index of a vendor."""
        return self.codes.index(code)


def make_vendors(universe: Universe, *, seed: int) -> Vendors:
    """Invent the vendors: fixed products, random regions, tendencies and capacities."""
    codes = tuple(sorted({code for held in _PRODUCTS.values() for code in held.split()} | set(NO_PRODUCT)))
    has_product = np.zeros((len(codes), len(universe.businesses)), dtype=np.bool_)
    for number, business in enumerate(universe.businesses):
        for code in _PRODUCTS[business.id].split():
            has_product[codes.index(code), number] = True
    tendency = _tendencies(codes, seed=seed)
    is_scarce = _scarce(codes, tendency, seed=seed)
    draw = stream(seed, "capacity").random(len(codes))
    return Vendors(
        codes=codes,
        has_product=has_product,
        conforms_from=_conformity(has_product, seed=seed),
        delay_tendency_months=tendency,
        region_weight=_region_weights(codes, seed=seed),
        has_scarce_capacity=is_scarce,
        capacity_share=np.where(is_scarce, 0.04 + 0.04 * draw, 0.30 + 0.30 * draw),
    )


def assign_vendors(universe: Universe, vendors: Vendors, *, seed: int) -> Ints:
    """The vendor of each system: a main vendor a body, specialists a suite, few without a conforming product."""
    generator = stream(seed, "contracts")
    main_codes = list(_MAIN_SHARE)
    share = np.array([float(_MAIN_SHARE[code]) for code in main_codes])
    weight = vendors.region_weight[: len(main_codes)].T * share
    main = weighted_choice(generator, weight[universe.body_prefecture])
    families = np.unique(universe.family)
    place = np.searchsorted(families, universe.family)
    sticks = generator.random(len(families)) < _STICKS_WITH_MAIN
    lacks = generator.random(len(families)) < _WITHOUT_PRODUCT
    luck = generator.random(len(families))[place]
    # Vendors without a main suite are small: A vendors win most tenders for the other suites, too.
    size = np.array([{"A": 1.0, "B": 1.5, "C": 1.2, "D": 0.0}[code[0]] for code in vendors.codes])
    chosen = np.empty(universe.systems, dtype=np.int64)
    for business in range(len(universe.businesses)):
        rows = np.flatnonzero(universe.business == business)
        offered = vendors.region_weight.T[universe.prefecture[rows]] * (size * vendors.has_product[:, business])
        cumulated = np.cumsum(offered, axis=1)
        other = (cumulated <= luck[rows, None] * cumulated[:, -1:]).sum(axis=1)
        own = main[universe.body[rows]]
        keeps = sticks[place[rows]] & vendors.has_product[own, business]
        chosen[rows] = np.where(keeps, own, other)
    stranded = lacks[place]
    no_product = np.array([vendors.at(code) for code in NO_PRODUCT])
    chosen[stranded] = no_product[universe.body_prefecture[universe.body[stranded]] % len(NO_PRODUCT)]
    return chosen


def _conformity(has_product: Flags, *, seed: int) -> Ints:
    """First month in which each product conforms; most early in the programme, a tail until mid-2025."""
    draw = stream(seed, "conformity").random(has_product.shape)
    months = np.where(draw < 0.6, -12 + draw * 10, 0 + (draw - 0.6) * 65).astype(np.int64)
    return np.where(has_product, np.minimum(months, month_index("2025-06")), month_index("2099-01"))


def _tendencies(codes: tuple[str, ...], *, seed: int) -> Floats:
    """Months by which a vendor's go-lives slip on average: none for most, 2 to 5 for some of each size."""
    generator = stream(seed, "tendency")
    slow = np.zeros(len(codes), dtype=np.bool_)
    for initial, many in (("A", 2), ("B", 4), ("C", 4)):
        group = [at for at, code in enumerate(codes) if code[0] == initial and code not in _NEVER_SLOW_BY_CHANCE]
        slow[generator.choice(group, size=many, replace=False)] = True
    slow[[codes.index(code) for code in (*NO_PRODUCT, "B01")]] = True
    return np.where(slow, generator.uniform(2.0, 5.0, len(codes)), 0.0)


def _scarce(codes: tuple[str, ...], tendency: Floats, *, seed: int) -> Flags:
    """Which vendors can bring few of their systems live in one month: more often, but not only, the slow ones."""
    generator = stream(seed, "scarce capacity")
    is_scarce = generator.random(len(codes)) < np.where(tendency > 0, 0.6, 0.2)
    large = [at for at, code in enumerate(codes) if code[0] == "A" and code not in _NEVER_SLOW_BY_CHANCE]
    is_scarce[large] = False
    is_scarce[generator.choice(large, size=2, replace=False, p=_likely(tendency[large]))] = True
    is_scarce[[codes.index(code) for code in ("A01", NATIONAL_REPLANNER)]] = False
    return is_scarce


def _likely(tendency: Floats) -> Floats:
    weight = np.where(tendency > 0, 3.0, 1.0)
    return np.asarray(weight / weight.sum())


def _region_weights(codes: tuple[str, ...], *, seed: int) -> Floats:
    """Vendor × prefecture: how strong a vendor is there; national vendors vary less than local ones."""
    generator = stream(seed, "regions")
    region = np.searchsorted(np.array(_REGION_ENDS), np.arange(47), side="right")
    local = np.array([0.7 if code in ("A01", NATIONAL_REPLANNER) else 1.3 for code in codes])[:, None]
    by_region = generator.normal(size=(len(codes), len(_REGION_ENDS)))[:, region]
    by_prefecture = generator.normal(size=(len(codes), 47))
    return np.exp(local * (0.8 * by_region + 0.6 * by_prefecture))
