"""An annotation: an event noted on a month, which explains a bend in a timeline. Its limits and its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from data.model import is_month
from data.records.texts import AUTHOR_LIMIT as AUTHOR_LIMIT
from data.records.texts import AUTHOR_WORDS, LAYOUT, author_reasons, has_unusable, refuse

TITLE_LIMIT: Final = 60
BODY_LIMIT: Final = 400
"""Longest texts, in Unicode characters."""

EVERYWHERE: Final = "all"
"""As the prefecture of a question: the nation's annotations and every prefecture's."""

_YEARS: Final = ("2000", "2099")


class AnnotationKind(StrEnum):
    """What sort of event an annotation notes."""

    POLICY = "policy"
    VENDOR = "vendor"
    DATA = "data"
    OTHER = "other"


KIND_WORDS: Final = {
    AnnotationKind.POLICY: "政策",
    AnnotationKind.VENDOR: "ベンダ",
    AnnotationKind.DATA: "データ",
    AnnotationKind.OTHER: "その他",
}

_REASON_WORDS: Final = {
    "month": "年月は YYYY-MM の形で指定してください。",
    "prefecture": "都道府県コードは 01〜47 の2桁で指定してください。",
    "title_missing": "題名を入力してください。",
    "title_long": f"題名は{TITLE_LIMIT}文字までです。",
    "title_characters": "題名に、改行などの使えない文字があります。",
    "body_long": f"内容は{BODY_LIMIT}文字までです。",
    "body_characters": "内容に、使えない文字があります。",
    **AUTHOR_WORDS,
}


@dataclass(frozen=True, slots=True)
class AnnotationDraft:
    """What a person writes. ``prefecture_code`` is two digits, None for the nation; texts are kept as given."""

    month: str
    kind: AnnotationKind
    title: str
    body: str = ""
    prefecture_code: str | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation as it stood at some moment. ``version`` counts its states from 1."""

    id: int
    version: int
    month: str
    kind: AnnotationKind
    title: str
    body: str
    prefecture_code: str | None
    author: str
    created_at: datetime
    edited_by: str
    edited_at: datetime
    is_withdrawn: bool

    @property
    def is_edited(self) -> bool:
        """Whether anything was changed after it was first written."""
        return self.version > 1


@dataclass(frozen=True, slots=True)
class AnnotationChange:
    """One kept edit: the annotation as it stood ``before``, and who replaced that state when."""

    before: Annotation
    replaced_by: str
    replaced_at: datetime


def check_draft(draft: AnnotationDraft, *, author: str) -> None:
    """Raise RefusedRecordError, naming every reason at once, when a draft cannot be kept as it is.

    >>> check_draft(AnnotationDraft("2026-01", AnnotationKind.DATA, "髙﨑祇葛①🗾 =1+1"), author="総務省")
    """
    year = draft.month[:4]
    found = {
        "month": not (is_month(draft.month) and _YEARS[0] <= year <= _YEARS[1]),
        "prefecture": draft.prefecture_code is not None and not _is_prefecture(draft.prefecture_code),
        "title_missing": not draft.title.strip(),
        "title_long": len(draft.title) > TITLE_LIMIT,
        "title_characters": has_unusable(draft.title),
        "body_long": len(draft.body) > BODY_LIMIT,
        "body_characters": has_unusable(draft.body, allowed=LAYOUT),
    }
    refuse([reason for reason, is_so in found.items() if is_so] + author_reasons(author), words=_REASON_WORDS)


def check_author(author: str) -> None:
    """Raise RefusedRecordError when ``author`` cannot be kept."""
    refuse(author_reasons(author), words=AUTHOR_WORDS)


def _is_prefecture(code: str) -> bool:
    return len(code) == 2 and code.isascii() and code.isdigit() and 1 <= int(code) <= 47
