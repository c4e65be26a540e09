"""The 40 steps of a system: from the stored text to counts, rates and the gates.

One character per step in the order of the step table: D 完了済み, W 作業中, U 未着手, N 対象外. Which of the 40 carries
a milestone is looked up by its label in the step table, never by a position in code: the places are unconfirmed.
Source: metrics.md §1-2, the notice's 移行推進マイルストン.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.model import STEPS_PER_SYSTEM
from data.reference import Milestone, Step

COMPLETED: Final = ord("D")
IN_PROGRESS: Final = ord("W")
NOT_STARTED: Final = ord("U")
NOT_APPLICABLE: Final = ord("N")
NO_REPORT: Final = 0
"""Status of every step of a system whose steps are not known."""

Statuses = npt.NDArray[np.uint8]
"""One row per system, one column per step (or gate): the status characters, ``NO_REPORT`` where unknown."""


def gate_ordinals(steps: Iterable[Step], *, milestones: Iterable[Milestone]) -> dict[str, int]:
    """Ordinal (from 1) of the step that carries each milestone, in the milestones' order.

    A milestone without a step label, or whose label the step table does not have, is left out.

    >>> from data.reference import load_reference
    >>> reference = load_reference()
    >>> gate_ordinals(reference.steps, milestones=reference.milestones)
    {'step_3_2': 6, 'step_8_2': 20, 'step_10_2': 27, 'step_13_1': 31}
    """
    by_label = {step.label: step.ordinal for step in steps if step.label}
    return {one.id: by_label[one.step_label] for one in milestones if one.step_label in by_label}


def steps_of(table: pd.DataFrame) -> tuple[Step, ...]:
    """The steps of a loaded step table (columns ordinal, label, name; a blank label is unknown).

    >>> [step.label for step in steps_of(pd.DataFrame({"ordinal": [1, 2], "label": ["①", None], "name": ["a", "b"]}))]
    ['①', '']
    """
    labels, names = (table[column].astype("str").fillna("") for column in ("label", "name"))
    return tuple(
        Step(int(ordinal), label, name, is_ordinal_confirmed=True)
        for ordinal, label, name in zip(table["ordinal"], labels, names, strict=True)
    )


def step_statuses(steps: pd.Series) -> Statuses:
    """Decode texts of 40 status characters into one row per system; a blank text is ``NO_REPORT`` throughout.

    Raises ValueError for a text of another length or with another character.

    >>> decoded = step_statuses(pd.Series(["D" * 39 + "W", None], dtype="str"))
    >>> decoded.shape, decoded[0, 39] == IN_PROGRESS, decoded[1].max() == NO_REPORT
    ((2, 40), np.True_, np.True_)
    """
    texts = steps.astype("str")
    is_known = texts.notna().to_numpy()
    known = texts[is_known]
    joined = np.frombuffer("".join(known).encode(), dtype=np.uint8)
    is_sound = bool((known.str.len() == STEPS_PER_SYSTEM).all()) and len(joined) == len(known) * STEPS_PER_SYSTEM
    if not is_sound or not np.isin(joined, (COMPLETED, IN_PROGRESS, NOT_STARTED, NOT_APPLICABLE)).all():
        raise ValueError(f"a system's steps are {STEPS_PER_SYSTEM} of the characters D, W, U and N")
    statuses = np.full((len(steps), STEPS_PER_SYSTEM), NO_REPORT, dtype=np.uint8)
    statuses[is_known] = joined.reshape(-1, STEPS_PER_SYSTEM)
    return statuses


def gate_statuses(statuses: Statuses, *, gates: Mapping[str, int]) -> dict[str, npt.NDArray[np.uint8]]:
    """Each gate's own column of ``statuses``, by milestone id, in the order of ``gates`` (see :func:`gate_ordinals`).

    >>> decoded = step_statuses(pd.Series(["U" * 5 + "D" + "U" * 34], dtype="str"))
    >>> gate_statuses(decoded, gates={"step_3_2": 6})["step_3_2"][0] == COMPLETED
    np.True_
    """
    return {milestone: statuses[:, ordinal - 1] for milestone, ordinal in gates.items()}


def step_counts(statuses: Statuses, *, index: pd.Index | None = None) -> pd.DataFrame:
    """Counts and rates per system, blank where unknown; the index is ``index``.

    Columns: steps_completed (A), steps_not_applicable (N), steps_in_progress (W), steps_counted (A+N), all Int64;
    step_completion_mic = (A+N)/40; step_completion_effective = A/(40-N), blank if N = 40.

    10 completed, 8 not applicable, 2 in progress: (10+8)/40 = 0.45 and 10/(40-8) = 0.3125.

    >>> decoded = step_statuses(pd.Series(["D" * 10 + "N" * 8 + "W" * 2 + "U" * 20, "N" * 40, None], dtype="str"))
    >>> print(step_counts(decoded).astype(object).T.to_string(header=False))
    steps_completed                10     0  <NA>
    steps_not_applicable            8    40  <NA>
    steps_in_progress               2     0  <NA>
    steps_counted                  18    40  <NA>
    step_completion_mic          0.45   1.0  <NA>
    step_completion_effective  0.3125  <NA>  <NA>
    """
    is_unknown = statuses[:, 0] == NO_REPORT

    def count(status: int) -> pd.Series:
        return pd.Series((statuses == status).sum(axis=1), index=index, dtype="Int64").mask(is_unknown)

    completed, not_applicable = count(COMPLETED), count(NOT_APPLICABLE)
    counted, possible = completed + not_applicable, STEPS_PER_SYSTEM - not_applicable
    return pd.DataFrame(
        {
            "steps_completed": completed,
            "steps_not_applicable": not_applicable,
            "steps_in_progress": count(IN_PROGRESS),
            "steps_counted": counted,
            "step_completion_mic": (counted / STEPS_PER_SYSTEM).astype("Float64"),
            "step_completion_effective": (completed / possible.mask(possible == 0)).astype("Float64"),
        }
    )
