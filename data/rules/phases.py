"""フェーズ０–４ of a system, and the gates between them. Source: metrics.md §1 (the notice's phases, not the 手順書's).

4 運用開始, 3 移行 (⑩－２ passed), 2 システム選定 (③－２ passed), 1 計画立案 (any step begun), 0 未着手.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.rules.months import month_number, month_numbers
from data.rules.steps import COMPLETED, IN_PROGRESS, NO_REPORT, NOT_APPLICABLE, Statuses, gate_statuses

PHASES: Final = (0, 1, 2, 3, 4)

_PHASE_GATES: Final = ((2, "step_3_2"), (3, "step_10_2"))
_GATE_ORDER: Final = ("step_3_2", "step_8_2", "step_10_2", "step_13_1")


def is_live(live_on: pd.Series, *, month: str) -> npt.NDArray[np.bool_]:
    """Whether 運用開始日 (ISO dates) is at or before the month's end; a blank is False.

    >>> is_live(pd.Series(["2026-01-31", "2026-02-01", None], dtype="str"), month="2026-01").tolist()
    [True, False, False]
    """
    return month_numbers(live_on) <= month_number(month)


def gates_passed(statuses: Statuses, *, gates: Mapping[str, int]) -> dict[str, npt.NDArray[np.bool_]]:
    """Whether each gate is passed: its step is 完了済み or 対象外, or a later gate is passed.

    ``gates`` maps milestone ids to ordinals (see ``steps.gate_ordinals``); all four step milestones are gates, in the
    notice's order, and one that the step table lacks can still be passed through a later one.

    ⑧－２ completed passes ③－２, which is itself open:

    >>> statuses = np.full((1, 40), ord("U"), dtype=np.uint8)
    >>> statuses[0, 19] = COMPLETED
    >>> passed = gates_passed(statuses, gates={"step_3_2": 6, "step_8_2": 20, "step_10_2": 27})
    >>> {gate: bool(rows[0]) for gate, rows in passed.items()}
    {'step_3_2': True, 'step_8_2': True, 'step_10_2': False, 'step_13_1': False}
    """
    own = gate_statuses(statuses, gates=gates)
    later = np.zeros(len(statuses), dtype=np.bool_)
    passed: dict[str, npt.NDArray[np.bool_]] = {}
    for gate in reversed(_GATE_ORDER):
        if gate in own:
            later = later | np.isin(own[gate], (COMPLETED, NOT_APPLICABLE))
        passed[gate] = later
    return {gate: passed[gate] for gate in _GATE_ORDER}


def phase_numbers(
    statuses: Statuses, *, is_live: npt.NDArray[np.bool_], gates: Mapping[str, int]
) -> npt.NDArray[np.float64]:
    """Phase 0-4 per system, NaN where its steps are unknown (the phase does not persist over a missing month).

    Nothing begun; one step in progress; ③－２ done; ⑩－２ not applicable; live with every step open; unknown:

    >>> rows = np.full((6, 40), ord("U"), dtype=np.uint8)
    >>> rows[1, 0], rows[2, 5], rows[3, 26], rows[5, :] = IN_PROGRESS, COMPLETED, NOT_APPLICABLE, NO_REPORT
    >>> live = np.array([False, False, False, False, True, True])
    >>> phase_numbers(rows, is_live=live, gates={"step_3_2": 6, "step_10_2": 27}).tolist()
    [0.0, 1.0, 2.0, 3.0, 4.0, nan]
    """
    phase = np.zeros(len(statuses), dtype=np.float64)
    phase[((statuses == COMPLETED) | (statuses == IN_PROGRESS)).any(axis=1)] = 1
    passed = gates_passed(statuses, gates=gates)
    for number, gate in _PHASE_GATES:
        phase[passed[gate]] = number
    phase[is_live] = 4
    phase[statuses[:, 0] == NO_REPORT] = np.nan
    return phase
