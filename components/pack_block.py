"""A hand-out on its page: nothing is made before somebody asks for it, then each file is there to take along."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import streamlit as st

from components.chart_block import block_title
from components.fragments import apart
from components.pack_files import PACK_FORMATS
from components.pack_kept import offer_pack
from components.pack_link import PACK
from components.text import Text
from data.views.pack import PackView


def pack_block(make: Callable[[], PackView], *, of: Hashable, text: Text) -> None:
    """Offer the hand-out that ``make`` builds; it is called after the click alone, and runs only this block anew.

    The files stay as long as ``of``, what they are made of, and the language stay the same.
    """
    apart(_block)(make, of=(of, text.language), text=text)


def _block(make: Callable[[], PackView], *, of: Hashable, text: Text) -> None:
    st.html(f'<span id="{PACK}"></span>')
    block_title(text("pack.block.title"), summary=text("pack.block.how"))
    is_asked = st.button(text("pack.block.prepare"), key="pack_prepare", icon=":material/summarize:")
    offer_pack(
        "pack",
        make,
        of=of,
        formats=PACK_FORMATS if is_asked else (),
        label=lambda name: text(f"pack.block.{name.rsplit('.', 1)[-1]}"),
        text=text,
    )
