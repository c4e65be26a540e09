"""One body's systems of one month: the table of them, the matrix of their steps, and the vendors behind them."""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.access import Reader, Reading
from data.model import STEPS_PER_SYSTEM, AsOf
from data.reference import load_reference
from data.rules.milestones import ATTAINED

MATRIX_COLUMNS: Final = {"business": "str", "ordinal": "int64", "state": "str"}
_NAMED: Final = ("body_code", "business", "vendor_name")
VENDOR_COLUMNS: Final = {"vendor_code": "str", "vendor_name": "str", "systems": "int64", "migrated": "int64"}


def blank(columns: dict[str, str]) -> pd.DataFrame:
    """A table of those columns (name: dtype) without rows."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})


def system_table(reader: Reader, *, reading: Reading, report: pd.DataFrame, body: str) -> pd.DataFrame:
    """One row per system in the businesses' order: business, name, english, ministry, ministry_english, the other
    columns of ``SYSTEM_MART``, vendor_name, product_name (null = unknown).

    ``report``: the body's rows of the month. A vendor carried over (前月値) has its name from the report that stated
    it; a product belongs to its month alone.
    """
    rows = reading.body_systems(body)
    businesses = [one for one in load_reference().businesses if one.id in set(rows["business"])]
    names = pd.DataFrame(
        {
            "business": [one.id for one in businesses],
            "name": [one.name for one in businesses],
            "english": [one.english for one in businesses],
            "ministry": [one.ministry for one in businesses],
            "ministry_english": [one.ministry_english for one in businesses],
        },
        dtype="str",
    )
    table = names.merge(rows, on="business", how="left", validate="one_to_one")
    products = table["business"].map(report.set_index("business")["product_name"])
    table["product_name"] = products.where(table["is_reported"]).astype("str")
    table["vendor_name"] = vendor_names(reader, table, as_of=reading.as_of)
    return table


def step_matrix(systems: pd.DataFrame, *, report: pd.DataFrame) -> pd.DataFrame:
    """Every step of every system: business, ordinal (1-40), state.

    state: D 完了済み, W 作業中, U 未着手, N 対象外, or "" 未報告. ``systems``: the rows of :func:`system_table`, in
    whose order they come; ``report``: the body's rows of the month.
    """
    told = report.loc[report["steps"].notna(), ["business", "steps"]]
    steps = dict(zip(told["business"], told["steps"], strict=True))
    nothing = ("",) * STEPS_PER_SYSTEM
    rows = [
        (business, ordinal, state)
        for business in systems["business"]
        for ordinal, state in enumerate(steps.get(business, nothing), start=1)
    ]
    return pd.DataFrame(rows, columns=list(MATRIX_COLUMNS)).astype(MATRIX_COLUMNS)


def vendor_table(systems: pd.DataFrame) -> pd.DataFrame:
    """Applicable systems ever reported, per vendor, most first: vendor_code, vendor_name, systems, migrated.

    A null code is ベンダ不明, a row of its own and the last. No rows where nothing was ever reported with vendors.
    """
    known = systems[systems["is_applicable"] & systems["last_report_month"].notna()]
    if known.empty:
        return blank(VENDOR_COLUMNS)
    counted = known.assign(is_migrated=known["live_state"] == ATTAINED).groupby("vendor_code", dropna=False)
    table = counted.agg(
        vendor_name=("vendor_name", "first"), systems=("business", "size"), migrated=("is_migrated", "sum")
    ).reset_index()
    order = table.assign(is_unknown=table["vendor_code"].isna()).sort_values(
        ["is_unknown", "systems", "vendor_code"], ascending=[True, False, True]
    )
    return order[list(VENDOR_COLUMNS)].astype(VENDOR_COLUMNS).reset_index(drop=True)


def vendor_names(reader: Reader, systems: pd.DataFrame, *, as_of: AsOf) -> pd.Series:
    """The name each system's vendor has in the report that last stated it, its own month's or 前月値; null = unknown.

    ``systems``: columns body_code, business and last_report_month of ``SYSTEM_MART``.
    """
    names: dict[tuple[str, str, str], object] = {}
    for month, rows in systems.dropna(subset="last_report_month").groupby("last_report_month"):
        reading = reader.at(AsOf(str(month), as_of.known_at))
        told = reading.body_report(*rows["body_code"].unique(), only=_NAMED)
        named = zip(told["body_code"], told["business"], told["vendor_name"], strict=True)
        names |= {(str(month), body, business): name for body, business, name in named}
    keys = zip(systems["last_report_month"], systems["body_code"], systems["business"], strict=True)
    return pd.Series([names.get(key) for key in keys], index=systems.index, dtype="str")
