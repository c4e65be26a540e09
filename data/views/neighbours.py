"""Bodies to read one body against: the nearest offices, the most alike of its kind, and its place among them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.access import Reading
from data.reference import Body, load_reference

PEERS: Final = 5
EARTH_RADIUS_KM: Final = 6371.0
"""Mean radius: the distances are straight lines over a sphere, exact enough to say who is near."""

Likeness = Literal["population", "step_completion_mic"]


@dataclass(frozen=True, slots=True)
class Peer:
    """Another body to compare with; None = unknown or not to be seen. ``distance_km``: between the two offices."""

    body: Body
    step_completion_mic: float | None
    phase: int | None
    judgement: str | None
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One body among others. A rank is (place, of how many reported), equal rates sharing the better place.

    ``same_kind`` are those of its 自治体区分 nearest in ``likeness``: by population where a table has the body, else by
    ステップ完了率 (none for a body without a report).
    """

    rank_in_prefecture: tuple[int, int] | None
    rank_in_kind: tuple[int, int] | None
    neighbours: tuple[Peer, ...]
    same_kind: tuple[Peer, ...]
    likeness: Likeness


def comparison(reading: Reading, *, body: Body) -> Comparison:
    """Place ``body`` among the municipalities of its prefecture, its kind and its surroundings, within the scope."""
    return reading.keep(f"comparison/{body.code}", make=lambda: _compare(reading, body))


def office_distances_km(body: Body) -> npt.NDArray[np.float64]:
    """From ``body``'s office to that of each of the reference's bodies, in their order; NaN where one is unknown."""
    latitudes, longitudes = _offices()
    if body.latitude is None or body.longitude is None:
        return np.full(len(latitudes), np.nan)
    latitude, longitude = np.radians(body.latitude), np.radians(body.longitude)
    across = np.sin((latitudes - latitude) / 2) ** 2
    along = np.cos(latitudes) * np.cos(latitude) * np.sin((longitudes - longitude) / 2) ** 2
    distances: npt.NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(across + along))
    return distances


@lru_cache(maxsize=1)
def _offices() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    bodies = load_reference().bodies
    latitudes = np.array([np.nan if body.latitude is None else body.latitude for body in bodies])
    longitudes = np.array([np.nan if body.longitude is None else body.longitude for body in bodies])
    return np.radians(latitudes), np.radians(longitudes)


def _compare(reading: Reading, body: Body) -> Comparison:
    reference = load_reference()
    table = pd.DataFrame(
        {
            "body_code": [one.code for one in reference.bodies],
            "kind": [one.kind.value for one in reference.bodies],
            "prefecture_code": [one.prefecture_code for one in reference.bodies],
            "is_municipality": [not one.is_prefecture for one in reference.bodies],
            "distance_km": office_distances_km(body),
        }
    )
    progress = reading.bodies()[["body_code", "step_completion_mic", "phase", "judgement"]]
    table = table.merge(progress, on="body_code", how="left", validate="one_to_one")
    own = table[table["body_code"] == body.code].iloc[0]
    others = table[table["body_code"] != body.code]
    of_kind, of_prefecture = (table[column] == own[column] for column in ("kind", "prefecture_code"))
    likeness, unlike = _unlikeness(reading, others[of_kind[others.index]], own=own)
    alike = others.assign(unlike=unlike).dropna(subset="unlike")
    near = others[others["is_municipality"]].dropna(subset="distance_km")
    return Comparison(
        rank_in_prefecture=None if body.is_prefecture else _rank(table[of_prefecture & table["is_municipality"]], own),
        rank_in_kind=_rank(table[of_kind], own),
        neighbours=_peers(near.sort_values(["distance_km", "body_code"])),
        same_kind=_peers(alike.sort_values(["unlike", "distance_km", "body_code"])),
        likeness=likeness,
    )


def _rank(among: pd.DataFrame, own: pd.Series) -> tuple[int, int] | None:
    rate = own["step_completion_mic"]
    if pd.isna(rate):
        return None
    rates = among["step_completion_mic"].dropna()
    return int((rates > rate).sum()) + 1, len(rates)


def _unlikeness(reading: Reading, others: pd.DataFrame, *, own: pd.Series) -> tuple[Likeness, pd.Series]:
    """How far each of ``others`` is from ``own``; people by ratio, so that half as many is as far as twice as many."""
    people = reading.population().set_index("body_code")["population"]
    people = people[people > 0]
    if own["body_code"] in people.index:
        counts = others["body_code"].map(people).astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
        return "population", pd.Series(np.abs(np.log(counts) - log(people[own["body_code"]])), index=others.index)
    rates = others["step_completion_mic"].to_numpy(dtype=np.float64, na_value=np.nan)
    rate = np.nan if pd.isna(own["step_completion_mic"]) else float(own["step_completion_mic"])
    return "step_completion_mic", pd.Series(np.abs(rates - rate), index=others.index)


def _peers(rows: pd.DataFrame) -> tuple[Peer, ...]:
    return tuple(_peer(row) for row in rows.head(PEERS).to_dict("records"))


def _peer(row: dict[Any, Any]) -> Peer:
    body = load_reference().body(str(row["body_code"]))
    if body is None:
        raise AssertionError("the rows are those of the reference table")
    known = {name: None if pd.isna(row[name]) else row[name] for name in ("phase", "judgement")}
    rate, distance = row["step_completion_mic"], row["distance_km"]
    return Peer(
        body=body,
        step_completion_mic=None if pd.isna(rate) else float(rate),
        phase=None if known["phase"] is None else int(known["phase"]),
        judgement=known["judgement"],
        distance_km=None if pd.isna(distance) else float(distance),
    )
