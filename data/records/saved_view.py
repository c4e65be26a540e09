"""A saved view: a question of 探索 under a name, kept as the address that asks it. Its limits and its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from data.records.annotation import check_author
from data.records.errors import RefusedRecordError

NAME_LIMIT: Final = 60
QUERY_LIMIT: Final = 2000
"""Longest name and address, in Unicode characters."""

_WIDE_SPACE: Final = "\N{IDEOGRAPHIC SPACE}"
_REASON_WORDS: Final = {
    "name_missing": "名前を入力してください。",
    "name_long": f"名前は{NAME_LIMIT}文字までです。",
    "name_characters": "名前に、改行などの使えない文字があります。",
    "query_missing": "保存する質問がありません。",
    "query_long": f"質問が長すぎます（URLで{QUERY_LIMIT}文字まで）。条件の値を減らしてください。",
    "query_characters": "質問に、使えない文字があります。",
}


@dataclass(frozen=True, slots=True)
class SavedViewDraft:
    """What a person saves: ``query`` is the part of the address that asks the question.

    ``is_shared``: others find it in their list, too; else it is listed only under its author's name.
    """

    name: str
    query: str
    is_shared: bool = True


@dataclass(frozen=True, slots=True)
class SavedView:
    """A saved view as it stood at some moment. ``version`` counts its states from 1."""

    id: int
    version: int
    name: str
    query: str
    is_shared: bool
    author: str
    created_at: datetime
    edited_by: str
    edited_at: datetime
    is_withdrawn: bool


def check_view(draft: SavedViewDraft, *, author: str) -> None:
    """Raise RefusedRecordError, naming every reason at once, when a view cannot be kept as it is.

    >>> check_view(SavedViewDraft("髙﨑の　遅延", "count=systems&by=prefecture"), author="総務省")
    """
    found = {
        "name_missing": not draft.name.strip(),
        "name_long": len(draft.name) > NAME_LIMIT,
        "name_characters": not _is_plain(draft.name),
        "query_missing": not draft.query,
        "query_long": len(draft.query) > QUERY_LIMIT,
        "query_characters": not _is_plain(draft.query),
    }
    reasons = [reason for reason, is_so in found.items() if is_so]
    said = [_REASON_WORDS[reason] for reason in reasons]
    try:
        check_author(author)
    except RefusedRecordError as error:
        reasons += error.reasons
        said.append(str(error))
    else:
        said.append("何も保存していません。")
    if reasons:
        raise RefusedRecordError("".join(said), reasons=reasons)


def _is_plain(text: str) -> bool:
    """Whether ``text`` is of printable characters alone, spaces of both widths among them."""
    return text.replace(_WIDE_SPACE, " ").isprintable()
