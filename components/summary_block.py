"""要約: finished sentences as one paragraph, and a button that copies them for a mail or a briefing note."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.runtime import Runtime

from components.browser_assets import served_component
from components.text import Text

COPY_ASSETS: Final = Path(__file__).resolve().parent / "copy_button"
COPY_WORDS: Final = ("copy", "copied", "failed")


def summary_block(sentences: Sequence[str], *, text: Text, key: str = "summary", source: str = "") -> None:
    """Show ``sentences`` as a paragraph under its heading, with a button that copies them.

    ``source`` (place, month, who says so) is copied as a last line, so that the text stands alone where it is pasted.
    """
    with st.container(key=f"{key}_digest", horizontal=True, vertical_alignment="top", gap="small"):
        st.html(summary_html(sentences, text=text), width="stretch")
        if Runtime.exists():
            words = {word: text(f"digest.{word}") for word in COPY_WORDS}
            data = {"text": copied_text(sentences, text=text, source=source), **words}
            served_component("copy_button", assets=COPY_ASSETS, js="copy.js", css="copy.css")(
                # As Streamlit writes JSON, each Japanese letter would cost six bytes.
                data=json.dumps(data, ensure_ascii=False).encode(),
                key=f"{key}_copy",
                width="content",
            )


def summary_html(sentences: Sequence[str], *, text: Text) -> str:
    """Write the heading and the paragraph."""
    title = escape(text("digest.title"))
    paragraph = escape(_joined(sentences, text))
    heading = f'<h2 class="d-digest-title">{title}</h2>'
    return f'<section class="d-digest" aria-label="{title}">{heading}<p>{paragraph}</p></section>'


def copied_text(sentences: Sequence[str], *, text: Text, source: str = "") -> str:
    """What the button copies: the paragraph, and ``source`` on a line of its own."""
    return "\n".join(part for part in (_joined(sentences, text), source) if part)


def _joined(sentences: Sequence[str], text: Text) -> str:
    return text.pick("", " ").join(sentences)
