"""Reminder texts: one per body from a template the reader may change, copied or taken along, never sent from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from components.text import Text

FIELDS: Final = ("prefecture", "body", "month", "due", "checked", "state", "businesses", "count")
"""What a template may name; its words in brackets are ``inputs.field.<field>``."""

_RULE: Final = "-" * 40
_NEWLINE: Final = "\r\n"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One body's text: to whom, and the words."""

    body_code: str
    name: str
    words: str


def field_mark(field: str, *, text: Text) -> str:
    """How a template names a field.

    >>> field_mark("body", text=Text("ja")), field_mark("body", text=Text("en"))
    ('［団体名］', '[body]')
    """
    return text("inputs.field_mark", name=text(f"inputs.field.{field}"))


def unknown_marks(template: str, *, text: Text) -> tuple[str, ...]:
    """Marks in ``template`` that name no field, in the order met: a slip that would reach the reader of the mail.

    >>> unknown_marks("［団体名］の［団体］と［月］と［団体］", text=Text("ja"))
    ('［団体］', '［月］')
    """
    opening, closing = text("inputs.field_mark", name="\0").split("\0")
    known = {field_mark(field, text=text) for field in FIELDS}
    parts = template.split(opening)[1:]
    found = [opening + part.partition(closing)[0] + closing for part in parts if closing in part.partition("\n")[0]]
    return tuple(dict.fromkeys(mark for mark in found if mark not in known))


def reminder_words(template: str, *, values: Mapping[str, str], is_synthetic: bool, text: Text) -> str:
    """Write ``template`` for one body; ``values`` by field. Invented data says so in the first line.

    A value is put in as it is: one that looks like a mark is not replaced again.

    >>> values = dict.fromkeys(FIELDS, "") | {"body": "［対象年月］市", "month": "2026年1月"}
    >>> reminder_words("［団体名］　［対象年月］分", values=values, is_synthetic=False, text=Text("ja"))
    '［対象年月］市\u30002026年1月分'
    """
    written = [template]
    for field in FIELDS:
        mark = field_mark(field, text=text)
        # Every second part is a value already put in.
        written = [
            piece
            for place, part in enumerate(written)
            for piece in (_around(part, mark, values[field]) if place % 2 == 0 else [part])
        ]
    words = "".join(written)
    return f"{text('frame.demo')} {text('frame.demo_note')}\n\n{words}" if is_synthetic else words


def reminders_file(reminders: Iterable[Reminder], *, title: str, is_synthetic: bool, text: Text) -> bytes:
    """All texts as one plain file headed by ``title``: UTF-8 with BOM and CRLF, as a Japanese office PC opens it."""
    told = list(reminders)
    demo = [f"{text('frame.demo')} {text('frame.demo_note')}"] if is_synthetic else []
    lines = [title, text("inputs.reminder.file_note", bodies=len(told)), *demo]
    for place, reminder in enumerate(told, start=1):
        lines += ["", _RULE, f"{place}/{len(told)} {reminder.body_code} {reminder.name}", _RULE, reminder.words]
    joined = "\n".join(lines) + "\n"
    return joined.replace("\r\n", "\n").replace("\n", _NEWLINE).encode("utf-8-sig")


def _around(part: str, mark: str, value: str) -> list[str]:
    pieces = part.split(mark)
    joined = [piece for kept in pieces for piece in (kept, value)]
    return joined[:-1]
