"""A hand-out on its page: nothing is made before somebody asks for it, then each file is there to take along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from components.chart_block import block_title
from components.documents.pack_fonts import MissingFontError
from components.fragments import apart
from components.messages import alert, working
from components.pack_files import PACK_FORMATS, pack_files
from components.text import Text
from data.views.pack import PackView

PACK_TYPES: Final = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The media type of each format."""


def pack_block(make: Callable[[], PackView], *, text: Text) -> None:
    """Offer the hand-out that ``make`` builds; it is called after the click alone, and runs only this block anew."""
    apart(_block)(make, text=text)


def _block(make: Callable[[], PackView], *, text: Text) -> None:
    block_title(text("pack.block.title"), summary=text("pack.block.how"))
    if not st.button(text("pack.block.prepare"), key="pack_prepare", icon=":material/summarize:"):
        return
    files: dict[str, bytes] = {}
    problems: list[str] = []
    with working(text("pack.block.making")):
        view = make()
        for one in PACK_FORMATS:
            try:
                files |= pack_files(view, formats=(one,), text=text)
            except MissingFontError as error:  # the other files need no font of the server
                problems.append(str(error))
    if problems:
        alert(problems, kind="fault")
    with st.container(key="pack_files", horizontal=True, gap="small"):
        for name, content in files.items():
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
