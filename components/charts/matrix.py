"""The 20 systems of a body against the 40 steps: a mark a cell, so that a black-and-white print reads the same.

Drawn by the browser as one table (``components.step_matrix``), not by Plotly: each of the 800 cells is reached by
arrow keys and told by name, and a month costs a character a cell.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from components.documents.table_files import TableColumn
from components.text import Text
from data.reference import Step, load_reference

MARKS: Final = {"D": "✓", "W": "◐", "U": "–", "N": "／", "?": "？"}
"""Mark of each state, best first: 完了済み, 作業中, 未着手, 対象外, 未報告."""
_NAMES: Final = {"D": "done", "W": "working", "U": "untouched", "N": "not_applicable", "?": "unreported"}
_STEPS: Final = 40


def matrix_rows(matrix: pd.DataFrame, *, businesses: Sequence[str]) -> dict[str, str]:
    """Steps of each of ``businesses`` as 40 characters, keys of ``MARKS``; what ``matrix`` leaves out is 未報告.

    ``matrix``: business, ordinal (1 to 40), state ("D", "W", "U", "N", or "" for 未報告).

    >>> matrix = pd.DataFrame({"business": ["a", "a"], "ordinal": [1, 3], "state": ["D", "W"]})
    >>> matrix_rows(matrix, businesses=["a", "b"])["a"][:5]
    'D?W??'
    """
    states = {business: ["?"] * _STEPS for business in businesses}
    for business, ordinal, state in matrix[["business", "ordinal", "state"]].itertuples(index=False, name=None):
        if business in states and isinstance(state, str) and state in MARKS:
            states[business][int(ordinal) - 1] = state
    return {business: "".join(row) for business, row in states.items()}


def matrix_payload(
    matrix: pd.DataFrame, *, names: dict[str, str], steps: Sequence[Step], selected: str | None, title: str, text: Text
) -> bytes:
    """What the browser needs to draw the table. ``names``: business id to its shown name, in order."""
    rows = matrix_rows(matrix, businesses=tuple(names))
    data: dict[str, Any] = {
        "title": title,
        "ids": list(names),
        "names": list(names.values()),
        "rows": list(rows.values()),
        "steps": [step_words(step, text=text) for step in steps],
        "groups": _groups(steps, text=text),
        "marks": {state: [mark, text(f"karte.state.{_NAMES[state]}")] for state, mark in MARKS.items()},
        "selected": selected or "",
        "words": {word: text(f"karte.matrix.{word}") for word in ("business", "step", "choose", "hint", "joint")},
    }
    # As Streamlit writes JSON, each Japanese letter would cost six bytes.
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def matrix_summary(matrix: pd.DataFrame, *, businesses: Sequence[str], text: Text) -> str:
    """Say the states of all cells in one sentence, 未報告 too."""
    cells = "".join(matrix_rows(matrix, businesses=businesses).values())
    parts = [
        text("karte.matrix.part", mark=mark, state=text(f"karte.state.{_NAMES[state]}"), count=cells.count(state))
        for state, mark in MARKS.items()
        if state in cells
    ]
    return text(
        "karte.matrix.summary", systems=len(businesses), steps=_STEPS, parts=text("map.summary_joint").join(parts)
    )


def matrix_table(matrix: pd.DataFrame, *, names: dict[str, str], text: Text) -> pd.DataFrame:
    """The cells in words: name, the systems' counts of each state, and step_1 … step_40."""
    rows = matrix_rows(matrix, businesses=tuple(names))
    words = {state: f"{mark} {text(f'karte.state.{_NAMES[state]}')}" for state, mark in MARKS.items()}
    return pd.DataFrame(
        {
            "name": names[business],
            **{_NAMES[state]: row.count(state) for state in MARKS},
            **{f"step_{place}": words[state] for place, state in enumerate(row, start=1)},
        }
        for business, row in rows.items()
    )


def matrix_columns(steps: Sequence[Step], *, text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``matrix_table``."""
    return (
        TableColumn("name", text("column.business"), is_heading=True),
        *(TableColumn(name, text(f"karte.state.{name}"), kind="count") for name in _NAMES.values()),
        *(TableColumn(f"step_{step.ordinal}", step_words(step, text=text)) for step in steps),
    )


def unconfirmed_steps(steps: Sequence[Step], *, text: Text) -> str:
    """Say which milestones stand at a provisional place among the 40; empty where the operator's table confirms."""
    guessed = [
        text("karte.matrix.place", step=text(f"milestone.name.{one}"), place=step.ordinal)
        for step, one in _milestone_steps(steps)
        if not step.is_ordinal_confirmed
    ]
    return text("karte.matrix.unconfirmed", places=text("map.summary_joint").join(guessed)) if guessed else ""


def step_words(step: Step, *, text: Text) -> str:
    """Name a step by its place, its label and what it is about, as far as known in the reader's language."""
    milestone = next((one for _, one in _milestone_steps([step])), None)
    label = text(f"milestone.name.{milestone}") if milestone else step.label
    name = text(f"milestone.work.{milestone}") if milestone else text.pick(step.name, "")
    parts = (text("karte.matrix.ordinal", place=step.ordinal), label, name)
    return " ".join(part for part in parts if part)


def state_words(state: str, *, text: Text) -> str:
    """Name a state (a key of ``MARKS``)."""
    return text(f"karte.state.{_NAMES[state]}")


def _groups(steps: Sequence[Step], *, text: Text) -> list[list[Any]]:
    """The head over the step numbers: each milestone with the columns it closes, then those after the last."""
    groups: list[list[Any]] = []
    before = 0
    for step, milestone in _milestone_steps(steps):
        groups.append([text("karte.matrix.until", step=text(f"milestone.short.{milestone}")), step.ordinal - before])
        before = step.ordinal
    return [*groups, ["", _STEPS - before]] if before < _STEPS else groups


def _milestone_steps(steps: Sequence[Step]) -> list[tuple[Step, str]]:
    """Steps that carry a milestone, with its id: matched by label, never by position."""
    ids = {one.step_label: one.id for one in load_reference().milestones if one.step_label}
    return [(step, ids[step.label]) for step in steps if step.label in ids]
