"""A hand-out on its page: nothing is made before somebody asks for it, then each file is there to take along."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

import streamlit as st

from components.chart_block import block_title
from components.fragments import apart
from components.messages import alert, working
from components.pack_files import PACK_FORMATS
from components.pack_kept import keep_pack, kept_pack
from components.pack_link import PACK
from components.pack_making import PACK_TYPES, make_pack
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
    if st.button(text("pack.block.prepare"), key="pack_prepare", icon=":material/summarize:"):
        with working(text("pack.block.making")):
            made = keep_pack("pack", of=of, make=partial(make_pack, make, formats=PACK_FORMATS, text=text))
    else:
        found = kept_pack("pack", of=of)
        if found is None:
            return
        made = found
    if made.problems:
        alert(made.problems, kind="fault")
    with st.container(key="pack_files", horizontal=True, gap="small"):
        for name, content in made.files.items():
            ending = name.rsplit(".", 1)[-1]
            st.download_button(
                text(f"pack.block.{ending}"),
                content,
                file_name=name,
                mime=PACK_TYPES[ending],
                key=f"pack_{ending}",
                on_click="ignore",
                icon=":material/download:",
            )
