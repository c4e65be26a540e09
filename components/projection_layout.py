"""投影モード: a prefecture, then each of its municipalities, one a screen, in letters a meeting room can read.

The address holds it all (``view=projection`` and the municipality), so that a link opens the same screen.
"""

from __future__ import annotations

from html import escape
from typing import Final, Protocol

import streamlit as st

from components.address import drop_choice, write_choice
from components.cards import Card
from components.charts.judgement import ROWS, judgement_counts_by_row, judgement_word
from components.document import follow_keys
from components.headline_cards import headline_cards
from components.identity_block import identity_cards, worst_html
from components.map_block import map_block
from components.map_section import MapSource
from components.messages import demo_mark
from components.overview_sentences import overview_sentences
from components.progress_tables import source_lines
from components.projection_body import body_html
from components.standing_blocks import judgement_frame
from components.text import Text
from components.theme import JUDGEMENT
from data.model import Judgement
from data.reference import Body, load_reference
from data.views.layers import Level, MapMeasure
from data.views.municipality import MunicipalityView
from data.views.prefecture import PrefectureView

PROJECTION: Final = "projection"
_KEYS: Final = {step: f"projection_{step}" for step in ("previous", "next", "first", "leave")}
_CAME_WITH: Final = "projection_came_with"
"""Under it the session keeps the body the address named before the projection."""

_MAP_HEIGHT_PX: Final = 232
"""Of the nation's map; a prefecture's takes up to twice as much, and the style sheet enlarges it with its letters."""


class SheetOf(Protocol):
    """The sheet of one municipality, asked for when it is shown."""

    def __call__(self, *, body: str) -> MunicipalityView:
        """Build the sheet of ``body`` (five digits)."""


def projection_switch(text: Text) -> None:
    """Draw the way into the projection."""
    st.button(
        text("projection.open"),
        key="projection_open",
        icon=":material/present_to_all:",
        on_click=_enter,
        help=text("projection.help"),
    )


def projected(
    view: PrefectureView,
    *,
    place: str,
    source: MapSource,
    sheet: SheetOf,
    text: Text,
) -> bool:
    """Lay out the projection if the address asks for it, and tell whether it did.

    The screen is the one the address names: the prefecture's, or that of one of its municipalities.
    ``source`` is asked for the map beside both, ``sheet`` for that of the municipality shown.
    """
    if st.query_params.get("view") != PROJECTION:
        return False
    prefecture = view.overview.place
    if prefecture is None:
        raise ValueError("a projection is of a prefecture")
    bodies = load_reference().municipalities_of(prefecture.code)
    asked = st.query_params.get("body")
    at = next((number for number, body in enumerate(bodies, start=1) if body.code == asked), 0)
    follow_keys(_KEYS)
    shown = sheet(body=bodies[at - 1].code) if at else None
    with st.container(key="projection"):
        _head(view, place=place, bodies=bodies, at=at, shown=shown, text=text)
        left, right = st.columns([9, 11], gap="large")
        with left, st.container(key="projection_map"):
            measure = MapMeasure.JUDGEMENT if view.overview.has_steps else MapMeasure.STEP_COMPLETION
            found = source.layer(level=Level.MUNICIPALITY, measure=measure)
            picked = map_block(
                found,
                title=text("overview.map_title", place=place, measure=text(f"measure.{found.value_measure}")),
                text=text,
                key="projection_regions",
                prefecture_names={},
                months=None,
                selected=bodies[at - 1].code if at else None,
                height_px=_MAP_HEIGHT_PX,
            )
        if picked is not None and picked != asked:
            write_choice("body", picked)
            st.rerun()
        with right:
            if shown is not None:
                st.html(_cards(identity_cards(shown, text=text), text=text) + body_html(shown, text=text))
            else:
                st.html(_summary(view, place=place, text=text))
        lines = "　".join(source_lines(view.overview, text=text))
        st.html(f'<p class="d-pj-source">{escape(lines)}</p>')
    return True


def _enter() -> None:
    st.session_state[_CAME_WITH] = st.query_params.get("body", "")
    write_choice("view", PROJECTION)


def _leave() -> None:
    """Give the page its address back: the municipality shown last is no choice of the reader's."""
    drop_choice("view")
    write_choice("body", st.session_state.pop(_CAME_WITH, ""))


def _head(
    view: PrefectureView, *, place: str, bodies: tuple[Body, ...], at: int, shown: MunicipalityView | None, text: Text
) -> None:
    """Who is on the screen, how it is judged, of which month, and the ways on."""
    judged = ""
    if shown is not None and shown.has_steps:
        judged = (
            f'<p class="d-pj-own"><span>{escape(text("measure.judgement"))}</span> {worst_html(shown, text=text)}</p>'
        )
    title = text.pick(bodies[at - 1].name, bodies[at - 1].english) if at else place
    above = place if at else text("projection.whole")
    month = text("pack.as_of", month=text.month(view.overview.as_of.month))
    demo = demo_mark(text) if view.overview.is_synthetic else ""
    with st.container(key="projection_head", horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(
            f'<div class="d-pj-title"><p><span>{escape(above)}</span> <span>{escape(month)}</span> {demo}</p>'
            f"<h1>{escape(title)}</h1>{judged}</div>",
            width="stretch",
        )
        with st.container(key="projection_ways", horizontal=True, vertical_alignment="center", gap="small"):
            before = None if at == 0 else bodies[at - 2].code if at > 1 else ""
            after = bodies[at].code if at < len(bodies) else None
            _way("previous", to=before, icon="chevron_left", text=text)
            count = text("projection.count", at=at, bodies=len(bodies))
            st.html(f'<p class="d-pj-count" role="status">{escape(count)}</p>', width="content")
            _way("next", to=after, icon="chevron_right", text=text)
            _way("first", to="" if at else None, icon="map", text=text)
            st.button(
                text("projection.leave"),
                key=_KEYS["leave"],
                icon=":material/close:",
                on_click=_leave,
            )


def _way(step: str, *, to: str | None, icon: str, text: Text) -> None:
    st.button(
        text(f"projection.{step}"),
        key=_KEYS[step],
        icon=f":material/{icon}:",
        on_click=write_choice,
        args=("body", to),
        disabled=to is None,
    )


def _summary(view: PrefectureView, *, place: str, text: Text) -> str:
    overview = view.overview
    said = [one for one in overview_sentences(overview, place=place, text=text) if one != text("sentence.demo")]
    items = "".join(f"<li>{escape(one)}</li>" for one in said)
    judged = _judgements(view, place=place, text=text) if overview.has_steps else ""
    return (
        f'{_cards(headline_cards(overview.headlines, text=text), text=text)}{judged}<ul class="d-pj-said">{items}</ul>'
    )


def _cards(cards: tuple[Card, ...], *, text: Text) -> str:
    """Title, value and denominator; what a figure is read against has room on the page alone."""
    items = "".join(
        f'<li><h2>{escape(card.title)}</h2><p class="d-pj-value">{escape(card.value or text("unknown"))}'
        f"<span>{escape(card.unit if card.value else '')}</span></p>"
        f"<p>{escape(card.detail if card.value else card.unknown_reason)}</p></li>"
        for card in cards
    )
    return f'<ul class="d-pj-cards">{items}</ul>'


def _judgements(view: PrefectureView, *, place: str, text: Text) -> str:
    """One bar of all applicable systems by 判定, with the words and numbers under it."""
    counts = judgement_counts_by_row(judgement_frame(view.overview))
    total = {one: sum(counts[row][one] for row in ROWS) for one in Judgement}
    whole = max(1, sum(total.values()))
    shown = [(one, look) for one, look in JUDGEMENT.items() if total[one]]
    bar = "".join(
        f'<span class="d-pj-part{" d-pj-hatched" if look.is_hatched else ""}" '
        f'style="width:{total[one] / whole:.2%};background-color:{look.fill}"></span>'
        for one, look in shown
    )
    legend = "".join(
        f"<li><b>{escape(judgement_word(one, text=text))}</b> {escape(text.count(total[one]))}</li>" for one, _ in shown
    )
    title = escape(text("pack.judgement", place=place))
    return (
        f'<section class="d-pj-judged" aria-label="{title}"><h2>{title}</h2>'
        f'<div class="d-pj-bar" aria-hidden="true">{bar}</div><ul>{legend}</ul></section>'
    )
