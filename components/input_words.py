"""What 入力状況 says: its cards, the deadline clock, and the rows of its tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import pandas as pd

from components.cards import Card, Comparison, Direction
from components.charts.input import state_word
from components.documents.table_files import TableColumn
from components.progress_tables import localised
from components.text import Text
from data.model import JST, parse_instant, shift_month
from data.reference import load_reference
from data.views.reporting import ReportingView, next_deadline

_TREND_MONTHS: Final = 12


def clock_sentences(view: ReportingView, *, now: datetime, text: Text) -> tuple[str, ...]:
    """The month's deadline, what the received file can tell of it, and the deadline that comes next at ``now``."""
    ending = "open" if view.is_open else "closed"
    month, due = next_deadline(now)
    days = (due.astimezone(JST).date() - now.astimezone(JST).date()).days
    received = text.moment(view.received_at)
    return (
        text(f"inputs.clock.{ending}", month=text.month(view.as_of.month), due=text.date(view.due_at), moment=received),
        text(
            "inputs.clock.next" if days else "inputs.clock.today",
            month=text.month(month),
            due=text.date(due),
            days=days,
            now=text.moment(now),
        ),
    )


def input_cards(view: ReportingView, *, text: Text) -> tuple[Card, ...]:
    """How many entered in time, late, in part or not at all, against the month before; streaks and the score."""
    # Counts of a place are for every reader, also where the rows of its bodies are not.
    by_month = {row["month"]: row for row in view.months.to_dict("records")}
    now, before = by_month[view.as_of.month], by_month.get(shift_month(view.as_of.month, -1), {})
    total = int(now["bodies"])
    cards = [_on_time_card(view, now=now, before=before, text=text)]
    closed = ("late", "partial", "missing") if view.has_times else ("partial", "missing")
    for state in ("pending",) if view.is_open else closed:
        known = int(before[state]) if before and not view.is_open else None
        cards.append(_count_card(text(f"input.state.{state}"), int(now[state]), before=known, total=total, text=text))
    return (*cards, _behind_card(view, total=total, text=text), _score_card(view, text=text))


def _on_time_card(view: ReportingView, *, now: Mapping[Any, Any], before: Mapping[Any, Any], text: Text) -> Card:
    title = text("input.state.on_time")
    if not view.has_times:
        return Card(title, None, unknown_reason=text("inputs.no_times"), term="entry_state")
    share, past = _known(now["on_time_share"]), _known(before.get("on_time_share", pd.NA))
    comparisons = []
    if share is not None and past is not None:
        comparisons.append(Comparison(text("inputs.card.before"), text.points(share - past), _direction(share - past)))
    nation = _known(view.nation["on_time_share"].iloc[-1])
    if view.prefecture is not None and nation is not None:
        comparisons.append(Comparison(text("filter.nation"), text.percent(nation)))
    words = text("input.state.pending") if share is None else text.percent(share)
    bodies = int(now["on_time"])
    return Card(
        title,
        text.count(bodies),
        text("measure.bodies_unreported.unit", count=bodies),
        detail=text("inputs.card.share", total=int(now["bodies"]), share=words),
        comparisons=tuple(comparisons),
        trend=tuple(_known(one) for one in view.months["on_time_share"].tolist()[-_TREND_MONTHS:]),
        as_of=text.month(view.as_of.month),
        term="entry_state",
    )


def _count_card(title: str, bodies: int, *, before: int | None, total: int, text: Text) -> Card:
    change = None if before is None else bodies - before
    compared = (
        [] if change is None else [Comparison(text("inputs.card.before"), text.change(change), _direction(-change))]
    )
    return Card(
        title,
        text.count(bodies),
        text("measure.bodies_unreported.unit", count=bodies),
        detail=text("inputs.card.of", total=total),
        comparisons=tuple(compared),
        term="entry_state",
    )


def _behind_card(view: ReportingView, *, total: int, text: Text) -> Card:
    least = load_reference().rules.reporting.behind_again_months
    title, streaks = text("inputs.card.behind", least=least), view.bodies["behind_streak"]
    if streaks.isna().any():
        return Card(title, None, unknown_reason=text("inputs.card.behind_outside"), term="entry_state")
    found = int((streaks >= least).sum())
    return Card(
        title,
        text.count(found),
        text("measure.bodies_unreported.unit", count=found),
        detail=text("inputs.card.of", total=total),
        comparisons=(Comparison(text("inputs.card.longest"), _months(streaks, text=text)),),
        term="entry_state",
    )


def _score_card(view: ReportingView, *, text: Text) -> Card:
    title = text("measure.data_quality")
    scores = view.bodies["score"].dropna()
    if scores.empty:
        return Card(title, None, unknown_reason=text("inputs.no_score"), term="data_quality")
    full = int((scores >= 100).sum())
    return Card(
        title,
        score_words(float(scores.mean())),
        text("inputs.card.points"),
        detail=text("inputs.card.scored", scored=len(scores), total=len(view.bodies)),
        comparisons=(Comparison(text("inputs.card.full"), text("inputs.card.bodies", bodies=full)),),
        term="data_quality",
    )


def score_words(score: float) -> str:
    """A score to one digit; short of full is never shown as full.

    >>> score_words(100.0), score_words(99.99), score_words(58.333)
    ('100', '99.9', '58.3')
    """
    return "100" if score >= 100 else f"{min(score, 99.9):.1f}"


def body_rows(bodies: pd.DataFrame, *, prefecture_names: Mapping[str, str], text: Text) -> pd.DataFrame:
    """``bodies`` (rows of ``ReportingView.bodies``) in the reader's words, for a table or a file."""
    rows = localised(bodies, text=text)
    joint = text("inputs.joint")
    return rows.assign(
        prefecture=rows["prefecture_code"].map(dict(prefecture_names)),
        state=[state_word(state, text=text) for state in rows["state"].tolist()],
        entered=[
            text("inputs.entered", reported=int(reported), applicable=int(applicable))
            for reported, applicable in zip(rows["systems_reported"], rows["systems_applicable"], strict=True)
        ],
        entered_at=pd.Series(_moments(rows["entered_at"].tolist(), text=text), index=rows.index, dtype="str"),
        score=pd.Series([_scored(score) for score in rows["score"].tolist()], index=rows.index, dtype="str"),
        failed=[
            joint.join(text(f"inputs.check.{name}") for name in failed) if isinstance(failed, tuple) else ""
            for failed in rows["failed"].tolist()
        ],
    )


def missing_columns(text: Text, *, is_nation: bool) -> tuple[TableColumn, ...]:
    """Columns of who has yet to enter something."""
    return (
        *_place_columns(text, is_nation=is_nation),
        TableColumn("state", text("input.column.state")),
        TableColumn("entered", text("inputs.column.entered")),
        TableColumn("missing_streak", text("inputs.column.missing_streak"), kind="count"),
        TableColumn("behind_streak", text("inputs.column.behind_streak"), kind="count"),
    )


def body_columns(text: Text, *, is_nation: bool) -> tuple[TableColumn, ...]:
    """Columns of every body's input and score."""
    return (
        *_place_columns(text, is_nation=is_nation),
        TableColumn("score", text("measure.data_quality")),
        TableColumn("failed", text("inputs.column.failed")),
        TableColumn("state", text("input.column.state")),
        TableColumn("delay_days", text("inputs.column.delay_days"), kind="count"),
        TableColumn("entered_at", text("inputs.column.entered_at")),
        TableColumn("entered", text("inputs.column.entered")),
        TableColumn("on_time_streak", text("inputs.column.on_time_streak"), kind="count"),
        TableColumn("behind_streak", text("inputs.column.behind_streak"), kind="count"),
        TableColumn("missing_streak", text("inputs.column.missing_streak"), kind="count"),
    )


def discipline_columns(text: Text, *, is_nation: bool) -> tuple[TableColumn, ...]:
    """Columns of the numbers behind the grid of prefectures, or of a prefecture's months."""
    place = (TableColumn("name", text("column.prefecture"), is_heading=True),) if is_nation else ()
    return (
        *place,
        TableColumn("month", text("inputs.column.month")),
        TableColumn("bodies", text("column.bodies"), kind="count"),
        *(
            TableColumn(state, text(f"input.state.{state}"), kind="count")
            for state in ("on_time", "late", "partial", "missing", "pending", "reported", "not_applicable")
        ),
        TableColumn("on_time_share", text("inputs.column.on_time_share"), kind="share"),
        TableColumn("behind_share", text("inputs.column.behind_share"), kind="share"),
    )


def _place_columns(text: Text, *, is_nation: bool) -> tuple[TableColumn, ...]:
    prefecture = (TableColumn("prefecture", text("column.prefecture")),) if is_nation else ()
    return (
        TableColumn("body_code", text("column.code")),
        *prefecture,
        TableColumn("name", text("column.name"), is_heading=True),
    )


def _scored(score: Any) -> str | None:
    return None if pd.isna(score) else score_words(float(score))


def _moments(entered: list[Any], *, text: Text) -> list[str | None]:
    """Each entry as ``Text.moment`` writes it; the words of a day are made once, for a nation's are few."""
    told = [None if pd.isna(at) else parse_instant(at).astimezone(JST) for at in entered]
    days = {day: text.date(day) for day in {at.date() for at in told if at is not None}}
    return [None if at is None else f"{days[at.date()]} {at.hour}:{at.minute:02d}" for at in told]


def _months(streaks: pd.Series, *, text: Text) -> str:
    return text("inputs.grid.months", months=int(streaks.max()) if len(streaks) else 0)


def _known(share: Any) -> float | None:
    return None if pd.isna(share) else float(share)


def _direction(better_by: float) -> Direction:
    if not better_by:
        return "same"
    return "good" if better_by > 0 else "bad"
