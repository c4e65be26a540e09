"""The withdrawal report on its page: prepared with one click, to copy into a mail or to take along as a document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from html import escape
from typing import Final

import streamlit as st
from streamlit.runtime import Runtime

from components.browser_assets import served_component
from components.chart_block import block_title
from components.documents.withdrawal_report import report_document, report_mail, withdrawal_report
from components.fragments import apart
from components.summary_block import COPY_ASSETS, COPY_WORDS
from components.text import Text
from components.what_if_words import what_if_file
from data.model import JST
from data.views.what_if import WhatIfView

_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def report_block(view: WhatIfView, *, place: str, sources: Sequence[str], text: Text) -> None:
    """Offer the report of a withdrawal that hits somebody; of a slip there is nothing to report. Nothing is sent."""
    if not view.shock.is_withdrawal or view.systems.empty:
        return
    apart(_block)(view, place=place, sources=sources, text=text)


def _block(view: WhatIfView, *, place: str, sources: Sequence[str], text: Text) -> None:
    block_title(text("what_if.report.block"), summary=text("what_if.report.how"))
    if not st.button(text("what_if.report.prepare"), key="what_if_report", icon=":material/edit_document:"):
        return
    report = withdrawal_report(view, place=place, made_on=datetime.now(JST).date(), sources=sources, text=text)
    mail = report_mail(report, text=text)
    with st.container(key="what_if_report_bar", horizontal=True, vertical_alignment="center", gap="small"):
        if Runtime.exists():
            words = {word: text(f"digest.{word}") for word in COPY_WORDS} | {"copy": text("what_if.report.copy")}
            served_component("copy_button", assets=COPY_ASSETS, js="copy.js", css="copy.css")(
                data=json.dumps({"text": mail, **words}, ensure_ascii=False).encode(),
                key="what_if_report_copy",
                width="content",
            )
        st.download_button(
            text("what_if.report.docx"),
            partial(report_document, report, text=text),
            file_name=f"{what_if_file(view, 'withdrawal_report')}.docx",
            mime=_DOCX,
            key="what_if_report_docx",
            on_click="ignore",
            icon=":material/download:",
        )
    label = escape(text("what_if.report.mail"))
    st.html(f'<pre class="d-mail" role="region" aria-label="{label}" tabindex="0">{escape(mail)}</pre>')
