"""Letters from a template the reader may change: marked words are replaced, everything else stays as written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from components.text import Text

_NEWLINE: Final = "\r\n"


def letter_mark(name: str, *, text: Text) -> str:
    """How a template names a field.

    >>> letter_mark("場所", text=Text("ja")), letter_mark("place", text=Text("en"))
    ('［場所］', '[place]')
    """
    return text("inputs.field_mark", name=name)


def foreign_marks(template: str, *, known: Collection[str], text: Text) -> tuple[str, ...]:
    """Marks in ``template`` that are not ``known``, in the order met: a slip that would reach the reader of the mail.

    >>> foreign_marks("［場所］の［所］と［日］と［所］", known=["［場所］"], text=Text("ja"))
    ('［所］', '［日］')
    """
    opening, closing = letter_mark("\0", text=text).split("\0")
    parts = template.split(opening)[1:]
    found = [opening + part.partition(closing)[0] + closing for part in parts if closing in part.partition("\n")[0]]
    return tuple(dict.fromkeys(mark for mark in found if mark not in known))


def letter_words(template: str, *, values: Mapping[str, str], is_synthetic: bool, text: Text) -> str:
    """Write ``template`` with ``values`` (mark to what stands for it). Invented data says so in the first line.

    A value is put in as it is: one that looks like a mark is not replaced again.

    >>> values = {"［一］": "［二］市", "［二］": "後"}
    >>> letter_words("［一］　［二］", values=values, is_synthetic=False, text=Text("ja"))
    '［二］市\u3000後'
    """
    written = [template]
    for mark, value in values.items():
        # Every second part is a value already put in.
        written = [
            piece
            for place, part in enumerate(written)
            for piece in (_around(part, mark, value) if place % 2 == 0 else [part])
        ]
    words = "".join(written)
    return f"{text('frame.demo')} {text('frame.demo_note')}\n\n{words}" if is_synthetic else words


def letter_file(words: str) -> bytes:
    """Plain text as a Japanese office PC opens it: UTF-8 with BOM and CRLF."""
    return words.replace("\r\n", "\n").replace("\n", _NEWLINE).encode("utf-8-sig")


def _around(part: str, mark: str, value: str) -> list[str]:
    pieces = part.split(mark)
    joined = [piece for kept in pieces for piece in (kept, value)]
    return joined[:-1]
