"""定義・出典: every measure on screen with its rule and the values in force, and every source behind the figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data.access import Reader, Source
from data.model import AsOf, Judgement
from data.reference import Business, Milestone, PublishedFigure, Rules, Step, load_reference
from data.rules.judgement import RULES
from data.rules.vendor_flags import FLAGS

MEASURES: Final = (
    "step_completion_mic",
    "step_completion_weighted",
    "step_completion_population",
    "bodies_complete",
    "bodies_below_half",
    "change",
    "migrated_share",
    "all_migrated_bodies",
    "phase",
    "milestone_attained",
    "body_attained",
    "unrecorded",
    "latest_bound",
    "overdue_months",
    "judgement",
    "month_changes",
    "late_systems",
    "designated_systems",
    "designated_common_function",
    "input",
    "reported",
    "bodies_unreported",
    "entry_state",
    "data_quality",
    "applicable_systems",
    "hhi",
    "effective_vendors",
    "what_if_affected",
    "what_if_alternative",
    "what_if_reallocation",
    "priority_stake",
    "adviser_candidate",
    "meeting_state",
)
"""Measures that some page shows, in reading order; each has its name and rule in the catalogues."""


@dataclass(frozen=True, slots=True)
class DefinitionsView:
    """The page 定義・出典. ``sources`` are the files behind the as-of point; ``map_credit`` that of the map in use.

    ``judgement_rules`` are the lines of the rule of 判定 (id and result) in the order they are tried, ``flags`` the
    vendor flags.
    """

    as_of: AsOf | None
    is_synthetic: bool
    warnings: tuple[str, ...]
    measures: tuple[str, ...]
    judgement_rules: tuple[tuple[str, Judgement], ...]
    flags: tuple[str, ...]
    rules: Rules
    milestones: tuple[Milestone, ...]
    steps: tuple[Step, ...]
    provisional_steps: tuple[Step, ...]
    businesses: tuple[Business, ...]
    published: tuple[PublishedFigure, ...]
    sources: tuple[Source, ...]
    map_credit: str


def definitions_view(reader: Reader, *, as_of: AsOf | None) -> DefinitionsView:
    """Build the page; an empty home (``as_of`` None) still has its definitions, only no sources."""
    reference = load_reference()
    reading = reader.at(as_of) if as_of else None
    return DefinitionsView(
        as_of=as_of,
        is_synthetic=reader.is_synthetic,
        warnings=reading.warnings if reading else reader.warnings,
        measures=MEASURES,
        judgement_rules=tuple(RULES.items()),
        flags=FLAGS,
        rules=reference.rules,
        milestones=reference.milestones,
        steps=reference.steps,
        provisional_steps=reference.provisional_steps,
        businesses=(*reference.businesses, reference.common_function),
        published=reference.published,
        sources=reading.sources if reading else (),
        map_credit=reader.map_credit,
    )
