"""Contacts of each body: its person at the ministry and its 標準化リエゾン, as the operator's own table says.

No name is part of the product. An imported table replaces what it names, row by row; what a row said before is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from data.records.database import Database
from data.records.errors import RecordsError
from data.records.schema import CONTACT_HISTORY, CONTACTS
from data.records.texts import AUTHOR_WORDS, author_reasons, has_unusable, refuse
from data.records.versioned import StaleError, State, VersionedTable

CONTACT_LIMIT: Final = 120
"""Longest contact, in Unicode characters."""

_TABLE: Final = VersionedTable(CONTACTS, CONTACT_HISTORY, owner="contact_id")
_REASON_WORDS: Final = {
    "body": "団体コードは5桁で指定してください。",
    "repeated": "同じ団体の行が重複しています。",
    "contact_long": f"担当者は{CONTACT_LIMIT}文字までです。",
    "contact_characters": "担当者に、改行などの使えない文字があります。",
    **AUTHOR_WORDS,
}


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to turn to about a body (five digits); an empty text means that none is known."""

    body_code: str
    mic_contact: str
    liaison: str


def save_contacts(
    database: Database, contacts: Sequence[Contact], *, author: str, at: datetime | None = None
) -> tuple[int, int]:
    """Keep a table of contacts, all rows or none; returns how many bodies are new and how many changed.

    A body that the table does not name keeps its contacts. Raises RefusedRecordError for a row that cannot be kept,
    RecordsError when the database cannot be written.
    """
    _check(contacts, author=author)
    moment, added, changed = at or datetime.now(UTC), 0, 0
    with _one_at_a_time(database) as connection:
        known = {state["body_code"]: state for state in _TABLE.states(connection)}
        for contact in contacts:
            values = _values(contact)
            before = known.get(contact.body_code)
            if before is None:
                _TABLE.add(connection, {**values, "is_withdrawn": False}, by=author, at=moment)
                added += 1
            elif any(before[name] != value for name, value in values.items()):
                _TABLE.revise(connection, before["id"], version=before["version"], values=values, by=author, at=moment)
                changed += 1
    return added, changed


def list_contacts(database: Database, *, known_at: datetime | None = None, place: str = "") -> tuple[Contact, ...]:
    """Contacts as known at ``known_at`` (None = now) by body code; ``place`` as of ``list_follow_ups``.

    Raises RecordsError when the database cannot be read.
    """
    if not database.is_begun:
        return ()
    with database.reading() as connection:
        stood = [_contact(state) for state in _TABLE.states(connection, known_at=known_at)]
    found = (item for item in stood if item.body_code.startswith(place))
    return tuple(sorted(found, key=lambda item: item.body_code))


@contextmanager
def _one_at_a_time(database: Database) -> Iterator[Connection]:
    """A transaction whose writer is told in these words when another one was at the same table."""
    try:
        with database.writing() as connection:
            try:
                yield connection
            except IntegrityError as error:  # Both found no row of a body, and the other has written it.
                raise StaleError(None) from error
    except StaleError:  # Only where writers are not kept off the whole database.
        raise RecordsError(
            "ほかの人が同時に担当者の表を取り込みました。何も保存していません。もう一度取り込んでください。"
        ) from None


def _check(contacts: Sequence[Contact], *, author: str) -> None:
    codes = [contact.body_code for contact in contacts]
    texts = [text for contact in contacts for text in (contact.mic_contact, contact.liaison)]
    found = {
        "body": any(not (len(code) == 5 and code.isascii() and code.isdigit()) for code in codes),
        "repeated": len(set(codes)) < len(codes),
        "contact_long": any(len(text) > CONTACT_LIMIT for text in texts),
        "contact_characters": any(has_unusable(text) for text in texts),
    }
    refuse([reason for reason, is_so in found.items() if is_so] + author_reasons(author), words=_REASON_WORDS)


def _values(contact: Contact) -> dict[str, Any]:
    return {"body_code": contact.body_code, "mic_contact": contact.mic_contact, "liaison": contact.liaison}


def _contact(state: State) -> Contact:
    return Contact(**{name: state[name] for name in ("body_code", "mic_contact", "liaison")})
