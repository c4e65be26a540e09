"""Buttons that save the picture of 探索 as PNG or SVG, made by the browser from what is on screen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from streamlit.runtime import Runtime

from components.browser_assets import served_component
from components.documents.table_files import TableHead, head_rows
from components.text import Text

PICTURE_ASSETS: Final = Path(__file__).resolve().parent / "picture_button"
PICTURE: Final = "explore_picture"
"""Key of the container the picture stands in."""


def picture_files(
    head: TableHead, *, file_name: str, text: Text, legend: Sequence[tuple[str, str]] = (), credit: str = ""
) -> None:
    """Draw the buttons. The file says what ``head`` says: the title, months and conditions above, the rest below.

    ``legend`` (words and fill) and ``credit`` are those of a picture that does not bring its own.
    """
    if not Runtime.exists():
        return
    above, below = picture_lines(head, text=text)
    data = {
        "place": f".st-key-{PICTURE}",
        "title": head.title,
        "head": above,
        "foot": [*below, credit] if credit else below,
        "legend": list(legend),
        "name": file_name,
        "words": {word: text(f"explore.picture.{word}") for word in ("png", "svg", "failed")},
    }
    served_component("picture_button", assets=PICTURE_ASSETS, js="picture.js", css="picture.css")(
        data=json.dumps(data, ensure_ascii=False).encode(), key="explore_picture_files", width="content"
    )


def picture_lines(head: TableHead, *, text: Text) -> tuple[list[str], list[str]]:
    """The lines above a saved picture (that data is invented, as-of, conditions) and below it (rules, sources)."""
    above: list[str] = []
    below: list[str] = []
    section = above
    for label, value in head_rows(head, text=text):
        if value == head.title:
            continue
        if label in (text("table.definitions"), text("frame.sources")):
            section = below
        section.append(text("explore.picture.line", label=label, value=value) if label else value)
    return above, below
