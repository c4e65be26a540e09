"""入力状況: who has entered the month, in time or late, who is behind again and again, and what cannot be believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pandas as pd

from data.access import Reader, Reading, Source
from data.model import AsOf, BodyKind, SnapshotKind, shift_month
from data.reference import load_reference
from data.rules.input_quality import (
    CHECKS,
    REPORT_COLUMNS,
    DesignatedList,
    checks_passed,
    failed_checks,
    quality_scores,
    quality_signals,
)
from data.rules.reporting import (
    INCOMPLETE,
    INPUT_COLUMNS,
    body_inputs,
    collecting_month,
    discipline,
    due_at,
    entry_states,
    streaks,
)

_SYSTEM_COLUMNS: Final = ("body_code", "business", "is_applicable", "is_reported", "has_order_conflict")
_LEAST_CHECKS: Final = 2
_STATE_COLUMNS: Final = ("body_code", "state", "delay_days")


@dataclass(frozen=True, slots=True)
class ReportingView:
    """The page 入力状況 at one as-of point, of the nation or one prefecture.

    ``bodies``: the municipalities listed, in code order: body_code, name, english, prefecture_code, kind, state (an
    ``EntryState``), delay_days, entered_at, systems_reported, systems_applicable, on_time_streak, behind_streak,
    missing_streak, score (0 to 100; null where next to nothing could be checked), failed (names of
    ``CHECKS``), unreported (businesses yet to enter). Outside the scope, where no entry time is told, score and the
    streaks that rest on it (on_time_streak, behind_streak) are null. ``apart``: the same of the 指定都市, unless
    ``includes_cities`` lists them with the others; with ``is_partly`` those outside the scope stay apart nevertheless.
    ``states``: body_code, month, state, delay_days of both up to the month; of a prefecture only, else no rows.
    ``months``: discipline (``data.rules.reporting.discipline``) of the bodies listed by month, ``nation`` that of the
    whole nation, ``prefectures`` the nation's by prefecture_code and month; all three with or without 指定都市 alike.
    ``is_open``: the month's file arrived before the deadline, so that what is missing is 受付中. ``has_times``: some
    entry time of the month is known. ``has_steps``: the month's report tells what the quality signals need.
    """

    as_of: AsOf
    prefecture: str | None
    includes_cities: bool
    is_partly: bool
    is_synthetic: bool
    is_outside_scope: bool
    due_at: datetime
    received_at: datetime | None
    is_open: bool
    has_times: bool
    has_steps: bool
    bodies: pd.DataFrame
    apart: pd.DataFrame
    states: pd.DataFrame
    months: pd.DataFrame
    nation: pd.DataFrame
    prefectures: pd.DataFrame
    sources: tuple[Source, ...]

    @property
    def incomplete(self) -> pd.DataFrame:
        """The rows of ``bodies`` that have yet to enter something, the longest missing first."""
        found = self.bodies[self.bodies["state"].isin(INCOMPLETE)]
        order = ["missing_streak", "behind_streak", "body_code"]
        return found.sort_values(order, ascending=[False, False, True], ignore_index=True)


def reporting_view(
    reader: Reader, *, as_of: AsOf, prefecture: str | None = None, includes_cities: bool = False
) -> ReportingView:
    """Build the page of a prefecture (two digits), or of the nation; the month must have a report.

    ``includes_cities``: 指定都市, outside a prefecture's circulation in the notice, are listed with the others; those
    outside the reader's scope never are. Do not change it: the same view is handed out while nothing behind it changed.
    """
    reading = reader.at(as_of)
    key = f"reporting/{prefecture}/{includes_cities}/{reader.history_id(as_of.known_at)}"

    def make() -> ReportingView:
        return _reporting(reader, as_of=as_of, prefecture=prefecture, includes_cities=includes_cities)

    return reading.keep(key, make=make)


def month_entries(reader: Reader, *, as_of: AsOf, prefecture: str) -> pd.DataFrame | None:
    """The input of every municipality of a prefecture as 入力状況 tells it: body_code, state, delay_days.

    None where the month has no report.
    """
    reading = reader.at(as_of)
    if not reading.is_reported:
        return None
    codes = {body.code for body in load_reference().municipalities_of(prefecture)}
    states = _month_states(reading)
    return states.loc[states["body_code"].isin(codes), list(_STATE_COLUMNS)].reset_index(drop=True)


def _reporting(reader: Reader, *, as_of: AsOf, prefecture: str | None, includes_cities: bool) -> ReportingView:
    reading, reference = reader.at(as_of), load_reference()
    totals = _history(reader, as_of=as_of, is_totals=True)
    history = _history(reader, as_of=as_of, is_totals=False)
    due, seen = due_at(as_of.month, day=reference.rules.reporting.due_day), reader.scope.prefectures
    is_outside = seen is not None and prefecture is not None and prefecture not in seen
    cities = _cities_apart(seen, includes_cities=includes_cities)
    listed = totals[~totals["body_code"].isin(cities)]
    listed = listed.assign(prefecture_code=listed["body_code"].str.slice(0, 2))
    here = listed if prefecture is None else listed[listed["prefecture_code"] == prefecture]
    found = _bodies(reader, as_of=as_of, history=history, prefecture=prefecture)
    is_apart = found["body_code"].isin(cities)
    is_shown = history["body_code"].str.startswith(prefecture or "none")
    now = _month_states(reading.for_totals())
    return ReportingView(
        as_of=as_of,
        prefecture=prefecture,
        includes_cities=includes_cities and not is_outside,
        is_partly=includes_cities and seen is not None,
        is_synthetic=reading.is_synthetic,
        is_outside_scope=is_outside,
        due_at=due,
        received_at=reading.received_at,
        is_open=reading.received_at is not None and reading.received_at <= due,
        has_times=bool(now["entered_at"].notna().any()),
        has_steps=reading.has_steps,
        bodies=found[~is_apart].reset_index(drop=True),
        apart=found[is_apart].reset_index(drop=True),
        states=history[is_shown].reset_index(drop=True),
        months=discipline(here),
        nation=discipline(listed),
        prefectures=discipline(listed, by=("prefecture_code", "month")),
        sources=reading.sources,
    )


def _cities_apart(seen: frozenset[str] | None, *, includes_cities: bool) -> set[str]:
    """The 指定都市 that no total counts. Two totals that differ by one city would tell its entry time to everybody."""
    cities = {body.code for body in load_reference().municipalities if body.kind is BodyKind.DESIGNATED_CITY}
    if not includes_cities:
        return cities
    return set() if seen is None else {code for code in cities if code[:2] not in seen}


def _history(reader: Reader, *, as_of: AsOf, is_totals: bool) -> pd.DataFrame:
    """Every municipality's state in every reported month up to ``as_of``: body_code, month, state, delay_days."""
    known_at = as_of.known_at

    def make() -> pd.DataFrame:
        frames = []
        for month in reader.months:
            reading = reader.at(AsOf(month, known_at))
            if reading.is_reported:
                found = _month_states(reading.for_totals() if is_totals else reading)
                found = found[~found["body_code"].str.endswith("000")]
                frames.append(found[list(_STATE_COLUMNS)].assign(month=month))
        history = pd.concat(frames, ignore_index=True)
        return history.astype({"month": "category", "state": "category"})

    # Kept once for all as-of months: those before take their part of it.
    last = reader.at(AsOf(reader.months[-1], known_at))
    holder = last.for_totals() if is_totals else last
    kept = holder.keep(f"entry_history/{reader.history_id(known_at)}", make=make)
    told = kept[kept["month"].astype("str") <= as_of.month]
    return told.astype({"month": "str", "state": "str"}).reset_index(drop=True)


def _month_states(reading: Reading) -> pd.DataFrame:
    def make() -> pd.DataFrame:
        received = reading.received_at
        if received is None:
            raise ValueError(f"{reading.as_of.month} has no report")
        due = due_at(reading.as_of.month, day=load_reference().rules.reporting.due_day)
        systems = reading.stored(SnapshotKind.SYSTEM_MART, only=INPUT_COLUMNS)
        return entry_states(body_inputs(systems), due=due, judged_at=received)

    # The receipt too: rows that came back after a correction have the fingerprint they had before it.
    return reading.keep(f"entry_states/{reading.received_at}", make=make)


def _bodies(reader: Reader, *, as_of: AsOf, history: pd.DataFrame, prefecture: str | None) -> pd.DataFrame:
    reading, reference = reader.at(as_of), load_reference()
    municipalities = reference.municipalities if prefecture is None else reference.municipalities_of(prefecture)
    place = pd.DataFrame(
        [(one.code, one.name, one.english, one.prefecture_code, one.kind.value) for one in municipalities],
        columns=["body_code", "name", "english", "prefecture_code", "kind"],
    )
    quality = reading.keep(
        f"input_quality/{reader.history_id(as_of.known_at)}", make=lambda: _quality(reader, as_of=as_of)
    )
    states = _month_states(reading).drop(columns=["systems_counted", "systems_timed"])
    rows = place.merge(states, on="body_code", validate="one_to_one")
    rows = rows.merge(streaks(history[history["body_code"].isin(rows["body_code"])]), on="body_code", how="left")
    seen = reader.scope.prefectures
    if seen is not None:
        is_seen = rows["prefecture_code"].isin(seen)
        timed = ["on_time_streak", "behind_streak"]
        rows[timed] = rows[timed].astype("Int64").where(is_seen)
    return rows.merge(quality, on="body_code", how="left", validate="one_to_one")


def _quality(reader: Reader, *, as_of: AsOf) -> pd.DataFrame:
    """body_code, score, failed, unreported of every body."""
    reading, rules = reader.at(as_of), load_reference().rules.reporting
    systems = reading.stored(SnapshotKind.SYSTEM_MART, only=_SYSTEM_COLUMNS)
    signals = quality_signals(
        [_report(reader, as_of=as_of, back=back) for back in range(rules.frozen_months)],
        systems=systems,
        month=as_of.month,
        bulk_minimum_systems=rules.bulk_minimum_systems,
        listed=_listed(reading),
    )
    passed = checks_passed(_month_states(reading), signals=signals)
    weights = dict(zip(CHECKS, rules.check_weights, strict=True))
    scores = quality_scores(passed, weights=weights)
    # A single check is too little for a score, and so is the input alone of a month of rates.
    is_scored = (passed.notna().sum(axis=1) >= _LEAST_CHECKS) & reading.has_steps
    scores = scores.where(is_scored)
    found = pd.DataFrame({"score": scores, "failed": failed_checks(passed)})
    order = {item.id: place for place, item in enumerate(load_reference().businesses)}
    missing = systems[systems["is_applicable"].astype("bool") & ~systems["is_reported"].astype("bool")]
    missing = missing.sort_values("business", key=lambda names: names.map(order))
    by_body = missing.groupby("body_code")["business"].agg(tuple)
    found["unreported"] = [by_body.get(code, default=()) for code in found.index]
    return found.rename_axis("body_code").reset_index()


def _report(reader: Reader, *, as_of: AsOf, back: int) -> pd.DataFrame | None:
    reading = reader.at(AsOf(shift_month(as_of.month, -back), as_of.known_at))
    if not reading.has_steps or not reading.is_report_readable:
        return None
    return reading.stored(SnapshotKind.PMO_REPORT, only=REPORT_COLUMNS)


def _listed(reading: Reading) -> DesignatedList | None:
    found = next((one for one in reading.sources if one.kind is SnapshotKind.DESIGNATED_LIST), None)
    if found is None:
        return None
    rows = reading.stored(SnapshotKind.DESIGNATED_LIST, only=("body_code", "business"))
    due = next(item.due_on for item in load_reference().milestones if item.id == "live")
    return DesignatedList(month=found.month, rows=rows, programme_due=due.isoformat())


def next_deadline(now: datetime) -> tuple[str, datetime]:
    """The month whose input is being collected at ``now`` (aware), and until when."""
    day = load_reference().rules.reporting.due_day
    month = collecting_month(now, day=day)
    return month, due_at(month, day=day)
