"""The systems a milestone is still open for, one by one: the list to work through, down to the municipality."""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.access import Reading
from data.model import Judgement
from data.reference import load_reference
from data.rules.body_attainment import system_milestones

TEXTS: Final = ("planned_live_on", "designated_due_on", "judgement")
_WORST_FIRST: Final = (Judgement.LATE, Judgement.CAUTION, Judgement.UNREPORTED, Judgement.ON_TRACK)


def open_systems(reading: Reading, *, milestone: str, prefecture: str | None = None) -> pd.DataFrame:
    """Municipal systems for which ``milestone`` is open, of the nation or a prefecture, the furthest over first.

    As far over: by 判定 (遅延, 注意, 未報告, 順調), then the latest planned go-live first, then by code and business.

    Cut to the reader's scope: a system outside it is not listed. Do not change it. Columns: body_code, business,
    prefecture_code, prefecture, prefecture_english, name, english, kind, business_name, business_english, months_past
    (Int64: months past the date it is measured against, negative = left; blank where its own deadline is unknown),
    is_overdue (past it and judged by it: a designated system is judged at go-live only), planned_live_on (ISO),
    is_designated, designated_due_on (ISO), judgement. Names and dates are categories, which keeps 20,000 rows small.
    """
    return reading.keep(
        f"open_systems/{milestone}/{prefecture}",
        make=lambda: _make(reading, milestone=milestone, prefecture=prefecture),
    )


def _make(reading: Reading, *, milestone: str, prefecture: str | None) -> pd.DataFrame:
    reference = load_reference()
    systems = reading.systems()
    is_here = ~systems["body_code"].str.endswith("000") & systems["body_code"].str.startswith(prefecture or "")
    facts = system_milestones(
        systems[is_here] if reading.has_steps else systems.iloc[:0],
        milestone=milestone,
        due={item.id: item.due_on.isoformat() for item in reference.milestones},
        month=reading.as_of.month,
    )
    facts = facts[facts["open"]]
    rows = systems.loc[facts.index, ["is_designated", *TEXTS]]
    bodies = {body.code: body for body in reference.municipalities}
    prefectures = {item.code: item for item in reference.prefectures}
    businesses = {item.id: item for item in reference.businesses}
    body = facts["body_code"].astype("category")
    code = facts["body_code"].str.slice(0, 2).astype("category")
    order = [item.id for item in reference.businesses]
    business = facts["business"].astype(pd.CategoricalDtype(order, ordered=True))
    found = pd.DataFrame(
        {
            "body_code": body,
            "business": business,
            "prefecture_code": code,
            "prefecture": _named(code, {key: item.name for key, item in prefectures.items()}),
            "prefecture_english": _named(code, {key: item.english for key, item in prefectures.items()}),
            "name": _named(body, {key: item.name for key, item in bodies.items()}),
            "english": _named(body, {key: item.english for key, item in bodies.items()}),
            "kind": _named(body, {key: item.kind.value for key, item in bodies.items()}),
            "business_name": _named(business, {key: item.name for key, item in businesses.items()}),
            "business_english": _named(business, {key: item.english for key, item in businesses.items()}),
            "months_past": facts["overdue"].astype("Int64"),
            "is_overdue": facts["open_overdue"],
            "is_designated": rows["is_designated"].fillna(value=False).astype("bool"),
            **{name: rows[name].astype("category") for name in TEXTS},
        }
    )
    return worst_first(found)


def worst_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Sort open systems: the furthest over first; as far over by 判定, latest plan, code and business. Blanks last.

    Columns read: months_past, judgement, planned_live_on (ISO), body_code, business.

    >>> rows = pd.DataFrame({"months_past": -2, "judgement": ["順調", "遅延", "注意", "遅延"], "business": "tax",
    ...     "planned_live_on": ["2026-03-31", "2026-05-31", None, "2026-09-30"], "body_code": ["1", "2", "3", "4"]})
    >>> worst_first(rows)["body_code"].tolist()
    ['4', '2', '3', '1']
    """
    rank = {str(one): place for place, one in enumerate(_WORST_FIRST)}
    keys = rows.assign(rank=rows["judgement"].astype(object).map(rank), planned=rows["planned_live_on"].astype("str"))
    order = keys.sort_values(
        ["months_past", "rank", "planned", "body_code", "business"],
        ascending=[False, True, False, True, True],
        na_position="last",
    ).index
    return rows.loc[order].reset_index(drop=True)


def _named(codes: pd.Series, names: dict[str, str]) -> pd.Series:
    """The names of categories; bodies share names, so that the names are categories of their own."""
    values = codes.cat.categories.map(names)
    return pd.Series(values.take(codes.cat.codes.to_numpy()), index=codes.index).astype("category")
