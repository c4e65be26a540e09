"""市区町村: the sheet of one body, a municipality's or a prefecture's own, as that page shows it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from data.access import Reader, Reading, Source
from data.model import AsOf
from data.reference import Body, Prefecture, Step, load_reference
from data.views.milestones import MilestoneRow, milestone_rows
from data.views.municipality_judgement import JudgementNumbers, judgement_numbers
from data.views.municipality_systems import (
    MATRIX_COLUMNS,
    VENDOR_COLUMNS,
    blank,
    step_matrix,
    system_table,
    vendor_table,
)
from data.views.municipality_timeline import (
    TIMELINE_COLUMNS,
    body_months,
    change_since,
    input_months,
    system_timeline,
)
from data.views.neighbours import Likeness, Peer, comparison
from data.views.overview import EmptyReason
from data.views.place_flags import PlaceFlags, place_flags
from data.views.summary import Summary, summary_view


@dataclass(frozen=True, slots=True)
class MunicipalityView:
    """One body at one as-of point. ``key`` names everything the view depends on: equal keys, equal views.

    ``cut_to``: the ids of the businesses it holds, None = all.
    ``is_outside_scope``: the reader may see only what is published of this body; the rest is null or without rows.
    ``systems``: one row per system in the businesses' order, columns of ``municipality_systems.system_table``;
    ``judged``: the numbers behind the 判定 of each of those rows, in their order.
    ``designated``: ids of the businesses (and 共通機能) on the list of 特定移行 in force, which is of
    ``designated_as_of`` (None without a list).
    ``matrix``: business, ordinal, state (D, W, U, N, "" 未報告); no rows in a month with rates only. ``steps``: the 40.
    ``timeline``: business, kind, milestone, month, seen_month (``municipality_timeline.system_timeline``).
    ``milestones``: the six over this body's systems, none in a month with rates only.
    ``history``: month, step_completion_mic, step_completion_effective, phase, judgement, systems_migrated,
    systems_reported, systems_applicable, systems_counted (対象外 ones too); ``entries``: month, systems_applicable,
    systems_reported, state (``InputState``), entered_at. Both have every month from the first reported one on.
    ``vendors``: vendor_code, vendor_name, systems, migrated (null code = ベンダ不明).
    ``flags``: the vendor flags with one of its systems.
    ``change``: ステップ完了率 less that of the month before. Ranks are (place, of how many reported).
    ``neighbours``: the nearest offices; ``same_kind``: those of its 自治体区分 nearest in ``same_kind_by``.
    ``previous`` and ``next``: the municipalities beside it in the order of codes, within the prefecture; a prefecture's
    own body stands apart and has none.
    """

    key: str
    as_of: AsOf
    body: Body
    prefecture: Prefecture
    cut_to: frozenset[str] | None
    empty_reason: EmptyReason | None
    is_synthetic: bool
    is_outside_scope: bool
    has_steps: bool
    warnings: tuple[str, ...]
    received_at: datetime | None
    summary: Summary
    systems: pd.DataFrame
    judged: tuple[JudgementNumbers, ...]
    matrix: pd.DataFrame
    steps: tuple[Step, ...]
    timeline: pd.DataFrame
    milestones: tuple[MilestoneRow, ...]
    history: pd.DataFrame
    entries: pd.DataFrame
    vendors: pd.DataFrame
    flags: PlaceFlags
    designated: tuple[str, ...]
    designated_as_of: str | None
    change: float | None
    rank_in_prefecture: tuple[int, int] | None
    rank_in_kind: tuple[int, int] | None
    neighbours: tuple[Peer, ...]
    same_kind: tuple[Peer, ...]
    same_kind_by: Likeness
    previous: Body | None
    next: Body | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the body's own rows give, kept together."""

    systems: pd.DataFrame
    judged: tuple[JudgementNumbers, ...]
    matrix: pd.DataFrame
    timeline: pd.DataFrame
    history: pd.DataFrame
    entries: pd.DataFrame
    vendors: pd.DataFrame
    designated: tuple[str, ...]


def municipality_view(reader: Reader, *, as_of: AsOf, body: str) -> MunicipalityView:
    """Build the sheet of one body (five digits), a prefecture's own included.

    A month without a report gives figures of None, and ``empty_reason`` says so. Raises UnknownCodeError for a code
    that names nothing.
    """
    reference = load_reference()
    summary = summary_view(reader, as_of=as_of, body=body)
    found = reference.body(body)
    prefecture = reference.prefecture(body[:2])
    if found is None or prefecture is None:
        raise AssertionError("summary_view refuses unknown codes")
    reading = reader.at(as_of)
    scope = reader.scope.prefectures
    is_outside = scope is not None and found.prefecture_code not in scope
    behind = _behind(reader, as_of=as_of)
    sheet = reading.keep(
        f"municipality/{body}/{behind}", make=lambda: _sheet(reader, reading=reading, body=body, is_outside=is_outside)
    )
    others = comparison(reading, body=found)
    previous, following = _beside(found)
    people = reading.population_source if others.likeness == "population" else None
    return MunicipalityView(
        key="/".join((body, reading.fingerprint, behind, repr(reader.scope))),
        as_of=as_of,
        body=found,
        prefecture=prefecture,
        cut_to=reader.businesses,
        empty_reason=None if reading.is_reported else EmptyReason.MONTH_NOT_REPORTED,
        is_synthetic=reading.is_synthetic,
        is_outside_scope=is_outside,
        has_steps=reading.has_steps,
        warnings=reading.warnings,
        received_at=reading.received_at,
        summary=summary,
        systems=sheet.systems,
        judged=sheet.judged,
        matrix=sheet.matrix,
        steps=reference.steps,
        timeline=sheet.timeline,
        milestones=() if is_outside else milestone_rows(reading, body=body),
        history=sheet.history,
        entries=sheet.entries,
        vendors=sheet.vendors,
        flags=place_flags(reader, as_of=as_of, body=body),
        designated=sheet.designated,
        designated_as_of=reading.designated_as_of,
        change=change_since(sheet.history, month=as_of.month),
        rank_in_prefecture=others.rank_in_prefecture,
        rank_in_kind=others.rank_in_kind,
        neighbours=others.neighbours,
        same_kind=others.same_kind,
        same_kind_by=others.likeness,
        previous=previous,
        next=following,
        sources=(*reading.sources, people) if people else reading.sources,
    )


def _sheet(reader: Reader, *, reading: Reading, body: str, is_outside: bool) -> _Sheet:
    as_of = reading.as_of
    report = reading.body_report(body)
    systems = system_table(reader, reading=reading, report=report, body=body)
    months = reader.body_history(body, as_of=as_of)
    history = body_months(months, last=as_of.month)
    is_told = reading.has_steps and not is_outside
    listed = reading.designated()
    return _Sheet(
        systems=systems,
        judged=judgement_numbers(systems, month=as_of.month),
        matrix=step_matrix(systems, report=report) if is_told and reading.is_report_readable else blank(MATRIX_COLUMNS),
        timeline=system_timeline(systems, months=months) if is_told else blank(TIMELINE_COLUMNS),
        history=history,
        entries=input_months(months, history=history),
        vendors=vendor_table(systems) if is_told else blank(VENDOR_COLUMNS),
        designated=tuple(listed.loc[listed["body_code"] == body, "business"]),
    )


def _behind(reader: Reader, *, as_of: AsOf) -> str:
    """Names the reports of every month up to ``as_of``, which the history rests on."""
    months = (AsOf(month, as_of.known_at) for month in reader.months if month <= as_of.month)
    prints = "\n".join(reader.at(month).fingerprint for month in months)
    return hashlib.sha256(prints.encode()).hexdigest()[:16]


def _beside(body: Body) -> tuple[Body | None, Body | None]:
    if body.is_prefecture:
        return None, None
    row = load_reference().municipalities_of(body.prefecture_code)
    place = row.index(body)
    return (row[place - 1] if place else None), (row[place + 1] if place + 1 < len(row) else None)
