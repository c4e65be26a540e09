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
class ReportingRules:
    """Thresholds of 入力状況: the keys of ``[reporting]`` in ``rules.toml``, where each is explained."""

    due_day: int
    behind_again_months: int
    frozen_months: int
    bulk_minimum_systems: int
    check_weights: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FollowUpRules:
    """Thresholds of whom to call: the keys of ``[follow_up]`` in ``rules.toml``, where each is explained."""

    late_probabilities: tuple[float, ...]
    priority_bodies: int
    contacted_days: int
    dispatch_late_systems: int
    dispatch_still_months: int


@dataclass(frozen=True, slots=True)
class MeetingRules:
    """Thresholds of 連絡会議: the keys of ``[meetings]`` in ``rules.toml``, where each is explained."""

    meeting_lapsed_months: int
    meeting_window_months: int
    meeting_regular_months: int


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds in force: the other sections of ``rules.toml``; those with a class of their own are apart."""

    reference_only_below: float
    below_half: float
    anonymous_minimum_bodies: int
    long_overdue_months: int
    planned_soon_months: int
    population_size_edges: tuple[int, ...]
    vendor_risk: VendorRiskRules
    reporting: ReportingRules
    follow_up: FollowUpRules
    meetings: MeetingRules

    def numbers(self) -> dict[str, tuple[float, ...]]:
        """Every threshold by its name, in the order of the file; most are one number."""
        found = asdict(self)
        apart = [found.pop(section) for section in ("vendor_risk", "reporting", "follow_up", "meetings")]
        values = found | {name: value for section in apart for name, value in section.items()}
        return {name: value if isinstance(value, tuple) else (value,) for name, value in values.items()}


def read_rules() -> Rules:
    """The thresholds in force."""
    with _FILE.open("rb") as file:
        sections = tomllib.load(file)
    risk = sections.pop("vendor_risk")
    risk["size_class_edges"] = tuple(risk["size_class_edges"])
    reporting = sections.pop("reporting")
    reporting["check_weights"] = tuple(reporting["check_weights"])
    follow_up = sections.pop("follow_up")
    follow_up["late_probabilities"] = tuple(follow_up["late_probabilities"])
    meetings = MeetingRules(**sections.pop("meetings"))
    exploration = sections["exploration"]
    exploration["population_size_edges"] = tuple(exploration["population_size_edges"])
    plain = {name: value for section in sections.values() for name, value in section.items()}
    return Rules(
        **plain,
        vendor_risk=VendorRiskRules(**risk),
        reporting=ReportingRules(**reporting),
        follow_up=FollowUpRules(**follow_up),
        meetings=meetings,
    )
