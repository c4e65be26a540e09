"""Where the heading of a narrow column may break: between its words, never within one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from components.documents.pack import columns_of

_JOINTS: Final = re.compile(
    r"(?<=[\u3041-\u3096])(?=[\u30a1-\u30f6\u4e00-\u9fff])"  # after hiragana
    r"|(?<=[\u30a1-\u30f6\u30fc])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[\u30a1-\u30f6])"  # katakana and kanji
    r"|(?<=[^（(])(?=[（(])|(?<=\s)"
)
"""Where the kind of letters changes, and before a bracket."""


def phrases(label: str) -> tuple[str, ...]:
    """The parts of a heading that stay whole.

    >>> phrases("対象システム数"), phrases("前月差（ポイント）"), phrases("On time")
    (('対象', 'システム', '数'), ('前月差', '（ポイント）'), ('On ', 'time'))
    """
    return tuple(_joined([part for part in _JOINTS.split(label) if part])) or ("",)


def broken(label: str, *, columns: int) -> str:
    """Break a heading into lines of at most ``columns`` half-width characters, where its phrases allow.

    >>> broken("ステップ完了率", columns=10), broken("ステップ完了率", columns=14)
    ('ステップ\\n完了率', 'ステップ完了率')
    """
    lines = [""]
    for part in phrases(label):
        if lines[-1] and columns_of(lines[-1] + part.rstrip()) > columns:
            lines.append("")
        lines[-1] += part
    return "\n".join(line.rstrip() for line in lines)


def _joined(parts: Sequence[str]) -> list[str]:
    """What a bracket opens stays with what it closes."""
    found: list[str] = []
    for part in parts:
        is_inside = found and found[-1].count("（") > found[-1].count("）")
        if is_inside:
            found[-1] += part
        else:
            found.append(part)
    return found
