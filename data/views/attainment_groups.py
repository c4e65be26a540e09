"""One milestone by prefecture, business, ministry and 自治体区分, month by month, and how far from its date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from data.access import Reading
from data.model import BodyKind, shift_month
from data.reference import load_reference
from data.rules.attainment import COUNTS
from data.rules.body_attainment import body_milestones, system_milestones
from data.rules.months import month_number
from data.views.milestones import FIRST_MONTH, place_systems

_Names = Sequence[tuple[str, str, str]]


class Unit(StrEnum):
    """What is counted: systems, or bodies, which attain a milestone when all their counted systems have."""

    SYSTEMS = "systems"
    BODIES = "bodies"


@dataclass(frozen=True, slots=True)
class NationAttainment:
    """One milestone over the nation's municipalities, prefecture by prefecture; empty where no steps are known.

    ``prefectures``: id (two digits), name, english, the names of ``COUNTS``, attained_share, on_time_share; 47 rows.
    ``courses``: id, month (YYYY-MM), share: attained by that month's end, as known now, of the counted.
    Shares are 0 to 1, null where nothing is counted; on_time_share is null until the date has come.
    """

    prefectures: pd.DataFrame
    courses: pd.DataFrame


@dataclass(frozen=True, slots=True)
class PlaceAttainment:
    """One milestone over the municipalities of a place; empty where no steps are known.

    ``businesses`` (id of the business), ``ministries`` and ``kinds`` (id is the Japanese name): columns of
    ``NationAttainment.prefectures``, those without any system left out, in the order of the reference tables. A body
    counts in each business and ministry with its systems there.
    ``slippage``: months from the date (−: before it, 0: in its month, +: after), attained, open_overdue. 「遅くとも」
    ones are in neither, as they are not in 期限内達成率; open ones only where they are past the date they are measured
    against.
    Of a place whose bodies the reader may not see one by one (metrics.md §9) groups of too few counted bodies are left
    out, further ones where the rest would tell of them, and slippage has no rows.
    """

    businesses: pd.DataFrame
    ministries: pd.DataFrame
    kinds: pd.DataFrame
    slippage: pd.DataFrame


def nation_attainment(reading: Reading, *, milestone: str, unit: Unit) -> NationAttainment:
    """Attainment of ``milestone`` (an id) by prefecture, now and month by month, in ``unit``."""

    def make() -> NationAttainment:
        facts = _facts(reading, milestone=milestone, prefecture=None)
        names = [(item.code, item.name, item.english) for item in load_reference().prefectures]
        rows = _unit_rows(facts, by=("prefecture",), unit=unit)
        table = _table(rows, by="prefecture", names=names if len(rows) else (), is_due=_is_due(reading, milestone))
        return NationAttainment(prefectures=table, courses=_courses(rows, counted=table, month=reading.as_of.month))

    return reading.keep(f"nation_attainment/{milestone}/{unit}", make=make)


def place_attainment(
    reading: Reading, *, milestone: str, unit: Unit, prefecture: str | None, is_anonymous: bool = False
) -> PlaceAttainment:
    """Attainment of ``milestone`` in the nation or a prefecture by business, ministry and kind, and its slippage.

    ``is_anonymous``: the place is outside the reader's scope, so that nothing may be told of few bodies.
    """

    def make() -> PlaceAttainment:
        facts = _facts(reading, milestone=milestone, prefecture=prefecture)
        reference = load_reference()
        businesses = reference.businesses
        ministries = {item.ministry: item.ministry_english for item in businesses}
        names: dict[str, _Names] = {
            "business": [(item.id, item.name, item.english) for item in businesses],
            "ministry": [(name, name, english) for name, english in ministries.items()],
            "kind": [(kind.value, kind.value, "") for kind in BodyKind],
        }
        is_due = _is_due(reading, milestone)
        tables = {}
        for by, items in names.items():
            rows = _unit_rows(facts, by=(by,), unit=unit)
            known = set(rows[by])
            if is_anonymous:
                known -= withheld_groups(facts, by=by, minimum=reference.rules.anonymous_minimum_bodies)
            tables[by] = _table(rows, by=by, names=[item for item in items if item[0] in known], is_due=is_due)
        compared = facts.iloc[:0] if is_anonymous else facts
        return PlaceAttainment(
            businesses=tables["business"],
            ministries=tables["ministry"],
            kinds=tables["kind"],
            slippage=_slippage(_unit_rows(compared, by=(), unit=unit)),
        )

    return reading.keep(f"place_attainment/{milestone}/{unit}/{prefecture}/{is_anonymous}", make=make)


def withheld_groups(facts: pd.DataFrame, *, by: str, minimum: int) -> set[str]:
    """The groups of ``facts`` (columns ``by``, body_code, counted) that may not be shown of bodies not to be known.

    Those of fewer counted bodies than ``minimum``; and, as the total of the place is shown, the smallest others until
    what is left out is together of that many bodies: else the total less the rest would be the group left out.

    One city cannot be told of, nor then the five towns beside it; the six villages can:

    >>> facts = pd.DataFrame({"kind": ["市"] + ["町"] * 5 + ["村"] * 6, "body_code": list("abcdefghijkl"),
    ...                       "counted": True})
    >>> sorted(withheld_groups(facts, by="kind", minimum=5)), withheld_groups(facts.iloc[1:], by="kind", minimum=5)
    (['市', '町'], set())
    """
    counted = facts[facts["counted"]]
    sizes = counted.groupby(by)["body_code"].nunique().reindex(sorted(set(facts[by])), fill_value=0)
    withheld: set[str] = set()
    for group, bodies in sizes.sort_values(kind="stable").items():
        told = counted.loc[counted[by].isin(withheld), "body_code"].nunique()
        if bodies >= minimum and not 0 < told < minimum:
            break
        withheld.add(str(group))
    return withheld


def _is_due(reading: Reading, milestone: str) -> bool:
    due_on = next(item.due_on for item in load_reference().milestones if item.id == milestone)
    return month_number(reading.as_of.month) >= month_number(due_on.isoformat())


def _facts(reading: Reading, *, milestone: str, prefecture: str | None) -> pd.DataFrame:
    """``system_milestones`` of a place, with the prefecture, ministry and kind of each; no rows without steps."""
    reference = load_reference()
    systems = place_systems(reading, prefecture=prefecture)
    facts = system_milestones(
        systems if reading.has_steps else systems.iloc[:0],
        milestone=milestone,
        due={item.id: item.due_on.isoformat() for item in reference.milestones},
        month=reading.as_of.month,
    )
    ministries = {item.id: item.ministry for item in reference.businesses}
    kinds = {body.code: body.kind.value for body in reference.municipalities}
    return facts.assign(
        prefecture=facts["body_code"].str.slice(0, 2),
        ministry=facts["business"].map(ministries).astype("str"),
        kind=facts["body_code"].map(kinds).astype("str"),
    )


def _unit_rows(facts: pd.DataFrame, *, by: Sequence[str], unit: Unit) -> pd.DataFrame:
    """One row per system, or per body within each group of ``by``."""
    # A body has one system of a business: there the two are the same.
    return facts if unit is Unit.SYSTEMS or "business" in by else body_milestones(facts, by=[*by, "body_code"])


def _table(rows: pd.DataFrame, *, by: str, names: _Names, is_due: bool) -> pd.DataFrame:
    table = pd.DataFrame(names, columns=["id", "name", "english"], dtype="str")
    counts = rows.groupby(by)[list(COUNTS)].sum().reindex(table["id"], fill_value=0).reset_index(drop=True)
    on_time = _shares(counts["attained_on_time"], counts["on_time_counted"])
    return pd.concat([table, counts.astype("int64")], axis=1).assign(
        attained_share=_shares(counts["attained"], counts["counted"]),
        on_time_share=on_time if is_due else on_time.mask(on_time.notna()),
    )


def _shares(part: pd.Series, whole: pd.Series) -> pd.Series:
    return (part / whole.where(whole > 0)).astype("Float64")


def _courses(rows: pd.DataFrame, *, counted: pd.DataFrame, month: str) -> pd.DataFrame:
    """Cumulative shares from the start of the support period; what was attained before it stands at its start."""
    first = month_number(FIRST_MONTH)
    span = max(month_number(month) - first + 1, 0)
    months = [shift_month(FIRST_MONTH, by) for by in range(span)]
    attained = rows[rows["attained"]]
    place = (attained["attained_month"] - first).clip(lower=0).astype("int64")
    tally = pd.crosstab(attained["prefecture"], place).reindex(index=counted["id"], columns=range(span), fill_value=0)
    total = counted["counted"].to_numpy(dtype=np.float64)[:, None]
    with np.errstate(invalid="ignore"):
        shares = tally.to_numpy(dtype=np.float64).cumsum(axis=1) / np.where(total > 0, total, np.nan)
    return pd.DataFrame(
        {
            "id": np.repeat(counted["id"].to_numpy(), span),
            "month": months * len(counted),
            "share": pd.array(shares.ravel(), dtype="Float64"),
        }
    )


def _slippage(rows: pd.DataFrame) -> pd.DataFrame:
    by_month = {
        "attained": rows.loc[rows["attained"] & rows["on_time_counted"], "overdue"],
        "open_overdue": rows.loc[rows["open_overdue"], "overdue"],
    }
    tallies = {name: overdue.astype("Int64").value_counts() for name, overdue in by_month.items()}
    found = pd.DataFrame(tallies).fillna(0).astype("int64").sort_index()
    return found.rename_axis("months").reset_index()
