"""開催案内: the text that tells the contact window of a meeting, to be changed, copied and taken. Nothing is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Final

import streamlit as st
from streamlit.runtime import Runtime

from components.browser_assets import served_component
from components.chart_block import block_title
from components.documents.letters import foreign_marks, letter_file, letter_mark, letter_words
from components.hand_out_form import HandOutChoice
from components.meeting_words import prefecture_name
from components.messages import alert
from components.summary_block import COPY_ASSETS, COPY_WORDS
from components.text import Text
from data.views.meetings import MeetingsView

FIELDS: Final = ("window", "prefecture", "when", "venue", "agenda", "participants")
"""What the template may name; its words in brackets are ``announce.field.<field>``."""


def announcement_block(choice: HandOutChoice, *, view: MeetingsView, text: Text) -> None:
    """Offer the announcement of the meeting that ``choice`` describes."""
    block_title(text("announce.title"), note=text("announce.note"), summary=text("announce.how"))
    marks = [letter_mark(text(f"announce.field.{field}"), text=text) for field in FIELDS]
    left, right = st.columns(2, gap="medium")
    with left:
        template = st.text_area(
            text("announce.template_label"),
            text("announce.template"),
            key=f"announce_template_{text.language}",
            height=430,
            help=text("announce.fields", fields=" ".join(marks)),
        )
        slips = foreign_marks(template, known=marks, text=text)
        if slips:
            alert([text("inputs.reminder.unknown", marks=" ".join(slips))])
    words = announcement(choice, view=view, template=template, text=text)
    with right:
        if not view.contact_window:
            st.html(f'<p class="d-summary">{escape(text("announce.set_window"))}</p>')
        with st.container(key="announce_bar", horizontal=True, vertical_alignment="top", gap="small"):
            if Runtime.exists():
                said = {word: text(f"digest.{word}") for word in COPY_WORDS} | {"copy": text("announce.copy")}
                served_component("copy_button", assets=COPY_ASSETS, js="copy.js", css="copy.css")(
                    data=json.dumps({"text": words, **said}, ensure_ascii=False).encode(),
                    key="announce_copy",
                    width="content",
                )
            st.download_button(
                text("announce.save"),
                letter_file(words),
                file_name=announcement_file(choice, view=view),
                mime="text/plain",
                key="announce_save",
                on_click="ignore",
                icon=":material/download:",
            )
        label = escape(text("announce.preview"))
        st.html(f'<pre class="d-mail" role="region" aria-label="{label}" tabindex="0">{escape(words)}</pre>')


def announcement(choice: HandOutChoice, *, view: MeetingsView, template: str, text: Text) -> str:
    """Write ``template`` for the meeting; what is not known yet says so."""
    return letter_words(
        template, values=_values(choice, view=view, text=text), is_synthetic=view.is_synthetic, text=text
    )


def announcement_file(choice: HandOutChoice, *, view: MeetingsView) -> str:
    """Name of the announcement's file; invented data says so."""
    day = choice.held_on.isoformat() if choice.held_on else "undated"
    return f"{'demo_' if view.is_synthetic else ''}announcement_{choice.prefecture or 'meeting'}_{day}.txt"


def _values(choice: HandOutChoice, *, view: MeetingsView, text: Text) -> Mapping[str, str]:
    open_, code = text("announce.open"), choice.prefecture
    day = text.date(choice.held_on) if choice.held_on else open_
    values = {
        "window": view.contact_window or text("announce.no_window"),
        "prefecture": prefecture_name(code, text=text) if code else open_,
        "when": text("announce.when", day=day, time=choice.time) if choice.time else day,
        "venue": choice.venue or open_,
        "agenda": "\n".join(
            text("announce.item", number=number, item=item) for number, item in enumerate(choice.agenda, start=1)
        )
        or text("announce.no_item", words=open_),
        "participants": choice.participants or open_,
    }
    return {letter_mark(text(f"announce.field.{field}"), text=text): values[field] for field in FIELDS}
