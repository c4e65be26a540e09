"""The overview in a few plain sentences: where we are, against which date, what moved, what to worry about.

Every number comes from the view; a figure nobody reported gives no sentence instead of a guess.
"""

from __future__ import annotations

from components.text import Text
from data.model import Judgement
from data.views.overview import OverviewView


def overview_sentences(view: OverviewView, *, place: str, text: Text) -> tuple[str, ...]:
    """Write the paragraph of ``view``; ``place`` is its name in the reader's language."""
    state = _state(view, place, text)
    parts = (state, _deadline(view, text), _change(view, text), _worry(view, text), _low(view, text), _demo(view, text))
    return tuple(part for part in parts if part)


def _state(view: OverviewView, place: str, text: Text) -> str:
    summary = view.summary
    mean = summary.step_completion_mic.mean
    if mean is None:
        return ""
    month, rate = text.month(view.as_of.month), text.percent(mean)
    if summary.migrated_share is None:
        median = text.percent(summary.step_completion_mic.median)
        return text("sentence.state_rates", month=month, place=place, rate=rate, median=median)
    return text(
        "sentence.state",
        month=month,
        place=place,
        systems=summary.applicable_systems,
        migrated=summary.migrated_systems,
        share=text.percent(summary.migrated_share),
        rate=rate,
    )


def _deadline(view: OverviewView, text: Text) -> str:
    if not view.milestones:
        return ""
    live = view.milestones[-1]
    key = "sentence.deadline_past" if live.months_past > 0 else "sentence.deadline_ahead"
    return text(
        key,
        due=text.date(live.due_on),
        months=abs(live.months_past),
        left=live.attainment.open,
        designated=view.summary.designated_systems,
    )


def _change(view: OverviewView, text: Text) -> str:
    now, before = view.summary, view.previous
    if before is None or now.step_completion_mic.mean is None or before.step_completion_mic.mean is None:
        return ""
    rate = text.points(now.step_completion_mic.mean - before.step_completion_mic.mean)
    if now.migrated_systems is None or before.migrated_systems is None:
        return text("sentence.change_rates", rate=rate)
    return text("sentence.change", migrated=text.change(now.migrated_systems - before.migrated_systems), rate=rate)


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
    return text("sentence.low", name=name, rate=text.percent(float(row["step_completion_mic"])))


def _demo(view: OverviewView, text: Text) -> str:
    return text("sentence.demo") if view.is_synthetic else ""
