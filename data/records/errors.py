"""What records say when they cannot do as asked: plain Japanese for the reader, nothing written in every case."""

from __future__ import annotations

from collections.abc import Sequence


class RecordsError(Exception):
    """Records could not be read or written; the message says what happened, where and what to do."""


class UnknownRecordError(RecordsError):
    """No such record, or none that the reader may see: the two are told alike."""


class OutOfScopeError(RecordsError):
    """The place lies outside what the reader may write to."""


class ReadOnlyError(RecordsError):
    """This dashboard was set up for reading only."""


class ConflictError(RecordsError):
    """Somebody else changed the record since it was read. ``current`` is the record as it stands now."""

    def __init__(self, message: str, *, current: object) -> None:
        """Keep the record as it stands, so that both texts can be shown."""
        super().__init__(message)
        self.current = current


class RefusedRecordError(RecordsError):
    """The text cannot be kept as it is; ``reasons`` names what is wrong, by identifier, in reading order."""

    def __init__(self, message: str, *, reasons: Sequence[str]) -> None:
        """Keep the reasons, so that a screen can say them in its own language."""
        super().__init__(message)
        self.reasons: tuple[str, ...] = tuple(reasons)
