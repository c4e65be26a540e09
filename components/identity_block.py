"""Who a body is, how it stands by its worst system, and the bodies beside it in its prefecture."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.body_search import body_search
from components.cards import Card, Comparison, Direction, kpi_row
from components.cut_filter import cut_filter
from components.municipality_tables import judgement_words, sheet_place
from components.navigation import link
from components.text import Text
from components.theme import JUDGEMENT
from data.model import Judgement
from data.reference import Body
from data.views.municipality import MunicipalityView

_TONES: Final = {Judgement.LATE: "late", Judgement.CAUTION: "warning", Judgement.DONE: "good"}
_ORDER: Final = tuple(reversed(JUDGEMENT))


def identity_block(view: MunicipalityView, *, text: Text) -> DeltaGenerator:
    """Show who the body is, its 判定 with the systems behind it, and the ways to others.

    Above it the cut by business and the search; answers the place for the way down to the body.
    """
    with st.container(key="filters_place_bar", horizontal=True, vertical_alignment="center", gap="medium"):
        crumbs = st.container()
        cut_filter(text)
        body_search(text, prefecture=view.prefecture.code)
    with st.container(key="karte_identity", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(identity_html(view, text=text), width="stretch")
        with st.container(key="karte_beside", horizontal=True, gap="small", width="content"):
            for body, side in ((view.previous, "previous"), (view.next, "next")):
                if body is not None:
                    link("municipality", text(f"karte.{side}", name=_own_name(body, text)), body=body.code)
    return crumbs


def identity_html(view: MunicipalityView, *, text: Text) -> str:
    """Write name, reading, code with its check digit, kind and 判定 of the body."""
    body = view.body
    facts = [
        *([body.kana] if text.language == "ja" else [body.name]),
        text("karte.code", code=body.code, code6=body.code6),
        text(f"kind.{body.kind.name.lower()}"),
    ]
    quiet = "".join(f"<span>{escape(fact)}</span>" for fact in facts)
    return (
        f'<section class="d-identity" aria-label="{escape(text("karte.identity"))}">'
        f'<h2>{escape(sheet_place(view, text=text))}</h2><p class="d-identity-facts">{quiet}</p>'
        f"{_judgement(view, text=text)}</section>"
    )


def worst_html(view: MunicipalityView, *, text: Text) -> str:
    """Write the 判定 of the body by mark and word; it is that of its worst system."""
    now = view.history[view.history["month"] == view.as_of.month]["judgement"].dropna()
    worst = str(now.iloc[0]) if len(now) else None
    tone = _TONES.get(Judgement(worst), "") if worst else ""
    return f"<b{f' class=d-{tone}' if tone else ''}>{escape(judgement_words(worst, text=text))}</b>"


def identity_cards(view: MunicipalityView, *, text: Text) -> tuple[Card, ...]:
    """The body's key figures: rate, phase, systems live, 超過, input of the month."""
    systems = view.systems[view.systems["is_applicable"]]
    reported = int(systems["is_reported"].sum())
    as_of = text("cards.as_of", month=text.month(view.as_of.month))
    is_apart = systems.empty and bool(view.systems["is_reported"].any())
    if is_apart:
        detail, why = text("karte.cards.not_applicable_rate"), text("karte.cards.not_applicable")
    else:
        detail = text("karte.cards.reported", reported=reported, systems=len(systems))
        why = text("cards.not_in_rates" if reported else "karte.cards.unreported")
    phases = systems["phase"].dropna().astype(int)
    migrated = view.summary.migrated_systems
    return (
        _rate_card(view, detail=detail, as_of=as_of, why=why, text=text),
        Card(
            title=text("karte.cards.phase"),
            value=None if phases.empty else text.count(int(phases.min())),
            comparisons=(Comparison(text("karte.cards.phases"), _phases(view, text=text)),) if len(phases) else (),
            as_of=as_of,
            term="phase",
            unknown_reason=why,
        ),
        Card(
            title=text("karte.cards.migrated"),
            value=None if migrated is None else text.count(migrated),
            unit=text("karte.cards.of_systems", systems=len(systems)),
            comparisons=_designated(view, text=text),
            as_of=as_of,
            term="migrated_share",
            unknown_reason=why,
        ),
        _overdue_card(systems, as_of=as_of, why=why, text=text),
    )


def identity_card_row(view: MunicipalityView, *, text: Text) -> None:
    """Show ``identity_cards``."""
    kpi_row(identity_cards(view, text=text), text=text)


def _rate_card(view: MunicipalityView, *, detail: str, as_of: str, why: str, text: Text) -> Card:
    rate = view.summary.step_completion_mic.mean
    compared = []
    if view.change is not None:
        direction: Direction = "same" if round(view.change, 4) == 0 else "good" if view.change > 0 else "bad"
        compared.append(Comparison(text("cards.previous"), text.points(view.change), direction))
    for rank, key in ((view.rank_in_prefecture, "prefecture"), (view.rank_in_kind, "kind")):
        if rank is not None:
            label = text(f"karte.cards.rank_{key}", kind=text(f"kind.{view.body.kind.name.lower()}"))
            compared.append(Comparison(label, text("karte.cards.rank", place=rank[0], of=rank[1])))
    months = view.history[view.history["month"] <= view.as_of.month].tail(12)
    return Card(
        title=text("measure.step_completion_mic"),
        value=None if rate is None else text.percent_number(rate),
        unit="%",
        detail=detail,
        comparisons=tuple(compared),
        trend=tuple(None if pd.isna(share) else float(share) for share in months["step_completion_mic"]),
        as_of=as_of,
        term="step_completion_mic",
        unknown_reason=why,
    )


def _overdue_card(systems: pd.DataFrame, *, as_of: str, why: str, text: Text) -> Card:
    """超過 of the open systems, which can still be shortened; of those live it is history and named apart."""
    overdue = systems["overdue_months"].dropna().astype(int)
    is_live = systems.loc[overdue.index, "judgement_rule"] == "live"
    still, done = (part[part > 0] for part in (overdue[~is_live], overdue[is_live]))
    longest = int(still.max()) if len(still) else 0
    compared = []
    if longest:
        names = systems.loc[still.index[still == longest], "name" if text.language == "ja" else "english"]
        compared.append(Comparison(text("karte.cards.overdue_longest"), str(names.iloc[0])))
    if by_plan := int((systems["judgement_rule"] == "planned_after_deadline").sum()):
        compared.append(Comparison(text("karte.cards.late_by_plan"), text("karte.cards.systems", systems=by_plan)))
    if len(done):
        words = text("karte.cards.overdue_done_months", months=int(done.max()), systems=len(done))
        compared.append(Comparison(text("karte.cards.overdue_done"), words))
    return Card(
        title=text("karte.cards.overdue"),
        value=None if overdue.empty else text.count(longest),
        unit=text("karte.cards.months", count=longest),
        detail="" if overdue.empty else text("karte.cards.overdue_systems", systems=len(still)),
        comparisons=tuple(compared),
        as_of=as_of,
        term="overdue_months",
        unknown_reason=why,
    )


def _judgement(view: MunicipalityView, *, text: Text) -> str:
    counts, designated = view.summary.judgement_counts, view.summary.judgement_counts_designated or {}
    if counts is None or not any(counts.values()):
        return ""
    parts = []
    for one in _ORDER:
        if counts[one]:
            words = text("karte.judged_part", judgement=judgement_words(one, text=text), systems=counts[one])
            own = designated.get(one, 0)
            parts.append(text("karte.judged_designated", words=words, systems=own) if own else words)
    listed = "".join(f"<span>{escape(part)}</span>" for part in parts)
    return (
        f'<p class="d-identity-judged"><span>{escape(text("measure.judgement"))}</span> '
        f"{worst_html(view, text=text)} {listed}"
        f"<small>{escape(text('judgement.own_rule'))}</small></p>"
    )


def _phases(view: MunicipalityView, *, text: Text) -> str:
    counts = view.summary.phase_counts or {}
    parts = [
        text("karte.cards.phase_part", phase=text("unreported") if name == "unknown" else name, systems=count)
        for name, count in counts.items()
        if count
    ]
    return text("map.summary_joint").join(parts)


def _designated(view: MunicipalityView, *, text: Text) -> tuple[Comparison, ...]:
    designated = view.summary.designated_systems
    if designated is None:
        return ()
    name, listed = text("measure.designated_systems"), view.designated_as_of
    if listed is not None and listed != view.as_of.month:
        name = text("karte.cards.designated_listed", name=name, month=text.month(listed))
    return (Comparison(name, text("karte.cards.systems", systems=designated)),)


def _own_name(body: Body, text: Text) -> str:
    return text.pick(body.name, body.english)
