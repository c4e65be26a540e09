"""Reminder texts: one per body from a template the reader may change, copied or taken along, never sent from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from components.documents.letters import foreign_marks, letter_file, letter_mark, letter_words
from components.text import Text

FIELDS: Final = ("prefecture", "body", "month", "due", "checked", "state", "businesses", "count")
"""What a template may name; its words in brackets are ``inputs.field.<field>``."""

_RULE: Final = "-" * 40


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
    return letter_mark(text(f"inputs.field.{field}"), text=text)


def unknown_marks(template: str, *, text: Text) -> tuple[str, ...]:
    """Marks in ``template`` that name no field, in the order met: a slip that would reach the reader of the mail.

    >>> unknown_marks("［団体名］の［団体］と［月］と［団体］", text=Text("ja"))
    ('［団体］', '［月］')
    """
    return foreign_marks(template, known={field_mark(field, text=text) for field in FIELDS}, text=text)


def reminder_words(template: str, *, values: Mapping[str, str], is_synthetic: bool, text: Text) -> str:
    """Write ``template`` for one body; ``values`` by field. Invented data says so in the first line.

    A value is put in as it is: one that looks like a mark is not replaced again.

    >>> values = dict.fromkeys(FIELDS, "") | {"body": "［対象年月］市", "month": "2026年1月"}
    >>> reminder_words("［団体名］　［対象年月］分", values=values, is_synthetic=False, text=Text("ja"))
    '［対象年月］市\u30002026年1月分'
    """
    marked = {field_mark(field, text=text): values[field] for field in FIELDS}
    return letter_words(template, values=marked, is_synthetic=is_synthetic, text=text)


def reminders_file(reminders: Iterable[Reminder], *, title: str, is_synthetic: bool, text: Text) -> bytes:
    """All texts as one plain file headed by ``title``: UTF-8 with BOM and CRLF, as a Japanese office PC opens it."""
    told = list(reminders)
    demo = [f"{text('frame.demo')} {text('frame.demo_note')}"] if is_synthetic else []
    lines = [title, text("inputs.reminder.file_note", bodies=len(told)), *demo]
    for place, reminder in enumerate(told, start=1):
        lines += ["", _RULE, f"{place}/{len(told)} {reminder.body_code} {reminder.name}", _RULE, reminder.words]
    return letter_file("\n".join(lines) + "\n")
