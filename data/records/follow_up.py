"""A follow-up: one contact with a body, what was agreed, and until when. Its limits and its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from data.records.texts import AUTHOR_WORDS, LAYOUT, author_reasons, has_unusable, refuse

CONTENT_LIMIT: Final = 400
PERSON_LIMIT: Final = 60
"""Longest texts, in Unicode characters; the next action has the limit of the content."""

_YEARS: Final = (2000, 2099)


class FollowUpKind(StrEnum):
    """By which way a body was followed up."""

    PHONE = "phone"
    MAIL = "mail"
    MEETING = "meeting"
    VISIT = "visit"
    DISPATCH = "dispatch"


class FollowUpState(StrEnum):
    """Whether what was agreed is still to be done."""

    OPEN = "open"
    DONE = "done"


_REASON_WORDS: Final = {
    "body": "団体コードは5桁で指定してください。",
    "happened_on": "日付は2000年から2099年までで指定してください。",
    "happened_later": "日付は、今日（日本時間）までで指定してください。"
    "これからの対応は、次の対応と期限に入力してください。",
    "person_long": f"担当は{PERSON_LIMIT}文字までです。",
    "person_characters": "担当に、改行などの使えない文字があります。",
    "content_missing": "内容を入力してください。",
    "content_long": f"内容は{CONTENT_LIMIT}文字までです。",
    "content_characters": "内容に、使えない文字があります。",
    "action_long": f"次の対応は{CONTENT_LIMIT}文字までです。",
    "action_characters": "次の対応に、使えない文字があります。",
    "action_missing": "期限を付けるときは、次の対応を入力してください。",
    "due_early": "期限は、対応した日付以後、2099年までで指定してください。",
    **AUTHOR_WORDS,
}


@dataclass(frozen=True, slots=True)
class FollowUpDraft:
    """What a person writes of one body (five digits). ``person`` is who was in touch with whom; texts stay as given."""

    body_code: str
    happened_on: date
    kind: FollowUpKind
    content: str
    person: str = ""
    next_action: str = ""
    due_on: date | None = None
    state: FollowUpState = FollowUpState.OPEN


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up as it stood at some moment. ``version`` counts its states from 1."""

    id: int
    version: int
    body_code: str
    happened_on: date
    kind: FollowUpKind
    person: str
    content: str
    next_action: str
    due_on: date | None
    state: FollowUpState
    author: str
    created_at: datetime
    edited_by: str
    edited_at: datetime
    is_withdrawn: bool

    @property
    def is_edited(self) -> bool:
        """Whether anything was changed after it was first written."""
        return self.version > 1

    def is_overdue(self, today: date) -> bool:
        """Whether what was agreed is still to be done on ``today``, the day after its due date or later."""
        return self.state is FollowUpState.OPEN and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class FollowUpChange:
    """One kept edit: the follow-up as it stood ``before``, and who replaced that state when."""

    before: FollowUp
    replaced_by: str
    replaced_at: datetime


def check_follow_up(draft: FollowUpDraft, *, author: str, today: date) -> None:
    """Raise RefusedRecordError, naming every reason at once, when a draft cannot be kept as it is.

    ``today`` is the day in Japan: what is to be done later has not happened, it is a next action.

    >>> draft = FollowUpDraft("20201", date(2026, 2, 1), FollowUpKind.PHONE, "=髙﨑祇葛①")
    >>> check_follow_up(draft, author="長野県", today=date(2026, 2, 1))
    """
    due, action = draft.due_on, draft.next_action
    is_year = _YEARS[0] <= draft.happened_on.year <= _YEARS[1]
    found = {
        "body": not (len(draft.body_code) == 5 and draft.body_code.isascii() and draft.body_code.isdigit()),
        "happened_on": not is_year,
        "happened_later": is_year and draft.happened_on > today,
        "person_long": len(draft.person) > PERSON_LIMIT,
        "person_characters": has_unusable(draft.person),
        "content_missing": not draft.content.strip(),
        "content_long": len(draft.content) > CONTENT_LIMIT,
        "content_characters": has_unusable(draft.content, allowed=LAYOUT),
        "action_long": len(action) > CONTENT_LIMIT,
        "action_characters": has_unusable(action, allowed=LAYOUT),
        "action_missing": due is not None and not action.strip(),
        "due_early": due is not None and (due < draft.happened_on or due.year > _YEARS[1]),
    }
    refuse([reason for reason, is_so in found.items() if is_so] + author_reasons(author), words=_REASON_WORDS)
