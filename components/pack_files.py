"""The files of a hand-out: one function from the view to the named bytes, for the page and the command line alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from components.documents.pack import Pack
from components.pack_words import pack_words
from components.progress_tables import file_name
from components.text import Text
from data.views.pack import PackView


def _pdf(pack: Pack, text: Text) -> bytes:
    # Each format loads a library that only it needs.
    from components.documents.pack_pdf import pack_pdf

    return pack_pdf(pack, text=text)


def _pptx(pack: Pack, text: Text) -> bytes:
    from components.documents.pack_pptx import pack_pptx

    return pack_pptx(pack, text=text)


def _xlsx(pack: Pack, text: Text) -> bytes:
    from components.documents.pack_xlsx import pack_xlsx

    return pack_xlsx(pack, text=text)


_WRITERS: Final[Mapping[str, Callable[[Pack, Text], bytes]]] = {"pdf": _pdf, "pptx": _pptx, "xlsx": _xlsx}
PACK_FORMATS: Final = tuple(_WRITERS)
"""The formats a hand-out is offered in."""


def pack_files(view: PackView, *, formats: Sequence[str] = PACK_FORMATS, text: Text) -> dict[str, bytes]:
    """Make the files of ``view`` in ``formats``: name to content. The same view gives the same bytes.

    Raises KeyError for a format that is not in ``PACK_FORMATS``.
    """
    pack, name = pack_words(view, text=text), file_name(view.overview, "pack")
    return {f"{name}.{one}": _WRITERS[one](pack, text) for one in formats}
