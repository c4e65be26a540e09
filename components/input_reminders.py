"""The reminders on their page: an editable template, one text to copy, all of them as one file. Nothing is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime import Runtime

from components.browser_assets import served_component
from components.chart_block import block_title
from components.documents.reminders import (
    FIELDS,
    Reminder,
    field_mark,
    reminder_words,
    reminders_file,
    unknown_marks,
)
from components.messages import alert
from components.summary_block import COPY_ASSETS, COPY_WORDS
from components.text import Text
from data.reference import load_reference
from data.views.reporting import ReportingView


def reminder_block(view: ReportingView, *, place: str, is_past: bool, file_name: str, text: Text) -> None:
    """Offer a text for every body of ``view`` that has yet to enter something; redraws by itself.

    ``is_past``: the deadline has passed.
    """
    st.fragment(_block)(view, place=place, is_past=is_past, file_name=file_name, text=text)


def default_template(*, is_past: bool, text: Text) -> str:
    """The template as offered; after the deadline it says that this has passed."""
    template = text("inputs.reminder.template")
    if not is_past:
        return template
    return template.replace(text("inputs.reminder.due_ahead"), text("inputs.reminder.due_past"))


def reminders(view: ReportingView, *, template: str, text: Text) -> tuple[Reminder, ...]:
    """The texts of ``view.incomplete`` in its order, from ``template``."""
    return tuple(_reminder(row, view, template=template, text=text) for row in view.incomplete.to_dict("records"))


def _block(view: ReportingView, *, place: str, is_past: bool, file_name: str, text: Text) -> None:
    block_title(text("inputs.reminder.title", place=place), summary=text("inputs.reminder.how"))
    if view.incomplete.empty:
        st.html(f'<p class="d-summary">{escape(text("inputs.reminder.none"))}</p>')
        return
    left, right = st.columns([1, 1], gap="medium")
    with left:
        # The browser's copy of the words is the reader's own: it goes with the session, and is kept nowhere.
        template = st.text_area(
            text("inputs.reminder.template_label"),
            default_template(is_past=is_past, text=text),
            key=f"inputs_template_{text.language}{'' if is_past else '_ahead'}",
            height=380,
            help=text("inputs.reminder.fields", fields=" ".join(field_mark(field, text=text) for field in FIELDS)),
        )
        unknown = unknown_marks(template, text=text)
        if unknown:
            alert([text("inputs.reminder.unknown", marks=" ".join(unknown))])
    with right:
        _texts(view, template=template, place=place, file_name=file_name, text=text)


def _texts(view: ReportingView, *, template: str, place: str, file_name: str, text: Text) -> None:
    rows = view.incomplete
    names = dict(zip(rows["body_code"], _names(rows, text=text), strict=True))
    code = st.selectbox(
        text("inputs.reminder.body"), list(names), key="inputs_reminder_body", format_func=names.__getitem__
    )
    row = rows[rows["body_code"] == code].to_dict("records")[0]
    shown = _reminder(row, view, template=template, text=text)
    with st.container(key="inputs_reminder_bar", horizontal=True, vertical_alignment="top", gap="small"):
        if Runtime.exists():
            words = {word: text(f"digest.{word}") for word in COPY_WORDS} | {"copy": text("inputs.reminder.copy")}
            served_component("copy_button", assets=COPY_ASSETS, js="copy.js", css="copy.css")(
                data=json.dumps({"text": shown.words, **words}, ensure_ascii=False).encode(),
                key="inputs_reminder_copy",
                width="content",
            )
        st.download_button(
            text("inputs.reminder.all", bodies=len(rows)),
            partial(_file, view, template=template, place=place, text=text),
            file_name=f"{file_name}.txt",
            mime="text/plain",
            key="inputs_reminder_all",
            on_click="ignore",
            icon=":material/download:",
        )
    label = escape(text("inputs.reminder.preview", name=shown.name))
    st.html(f'<pre class="d-mail" role="region" aria-label="{label}" tabindex="0">{escape(shown.words)}</pre>')


def _file(view: ReportingView, *, template: str, place: str, text: Text) -> bytes:
    title = text("inputs.reminder.file_title", place=place, month=text.month(view.as_of.month))
    found = reminders(view, template=template, text=text)
    return reminders_file(found, title=title, is_synthetic=view.is_synthetic, text=text)


def _reminder(row: Mapping[Any, Any], view: ReportingView, *, template: str, text: Text) -> Reminder:
    name = str(text.pick(row["name"], row["english"]))
    prefecture = load_reference().prefecture(str(row["prefecture_code"]))
    missing = [_business(business, text=text) for business in row["unreported"]]
    values = {
        "prefecture": "" if prefecture is None else text.pick(prefecture.name, prefecture.english),
        "body": name,
        "month": text.month(view.as_of.month),
        "due": text("inputs.clock.moment", day=text.date(view.due_at)),
        "checked": text.date(view.received_at),
        "state": text(f"input.state.{row['state']}"),
        "businesses": "\n".join(text("inputs.reminder.line", name=one) for one in missing),
        "count": text.count(len(missing)),
    }
    words = reminder_words(template, values=values, is_synthetic=view.is_synthetic, text=text)
    return Reminder(body_code=str(row["body_code"]), name=name, words=words)


def _business(business: str, *, text: Text) -> str:
    found = load_reference().business(business)
    return business if found is None else text.pick(found.name, found.english)


def _names(rows: pd.DataFrame, *, text: Text) -> list[str]:
    return [
        text("inputs.reminder.choice", name=text.pick(name, english), state=text(f"input.state.{state}"))
        for name, english, state in zip(rows["name"], rows["english"], rows["state"], strict=True)
    ]
