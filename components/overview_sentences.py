"""The overview in a few plain sentences: where we are, against which date, what moved, what to worry about.

Every number comes from the view; a figure nobody reported gives no sentence instead of a guess.
"""

from __future__ import annotations

from components.not_applicable import not_applicable_words
from components.text import Text
from data.model import Judgement
from data.views.overview import OverviewView


def overview_sentences(view: OverviewView, *, place: str, text: Text) -> tuple[str, ...]:
    """Write the paragraph of ``view``; ``place`` is its name in the reader's language."""
    state = _state(view, place, text)
    parts = (
        state,
        _not_applicable(view, text),
        _deadline(view, text),
        _change(view, text),
        _worry(view, text),
        _low(view, text),
        _demo(view, text),
    )
    return tuple(part for part in parts if part)


def _state(view: OverviewView, place: str, text: Text) -> str:
    summary = view.summary
    if view.rate.value is None:
        return ""
    month, rate, mean = text.month(view.as_of.month), text.percent(view.rate.value), _mean(view, text)
    if summary.migrated_share is None:
        median = text.percent(summary.step_completion_mic.median)
        return text("sentence.state_rates", month=month, place=place, mean=mean, rate=rate, median=median)
    return text(
        "sentence.state",
        month=month,
        place=place,
        systems=summary.applicable_systems,
        migrated=summary.migrated_systems,
        share=text.percent(summary.migrated_share),
        mean=mean,
        rate=rate,
    )


def _not_applicable(view: OverviewView, text: Text) -> str:
    rate = view.rate
    if not rate.not_applicable:
        return ""
    words = not_applicable_words(rate.measure, counted=rate.counted, apart=rate.not_applicable, text=text)
    return text("sentence.not_applicable", words=words)


def _deadline(view: OverviewView, text: Text) -> str:
    if not view.milestones:
        return ""
    live = view.milestones[-1]
    found = live.attainment
    # Nobody knows of them whether they are live: without them the rest does not add up to the applicable systems.
    unheard = text("sentence.never_reported", systems=found.not_counted) if found.not_counted else ""
    if live.months_past > 0:
        past = text(
            "sentence.deadline_past",
            due=text.date(live.due_on),
            months=live.months_past,
            undesignated=found.open_undesignated,
            designated=found.open_designated_ahead + found.open_designated_past + found.open_designated_unknown,
            ahead=found.open_designated_ahead,
            past=found.open_designated_past,
            unknown=found.open_designated_unknown,
        )
        return past + unheard
    ahead = text("sentence.deadline_ahead", due=text.date(live.due_on), months=-live.months_past, left=found.open)
    designated = view.summary.designated_systems
    # Before the category was made there is nothing to count.
    ahead += unheard
    return ahead if designated is None else ahead + text("sentence.designated", designated=designated)


def _change(view: OverviewView, text: Text) -> str:
    now, before = view.summary, view.previous
    rate_before = view.previous_rate.value if view.previous_rate else None
    if before is None or view.rate.value is None or rate_before is None:
        return ""
    mean, rate = _mean(view, text), text.points(view.rate.value - rate_before)
    if now.migrated_systems is None or before.migrated_systems is None:
        return text("sentence.change_rates", mean=mean, rate=rate)
    migrated = text.change(now.migrated_systems - before.migrated_systems)
    return text("sentence.change", migrated=migrated, mean=mean, rate=rate)


def _worry(view: OverviewView, text: Text) -> str:
    counts = view.summary.judgement_counts
    missing = view.summary.municipalities - view.summary.reported
    if counts is None:
        return text("sentence.missing", missing=missing) if missing else ""
    return text("sentence.worry", late=counts[Judgement.LATE], caution=counts[Judgement.CAUTION], missing=missing)


def _low(view: OverviewView, text: Text) -> str:
    known = view.prefectures[view.prefectures["step_completion_mic"].notna()]
    if view.place is not None or len(known) < 2:
        return ""
    row = known.sort_values(["step_completion_mic", "code"]).iloc[0]
    name = text.pick(row["name"], row["english"])
    return text("sentence.low", mean=_mean(view, text), name=name, rate=text.percent(float(row["step_completion_mic"])))


def _mean(view: OverviewView, text: Text) -> str:
    return text(f"sentence.mean.{view.rate.weighting.value}")


def _demo(view: OverviewView, text: Text) -> str:
    return text("sentence.demo") if view.is_synthetic else ""
