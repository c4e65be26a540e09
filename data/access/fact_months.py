"""The systems of one month in a compact form: codes as categories, small numbers, dates as dates.

Worked out once per month and import, and kept in the home: ``facts`` puts the months together. The rows are the whole
nation's; whoever hands them on cuts them to a scope (``cut_month``).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.access.reading import Reading
from data.access.scope import Scope
from data.model import MILESTONE_IDS, TABLES, SnapshotKind, Visibility
from data.reference import load_reference
from data.rules.body_facts import largest_vendors
from data.rules.judgement import WORST_FIRST
from data.rules.milestones import ATTAINED, NOT_COUNTED, OPEN, UNRECORDED

STATES: Final = (ATTAINED, OPEN, UNRECORDED, NOT_COUNTED)
ASSESSMENTS: Final = ("順調", "要注意", "遅れ")

_SMALL: Final = (
    "steps_counted", "steps_completed", "steps_not_applicable", "steps_in_progress", "phase", "replan_count",
    "designated_reason",
)  # fmt: skip
_RATES: Final = ("step_completion_mic", "step_completion_effective")
_DATES: Final = ("live_on", "planned_live_on", "first_planned_live_on", "designated_due_on", "entered_at")
_FLAGS: Final = ("is_carried", "has_order_conflict")
_TEXTS: Final = {
    "judgement": tuple(str(one) for one in WORST_FIRST),
    "self_assessment": ASSESSMENTS,
    **{f"{one}_state": STATES for one in MILESTONE_IDS},
}
_READ: Final = (
    "body_code", "business", "is_reported", "is_applicable", *_SMALL, *_RATES, *_DATES, *_FLAGS, "is_designated",
    "vendor_code", "last_report_month", "overdue_months", *_TEXTS, *(f"{one}_attained" for one in MILESTONE_IDS),
)  # fmt: skip
_RESTRICTED: Final = frozenset(
    column.name for column in TABLES[SnapshotKind.SYSTEM_MART] if column.visibility is Visibility.RESTRICTED
) | {"is_known", "largest_vendor_systems", "largest_vendor_code"}


def month_systems(reading: Reading) -> pd.DataFrame:
    """Every body × business of a reported month, applicable or not, by body and business. Do not change it.

    ``reading`` is of the whole nation and every business. Columns: body_code, business, vendor_code,
    largest_vendor_code and the texts of the mart as categories; numbers as Int8 (overdue_months Int16); dates as
    datetime64[s] (entered_at in Japanese time); is_designated as known at the month (from the report, else from the
    list in force); is_known (ever reported); largest_vendor_systems of the body.
    """
    if not reading.is_reported:
        return _compact(reading)
    name = _file(reading)
    kept = reading.derived.read(name)
    if kept is None:
        kept = _compact(reading)
        reading.derived.write(name, kept)
    return kept


def is_kept(reading: Reading) -> bool:
    """Whether the home has the compact form of a month, or this process made it."""
    return reading.derived.has(_file(reading))


def cut_month(systems: pd.DataFrame, *, scope: Scope, is_designated_restricted: bool) -> pd.DataFrame:
    """``month_systems`` as ``scope`` may see them: outside it what is 制限 is blank."""
    if scope.prefectures is None:
        return systems
    restricted = _RESTRICTED if is_designated_restricted else _RESTRICTED - {"is_designated"}
    is_inside = systems["body_code"].astype("str").str[:2].isin(scope.prefectures)
    return systems.assign(**{name: systems[name].where(is_inside) for name in systems.columns if name in restricted})


def _compact(reading: Reading) -> pd.DataFrame:
    rows = reading.all_systems(only=_READ)
    reference = load_reference()
    bodies, businesses = [one.code for one in reference.bodies], [one.id for one in reference.businesses]
    leaning = largest_vendors(rows)
    vendor = rows["body_code"].map(leaning["vendor_code"])
    columns = {
        "body_code": pd.Categorical(rows["body_code"], categories=bodies),
        "business": pd.Categorical(rows["business"], categories=businesses),
        "is_reported": rows["is_reported"],
        "is_applicable": rows["is_applicable"],
        "is_known": rows["last_report_month"].notna().astype("boolean"),
        "is_designated": _designated(reading, rows),
        **{name: rows[name].astype("boolean") for name in _FLAGS},
        **{name: rows[name].astype("Int8") for name in _SMALL},
        "overdue_months": rows["overdue_months"].astype("Int16"),
        **{name: rows[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in _RATES},
        **{name: _moments(rows[name]) for name in _DATES},
        **{name: pd.Categorical(rows[name], categories=list(words)) for name, words in _TEXTS.items()},
        **{f"{one}_attained": _moments(rows[f"{one}_attained"]) for one in MILESTONE_IDS},
        "vendor_code": rows["vendor_code"].astype("category"),
        "largest_vendor_code": vendor.astype("str").astype("category"),
        "largest_vendor_systems": rows["body_code"].map(leaning["systems"]).astype("Int8"),
    }
    return pd.DataFrame(columns)


def _designated(reading: Reading, rows: pd.DataFrame) -> pd.Series:
    """Whether each system is 特定移行 as of the month; null where nobody said: before any list, or never reported."""
    if reading.has_designations:
        return rows["is_designated"].astype("boolean")
    if reading.designated_as_of is None:
        return pd.Series(pd.NA, index=rows.index, dtype="boolean")
    listed = pd.MultiIndex.from_frame(reading.designated()[["body_code", "business"]])
    keys = pd.MultiIndex.from_frame(rows[["body_code", "business"]])
    return pd.Series(keys.isin(listed), index=rows.index, dtype="boolean")


def _moments(texts: pd.Series) -> pd.Series:
    """ISO dates, months (their first day) or moments (Japanese time) as datetime64[s]; each distinct text read once."""
    codes, distinct = pd.factorize(texts)
    known = [np.datetime64(text[:19], "s") for text in distinct]
    return pd.Series(np.array([*known, np.datetime64("NaT")], dtype="datetime64[s]")[codes], index=texts.index)


def _file(reading: Reading) -> str:
    told = f"{reading.fingerprint}\n{_code_version()}"
    return f"facts-{reading.as_of.month}-{hashlib.sha256(told.encode()).hexdigest()[:32]}.arrows"


@lru_cache(maxsize=1)
def _code_version() -> str:
    """Names the code the compact form rests on."""
    here = Path(__file__)
    files = (here, here.parents[1] / "rules" / "body_facts.py", here.with_name("reading.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
