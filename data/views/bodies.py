"""The municipalities of a place with their progress: the frame several pages rank, map and list."""

from __future__ import annotations

import pandas as pd

from data.access import Reading
from data.reference import COMMON_FUNCTION, load_reference


def designated_by_body(reading: Reading) -> pd.DataFrame:
    """Designated systems per body: body_code, designated_systems (20 businesses), has_common_function.

    Bodies without any are absent, as in the list.
    """

    def make() -> pd.DataFrame:
        rows = reading.designated()
        is_common = rows["business"] == COMMON_FUNCTION
        counted = pd.DataFrame(
            {
                "body_code": rows["body_code"],
                "designated_systems": (~is_common).astype("int64"),
                "has_common_function": is_common,
            }
        )
        return counted.groupby("body_code", as_index=False).agg(
            {"designated_systems": "sum", "has_common_function": "any"}
        )

    return reading.keep("designated_by_body", make=make)


def designated_counts(reading: Reading, bodies: pd.DataFrame) -> pd.Series:
    """Designated systems of each row of ``bodies`` (``Reading.bodies``), Int64; blank where no list is in force.

    In a month whose report tells the designations, blank too for a body that never reported: nobody said it has none.
    """
    if reading.has_designations:
        return known_counts(bodies, "systems_designated")
    if reading.designated_as_of is None:
        return pd.Series(pd.NA, index=bodies.index, dtype="Int64")
    counts = designated_by_body(reading).set_index("body_code")["designated_systems"]
    return bodies["body_code"].map(counts).fillna(0).astype("Int64")


def known_counts(bodies: pd.DataFrame, column: str) -> pd.Series:
    """A count that only the reports of a month with steps tell, Int64; blank for a body that never reported.

    Two bodies of which one never reported, and one outside the scope:

    >>> bodies = pd.DataFrame({"systems_known": pd.array([20, 0, None], dtype="Int64"),
    ...                        "systems_migrated": pd.array([0, 0, None], dtype="Int64")})
    >>> known_counts(bodies, "systems_migrated").tolist()
    [0, <NA>, <NA>]
    """
    is_known = (bodies["systems_known"] > 0).fillna(value=False).astype("bool")
    return bodies[column].astype("Int64").where(is_known)


def body_table(reading: Reading, *, previous: Reading | None, prefecture: str | None = None) -> pd.DataFrame:
    """One row per municipality of the nation, or of one prefecture (two digits), in ascending code order.

    Columns of ``BODY_MART`` and: prefecture_code, prefecture, prefecture_english, name, kana, english, kind,
    designated_systems (null where unknown: see ``designated_counts``), change (share now minus share in ``previous``;
    null when either is unreported). systems_migrated is null, not 0, for a body that never reported, and
    judgement_late_designated also where no list of 特定移行 is in force.
    """
    table = reading.keep(
        f"body_table/{previous.fingerprint if previous else ''}", make=lambda: _table(reading, previous)
    )
    if prefecture is None:
        return table
    return table[table["prefecture_code"] == prefecture].reset_index(drop=True)


def _table(reading: Reading, previous: Reading | None) -> pd.DataFrame:
    reference = load_reference()
    prefectures = {prefecture.code: prefecture for prefecture in reference.prefectures}
    names = pd.DataFrame(
        [
            {
                "body_code": body.code,
                "prefecture_code": body.prefecture_code,
                "prefecture": prefectures[body.prefecture_code].name,
                "prefecture_english": prefectures[body.prefecture_code].english,
                "name": body.name,
                "kana": body.kana,
                "english": body.english,
                "kind": body.kind.value,
            }
            for body in reference.municipalities
        ]
    )
    progress = reading.bodies().drop(columns=["prefecture_code", "is_municipality"])
    table = names.merge(progress, on="body_code", how="left", validate="one_to_one")
    table["designated_systems"] = designated_counts(reading, table)
    table["systems_migrated"] = known_counts(table, "systems_migrated")
    late = known_counts(table, "judgement_late_designated")
    table["judgement_late_designated"] = late.where(table["designated_systems"].notna())
    if previous is None:
        table["change"] = pd.Series(pd.NA, index=table.index, dtype="Float64")
    else:
        before = previous.bodies().set_index("body_code")["step_completion_mic"]
        table["change"] = table["step_completion_mic"] - table["body_code"].map(before).astype("Float64")
    return table
