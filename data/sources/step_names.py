"""Names and order of the steps, from the headings of MIC's step sheet.

A heading may begin with the 手順書's number (③－２); a heading without one that is the name of a step we know takes
that step's. Milestones are matched on the number, never on the position.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

from data.reference import load_reference
from data.sources.values import header_text

_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NUMBERED: Final = re.compile(
    rf"(?:([{_CIRCLED}])(?:\s*[-‐−–－ー]\s*([0-9０-９]{{1,2}}))?|([0-9０-９]{{1,2}})\s*[-‐−–－]\s*([0-9０-９]{{1,2}}))"
    r"[\s　.．、:：]*(.*)",
    re.DOTALL,
)
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")


class StepName(NamedTuple):
    """A step as its heading calls it; ``label`` is "" where nothing says its number."""

    label: str
    name: str


def step_name(heading: str) -> StepName:
    """Take a heading apart.

    >>> step_name("③－２ Fit＆Gap分析による課題の洗い出し"), step_name("3-2　Fit＆Gap分析による課題の洗い出し").label
    (StepName(label='③－２', name='Fit＆Gap分析による課題の洗い出し'), '③－２')
    >>> step_name("ベンダの選定・決定"), step_name("なにか別の作業")
    (StepName(label='⑩－２', name='ベンダの選定・決定'), StepName(label='', name='なにか別の作業'))
    """
    text = " ".join(heading.split())
    found = _NUMBERED.fullmatch(text)
    if found and (found[1] or 1 <= int(found[3]) <= len(_CIRCLED)):
        circle = found[1] or _CIRCLED[int(found[3]) - 1]
        part = unicodedata.normalize("NFKC", found[2] or found[4] or "")
        label = f"{circle}－{part.translate(_FULL_WIDTH)}" if part else circle
        return StepName(label, found[5].strip() or text)
    known = {header_text(step.name): step.label for step in load_reference().steps if step.name}
    return StepName(known.get(header_text(text), ""), text)


def is_known_table(names: Sequence[StepName]) -> bool:
    """Tell whether every step we know by name is among these: the 手順書 the programme began with."""
    labels = {name.label for name in names if name.label}
    said = {header_text(name.name) for name in names}
    known = [step for step in load_reference().steps if step.name]
    return all(step.label in labels if step.label else header_text(step.name) in said for step in known)


def missing_milestones(names: Sequence[StepName]) -> tuple[str, ...]:
    """Labels of the milestones whose step is not among these."""
    labels = {name.label for name in names}
    wanted = (milestone.step_label for milestone in load_reference().milestones)
    return tuple(label for label in wanted if label and label not in labels)
