"""Resolve the local government a row is about, by name within its prefecture or by code.

Names are not keys (25 of them repeat), and codes lose their leading zero in spreadsheets: each doubt is a fault that
says what was found instead.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from data.reference import Body, check_digit, comparable_name, load_reference
from data.sources.values import Cell, UnreadableValue, cell_text

_CODE: Final = re.compile(r"[0-9]{4,6}")


def municipality_named(name: str, *, prefecture_name: str) -> Body:
    """Resolve a municipality by its name within a prefecture known by name.

    Raises UnreadableValue when it is unknown, ambiguous, a prefecture, or lies in another prefecture.
    """
    reference = load_reference()
    found = [body for body in reference.resolve_body(name, prefecture_name=prefecture_name) if not body.is_prefecture]
    if len(found) == 1:
        return found[0]
    if found:
        codes = "、".join(body.code6 for body in found)
        raise UnreadableValue(f"{prefecture_name}に同じ名称の団体が複数あり、特定できません（{codes}）。")
    elsewhere = [body for body in reference.resolve_body(name) if not body.is_prefecture]
    if elsewhere:
        places = "、".join(_prefecture_name(body) for body in elsewhere)
        reason = f"{prefecture_name}にこの市区町村はありません（{places}にあります）。都道府県を確かめてください。"
        raise UnreadableValue(reason)
    raise UnreadableValue(f"{prefecture_name}にこの名称の市区町村はありません。名称を確かめてください。")


def body_with_code(cell: Cell, *, is_six_digits: bool) -> Body:
    """Resolve a body by its 団体コード of five digits, or six with the check digit.

    A number has lost its leading zero: it is completed where only one body fits. With ``is_six_digits`` the source
    always writes six. Raises UnreadableValue when the code is malformed, its check digit wrong, or no body has it.
    """
    text = unicodedata.normalize("NFKC", cell_text(cell))
    if not _CODE.fullmatch(text):
        raise UnreadableValue("団体コードは6桁（または検査数字を除く5桁）の数字で入力してください。")
    reference = load_reference()
    six_digits = [text] if len(text) == 6 else ["0" + text] if len(text) == 5 else []
    candidates = {code[:5] for code in six_digits if check_digit(code[:5]) == code[5]}
    if not is_six_digits:
        candidates |= {text} if len(text) == 5 else {"0" + text} if len(text) == 4 else set()
    found = [body for code in sorted(candidates) if (body := reference.body(code)) is not None]
    if len(found) == 1:
        return found[0]
    if found:
        meanings = "、".join(f"{body.code6} {body.name}" for body in found)
        reason = f"先頭の0が欠けた可能性があり、特定できません（{meanings}）。6桁の文字列で入力してください。"
        raise UnreadableValue(reason)
    if len(text) == 6 and check_digit(text[:5]) != text[5]:
        raise UnreadableValue("団体コードの検査数字（6桁目）が合いません。コードを確かめてください。")
    if is_six_digits and len(text) != 6:
        raise UnreadableValue("団体コードは6桁です。先頭の0を含めて文字列で入力してください。")
    raise UnreadableValue("この団体コードの団体はありません。コードを確かめてください。")


def check_full_name(body: Body, full_name: str) -> None:
    """Check that a name written with its prefecture (北海道札幌市, 岩手県) is this body's.

    Raises UnreadableValue that says what the code stands for.
    """
    expected = full_name_of(body)
    if comparable_name(full_name) != comparable_name(expected):
        raise UnreadableValue(f"団体コードと名称が一致しません（コード {body.code6} は{expected}です）。")


def full_name_of(body: Body) -> str:
    """A body's name with its prefecture, unambiguous as a name can be: 北海道札幌市, 岩手県."""
    return _prefecture_name(body) + ("" if body.is_prefecture else body.name)


def _prefecture_name(body: Body) -> str:
    prefecture = load_reference().prefecture(body.prefecture_code)
    return prefecture.name if prefecture else body.prefecture_code
