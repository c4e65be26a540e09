"""What the facts database knows of bodies: the places they are, and their months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd

from data.access.reading import Reading
from data.model import TABLES, BodyKind, SnapshotKind, shift_month
from data.reference import load_reference
from data.rules.body_facts import silent_months, size_class_names, size_classes
from data.rules.input_state import InputState, input_states
from data.rules.judgement import WORST_FIRST

_CARRIED_OVER: Final = (
    "systems_applicable", "systems_reported", "systems_counted", "systems_known", "systems_migrated",
    "systems_designated", "step_completion_mic", "step_completion_effective", "is_complete", "is_all_migrated", "phase",
    "judgement", "overdue_months",
)  # fmt: skip
_PLACE: Final = ("body_name", "prefecture_code", "prefecture", "body_kind")
_OF_MONTH: Final = ("month", "size_class", "input_state", "unreported_months_of_3")
_NOBODY: Final = "-"
_NO_MONTH: Final = "0000-00"
"""A category must have a value: that of a home without a report."""
_TYPES: Final = {
    column.name: {"Int64": "Int16", "bool": "boolean"}.get(column.dtype, column.dtype)
    for column in TABLES[SnapshotKind.BODY_MART]
}


def body_codes() -> pd.CategoricalDtype:
    """The codes of the 1,788 bodies, in order."""
    return pd.CategoricalDtype([body.code for body in load_reference().bodies])


@lru_cache(maxsize=1)
def places() -> pd.DataFrame:
    """One row per body: body_code, body_name, prefecture_code, prefecture, body_kind, latitude, longitude.

    Do not change it.
    """
    reference = load_reference()
    names = {item.code: item.name for item in reference.prefectures}
    bodies = reference.bodies
    return pd.DataFrame(
        {
            "body_code": pd.Categorical([body.code for body in bodies], dtype=body_codes()),
            "body_name": pd.Categorical([body.name for body in bodies]),
            "prefecture_code": pd.Categorical([body.prefecture_code for body in bodies], categories=list(names)),
            "prefecture": pd.Categorical(
                [names[body.prefecture_code] for body in bodies], categories=list(names.values())
            ),
            "body_kind": pd.Categorical([str(body.kind) for body in bodies], categories=[str(one) for one in BodyKind]),
            "latitude": [body.latitude for body in bodies],
            "longitude": [body.longitude for body in bodies],
        }
    )


@lru_cache(maxsize=1)
def businesses() -> pd.DataFrame:
    """One row per business: business, business_name, business_bit, ministry (in the order first met).

    Do not change it.
    """
    found = load_reference().businesses
    return pd.DataFrame(
        {
            "business": pd.Categorical([one.id for one in found], categories=[one.id for one in found]),
            "business_name": pd.Categorical([one.name for one in found], categories=[one.name for one in found]),
            "business_bit": np.array([1 << place for place in range(len(found))], dtype=np.int32),
            "ministry": pd.Categorical(
                [one.ministry for one in found], categories=list(dict.fromkeys(one.ministry for one in found))
            ),
        }
    )


def body_months(readings: Mapping[str, Reading]) -> pd.DataFrame:
    """One row per month of ``readings`` (ascending) and body, as their scope may see it.

    Columns: month, body_code, population, size_class, input_state (``InputState``; of every business),
    unreported_months_of_3, and of ``BODY_MART`` those carried over.
    """
    months = {month: _month(reading) for month, reading in readings.items()}
    silent = _silent(months)
    frames = [
        rows.assign(month=month, unreported_months_of_3=silent[month].to_numpy()) for month, rows in months.items()
    ]
    found = pd.concat(frames, ignore_index=True) if frames else _nothing()
    order = pd.CategoricalDtype(list(readings) or [_NO_MONTH])
    return found.astype({"month": order, "unreported_months_of_3": "Int8"})


@dataclass(frozen=True, slots=True)
class Vendors:
    """The codes and names of the vendors of any month, in order, and each month's list: code to name.

    Neither is ever empty: without any vendor it is one that stands for none.
    """

    codes: pd.CategoricalDtype
    names: pd.CategoricalDtype
    lists: Mapping[str, Mapping[str, str]]

    def named(self, month: str) -> pd.Categorical:
        """The names of ``codes`` on the list in force in a month, in their order."""
        listed = self.lists.get(month, {})
        return pd.Categorical([listed.get(code) for code in self.codes.categories], dtype=self.names)


def vendors(readings: Mapping[str, Reading]) -> Vendors:
    """Every vendor a system has or a list names in a month of ``readings``, named by the list in force that month."""
    codes: set[str] = set()
    lists: dict[str, dict[str, str]] = {}
    for month, reading in readings.items():
        listed = reading.vendor_facts(SnapshotKind.VENDORS)
        lists[month] = dict(zip(listed["vendor_code"], listed["name"], strict=True))
        codes |= reading.vendor_codes() | lists[month].keys()
    names = {name for listed in lists.values() for name in listed.values()}
    return Vendors(
        codes=pd.CategoricalDtype(sorted(codes) or [_NOBODY]),
        names=pd.CategoricalDtype(sorted(names) or [_NOBODY]),
        lists=lists,
    )


def placed(systems: pd.DataFrame, *, bodies: pd.DataFrame, vendors: Vendors, month: str) -> pd.DataFrame:
    """A month's systems (``fact_months``) with what is known of their bodies, businesses and vendors.

    ``bodies``: the month's rows of ``body_months``, every body in code order. A vendor has its name of that month.
    """
    if bodies.empty and len(systems):
        raise ValueError("the month of these systems has no bodies")
    body, business = (systems[name].cat.codes.to_numpy() for name in ("body_code", "business"))
    vendor = systems["vendor_code"].astype(vendors.codes)
    added: dict[str, Any] = {name: places()[name].take(body).array for name in _PLACE}
    added |= {name: businesses()[name].take(business).array for name in ("business_name", "business_bit", "ministry")}
    added |= {name: bodies[name].take(body).array for name in _OF_MONTH}
    added["vendor_code"] = vendor.array
    codes = vendor.cat.codes.to_numpy()
    added["vendor_name"] = pd.api.extensions.take(vendors.named(month), codes, allow_fill=True)
    added["largest_vendor_code"] = systems["largest_vendor_code"].astype(vendors.codes).array
    return systems.assign(**added)


def _month(reading: Reading) -> pd.DataFrame:
    rows = reading.bodies()
    people = rows["body_code"].map(reading.population().set_index("body_code")["population"]).astype("Int64")
    states = [str(one) for one in InputState]
    return pd.DataFrame(
        {
            "body_code": pd.Categorical(rows["body_code"], dtype=body_codes()),
            "population": people,
            "size_class": size_classes(people, edges=load_reference().rules.population_size_edges),
            "input_state": pd.Categorical(input_states(rows), categories=states),
            **{name: rows[name] for name in _CARRIED_OVER},
        }
    ).astype(_carried_types())


def _carried_types() -> dict[str, Any]:
    judgements = pd.CategoricalDtype([str(one) for one in WORST_FIRST])
    return {**{name: _TYPES[name] for name in _CARRIED_OVER}, "judgement": judgements}


def _silent(months: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """``silent_months`` by the bodies' places, a column per month of the span; every month has the same bodies."""
    if not months:
        return pd.DataFrame()
    span, last = [min(months)], max(months)
    while span[-1] < last:
        span.append(shift_month(span[-1], 1))
    missing = str(InputState.MISSING)
    told = {month: (rows["input_state"] == missing).astype("boolean") for month, rows in months.items()}
    index = next(iter(months.values())).index
    unknown = pd.Series(pd.NA, index=index, dtype="boolean")
    return silent_months(pd.DataFrame({month: told.get(month, unknown) for month in span}))


def _nothing() -> pd.DataFrame:
    """No rows, with the columns and types of some."""
    edges = load_reference().rules.population_size_edges
    texts = {
        "body_code": body_codes(),
        "size_class": pd.CategoricalDtype(list(size_class_names(edges)), ordered=True),
        "input_state": pd.CategoricalDtype([str(one) for one in InputState]),
    }
    types = {**texts, "population": "Int64", **_carried_types(), "month": "str", "unreported_months_of_3": "Int8"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})
