from __future__ import annotations

from typing import Any

import pytest

from data.records import AnnotationKind, RefusedRecordError
from data.records.annotation import _REASON_WORDS, KIND_WORDS, check_author, check_draft
from tests.data.records.writing import draft


def reasons(author: str = "甲", **values: Any) -> tuple[str, ...]:
    try:
        check_draft(draft(**values), author=author)
    except RefusedRecordError as error:
        return error.reasons
    return ()


AWKWARD = ["髙﨑祇葛①", "=SUM(A1)", "＠担当", "🗾\U0001f468\u200d\U0001f469", "<script>alert(1)</script>", "\ue000外字"]


@pytest.mark.parametrize("text", [*AWKWARD, "あ" * 60])
def test_ordinary_and_awkward_texts_are_kept(text: str) -> None:
    assert reasons(title=text, body=f"一行目\r\n二行目\t{text}", author="髙﨑①") == ()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"title": ""}, ("title_missing",)),
        ({"title": " \u3000 "}, ("title_missing",)),
        ({"title": "あ" * 61}, ("title_long",)),
        ({"title": "二\n行"}, ("title_characters",)),
        ({"body": "あ" * 401}, ("body_long",)),
        ({"body": "a\x00b"}, ("body_characters",)),
        ({"body": "a\ud800"}, ("body_characters",)),
        ({"body": "a\uffff"}, ("body_characters",)),
        ({"author": ""}, ("author_missing",)),
        ({"author": "あ" * 41}, ("author_long",)),
        ({"author": "a\x1b[31m"}, ("author_characters",)),
        ({"month": "2026-13"}, ("month",)),
        ({"month": "２０２６-01"}, ("month",)),
        ({"month": "0000-01"}, ("month",)),
        ({"prefecture": "48"}, ("prefecture",)),
        ({"prefecture": "00"}, ("prefecture",)),
        ({"prefecture": "1"}, ("prefecture",)),
        ({"prefecture": "１３"}, ("prefecture",)),
        ({"title": "", "body": "あ" * 401, "author": " "}, ("title_missing", "body_long", "author_missing")),
    ],
)
def test_every_reason_is_named_at_once(values: dict[str, str], expected: tuple[str, ...]) -> None:
    assert reasons(**values) == expected


def test_a_refusal_says_each_reason_in_words() -> None:
    with pytest.raises(
        RefusedRecordError, match="題名を入力してください。記入者を入力してください。何も保存していません。"
    ):
        check_draft(draft(""), author="")
    with pytest.raises(RefusedRecordError, match="記入者を入力してください。"):
        check_author(" ")


def test_every_kind_has_its_word_and_every_reason_a_sentence() -> None:
    assert {kind.value: word for kind, word in KIND_WORDS.items()} == {
        "policy": "政策",
        "vendor": "ベンダ",
        "data": "データ",
        "other": "その他",
    }
    assert set(KIND_WORDS) == set(AnnotationKind)
    assert all(words.endswith("。") for words in _REASON_WORDS.values())
