"""優先フォロー and アドバイザー派遣候補: whom to call of the nation or a prefecture, ranked, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

import pandas as pd

from data.access import Reader, Source
from data.model import AsOf, Judgement, shift_month
from data.reference import Body, FollowUpRules, load_reference
from data.rules.priority import COUNTS, OPEN_JUDGEMENTS, body_stakes, dispatch_candidates, still_bodies
from data.views.follow_ups import FollowUp, FollowUpKind, FollowUpState, FollowUpsView

REASONS: Final = 3
"""So many reasons stand beside every body, fewer only while its contacts cannot be read."""

_STEPS: Final = ("body_code", "business", "is_applicable", "judgement", "steps_completed")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a body is listed: a name (worded by the screen) and its number; None for a reason without one."""

    name: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class PriorityRow:
    """One body to call. ``stake`` is the systems expected not to be live within 6 months, of its ``open_systems``.

    ``last_contact`` None: none is recorded, or the records cannot be read (``PriorityView.problem``).
    """

    rank: int
    body: Body
    stake: float
    open_systems: int
    reasons: tuple[Reason, ...]
    last_contact: date | None


@dataclass(frozen=True, slots=True)
class PriorityView:
    """Whom to call, by the rules in force (``rules``).

    ``follow`` are at most ``rules.priority_bodies``; ``contacted`` counts the bodies that would have been listed among
    them or before but were in touch within ``rules.contacted_days``. ``dispatch`` are all candidates. Without 判定
    (``is_judged`` False) there is nobody to rank, nor outside what the reader may see (``is_outside_scope``).
    ``problem`` is a finished sentence when the records cannot be read: nobody knows then who was in touch
    (``contacted`` None, no reason speaks of it, nobody is left out), nor to whom an adviser is already on the way (no
    ``dispatch``).
    """

    as_of: AsOf
    prefecture: str | None
    is_outside_scope: bool
    today: date
    is_judged: bool
    follow: tuple[PriorityRow, ...]
    contacted: int | None
    dispatch: tuple[PriorityRow, ...]
    problem: str | None
    rules: FollowUpRules
    sources: tuple[Source, ...]
    is_synthetic: bool


def priority_view(
    reader: Reader, *, as_of: AsOf, records: FollowUpsView, prefecture: str | None = None
) -> PriorityView:
    """Rank the municipalities in the scope of the nation or a prefecture (two digits) against their follow-ups.

    ``records`` are the follow-ups of the same place.
    """
    reading, rules, seen = reader.at(as_of), load_reference().rules.follow_up, reader.scope.prefectures
    stakes = reading.keep(f"stakes/{prefecture}", make=lambda: _stakes(reader, as_of=as_of, prefecture=prefecture))
    still = reading.keep(
        f"still/{prefecture}/{reader.history_id(as_of.known_at)}",
        make=lambda: _still(reader, as_of=as_of, prefecture=prefecture),
    )
    is_known = records.problem is None
    past = [entry for entry in records.entries if entry.happened_on <= records.today]
    latest: dict[str, date] = {}
    for entry in reversed(past):
        latest[entry.body_code] = entry.happened_on
    since = records.today - timedelta(days=rules.contacted_days)
    is_contacted = stakes["body_code"].isin([code for code, day in latest.items() if day >= since])
    listed = stakes[~is_contacted].head(rules.priority_bodies)
    reach = listed.index[-1] if len(listed) else -1
    is_full = len(listed) == rules.priority_bodies
    dispatched = frozenset(entry.body_code for entry in records.entries if _is_open_dispatch(entry))
    found = dispatch_candidates(stakes, still=still, dispatched=dispatched, late_systems=rules.dispatch_late_systems)
    overdue = pd.Series([entry.body_code for entry in records.overdue], dtype="str").value_counts().to_dict()
    contacted = int(is_contacted.loc[:reach].sum() if is_full else is_contacted.sum())
    rows = partial(_rows, latest=latest, overdue=overdue, today=records.today, rules=rules, is_known=is_known)
    return PriorityView(
        as_of=as_of,
        prefecture=prefecture,
        is_outside_scope=seen is not None and prefecture is not None and prefecture not in seen,
        today=records.today,
        is_judged=reading.has_steps,
        follow=rows(listed),
        contacted=contacted if is_known else None,
        dispatch=rows(found) if is_known else (),
        problem=records.problem,
        rules=rules,
        sources=reading.sources,
        is_synthetic=reading.is_synthetic,
    )


def reasons(
    row: dict[Any, Any], *, overdue: int, days: int | None, rules: FollowUpRules, is_contact_known: bool = True
) -> tuple[Reason, ...]:
    """The first three reasons that hold, in the order a caller would name them.

    ``row`` has the columns of ``body_stakes``, of a candidate also those of ``dispatch_candidates``; ``overdue`` are
    its overdue actions, ``days`` those since the last contact (None = none is recorded). There are always three: an
    open system has a 判定, the contact is told or missing, and the open systems are counted. Without
    ``is_contact_known`` nothing is said of contacts, and two may be all.
    """
    months = row["overdue_months"]
    told = [
        (bool(row.get("is_still")), Reason("still", rules.dispatch_still_months)),
        *((row[COUNTS[one]] > 0, Reason(one.name.lower(), int(row[COUNTS[one]]))) for one in OPEN_JUDGEMENTS[:2]),
        (not pd.isna(months), Reason("overdue_months", None if pd.isna(months) else int(months))),
        (is_contact_known and overdue > 0, Reason("overdue_action", overdue)),
        (row["planned_past"] > 0, Reason("planned_past", int(row["planned_past"]))),
        (row["open_caution"] > 0, Reason(Judgement.CAUTION.name.lower(), int(row["open_caution"]))),
        (row["planned_missing"] > 0, Reason("planned_missing", int(row["planned_missing"]))),
        (is_contact_known, Reason("never_contacted") if days is None else Reason("last_contact", days)),
        (True, Reason("open", int(row["open_systems"]))),
        (row["open_on_track"] > 0, Reason(Judgement.ON_TRACK.name.lower(), int(row["open_on_track"]))),
    ]
    return tuple(reason for is_so, reason in told if is_so)[:REASONS]


def _rows(
    frame: pd.DataFrame,
    *,
    latest: dict[str, date],
    overdue: dict[Any, int],
    today: date,
    rules: FollowUpRules,
    is_known: bool,
) -> tuple[PriorityRow, ...]:
    bodies = {body.code: body for body in load_reference().municipalities}
    found = []
    for rank, row in enumerate(frame.to_dict("records"), start=1):
        code = str(row["body_code"])
        day = latest.get(code)
        days = None if day is None else (today - day).days
        found.append(
            PriorityRow(
                rank=rank,
                body=bodies[code],
                stake=float(row["stake"]),
                open_systems=int(row["open_systems"]),
                reasons=reasons(
                    row, overdue=int(overdue.get(code, 0)), days=days, rules=rules, is_contact_known=is_known
                ),
                last_contact=day,
            )
        )
    return tuple(found)


def _stakes(reader: Reader, *, as_of: AsOf, prefecture: str | None) -> pd.DataFrame:
    reading = reader.at(as_of)
    # A month of rates only, or without a report, judges nobody.
    systems = reading.systems() if reading.has_steps else reading.systems().iloc[:0]
    is_here = ~systems["body_code"].str.endswith("000") & systems["body_code"].str.startswith(prefecture or "")
    probabilities = load_reference().rules.follow_up.late_probabilities
    by_judgement = {str(one): share for one, share in zip(OPEN_JUDGEMENTS, probabilities, strict=True)}
    return body_stakes(systems[is_here], month=as_of.month, by_judgement=by_judgement)


def _still(reader: Reader, *, as_of: AsOf, prefecture: str | None) -> frozenset[str]:
    """Bodies of which no open system moved for ``dispatch_still_months``; none where a month's report is missing."""
    first = shift_month(as_of.month, -load_reference().rules.follow_up.dispatch_still_months)
    reported = [month for month in reader.months if first <= month <= as_of.month]
    if first not in reported or as_of.month not in reported:
        return frozenset()
    here = load_reference().municipalities_of(prefecture) if prefecture else load_reference().municipalities
    codes = [body.code for body in here]
    frames = []
    for month in reported:
        reading = reader.at(AsOf(month, as_of.known_at))
        if reading.has_steps:
            frames.append(reading.body_systems(*codes, only=_STEPS).assign(month=month))
    if not frames:
        return frozenset()
    months = pd.concat(frames, ignore_index=True)
    now = months[(months["month"] == as_of.month) & months["is_applicable"].astype("bool")]
    is_open = now["judgement"].isin([str(one) for one in OPEN_JUDGEMENTS])
    keys = pd.MultiIndex.from_frame(now.loc[is_open, ["body_code", "business"]])
    rows = months[pd.MultiIndex.from_frame(months[["body_code", "business"]]).isin(keys)]
    return still_bodies(rows, first=first, last=as_of.month)


def _is_open_dispatch(entry: FollowUp) -> bool:
    return entry.kind is FollowUpKind.DISPATCH and entry.state is FollowUpState.OPEN
