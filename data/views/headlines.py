"""The cards on top of a page: each figure with its denominator and what it is read against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from data.access import Reader
from data.model import AsOf, shift_month
from data.reference import Prefecture, PublishedFigure, load_reference
from data.views.summary import Summary, summary_view

TREND_MONTHS: Final = 12

HEADLINES: Final = (
    "migrated_share",
    "step_completion_mic",
    "bodies_complete",
    "bodies_below_half",
    "designated_systems",
)
"""Measures of the cards, in reading order: the first three are the ones people confuse."""

_PUBLISHED_IDS: Final = {
    "migrated_share": "migrated_share",
    "step_completion_mic": "step_completion_mean",
    "bodies_complete": "bodies_complete",
    "bodies_below_half": "bodies_below_half",
}
"""Published figures with the same definition as ours, so that they may stand beside it. The published count of
特定移行 systems is left out: some of its months include 共通機能 and some do not say."""


@dataclass(frozen=True, slots=True)
class Comparator:
    """What a figure is read against: the month before, the nation, or a figure somebody published."""

    kind: Literal["previous", "nation", "published"]
    value: float
    as_of: str
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """One card: a measure's value (None = unknown), its denominator where it is a count, and its comparators.

    ``reported`` of ``bodies`` municipalities are behind it; ``is_reference_only`` marks 参考 (too few of them).
    ``spread`` is P10, median and P90 beside a mean; ``designated_bodies`` the bodies behind designated systems.
    ``trend`` is the value of the latest twelve months, oldest first, None where unknown.
    """

    measure: str
    value: float | None
    total: int | None
    as_of: str | None
    reported: int
    bodies: int
    is_reference_only: bool
    spread: tuple[float, float, float] | None
    designated_bodies: int | None
    comparators: tuple[Comparator, ...]
    trend: tuple[float | None, ...]


def headlines(reader: Reader, *, as_of: AsOf, place: Prefecture | None) -> tuple[Headline, ...]:
    """The cards of the nation or of one prefecture at ``as_of``."""
    code = place.code if place else None
    here = summary_view(reader, as_of=as_of, prefecture=code, with_milestones=False)
    nation = summary_view(reader, as_of=as_of, with_milestones=False) if place else None
    months = [shift_month(as_of.month, -back) for back in range(TREND_MONTHS - 1, -1, -1)]
    first = reader.months[0] if reader.months else as_of.month
    history = {
        month: summary_view(reader, as_of=AsOf(month, as_of.known_at), prefecture=code, with_milestones=False)
        for month in months
        if month >= first
    }
    return tuple(
        Headline(
            measure=measure,
            value=_value(here, measure),
            total=here.municipalities if measure.startswith("bodies_") else None,
            as_of=here.designated_list_as_of if measure == "designated_systems" else here.as_of,
            reported=here.reported,
            bodies=here.municipalities,
            is_reference_only=_is_reference_only(here) and measure != "designated_systems",
            spread=_spread(here) if measure == "step_completion_mic" else None,
            designated_bodies=here.designated_bodies if measure == "designated_systems" else None,
            comparators=_comparators(measure, here=here, nation=nation, history=history, as_of=as_of),
            trend=tuple(_value(history[month], measure) if month in history else None for month in months),
        )
        for measure in HEADLINES
    )


def _value(summary: Summary, measure: str) -> float | None:
    if measure == "step_completion_mic":
        return summary.step_completion_mic.mean
    value: float | None = getattr(summary, measure)
    return value


def _spread(summary: Summary) -> tuple[float, float, float] | None:
    rates = summary.step_completion_mic
    if rates.p10 is None or rates.median is None or rates.p90 is None:
        return None
    return rates.p10, rates.median, rates.p90


def _is_reference_only(summary: Summary) -> bool:
    return summary.reported < summary.municipalities * load_reference().rules.reference_only_below


def _comparators(
    measure: str, *, here: Summary, nation: Summary | None, history: dict[str, Summary], as_of: AsOf
) -> tuple[Comparator, ...]:
    found: list[Comparator] = []
    before = history.get(shift_month(as_of.month, -1))
    is_new_list = before is not None and before.designated_list_as_of != here.designated_list_as_of
    if before is not None and (measure != "designated_systems" or is_new_list):
        value = _value(before, measure)
        dated = before.designated_list_as_of if measure == "designated_systems" else before.as_of
        if value is not None and dated is not None:
            found.append(Comparator("previous", value, dated))
    if nation is not None and measure in ("migrated_share", "step_completion_mic"):
        value = _value(nation, measure)
        if value is not None:
            found.append(Comparator("nation", value, as_of.month))
    if nation is None:
        found += [
            Comparator("published", figure.value, figure.as_of, figure.confidence)
            for figure in _published(measure, month=as_of.month)
        ]
    return tuple(found)


def _published(measure: str, *, month: str) -> tuple[PublishedFigure, ...]:
    wanted = _PUBLISHED_IDS.get(measure)
    return tuple(figure for figure in load_reference().published if figure.id == wanted and figure.as_of == month)
