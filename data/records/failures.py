"""What went wrong in the database, in words: damaged, busy, read-only, full, or not to be reached."""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlalchemy.exc import DBAPIError

from data.records.errors import RecordsError

NOTHING_SAVED: Final = "何も保存していません。"

_DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_UNWRITABLE: Final = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
_NO_ROOM: Final = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
_PRIMARY_CODE: Final = 0xFF

_DAMAGED_WORDS: Final = "が壊れています。バックアップから戻してください（運用の手引き）。集計値には影響ありません。"
_BUSY_WORDS: Final = "をほかの処理が使っています。しばらく待って、もう一度試してください。"
_UNWRITABLE_WORDS: Final = "を開けないか、書き込めません。場所と権限を確かめてください。"
_NO_ROOM_WORDS: Final = "に書き込めません。空き容量と保存先の状態を確かめてください。"
_UNREACHABLE_WORDS: Final = "に接続できないか、処理できません。接続先と権限を確かめてください。"


def failure(error: DBAPIError, *, place: str, is_writing: bool) -> RecordsError:
    """Turn a driver's error into words for the reader; ``place`` names the database, without any password."""
    outcome = NOTHING_SAVED if is_writing else ""
    return RecordsError(f"記録のデータベース（{place}）{_words(error.orig)}{outcome}")


def damaged(place: str) -> RecordsError:
    """The database was opened, but what it holds cannot be read."""
    return RecordsError(f"記録のデータベース（{place}）{_DAMAGED_WORDS}")


def _words(original: BaseException | None) -> str:
    if isinstance(original, sqlite3.Error):
        return _sqlite_words(getattr(original, "sqlite_errorcode", 0) & _PRIMARY_CODE)
    match getattr(original, "sqlstate", None):
        case "55P03":
            return _BUSY_WORDS
        case "25006":
            return _UNWRITABLE_WORDS
        case _:
            return _UNREACHABLE_WORDS


def _sqlite_words(code: int) -> str:
    for codes, words in (
        (_DAMAGED, _DAMAGED_WORDS),
        (_BUSY, _BUSY_WORDS),
        (_UNWRITABLE, _UNWRITABLE_WORDS),
        (_NO_ROOM, _NO_ROOM_WORDS),
    ):
        if code in codes:
            return words
    return _DAMAGED_WORDS
