"""Read the thresholds of the measures and rules: ``rules.toml``, where each is explained."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).parent / "rules.toml"


@dataclass(frozen=True, slots=True)
class VendorRiskRules:
    """Thresholds of vendor risk: the keys of ``[vendor_risk]`` in ``rules.toml``, where each is explained."""

    replan_months: int
    few_alternatives: int
    crowded_above: float
    very_crowded_above: float
    capacity_quantile: float
    capacity_minimum: int
    capacity_history_months: int
    size_class_edges: tuple[int, ...]
    delay_confidence: float
    delay_draws: int
    delay_minimum_bodies: int
    dependence_share: float
    imminent_months: int
    reallocation_horizon_months: int


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds in force: the keys of the other sections of ``rules.toml``, and those of vendor risk."""

    reference_only_below: float
    below_half: float
    anonymous_minimum_bodies: int
    long_overdue_months: int
    planned_soon_months: int
    population_size_edges: tuple[int, ...]
    vendor_risk: VendorRiskRules

    def numbers(self) -> dict[str, tuple[float, ...]]:
        """Every threshold by its name, in the order of the file; most are one number."""
        found = asdict(self)
        values = found | found.pop("vendor_risk")
        return {name: value if isinstance(value, tuple) else (value,) for name, value in values.items()}


def read_rules() -> Rules:
    """The thresholds in force."""
    with _FILE.open("rb") as file:
        sections = tomllib.load(file)
    risk = sections.pop("vendor_risk")
    risk["size_class_edges"] = tuple(risk["size_class_edges"])
    exploration = sections["exploration"]
    exploration["population_size_edges"] = tuple(exploration["population_size_edges"])
    plain = {name: value for section in sections.values() for name, value in section.items()}
    return Rules(**plain, vendor_risk=VendorRiskRules(**risk))
