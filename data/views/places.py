"""The 47 prefectures beside each other: each one's figures, its place among them, and those of similar size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.access import Reader, Reading
from data.model import AsOf, Judgement, shift_month
from data.reference import load_reference
from data.rules.bodies import JUDGEMENT_COLUMNS
from data.views.standing import place_bodies
from data.views.weighting import Weighting, prefecture_rates

SIMILAR_PREFECTURES: Final = 5

PLACE_MEASURES: Final = ("step_completion_mic", "migrated_share", "late_share", "reported_share")
"""The columns of ``place_table`` a prefecture may be placed by; which of them are known hangs on the month."""

LOWER_IS_BETTER: Final = ("late_share",)
"""Measures of ``place_measures`` whose lowest value is in the first place."""

_NEEDS_STEPS: Final = ("migrated_share", "late_share")


@dataclass(frozen=True, slots=True)
class Position:
    """A prefecture's place by one measure among the prefectures whose value is known; None where its own is not.

    Equal values share the better place: ``sharing`` is how many have it, itself included; where all have it there is
    no rank to tell. ``median`` is that of the known values.
    """

    measure: str
    value: float | None
    place: int | None
    known: int
    median: float | None
    sharing: int = 1

    @property
    def is_ranked(self) -> bool:
        """Whether the place says anything: it is known, and not all the known are equal."""
        return self.place is not None and not 1 < self.known == self.sharing


def place_measures(reading: Reading) -> tuple[str, ...]:
    """The columns of ``place_table`` a prefecture is placed by: a month with rates only has no go-lives, no 判定."""
    return tuple(one for one in PLACE_MEASURES if reading.has_steps or one not in _NEEDS_STEPS)


def place_table(reader: Reader, *, as_of: AsOf, weighting: Weighting = Weighting.BODY) -> pd.DataFrame:
    """One row per prefecture, over its municipalities, in code order. Do not change it.

    Columns: code, name, english, bodies, bodies_reported, is_reference_only, step_completion_mic (the mean by
    ``weighting``), change (of it since the month before; null when either is unreported), systems_applicable,
    migrated_share, late_share (遅延 of the applicable systems; both null where nothing was ever known), reported_share.
    """
    reading = reader.at(as_of)
    previous = reader.at(AsOf(shift_month(as_of.month, -1), as_of.known_at))
    return reading.keep(
        f"place_table/{weighting}/{previous.fingerprint}",
        make=lambda: _table(reading, previous=previous, weighting=weighting),
    )


def position(places: pd.DataFrame, *, code: str, measure: str) -> Position:
    """The place of the prefecture ``code`` in ``places`` (see ``place_table``) by one of its columns.

    >>> places = pd.DataFrame({"code": ["01", "02", "03"], "late_share": pd.array([0.2, 0.1, None], "Float64")})
    >>> position(places, code="01", measure="late_share").place, position(places, code="03", measure="late_share").place
    (2, None)
    >>> tied = position(places.assign(late_share=pd.array([0.0] * 3, "Float64")), code="01", measure="late_share")
    >>> tied.place, tied.sharing, tied.is_ranked
    (1, 3, False)
    """
    values = places.set_index("code")[measure].dropna().astype("float64")
    median = float(values.median()) if len(values) else None
    if code not in values.index:
        return Position(measure, value=None, place=None, known=len(values), median=median)
    placed = values.rank(method="min", ascending=measure in LOWER_IS_BETTER)
    place = int(placed[code])
    sharing = int((placed == place).sum())
    return Position(measure, float(values[code]), place=place, known=len(values), median=median, sharing=sharing)


def similar_places(places: pd.DataFrame, *, code: str, rows: int = SIMILAR_PREFECTURES) -> tuple[str, ...]:
    """Codes of the ``rows`` prefectures nearest to ``code`` in number of municipalities, nearest first, then by code.

    >>> places = pd.DataFrame({"code": ["01", "02", "03", "04"], "bodies": [179, 40, 33, 35]})
    >>> similar_places(places, code="03", rows=2)
    ('04', '02')
    """
    others = places[places["code"] != code]
    own = int(places.loc[places["code"] == code, "bodies"].iloc[0])
    by_size = others.assign(gap=(others["bodies"] - own).abs()).sort_values(["gap", "code"])
    return tuple(by_size["code"].head(rows))


def _table(reading: Reading, *, previous: Reading, weighting: Weighting) -> pd.DataFrame:
    rates = prefecture_rates(reading, weighting=weighting).set_index("prefecture_code")
    bodies = place_bodies(reading)
    late = JUDGEMENT_COLUMNS[Judgement.LATE]
    sums = bodies.groupby("prefecture_code")[["systems_applicable", "systems_known", "systems_migrated", late]].sum(
        min_count=1
    )
    prefectures = load_reference().prefectures
    codes = [item.code for item in prefectures]
    rates, sums = rates.reindex(codes), sums.reindex(codes)
    # Where no report was ever seen nothing is known, which is not the same as nothing done.
    is_known = (sums["systems_known"] > 0).fillna(value=False).astype("bool")
    applicable = sums["systems_applicable"].astype("Float64").where(is_known)
    before = prefecture_rates(previous, weighting=weighting).set_index("prefecture_code")["step_completion_mic"]
    return pd.DataFrame(
        {
            "code": codes,
            "name": [item.name for item in prefectures],
            "english": [item.english for item in prefectures],
            "bodies": rates["municipalities"].to_numpy(),
            "bodies_reported": rates["reported"].to_numpy(),
            "is_reference_only": rates["is_reference_only"].to_numpy(),
            "step_completion_mic": rates["step_completion_mic"].array,
            "change": (rates["step_completion_mic"] - before.reindex(codes)).astype("Float64").array,
            "systems_applicable": sums["systems_applicable"].array,
            "migrated_share": (sums["systems_migrated"] / applicable).array,
            "late_share": (sums[late] / applicable).array,
            "reported_share": (rates["reported"] / rates["municipalities"]).astype("Float64").array,
        }
    )
