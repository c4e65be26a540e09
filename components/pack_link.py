"""The way from the top of 全国概況 to the block of its hand-out, which lies below the lists."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from components.chart_block import screen_only
from components.text import Text

PACK: Final = "briefing"
"""Where on the page the block begins."""


def pack_link(text: Text) -> None:
    """Draw the way to the block."""
    way = escape(text("pack.block.way"))
    with screen_only("pack_link"):
        st.html(f'<p class="d-summary"><a href="#{PACK}" target="_self">{way}</a></p>')
