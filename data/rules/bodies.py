"""A body's state from its systems: the lowest phase, the worst 判定, what is in operation. Source: metrics.md §1, 3.

Bands always sum to the applicable systems: one without a report this month is in the unknown band of the phases, and
未報告 (or, with a known go-live, 完了) among the 判定.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.model import Judgement
from data.rules.judgement import WORST_FIRST
from data.rules.phases import PHASES

UNKNOWN: Final = "unknown"

JUDGEMENT_COLUMNS: Final[dict[Judgement, str]] = {one: f"judgement_{one.name.lower()}" for one in WORST_FIRST}
"""Column of :func:`body_status` that counts each 判定, worst first; with the ending _designated, of 特定移行 only."""


@dataclass(frozen=True, slots=True)
class Migration:
    """What is in operation over a set of bodies. ``known_systems``: applicable ones reported now or before (前月値)."""

    applicable_systems: int
    known_systems: int
    migrated_systems: int
    bodies: int
    known_bodies: int
    all_migrated_bodies: int

    @property
    def migrated_share(self) -> float | None:
        """移行完了システム率, 0-1, of the applicable systems; None where nothing is known of any."""
        return self.migrated_systems / self.applicable_systems if self.known_systems else None


def phase_counts(systems: pd.DataFrame) -> dict[str, int]:
    """Applicable systems per phase: "0" … "4" and "unknown" (no report this month).

    >>> phase_counts(pd.DataFrame({"is_applicable": [True, True, False], "phase": pd.array([4, None, 1], "Int64")}))
    {'0': 0, '1': 0, '2': 0, '3': 0, '4': 1, 'unknown': 1}
    """
    phases = systems["phase"][systems["is_applicable"]]
    counts = {str(phase): int((phases == phase).sum()) for phase in PHASES}
    return counts | {UNKNOWN: int(phases.isna().sum())}


def body_status(systems: pd.DataFrame) -> pd.DataFrame:
    """One row per body of a mart, in code order, over its applicable systems.

    Columns: body_code, prefecture_code, is_municipality, systems_applicable, systems_reported, systems_known (reported
    now or before), systems_migrated, systems_designated, phase (Int64, the lowest reported), phase_0 … phase_4,
    phase_unknown, judgement (the worst), judgement_late … judgement_done and the same with _designated,
    step_completion_effective (Float64, mean over its reported systems), overdue_months (Int64, the greatest),
    is_all_migrated (every applicable system; False without any). Blank where nothing is reported.

    One system live, one in phase 2 and late, one not reported, one not applicable:

    >>> systems = pd.DataFrame({"body_code": ["01100"] * 4, "is_applicable": [True, True, True, False],
    ...     "is_reported": [True, True, False, True], "phase": pd.array([4, 2, None, None], dtype="Int64"),
    ...     "judgement": ["完了", "遅延", "未報告", None], "last_report_month": ["2026-01"] * 4,
    ...     "is_designated": pd.array([False, True, None, False], dtype="boolean"),
    ...     "live_state": ["attained", "open", "not_counted", "not_counted"],
    ...     "step_completion_effective": pd.array([1.0, 0.5, None, None], dtype="Float64"),
    ...     "overdue_months": pd.array([-2, 1, None, None], dtype="Int64")})
    >>> body = body_status(systems).iloc[0]
    >>> print(body["phase"], body["judgement"], body["systems_migrated"], body["step_completion_effective"])
    2 遅延 1 0.75
    >>> print(body["phase_unknown"], body["judgement_late_designated"], body["overdue_months"], body["is_all_migrated"])
    1 1 1 False
    """
    applicable = systems["is_applicable"].to_numpy(dtype=np.bool_)
    is_designated = systems["is_designated"].fillna(value=False).to_numpy(dtype=np.bool_)
    judgement = systems["judgement"]
    flags: dict[str, pd.Series | np.ndarray] = {
        "systems_applicable": applicable,
        "systems_reported": systems["is_reported"],
        "systems_known": systems["last_report_month"].notna(),
        "systems_migrated": systems["live_state"] == "attained",
        "systems_designated": is_designated,
        **{f"phase_{phase}": (systems["phase"] == phase).fillna(value=False) for phase in PHASES},
        "phase_unknown": systems["phase"].isna(),
        **{column: judgement == str(one) for one, column in JUDGEMENT_COLUMNS.items()},
        **{
            f"{column}_designated": (judgement == str(one)) & is_designated for one, column in JUDGEMENT_COLUMNS.items()
        },
    }
    tallied = pd.DataFrame(
        {name: np.asarray(flag, dtype=np.bool_) & applicable for name, flag in flags.items()}, index=systems.index
    )
    by_body = systems["body_code"]
    bodies = tallied.astype("int64").groupby(by_body, sort=True).sum()
    measured = systems[applicable & systems["is_reported"].to_numpy(dtype=np.bool_)].groupby("body_code")
    bodies["phase"] = measured["phase"].min()
    bodies["step_completion_effective"] = measured["step_completion_effective"].mean()
    bodies["overdue_months"] = systems[applicable].groupby("body_code")["overdue_months"].max()
    is_any = [bodies[JUDGEMENT_COLUMNS[one]] > 0 for one in WORST_FIRST]
    worst = np.select(is_any, [str(one) for one in WORST_FIRST], default="")
    bodies["judgement"] = pd.Series(worst, index=bodies.index, dtype="str").mask(worst == "")
    bodies["is_all_migrated"] = (bodies["systems_applicable"] > 0) & (
        bodies["systems_migrated"] == bodies["systems_applicable"]
    )
    bodies = bodies.reset_index()
    bodies.insert(1, "prefecture_code", bodies["body_code"].str.slice(0, 2))
    bodies.insert(2, "is_municipality", ~bodies["body_code"].str.endswith("000"))
    return bodies


def migration(bodies: pd.DataFrame) -> Migration:
    """What is in operation over ``bodies`` (rows of :func:`body_status`, already limited to the wanted ones).

    >>> bodies = pd.DataFrame({"systems_applicable": [2, 1], "systems_known": [2, 0], "systems_migrated": [2, 0],
    ...                        "is_all_migrated": [True, False]})
    >>> found = migration(bodies)
    >>> found.migrated_systems, found.applicable_systems, found.all_migrated_bodies, found.known_bodies
    (2, 3, 1, 1)
    """
    return Migration(
        applicable_systems=int(bodies["systems_applicable"].sum()),
        known_systems=int(bodies["systems_known"].sum()),
        migrated_systems=int(bodies["systems_migrated"].sum()),
        bodies=len(bodies),
        known_bodies=int((bodies["systems_known"] > 0).sum()),
        all_migrated_bodies=int(bodies["is_all_migrated"].sum()),
    )
