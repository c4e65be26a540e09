"""The three shares people take for one another, side by side on one axis, each with what it is a share of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st

from components.address import definition_link
from components.text import Text

MEASURES: Final = ("migrated_share", "step_completion_mic", "bodies_complete_share")
"""The measures with words of their own here, in reading order."""

_TERMS: Final = {"bodies_complete_share": "bodies_complete"}
"""Anchor of the definition, where it is not the measure's own id."""
_COLUMNS: Final = ("measure", "value", "meaning")


@dataclass(frozen=True, slots=True)
class MeasureShare:
    """One of ``MEASURES``: ``share`` 0 to 1 (None = unknown) is ``count`` of ``total``; a mean has no count."""

    measure: str
    share: float | None
    total: int
    count: int | None = None


def confused_measures(shares: Sequence[MeasureShare], *, text: Text) -> None:
    """Show ``shares`` (see ``confused_measures_html``)."""
    st.html(confused_measures_html(shares, text=text))


def confused_measures_html(shares: Sequence[MeasureShare], *, text: Text) -> str:
    """Write ``shares`` as a table: name linked to its definition, value with bar (0 to 100 %) and basis, meaning."""
    heads = "".join(
        f'<th scope="col" class="d-cm-{name}">{escape(text(f"confused.column.{name}"))}</th>' for name in _COLUMNS
    )
    rows = "".join(_row(share, text=text) for share in shares)
    caption = escape(text("confused.caption"))
    return (
        f'<div class="d-table d-confused" role="region" aria-label="{caption}" tabindex="0"><table>'
        f'<caption class="d-unseen">{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(share: MeasureShare, *, text: Text) -> str:
    measure = share.measure
    name = escape(text(f"measure.{measure}"))
    link = definition_link(_TERMS.get(measure, measure))
    basis = text("cards.not_in_rates")
    bar = ""
    if share.share is not None:
        basis = text(f"confused.basis.{measure}", count=share.count, total=share.total)
        width = f"width:{share.share * 100:.2f}%"
        bar = f'<span class="d-bar" aria-hidden="true"><i class="d-bar-fill" style="{width}"></i></span>'
    return (
        f'<tr><th scope="row"><a href="{link}">{name}</a></th>'
        f'<td class="d-cm-value">{bar}<b>{text.percent(share.share)}</b>'
        f'<span class="d-cm-basis">{escape(basis)}</span></td>'
        f'<td class="d-cm-meaning">{escape(text(f"confused.meaning.{measure}"))}</td></tr>'
    )
