"""The rows of 影響の試算: systems and bodies one by one, by prefecture, by business, and who takes them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from data.reference import load_reference
from data.views.what_if_counts import SLIP_STATES, STATES

_PLACED = STATES[:2]
_ORDER = (*SLIP_STATES, *STATES)


def affected_rows(hit: pd.DataFrame, *, names: Mapping[str, str]) -> pd.DataFrame:
    """``hit`` (columns of ``NationImpact.hit``) with names, in its order.

    Adds: prefecture_code, prefecture, prefecture_english, name, english, business_name, business_english, vendor_name,
    slot_vendor_name (``names``: code to name; null = none).
    """
    reference = load_reference()
    bodies = {body.code: body for body in reference.bodies}
    prefectures = {item.code: item for item in reference.prefectures}
    businesses = {item.id: item for item in reference.businesses}
    code = hit["body_code"].str.slice(0, 2)
    rows = hit.assign(
        prefecture_code=code,
        prefecture=code.map({key: item.name for key, item in prefectures.items()}),
        prefecture_english=code.map({key: item.english for key, item in prefectures.items()}),
        name=hit["body_code"].map({key: item.name for key, item in bodies.items()}),
        english=hit["body_code"].map({key: item.english for key, item in bodies.items()}),
        business_name=hit["business"].map({key: item.name for key, item in businesses.items()}),
        business_english=hit["business"].map({key: item.english for key, item in businesses.items()}),
        vendor_name=hit["vendor_code"].map(dict(names)),
        slot_vendor_name=hit["slot_vendor"].map(dict(names)),
    )
    return rows.reset_index(drop=True)


def affected_bodies(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per body of ``affected_rows``, the worst state first, then the most systems, then by code.

    Columns: body_code, prefecture_code, prefecture, prefecture_english, name, english, systems, imminent, designated,
    newly_late, without_alternative, placed, full (systems), first_planned (ISO, null = none), last_expected (YYYY-MM,
    null where any system has none), state (of its worst system).
    """
    keys = ["body_code", "prefecture_code", "prefecture", "prefecture_english", "name", "english"]
    known = rows.assign(
        rank=rows["state"].map({state: place for place, state in enumerate(_ORDER)}),
        is_without=rows["state"] == "no_alternative",
        is_placed=rows["state"].isin(_PLACED),
        is_full=rows["state"] == "full",
        is_unknown=rows["expected"].isna(),
    )
    found = known.groupby(keys, as_index=False, sort=False).agg(
        systems=("business", "size"),
        imminent=("is_imminent", "sum"),
        designated=("is_designated", "sum"),
        newly_late=("is_newly_late", "sum"),
        without_alternative=("is_without", "sum"),
        placed=("is_placed", "sum"),
        full=("is_full", "sum"),
        first_planned=("planned_live_on", "min"),
        last_expected=("expected", "max"),
        is_unknown=("is_unknown", "any"),
        rank=("rank", "max"),
    )
    found = found.sort_values(["rank", "systems", "body_code"], ascending=[False, False, True], ignore_index=True)
    found["state"] = found["rank"].map(dict(enumerate(_ORDER))).astype("str")
    found["last_expected"] = found["last_expected"].mask(found["is_unknown"].astype("bool"))
    return found.drop(columns=["rank", "is_unknown"])


def by_prefecture(hit: pd.DataFrame) -> pd.DataFrame:
    """The 47 prefectures, whole: code, name, english, and the counts of ``_sums``; in code order."""
    counts = _sums(hit.assign(code=hit["body_code"].str.slice(0, 2)))
    rows = [{"code": item.code, "name": item.name, "english": item.english} for item in load_reference().prefectures]
    return _joined(rows, counts)


def by_business(hit: pd.DataFrame, *, alternatives: Mapping[str, Sequence[str]] | None) -> pd.DataFrame:
    """The businesses that are hit, in their order: code (id), name, english, the counts of ``_sums``, alternatives.

    ``alternatives``: codes of the other vendors of each business, which are given as their number and as codes (text);
    null where no list says.
    """
    counts = _sums(hit.assign(code=hit["business"]))
    rows = [
        {
            "code": item.id,
            "name": item.name,
            "english": item.english,
            "alternatives": pd.NA if alternatives is None else len(alternatives[item.id]),
            "alternative_vendors": pd.NA if alternatives is None else " ".join(alternatives[item.id]),
        }
        for item in load_reference().businesses
    ]
    found = _joined(rows, counts)
    return found[found["systems"] > 0].reset_index(drop=True)


def hosts(
    hit: pd.DataFrame, *, here: pd.DataFrame, capacity: Mapping[str, float] | None, names: Mapping[str, str]
) -> pd.DataFrame:
    """The vendors that take systems in, the most first: vendor_code, name, capacity (systems a month), systems (of the
    nation), here (of the place looked at), first_month, last_month (YYYY-MM).
    """
    taken = hit[hit["state"].isin(_PLACED)]
    found = taken.groupby("slot_vendor", as_index=False).agg(
        systems=("body_code", "size"), first_month=("expected", "min"), last_month=("expected", "max")
    )
    own = here["slot_vendor"].value_counts()
    found = found.rename(columns={"slot_vendor": "vendor_code"}).assign(
        name=found["slot_vendor"].map(dict(names)),
        capacity=found["slot_vendor"].map(dict(capacity or {})).astype("float64"),
        here=found["slot_vendor"].map(own).fillna(0).astype("int64"),
    )
    return found.sort_values(["systems", "vendor_code"], ascending=[False, True], ignore_index=True)


def _sums(rows: pd.DataFrame) -> pd.DataFrame:
    """By code: systems, bodies, imminent, newly_late, without_alternative, placed, full."""
    known = rows.assign(
        is_without=rows["state"] == "no_alternative",
        is_placed=rows["state"].isin(_PLACED),
        is_full=rows["state"] == "full",
    )
    return known.groupby("code").agg(
        systems=("business", "size"),
        bodies=("body_code", "nunique"),
        imminent=("is_imminent", "sum"),
        newly_late=("is_newly_late", "sum"),
        without_alternative=("is_without", "sum"),
        placed=("is_placed", "sum"),
        full=("is_full", "sum"),
    )


def _joined(rows: Sequence[Mapping[str, object]], counts: pd.DataFrame) -> pd.DataFrame:
    found = pd.DataFrame(rows).join(counts, on="code")
    numbers = list(counts.columns)
    found[numbers] = found[numbers].fillna(0).astype("int64")
    return found
