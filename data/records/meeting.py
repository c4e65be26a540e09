"""A 連絡会議 of a prefecture: when it was held, its agenda, who attended, when the next is. Its limits and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from data.records.texts import AUTHOR_WORDS, LAYOUT, author_reasons, has_unusable, refuse

TEXT_LIMIT: Final = 400
"""Longest agenda and longest notes, in Unicode characters."""

_YEARS: Final = (2000, 2099)


class Attendance(StrEnum):
    """Whether somebody was there; not known is neither."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"


_REASON_WORDS: Final = {
    "prefecture": "都道府県コードは2桁で指定してください。",
    "day_missing": "開催日か次回の予定日を入力してください。",
    "held_on": "開催日は2000年から2099年までで指定してください。",
    "held_later": "開催日は、今日（日本時間）までの日付で指定してください。"
    "これから開く会議は、次回の予定日に入力してください。",
    "next_on": "次回の予定日は、開催日より後、2099年までで指定してください。",
    "attendance_early": "開催日がない記録には、出席を入力できません。",
    "agenda_long": f"議題は{TEXT_LIMIT}文字までです。",
    "agenda_characters": "議題に、使えない文字があります。",
    "notes_long": f"メモは{TEXT_LIMIT}文字までです。",
    "notes_characters": "メモに、使えない文字があります。",
    **AUTHOR_WORDS,
}


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """What a person writes of one meeting of a prefecture (two digits).

    ``held_on`` None: not held yet, only planned for ``next_on``. ``mic`` and ``agency`` tell whether the ministry
    (総務省) and the Digital Agency were there. Texts stay as given.
    """

    prefecture_code: str
    held_on: date | None
    next_on: date | None = None
    agenda: str = ""
    mic: Attendance = Attendance.UNKNOWN
    agency: Attendance = Attendance.UNKNOWN
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as its record stood at some moment. ``version`` counts its states from 1."""

    id: int
    version: int
    prefecture_code: str
    held_on: date | None
    next_on: date | None
    agenda: str
    mic: Attendance
    agency: Attendance
    notes: str
    author: str
    created_at: datetime
    edited_by: str
    edited_at: datetime
    is_withdrawn: bool

    @property
    def is_edited(self) -> bool:
        """Whether anything was changed after it was first written."""
        return self.version > 1

    @property
    def day(self) -> date:
        """The day it stands in the register at: when it was held, else when it is planned."""
        return self.held_on or self.next_on or date.min


@dataclass(frozen=True, slots=True)
class MeetingChange:
    """One kept edit: the meeting as it stood ``before``, and who replaced that state when."""

    before: Meeting
    replaced_by: str
    replaced_at: datetime


def check_meeting(draft: MeetingDraft, *, author: str, today: date) -> None:
    """Raise RefusedRecordError, naming every reason at once, when a draft cannot be kept as it is.

    ``today`` is the day in Japan: a meeting of a later day has not been held, it is planned.

    >>> draft = MeetingDraft("20", date(2026, 2, 1), agenda="=髙﨑祇葛①")
    >>> check_meeting(draft, author="長野県", today=date(2026, 2, 1))
    """
    code, held, planned = draft.prefecture_code, draft.held_on, draft.next_on
    attended = {draft.mic, draft.agency} - {Attendance.UNKNOWN}
    is_year = held is not None and _YEARS[0] <= held.year <= _YEARS[1]
    found = {
        "prefecture": not (len(code) == 2 and code.isascii() and code.isdigit()),
        "day_missing": held is None and planned is None,
        "held_on": held is not None and not is_year,
        "held_later": held is not None and is_year and held > today,
        "next_on": planned is not None
        and (not _YEARS[0] <= planned.year <= _YEARS[1] or (held is not None and planned <= held)),
        "attendance_early": held is None and bool(attended),
        "agenda_long": len(draft.agenda) > TEXT_LIMIT,
        "agenda_characters": has_unusable(draft.agenda, allowed=LAYOUT),
        "notes_long": len(draft.notes) > TEXT_LIMIT,
        "notes_characters": has_unusable(draft.notes, allowed=LAYOUT),
    }
    refuse([reason for reason, is_so in found.items() if is_so] + author_reasons(author), words=_REASON_WORDS)
