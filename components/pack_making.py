"""The files of a hand-out for a page: what could be made of it, and a plain sentence for what could not."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Final

from components.documents.pack_fonts import MissingFontError
from components.pack_files import pack_files
from components.text import Text
from data.views.pack import PackView

PACK_TYPES: Final = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The media type of each format."""
_log = logging.getLogger(__name__)


def make_pack(
    make: Callable[[], PackView], *, formats: Sequence[str], text: Text
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Make the hand-out ``make`` builds, in ``formats``: its files by name, and sentences on what went wrong.

    A format that fails leaves the others; what nobody foresaw is logged, and never shown as a traceback.
    """
    files: dict[str, bytes] = {}
    problems: list[str] = []
    try:
        view = make()
    except Exception as error:
        return {}, (_words(error, formats=formats, text=text),)
    if view.problem is not None:
        problems += [text("pack.follow_ups_unread"), view.problem]
    for one in formats:
        try:
            files |= pack_files(view, formats=(one,), text=text)
        except Exception as error:
            problems.append(_words(error, formats=(one,), text=text))
    return files, tuple(problems)


def _words(error: Exception, *, formats: Sequence[str], text: Text) -> str:
    if isinstance(error, MissingFontError):
        return str(error)
    _log.error("a hand-out could not be made", exc_info=error)
    named = text("pack.joint").join(text(f"hand_out.format.{one}") for one in formats)
    return text("pack.making_failed", formats=named)
