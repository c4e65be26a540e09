"""The cards on top of a page: each figure with its denominator and what it is read against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from data.access import Reader
from data.model import AsOf, Judgement, shift_month
from data.reference import COMMON_FUNCTION, Prefecture, PublishedFigure, load_reference
from data.rules.progress import ProgressSummary
from data.views.summary import Summary, place_progress, summary_view
from data.views.weighting import RATE_MEASURES, PlaceRate, Weighting, place_rate

TREND_MONTHS: Final = 12

HEADLINES: Final = (
    "migrated_share",
    "step_completion_mic",
    "bodies_complete",
    "bodies_below_half",
    "designated_systems",
)
"""Measures of the cards where only rates are known, in reading order: the first three are the ones people confuse. A
weighted mean takes the place of the unweighted one, under its own name (``RATE_MEASURES``)."""

HEADLINES_WITH_STEPS: Final = (
    "migrated_share",
    "step_completion_mic",
    "all_migrated_bodies",
    "late_systems",
    "bodies_unreported",
)
"""Measures of the cards of a month with steps and dates."""

_MEANS: Final = tuple(RATE_MEASURES.values())

_OF_SYSTEMS: Final = ("migrated_share", "late_systems", RATE_MEASURES[Weighting.SYSTEM])
"""Measures whose denominator is systems: a body that reported one of its twenty is not behind them as a whole."""

_PUBLISHED_IDS: Final = {
    "migrated_share": "migrated_share",
    "step_completion_mic": "step_completion_mean",
    "bodies_complete": "bodies_complete",
    "bodies_below_half": "bodies_below_half",
}
"""Published figures with the same definition as ours, so that they may stand beside it: a weighted mean has none. The
published count of 特定移行 systems is left out: some of its months include 共通機能 and some do not say."""


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

    ``reported`` of ``bodies`` municipalities are behind it, or, where its denominator is systems, ``reported_systems``
    of ``systems`` (else None); ``is_reference_only`` marks 参考 (too few of those).
    ``spread`` is P10, median and P90 of the bodies, each counted once, beside a mean; ``left_out`` bodies reported but
    are not in it, because their population is unknown; ``designated_bodies`` the bodies behind designated systems.
    ``beside`` are second figures (measure, value) that belong to it. ``not_applicable``: of the ``counted`` behind a
    mean, those 対象外 (``PlaceRate``); a count of bodies whose systems must be applicable leaves these out.
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
    left_out: int = 0
    systems: int | None = None
    reported_systems: int | None = None
    beside: tuple[tuple[str, int], ...] = ()
    counted: int = 0
    not_applicable: int = 0


@dataclass(frozen=True, slots=True)
class _Figures:
    """A month's figures of a place, its mean by the weighting in force, and whether anybody's report is known."""

    summary: Summary
    rate: PlaceRate
    is_month_reported: bool
    progress: ProgressSummary

    def bodies(self, measure: str) -> tuple[int, int]:
        """Bodies that reported, and all, of those ``measure`` is about."""
        if measure != "all_migrated_bodies":
            return self.summary.reported, self.summary.municipalities
        return self.summary.reported - self.progress.not_applicable_bodies, self.progress.applicable_bodies


def headlines(
    reader: Reader, *, as_of: AsOf, place: Prefecture | None, weighting: Weighting = Weighting.BODY
) -> tuple[Headline, ...]:
    """The cards of the nation or of one prefecture at ``as_of``; every mean among them is by ``weighting``."""
    code = place.code if place else None
    here = _figures(reader, as_of=as_of, prefecture=code, weighting=weighting)
    nation = _figures(reader, as_of=as_of, prefecture=None, weighting=weighting) if place else None
    months = [shift_month(as_of.month, -back) for back in range(TREND_MONTHS - 1, -1, -1)]
    first = reader.months[0] if reader.months else as_of.month
    history = {
        month: _figures(reader, as_of=AsOf(month, as_of.known_at), prefecture=code, weighting=weighting)
        for month in months
        if month >= first
    }
    chosen = HEADLINES_WITH_STEPS if reader.at(as_of).has_steps else HEADLINES
    measures = (here.rate.measure if measure == "step_completion_mic" else measure for measure in chosen)
    summary = here.summary
    return tuple(
        Headline(
            measure=measure,
            value=_value(here, measure),
            total=here.bodies(measure)[1] if "bodies" in measure else None,
            as_of=summary.designated_list_as_of if measure == "designated_systems" else summary.as_of,
            reported=here.bodies(measure)[0],
            bodies=here.bodies(measure)[1],
            is_reference_only=_is_reference_only(here, measure) and measure != "designated_systems",
            spread=_spread(summary) if measure in _MEANS else None,
            designated_bodies=summary.designated_bodies if measure == "designated_systems" else None,
            comparators=_comparators(measure, here=here, nation=nation, history=history, as_of=as_of),
            trend=tuple(_value(history[month], measure) if month in history else None for month in months),
            left_out=here.rate.left_out if measure in _MEANS else 0,
            systems=summary.applicable_systems if measure in _OF_SYSTEMS else None,
            reported_systems=here.progress.reported_systems if measure in _OF_SYSTEMS else None,
            beside=_beside(here, measure, reader=reader, as_of=as_of, is_nation=place is None),
            counted=here.rate.counted if measure in _MEANS else 0,
            not_applicable=_not_applicable(here, measure),
        )
        for measure in measures
    )


def _figures(reader: Reader, *, as_of: AsOf, prefecture: str | None, weighting: Weighting) -> _Figures:
    reading = reader.at(as_of)
    return _Figures(
        summary_view(reader, as_of=as_of, prefecture=prefecture, with_milestones=False),
        place_rate(reading, weighting=weighting, prefecture=prefecture),
        is_month_reported=reading.is_reported,
        progress=place_progress(reading, prefecture=prefecture),
    )


def _value(figures: _Figures, measure: str) -> float | None:
    if measure in _MEANS:
        return figures.rate.value
    summary = figures.summary
    if measure == "late_systems":
        return None if summary.judgement_counts is None else summary.judgement_counts[Judgement.LATE]
    if measure == "bodies_unreported":
        # Of a month nobody loaded it is not known who reported, so nobody is called missing.
        return summary.municipalities - summary.reported if figures.is_month_reported else None
    value: float | None = getattr(summary, measure)
    return value


def _beside(
    figures: _Figures, measure: str, *, reader: Reader, as_of: AsOf, is_nation: bool
) -> tuple[tuple[str, int], ...]:
    summary, found = figures.summary, []
    if measure == "all_migrated_bodies" and summary.bodies_complete is not None:
        found.append(("bodies_complete", summary.bodies_complete))
        if apart := figures.progress.complete_not_applicable:
            found.append(("complete_not_applicable", apart))
    if summary.designated_systems is None:  # before there was the category, none is not a count
        return tuple(found)
    if measure == "late_systems" and summary.judgement_counts_designated is not None:
        found.append(("late_designated", summary.judgement_counts_designated[Judgement.LATE]))
        found.append(("designated_systems", summary.designated_systems))
    if measure in ("late_systems", "designated_systems") and is_nation:
        designated = reader.at(as_of).for_totals().designated()
        is_own = designated["body_code"].str.endswith("000") & (designated["business"] != COMMON_FUNCTION)
        found.append(("designated_of_prefectures", int(is_own.sum())))
    return tuple(found)


def _not_applicable(figures: _Figures, measure: str) -> int:
    if measure in _MEANS:
        return figures.rate.not_applicable
    return figures.progress.not_applicable_bodies if measure == "all_migrated_bodies" else 0


def _spread(summary: Summary) -> tuple[float, float, float] | None:
    rates = summary.step_completion_mic
    if rates.p10 is None or rates.median is None or rates.p90 is None:
        return None
    return rates.p10, rates.median, rates.p90


def _is_reference_only(figures: _Figures, measure: str) -> bool:
    summary, below = figures.summary, load_reference().rules.reference_only_below
    if measure in _OF_SYSTEMS:
        return figures.progress.reported_systems < summary.applicable_systems * below
    reported, bodies = figures.bodies(measure)
    behind = figures.rate.weighed if measure in _MEANS else reported
    return behind < bodies * below


def _comparators(
    measure: str, *, here: _Figures, nation: _Figures | None, history: dict[str, _Figures], as_of: AsOf
) -> tuple[Comparator, ...]:
    found: list[Comparator] = []
    before = history.get(shift_month(as_of.month, -1))
    is_new_list = before is not None and before.summary.designated_list_as_of != here.summary.designated_list_as_of
    if before is not None and (measure != "designated_systems" or is_new_list):
        value = _value(before, measure)
        dated = before.summary.designated_list_as_of if measure == "designated_systems" else before.summary.as_of
        if value is not None and dated is not None:
            found.append(Comparator("previous", value, dated))
    if nation is not None and measure in ("migrated_share", *_MEANS):
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
