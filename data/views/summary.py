"""The figures of one as-of point as ``python -m data summary`` prints them: unrounded, unknown = None, never 0."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

import pandas as pd

from data.access import Reader, Reading
from data.model import AsOf
from data.reference import COMMON_FUNCTION, Prefecture, load_reference
from data.rules.progress import ProgressSummary, national_progress
from data.views.bodies import designated_counts
from data.views.milestones import milestone_rows
from data.views.standing import Spread, place_bodies, place_standing

_BEFORE_DATA: Final = "2023-03"
"""A month before the support period, of which no report can exist."""


class UnknownCodeError(ValueError):
    """A prefecture or body code that is in no reference table; the message is for the reader."""


def known_prefecture(code: str) -> Prefecture:
    """The prefecture of a two-digit code; its name is none. Raises UnknownCodeError.

    >>> known_prefecture("20").name
    '長野県'
    """
    found = load_reference().prefecture(code)
    if found is None or found.code != code:
        raise UnknownCodeError(f"都道府県コード「{code}」はありません。01〜47の2桁で指定してください。")
    return found


@dataclass(frozen=True, slots=True)
class ProvisionalStep:
    """A step that carries a milestone, but whose place among the 40 is 要確認."""

    ordinal: int
    label: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Every key of ``summary --json`` (metrics.md §0-3). None = not known from the loaded sources.

    Counts are municipalities unless one body was asked for; the designated counts of the nation include prefectures.
    """

    as_of: str | None
    known_at: str | None
    is_synthetic: bool
    municipalities: int
    reported: int
    applicable_systems: int
    step_completion_mic: Spread
    step_completion_effective: Spread | None
    bodies_complete: int | None
    bodies_below_half: int | None
    migrated_systems: int | None
    migrated_share: float | None
    all_migrated_bodies: int | None
    designated_list_as_of: str | None
    designated_systems: int | None
    designated_common_function: int | None
    designated_bodies: int | None
    phase_counts: dict[str, int] | None
    judgement_counts: dict[str, int] | None
    judgement_counts_designated: dict[str, int] | None
    milestones: tuple[dict[str, object], ...] | None
    provisional_steps: tuple[ProvisionalStep, ...]

    def as_dict(self) -> dict[str, object]:
        """A JSON-ready dictionary with the keys in the documented order."""
        return asdict(self)


def summary_view(
    reader: Reader,
    *,
    as_of: AsOf | None,
    prefecture: str | None = None,
    body: str | None = None,
    with_milestones: bool = True,
) -> Summary:
    """The figures of the nation, of one prefecture's municipalities (two digits) or of one body (five digits).

    ``as_of`` None (an empty home) answers as a month without a report. A trend of many months asks without the
    milestones, which need every system. Raises UnknownCodeError for a code that names nothing.
    """
    reference = load_reference()
    if prefecture is not None:
        known_prefecture(prefecture)
    if body is not None and reference.body(body) is None:
        raise UnknownCodeError(f"団体コード「{body}」はありません。検査数字を除いた5桁で指定してください。")
    # A home without data answers as any month without a report: the bodies are known, their progress is not.
    reading = reader.at(as_of or AsOf(_BEFORE_DATA))
    progress = place_progress(reading, prefecture=prefecture, body=body)
    has_report = progress.reported > 0
    standing = place_standing(reading, prefecture=prefecture, body=body)
    milestones = milestone_rows(reading, prefecture=prefecture, body=body) if with_milestones else ()
    migrated = standing.migration if standing and standing.migration.known_systems else None
    designated = reading.keep(
        f"designated_here/{prefecture}/{body}", make=lambda: _designated(reading, prefecture=prefecture, body=body)
    )
    return Summary(
        as_of=as_of.month if as_of else None,
        known_at=as_of.known_at.isoformat() if as_of and as_of.known_at else None,
        is_synthetic=reading.is_synthetic,
        municipalities=progress.municipalities,
        reported=progress.reported,
        applicable_systems=progress.applicable_systems,
        step_completion_mic=Spread(progress.mean, progress.median, progress.p10, progress.p90),
        step_completion_effective=standing.step_completion_effective if standing else None,
        bodies_complete=progress.bodies_complete if has_report else None,
        bodies_below_half=progress.bodies_below_half if has_report else None,
        migrated_systems=migrated.migrated_systems if migrated else None,
        migrated_share=migrated.migrated_share if migrated else None,
        all_migrated_bodies=migrated.all_migrated_bodies if migrated else None,
        designated_list_as_of=reading.designated_as_of,
        designated_systems=designated.systems if designated else None,
        designated_common_function=designated.common_function if designated else None,
        designated_bodies=designated.bodies if designated else None,
        phase_counts=standing.phases if standing else None,
        judgement_counts=standing.judgements if standing else None,
        judgement_counts_designated=standing.judgements_designated if standing else None,
        milestones=tuple(asdict(row.attainment) for row in milestones) if milestones else None,
        provisional_steps=tuple(ProvisionalStep(step.ordinal, step.label) for step in reference.provisional_steps),
    )


def place_progress(reading: Reading, *, prefecture: str | None = None, body: str | None = None) -> ProgressSummary:
    """Progress of the nation's municipalities, of one prefecture's, or of one body (a prefecture's own included)."""

    def make() -> ProgressSummary:
        bodies = place_bodies(reading, prefecture=prefecture, body=body).assign(is_municipality=True)
        return national_progress(bodies, below_half=load_reference().rules.below_half)

    return reading.keep(f"place_progress/{prefecture}/{body}", make=make)


@dataclass(frozen=True, slots=True)
class _Designated:
    """What is designated in a place; ``common_function`` None where only the PMO's reports tell, which have none."""

    systems: int
    common_function: int | None
    bodies: int


def _designated(reading: Reading, *, prefecture: str | None, body: str | None) -> _Designated | None:
    if reading.designated_as_of is None:
        return None
    if reading.has_designations:
        source = reading if body else reading.for_totals()
        bodies = _here(source.bodies(), prefecture=prefecture, body=body)
        counts = designated_counts(source, bodies).dropna()
        if counts.empty:
            return None
        return _Designated(int(counts.sum()), None, int((counts > 0).sum()))
    rows = _here(reading.designated(), prefecture=prefecture, body=body)
    is_common = rows["business"] == COMMON_FUNCTION
    return _Designated(int((~is_common).sum()), int(is_common.sum()), int(rows["body_code"].nunique()))


def _here(rows: pd.DataFrame, *, prefecture: str | None, body: str | None) -> pd.DataFrame:
    """Rows of one body, of a prefecture's municipalities, or all: the nation counts its prefectures' own systems."""
    if body is not None:
        return rows[rows["body_code"] == body]
    if prefecture is not None:
        is_municipality = ~rows["body_code"].str.endswith("000")
        return rows[is_municipality & rows["body_code"].str.startswith(prefecture)]
    return rows
