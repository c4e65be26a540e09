"""ステップ完了率（総務省方式）: the month's systems, and their aggregates to bodies, prefectures and the nation.

MIC's definition: a system's rate is (完了済み＋対象外)/40, a body's is the mean over its businesses, a prefecture's and
the nation's the unweighted mean over municipalities. 対象外 counts as done here, so a system declared not applicable
stays in this one measure; every other denominator leaves it out (docs/decisions/rules.md).
Rates are divided from whole steps at the last moment, so that "100 %" and "below half" never hang on a rounding.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data.model import STEPS_PER_SYSTEM, TABLES, SnapshotKind
from data.reference import Reference
from data.rules.applicability import stated_applicability

_KEY = ["body_code", "business"]


@dataclass(frozen=True, slots=True)
class ProgressSummary:
    """Progress of a set of municipalities; rates 0–1, None where none of them has reported.

    ``mean`` and the quantiles are over bodies, ``system_mean`` over systems (the named alternative).
    ``bodies_complete``: every applicable system reported, every reported one at 40 steps.
    ``counted_systems`` are behind ``system_mean``, 対象外 ones too. ``applicable_bodies`` have an applicable system;
    ``not_applicable_bodies`` reported and have none: they are in ``mean``, and ``complete_not_applicable`` of them in
    ``bodies_complete``.
    """

    municipalities: int
    reported: int
    mean: float | None
    median: float | None
    p10: float | None
    p90: float | None
    system_mean: float | None
    bodies_complete: int
    bodies_below_half: int
    applicable_systems: int
    reported_systems: int
    counted_systems: int
    applicable_bodies: int
    not_applicable_bodies: int
    complete_not_applicable: int


def system_universe(reference: Reference) -> pd.DataFrame:
    """Every body × business that may be a system: columns body_code, business, in code and business order.

    1,741 municipalities × 20 businesses and 47 prefectures × the prefectural ones; 共通機能 is never a system.
    """
    pairs = [
        (body.code, business.id)
        for body in reference.bodies
        for business in reference.businesses
        if business.is_prefectural or not body.is_prefecture
    ]
    return pd.DataFrame(pairs, columns=_KEY, dtype="str")


def system_mart(
    progress: pd.DataFrame | None,
    applicability: pd.DataFrame | None,
    *,
    universe: pd.DataFrame,
    month: str,
) -> pd.DataFrame:
    """The month's systems where only rates are known: columns of SYSTEM_MART, one row per row of ``universe``.

    What needs steps or dates is blank (see ``chain.system_facts`` for a month with them).
    ``progress``: body_code, business, steps_counted (null = 未報告). ``applicability``: body_code, business,
    is_applicable, applies_from; the last row at or before month-end holds, a system without one is applicable.
    Raises ValueError for a reported system outside ``universe``.

    >>> universe = pd.DataFrame({"body_code": ["01100"] * 3, "business": ["tax", "aid", "health"]})
    >>> progress = pd.DataFrame({"body_code": ["01100"] * 2, "business": ["tax", "aid"],
    ...                          "steps_counted": pd.array([30, 40], dtype="Int64")})
    >>> applicability = pd.DataFrame({"body_code": ["01100"], "business": ["aid"], "is_applicable": [False],
    ...                               "applies_from": ["2026-01-31"]})
    >>> mart = system_mart(progress, applicability, universe=universe, month="2026-01")
    >>> rates = mart[["business", "is_reported", "is_applicable", "steps_counted", "step_completion_mic"]]
    >>> rates.to_string(index=False).splitlines()[1:]  # doctest: +NORMALIZE_WHITESPACE
    ['     tax  True  True   30  0.75',
     '     aid  True  False  40  1.0',
     '  health  False True <NA> <NA>']
    """
    columns = {"steps_counted": pd.Series(dtype="Int64")}
    reported = universe.iloc[:0].assign(**columns) if progress is None else progress
    systems = universe.merge(reported, on=_KEY, how="left", validate="one_to_one", indicator="found")
    matched = int((systems["found"] == "both").sum())
    if matched != len(reported):
        raise ValueError(f"{len(reported) - matched} reported systems are outside the universe of systems")
    steps = systems["steps_counted"].astype("Int64")
    stated = stated_applicability(systems, applicability, month=month)
    known = {
        "body_code": systems["body_code"],
        "business": systems["business"],
        "is_reported": steps.notna(),
        "is_applicable": stated.fillna(value=True).astype("bool"),
        "steps_counted": steps,
        "step_completion_mic": (steps / STEPS_PER_SYSTEM).astype("Float64"),
    }
    blanks = {
        column.name: pd.Series(None, index=systems.index, dtype=column.dtype)
        for column in TABLES[SnapshotKind.SYSTEM_MART]
        if column.name not in known
    }
    return pd.DataFrame(known | blanks)


def body_progress(systems: pd.DataFrame) -> pd.DataFrame:
    """Per body, in code order: one row for every body of ``systems`` (a mart).

    Columns: body_code, prefecture_code, is_municipality, systems_applicable, systems_reported (applicable ones with a
    report), systems_counted (all with a report: the mean's denominator), steps_counted, step_completion_mic
    (Float64, null if nothing is reported), is_complete (False if nothing is reported).

    Steps 40, 20 and a blank give (40+20)/80, and the body is not complete while a system is 未報告:

    >>> systems = pd.DataFrame({"body_code": ["01100"] * 3, "is_reported": [True, True, False],
    ...     "is_applicable": [True] * 3, "steps_counted": pd.array([40, 20, None], dtype="Int64")})
    >>> body = body_progress(systems).astype(object).iloc[0]
    >>> body["systems_applicable"], body["systems_reported"], body["step_completion_mic"], body["is_complete"]
    (3, 2, 0.75, False)
    """
    tallied = pd.DataFrame(
        {
            "body_code": systems["body_code"],
            "systems_applicable": systems["is_applicable"].astype("int64"),
            "systems_reported": (systems["is_applicable"] & systems["is_reported"]).astype("int64"),
            "systems_counted": systems["is_reported"].astype("int64"),
            "steps_counted": systems["steps_counted"].astype("Int64").fillna(0).astype("int64"),
        }
    )
    bodies = tallied.groupby("body_code", sort=True).sum().reset_index()
    possible = bodies["systems_counted"] * STEPS_PER_SYSTEM
    has_report = bodies["systems_counted"] > 0
    bodies["step_completion_mic"] = _ratio(bodies["steps_counted"], possible)
    bodies["is_complete"] = (
        has_report
        & (bodies["steps_counted"] == possible)
        & (bodies["systems_reported"] == bodies["systems_applicable"])
    )
    bodies.insert(1, "prefecture_code", bodies["body_code"].str.slice(0, 2))
    bodies.insert(2, "is_municipality", ~bodies["body_code"].str.endswith("000"))
    return bodies


def national_progress(bodies: pd.DataFrame, *, below_half: float) -> ProgressSummary:
    """Summarise the municipalities among ``bodies`` (rows of :func:`body_progress`); quantiles interpolate linearly.

    Two bodies at 1.0 and 0.4, a third without a report:

    >>> bodies = pd.DataFrame({"is_municipality": [True] * 3, "systems_applicable": [1, 3, 1],
    ...     "systems_reported": [1, 3, 0], "systems_counted": [1, 3, 0], "steps_counted": [40, 48, 0],
    ...     "step_completion_mic": pd.array([1.0, 0.4, None], dtype="Float64"),
    ...     "is_complete": [True, False, False]})
    >>> summary = national_progress(bodies, below_half=0.5)
    >>> summary.reported, summary.mean, round(summary.p10, 3), summary.system_mean, summary.bodies_below_half
    (2, 0.7, 0.46, 0.55, 1)
    >>> summary.counted_systems, summary.applicable_bodies, summary.not_applicable_bodies
    (4, 3, 0)
    """
    municipal = bodies[bodies["is_municipality"]]
    rates = municipal["step_completion_mic"].dropna().astype("float64")
    counted = int(municipal["systems_counted"].sum())
    steps = int(municipal["steps_counted"].sum())
    is_applicable = municipal["systems_applicable"] > 0
    is_apart = ~is_applicable & (municipal["systems_counted"] > 0)

    def quantile(share: float) -> float | None:
        return None if rates.empty else float(rates.quantile(share, interpolation="linear"))

    return ProgressSummary(
        municipalities=len(municipal),
        reported=len(rates),
        mean=None if rates.empty else float(rates.mean()),
        median=quantile(0.5),
        p10=quantile(0.1),
        p90=quantile(0.9),
        system_mean=steps / (counted * STEPS_PER_SYSTEM) if counted else None,
        bodies_complete=int(municipal["is_complete"].sum()),
        bodies_below_half=int(_is_below(municipal, below_half).sum()),
        applicable_systems=int(municipal["systems_applicable"].sum()),
        reported_systems=int(municipal["systems_reported"].sum()),
        counted_systems=counted,
        applicable_bodies=int(is_applicable.sum()),
        not_applicable_bodies=int(is_apart.sum()),
        complete_not_applicable=int((is_apart & municipal["is_complete"]).sum()),
    )


def prefecture_progress(bodies: pd.DataFrame, *, reference_only_below: float, below_half: float) -> pd.DataFrame:
    """Per prefecture, in code order, over its municipalities among ``bodies`` (rows of :func:`body_progress`).

    Columns: prefecture_code, municipalities, reported, bodies_complete, bodies_below_half, step_completion_mic
    (unweighted mean, null if none reported), is_reference_only (参考 of that mean, which is over bodies: reported
    share of them under ``reference_only_below``).

    >>> bodies = pd.DataFrame({"prefecture_code": ["01"] * 3, "is_municipality": [True, True, False],
    ...     "systems_counted": [2, 0, 1], "steps_counted": [40, 0, 36], "is_complete": [False] * 3,
    ...     "step_completion_mic": pd.array([0.5, None, 0.9], dtype="Float64")})
    >>> prefecture_progress(bodies, reference_only_below=0.9, below_half=0.5).astype(object).iloc[0].tolist()
    ['01', 2, 1, 0, 0, 0.5, True]
    """
    municipal = bodies[bodies["is_municipality"]]
    municipal = municipal.assign(is_below_half=_is_below(municipal, below_half))
    grouped = (
        municipal.groupby("prefecture_code", sort=True)
        .agg(
            municipalities=("step_completion_mic", "size"),
            reported=("step_completion_mic", "count"),
            bodies_complete=("is_complete", "sum"),
            bodies_below_half=("is_below_half", "sum"),
            step_completion_mic=("step_completion_mic", "mean"),
        )
        .reset_index()
    )
    grouped["is_reference_only"] = grouped["reported"] < grouped["municipalities"] * reference_only_below
    return grouped


def business_progress(systems: pd.DataFrame, *, reference_only_below: float) -> pd.DataFrame:
    """Per business, in the order first met in ``systems`` (rows of a mart, already limited to the wanted bodies).

    Columns: business, systems_applicable, systems_reported, systems_counted, systems_complete (40 of 40 steps),
    step_completion_mic (mean over systems with a report), is_reference_only (参考).

    >>> systems = pd.DataFrame({"business": ["tax", "tax", "aid"], "is_reported": [True, True, False],
    ...     "is_applicable": [True] * 3, "steps_counted": pd.array([40, 10, None], dtype="Int64")})
    >>> business_progress(systems, reference_only_below=0.9).astype(object).iloc[0].tolist()
    ['tax', 2, 2, 2, 1, 0.625, False]
    """
    steps = systems["steps_counted"].astype("Int64")
    tallied = pd.DataFrame(
        {
            "business": systems["business"],
            "systems_applicable": systems["is_applicable"].astype("int64"),
            "systems_reported": (systems["is_applicable"] & systems["is_reported"]).astype("int64"),
            "systems_counted": systems["is_reported"].astype("int64"),
            "systems_complete": (steps == STEPS_PER_SYSTEM).fillna(value=False).astype("int64"),
            "steps_counted": steps.fillna(0).astype("int64"),
        }
    )
    grouped = tallied.groupby("business", sort=False).sum().reset_index()
    possible = grouped["systems_counted"] * STEPS_PER_SYSTEM
    grouped["step_completion_mic"] = _ratio(grouped["steps_counted"], possible)
    grouped["is_reference_only"] = grouped["systems_reported"] < grouped["systems_applicable"] * reference_only_below
    return grouped.drop(columns="steps_counted")


def _is_below(bodies: pd.DataFrame, share: float) -> pd.Series:
    possible = bodies["systems_counted"] * STEPS_PER_SYSTEM
    return (possible > 0) & (bodies["steps_counted"] < possible * share)


def _ratio(part: pd.Series, whole: pd.Series) -> pd.Series:
    known = whole.astype("Int64").mask(whole == 0)
    return (part.astype("Int64") / known).astype("Float64")
