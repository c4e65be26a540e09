"""The questions of 探索 answered a second time, row by row in pandas, from the stored marts alone.

Written from the definitions (docs/facts.md, docs/decisions) and from nothing the facts database is made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pytest

from data.access import Home
from data.model import AsOf, shift_month
from data.reference import load_reference
from data.store import Store
from data.views.exploration import Answer, Question
from data.views.vendor_flags import vendor_flags

_STATES: Final = {"vendor", "phase", "judgement", "designated", "flag", "overdue_band", "replan_band"}
_OWN: Final = ["body_code", "business"]


def oracle_rows(home: Path, *, bodies: Sequence[str]) -> pd.DataFrame:
    """The systems of some bodies in every reported month: the mart's columns and a column per dimension.

    None = unknown; applicable or not.
    """
    store = Store(home)
    state = store.open()
    months, silent = [], {}
    for month in state.months:
        resolved = state.resolve(AsOf(month))
        assert resolved.progress_mart is not None
        rows = store.read(resolved.progress_mart, where={"body_code": bodies}).to_pandas().assign(month=month)
        people = {}
        if resolved.population is not None:
            table = store.read(resolved.population).to_pandas()
            people = dict(zip(table["body_code"], table["population"], strict=True))
        rows["size_class"] = [_size(people.get(code)) for code in rows["body_code"]]
        states = {code: _input(own) for code, own in rows.groupby("body_code")}
        silent[month] = {code for code, found in states.items() if found == "missing"}
        rows["input_state"] = rows["body_code"].map(states)
        rows["largest_vendor_systems"] = rows["body_code"].map(_largest(rows))
        last = [shift_month(month, -back) for back in range(3)]
        known = all(one in state.months for one in last)
        rows["unreported_months_of_3"] = [
            sum(code in silent[one] for one in last) if known else None for code in rows["body_code"]
        ]
        rows["flag"] = _flags(home, month=month, rows=rows)
        months.append(rows)
    return _with_dimensions(pd.concat(months, ignore_index=True))


def oracle_answer(
    rows: pd.DataFrame, question: Question, *, as_of: str
) -> tuple[dict[tuple[str | None, ...], dict[str, float | None]], dict[str, float | None]]:
    """The measures of every group by its values (None = unknown), and the totals with systems and bodies."""
    months = set(question.months or (as_of,))
    chosen = rows[rows["month"].isin(months) & (rows["month"] <= as_of)]
    for name, values in question.filters.items():
        if not values:
            continue
        if name == "flag":
            kept = [bool(one & set(values)) or ("" in values and not one) for one in chosen["flag"]]
        else:
            kept = [("" if one is None else one) in values for one in chosen[f"by_{name}"]]
        chosen = chosen[np.array(kept, dtype=bool)]
    is_of_states = bool(_STATES & {*question.by, *(name for name, values in question.filters.items() if values)})
    if is_of_states or "step_completion_mic" not in question.measures:
        chosen = chosen[chosen["is_applicable"]]
    last = max((month for month in months if month in set(rows["month"]) and month <= as_of), default=as_of)
    totals = {name: _measure(chosen, name, last=last) for name in (*question.measures, "systems", "bodies")}
    if not question.by:
        return {(): {name: totals[name] for name in question.measures}}, totals
    grouped = chosen
    if "flag" in question.by:
        spread = pd.Series([sorted(one) or [None] for one in chosen["flag"]], index=chosen.index, dtype=object)
        grouped = chosen.assign(by_flag=spread).explode("by_flag")
    keys = [f"by_{name}" for name in question.by]
    answers = {}
    for key, group in grouped.groupby(keys, dropna=False, sort=False):
        told = tuple(str(one) if isinstance(one, str) else None for one in key)
        # A month of its own is the last month of its group.
        until = str(group["month"].iloc[0]) if "month" in question.by else last
        answers[told] = {name: _measure(group, name, last=until) for name in question.measures}
    return answers, totals


def _measure(rows: pd.DataFrame, name: str, *, last: str) -> float | None:
    applicable = rows[rows["is_applicable"]]
    judged = bool(applicable["judgement"].notna().any())
    known = bool(applicable["last_report_month"].notna().any())
    match name:
        case "systems":
            return _distinct(applicable)
        case "bodies":
            return applicable["body_code"].nunique()
        case "migrated_systems" | "migrated_share":
            found = _distinct(applicable[applicable["live_state"] == "attained"]) if known else None
        case "late_systems" | "late_share":
            is_told = judged if name == "late_systems" else known
            found = _distinct(applicable[applicable["judgement"] == "遅延"]) if is_told else None
        case "overdue_systems":
            found = _distinct(applicable[applicable["overdue_months"] > 0]) if judged else None
        case "unreported_systems":
            return _distinct(applicable[~applicable["is_reported"]])
        case "designated_systems":
            told = applicable["is_designated"].notna().any()
            found = _distinct(applicable[applicable["is_designated"].eq(other=True)]) if told else None
        case "overdue_mean":
            return _mean(applicable.loc[applicable["overdue_months"] > 0, "overdue_months"])
        case "step_completion_mic":
            return _mean(rows.groupby("body_code")[name].mean())
        case "step_completion_effective":
            return _mean(applicable.groupby("body_code")[name].mean())
        case "replans":
            here = applicable[(applicable["month"] == last) & applicable["last_report_month"].notna()]
            return float(here["replan_count"].sum()) if len(here) else None
        case _:
            column = {"most_of_one_vendor": "largest_vendor_systems"}.get(name, "unreported_months_of_3")
            most = pd.to_numeric(applicable[column], errors="coerce").max()
            return None if pd.isna(most) else float(most)
    if name.endswith("_share") and found is not None:
        return found / _distinct(applicable)
    return found


def _distinct(rows: pd.DataFrame) -> int:
    return len(rows[_OWN].drop_duplicates())


def _mean(values: pd.Series) -> float | None:
    known = values.dropna()
    return float(known.mean()) if len(known) else None


def _with_dimensions(rows: pd.DataFrame) -> pd.DataFrame:
    reference = load_reference()
    kinds = {body.code: str(body.kind) for body in reference.bodies}
    ministries = {one.id: one.ministry for one in reference.businesses}
    columns: dict[str, Any] = {
        "prefecture": rows["body_code"].str[:2],
        "body_kind": rows["body_code"].map(kinds),
        "size_class": rows["size_class"],
        "body": rows["body_code"],
        "business": rows["business"],
        "ministry": rows["business"].map(ministries),
        "vendor": rows["vendor_code"],
        "phase": _texts(rows["phase"]),
        "judgement": rows["judgement"],
        "designated": rows["is_designated"].map({True: "true", False: "false"}),
        "input_state": rows["input_state"],
        "unreported_months_of_3": _texts(rows["unreported_months_of_3"]),
        "largest_vendor_systems": _texts(rows["largest_vendor_systems"]),
        "overdue_band": [_band(one) for one in rows["overdue_months"]],
        "replan_band": _texts(rows["replan_count"].clip(upper=3).where(rows["last_report_month"].notna())),
        "month": rows["month"],
    }
    told = {f"by_{name}": pd.Series(values, dtype=object) for name, values in columns.items()}
    return rows.assign(**{name: values.where(values.notna(), None) for name, values in told.items()})


def _texts(numbers: pd.Series) -> list[str | None]:
    return [None if pd.isna(one) else str(int(one)) for one in numbers]


def _band(months: float | None) -> str | None:
    """Not past a date, or past it by 1–3, 4–6, 7–12, 13 and more months; by where the band begins."""
    if months is None or pd.isna(months):
        return None
    for most, name in ((0, "0"), (3, "1"), (6, "4"), (12, "7")):
        if months <= most:
            return name
    return "13"


def _size(people: float | None) -> str | None:
    if people is None or pd.isna(people):
        return None
    for most, name in ((10_000, "under_10000"), (50_000, "10000_49999"), (100_000, "50000_99999")):
        if people < most:
            return name
    return "100000_299999" if people < 300_000 else "from_300000"


def _input(own: pd.DataFrame) -> str:
    if not own["is_reported"].any():
        return "missing"
    applicable = own[own["is_applicable"]]
    if applicable.empty:
        return "not_applicable"
    return "reported" if applicable["is_reported"].all() else "partial"


def _largest(rows: pd.DataFrame) -> dict[str, int]:
    known = rows[rows["is_applicable"] & rows["vendor_code"].notna()]
    return {str(code): int(own["vendor_code"].value_counts().max()) for code, own in known.groupby("body_code")}


def _flags(home: Path, *, month: str, rows: pd.DataFrame) -> list[frozenset[str]]:
    reader = Home(home).reader()
    raised: dict[tuple[str, str], set[str]] = {}
    for flag in vendor_flags(reader, as_of=AsOf(month), with_since=False):
        for system in flag.systems:
            raised.setdefault(system, set()).add(flag.flag)
    keys: Sequence[tuple[str, str]] = list(zip(rows["body_code"], rows["business"], strict=True))
    # Without a vendor there is nobody to be judged: neither a flag nor none.
    free = [frozenset() if pd.isna(one) else frozenset({"none"}) for one in rows["vendor_code"]]
    return [frozenset(raised[key]) if key in raised else none for key, none in zip(keys, free, strict=True)]


def groups(answer: Answer) -> dict[tuple[str | None, ...], dict[str, float | None]]:
    """The groups of an answer by their values, as ``oracle_answer`` has them."""
    by, measures = list(answer.question.by), list(answer.question.measures)
    rows = answer.frame.astype(object).where(answer.frame.notna(), None).to_dict("records")
    return {
        tuple(row[name] for name in by): {name: None if row[name] is None else float(row[name]) for name in measures}
        for row in rows
    }


def assert_answers_agree(answer: Answer, rows: pd.DataFrame, question: Question, *, as_of: str) -> None:
    """Check an answer that is no page of a large one against ``oracle_answer``: groups, totals, numbers and order."""
    expected, totals = oracle_answer(rows, question, as_of=as_of)
    assert answer.rows == len(expected), question
    if len(answer.frame) == answer.rows:
        _assert_same(groups(answer), expected, question)
    _assert_same({(): dict(answer.totals)}, {(): {name: totals[name] for name in question.measures}}, question)
    assert (answer.systems, answer.bodies) == (totals["systems"], totals["bodies"]), question
    name = question.order.removeprefix("-")
    if name in question.measures:
        values = answer.frame[name].dropna().tolist()
        assert values == sorted(values, reverse=question.order.startswith("-")), question
        assert answer.frame[name].tail(len(answer.frame) - len(values)).isna().all(), question


def _assert_same(
    found: dict[tuple[str | None, ...], dict[str, float | None]],
    expected: dict[tuple[str | None, ...], dict[str, float | None]],
    question: Question,
) -> None:
    assert set(found) == set(expected), question
    for key, row in expected.items():
        for name, value in row.items():
            own = found[key][name]
            if value is None or own is None:
                assert own is value, (question, key, name, own, value)
            else:
                assert own == pytest.approx(value, rel=1e-9, abs=1e-12), (question, key, name)
