"""Key figures: each with its unit, what it is read against, its course, its date and its definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

import streamlit as st

from components.address import definition_link
from components.charts.sparkline import sparkline
from components.text import Text

Direction = Literal["good", "bad", "same", "none"]
"""Whether a difference is an improvement; ``none`` for a plain second figure that is neither."""

_ARROWS: Final = {"good": "↗", "bad": "↘", "same": "→"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a figure is read against: a label (the month before, the nation), the finished value, its direction."""

    label: str
    value: str
    direction: Direction = "none"


@dataclass(frozen=True, slots=True)
class Card:
    """One key figure, finished for reading.

    ``value`` None means unknown, and ``unknown_reason`` then says why; ``detail`` is the denominator
    (1,741 of 1,741 reported); ``term`` is the anchor of its definition; ``trend`` is in time order.
    """

    title: str
    value: str | None
    unit: str = ""
    detail: str = ""
    comparisons: tuple[Comparison, ...] = ()
    trend: tuple[float | None, ...] = ()
    as_of: str = ""
    term: str = ""
    unknown_reason: str = ""


def kpi_row(cards: Sequence[Card], *, text: Text) -> None:
    """Show two to six cards in one row, as many as the width allows."""
    items = "".join(card_html(card, text=text) for card in cards)
    st.html(f'<ul class="d-cards">{items}</ul>')


def card_html(card: Card, *, text: Text) -> str:
    """Write one card as a list item."""
    parts = [
        f'<div class="d-card-head"><h2 class="d-card-title">{escape(card.title)}</h2>{_definition(card, text)}</div>'
    ]
    if card.value is None:
        reason = card.unknown_reason or text("cards.unknown_reason")
        parts.append(f'<p class="d-card-value d-unknown">{escape(text("unknown"))}</p>')
        parts.append(f'<p class="d-card-line">{escape(reason)}</p>')
    else:
        unit = f'<span class="d-unit">{escape(card.unit)}</span>' if card.unit else ""
        spark = sparkline(card.trend, label=text("cards.trend", title=card.title))
        parts.append(f'<div class="d-card-figure"><p class="d-card-value">{escape(card.value)}{unit}</p>{spark}</div>')
    parts.extend(_comparison(comparison, text) for comparison in card.comparisons)
    foot = "".join(f"<span>{escape(part)}</span>" for part in (card.detail, card.as_of) if part)
    if foot:
        parts.append(f'<p class="d-card-foot">{foot}</p>')
    return f'<li class="d-card">{"".join(parts)}</li>'


def _definition(card: Card, text: Text) -> str:
    if not card.term:
        return ""
    name = escape(text("cards.definition_of", title=card.title))
    word = escape(text("cards.definition"))
    return f'<a class="d-card-link" href="{definition_link(card.term)}" aria-label="{name}">{word}</a>'


def _comparison(comparison: Comparison, text: Text) -> str:
    label, value = escape(comparison.label), escape(comparison.value)
    if comparison.direction == "none":
        return f'<p class="d-card-line">{label} <b>{value}</b></p>'
    word = escape(text(f"cards.direction.{comparison.direction}"))
    arrow = _ARROWS[comparison.direction]
    return (
        f'<p class="d-card-line">{label} <b class="d-{comparison.direction}">{value} '
        f'<span aria-hidden="true">{arrow}</span> {word}</b></p>'
    )
