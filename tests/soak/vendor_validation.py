"""Vendor flags held against what is true in the simulated programme, which the product never reads.

Everything here is about synthetic data: it shows that the rules do what they say, not how well they do on real vendors.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.access import Home, Reader
from data.demo.simulation import MONTHS, make_programme
from data.demo.simulation.month_file import file_name
from data.demo.simulation.reporting import editions
from data.demo.simulation.truth import TRUTH_FOLDER
from data.model import AsOf, month_end, parse_instant
from data.reference import load_reference
from data.views.vendor_flags import vendor_flags
from data.views.vendor_measures import calendar_table, delay_table, nation_reading

LEAD_MONTHS: Final = 6
"""How far ahead a crowded month is held against what became of it."""
FEW_BODIES: Final = 10
NO_SUCCESSOR: Final = "なし"
_BUSINESSES: Final = {business.name: business.id for business in load_reference().businesses}

Row = Mapping[Hashable, Any]
FlaggedSystem = tuple[str, str, str]
"""Vendor, body and business."""


@dataclass(frozen=True)
class Truth:
    """A programme of one seed: the files delivered, the product over them, and the truth of vendors and incidents."""

    seed: int
    files: Path
    reader: Reader
    vendors: pd.DataFrame
    systems: pd.DataFrame
    incidents: pd.DataFrame


def simulated(folder: Path, *, seed: int, months: Sequence[str] = MONTHS) -> Truth:
    """Make the programme of a seed in ``folder`` and read its truth."""
    home, files = folder / f"home-{seed}", folder / f"files-{seed}"
    make_programme(home, seed=seed, months=months, files=files)
    tables = {
        name: pd.read_parquet(next((files / TRUTH_FOLDER).glob(f"*_{name}.parquet")))
        for name in ("vendors", "systems", "incidents")
    }
    return Truth(seed, files, Home(home).reader(), **tables)


def reported_systems(truth: Truth, *, as_of: AsOf) -> pd.DataFrame:
    """Vendor, go-live and successor of every system, straight from the files delivered by then, without the product.

    A system without a row in the month's file keeps what its last row said. Columns: body_code, business, vendor_code,
    live_on, successor_vendor_code (a code, なし or null).
    """
    newest: dict[str, Path] = {}
    for edition in editions():
        path = truth.files / file_name(edition)
        is_known = as_of.known_at is None or edition.received_at <= as_of.known_at
        if edition.month <= as_of.month and is_known and path.exists():
            newest[edition.month] = path
    parts: list[pd.DataFrame] = []
    seen: set[Hashable] = set()
    for month in sorted(newest, reverse=True):
        rows = _report_rows(newest[month])
        rows = rows[~rows.index.isin(seen)]
        parts.append(rows)
        seen.update(rows.index)
    return pd.concat(parts)


def listed_products(truth: Truth, *, as_of: AsOf) -> pd.DataFrame:
    """The newest list of products delivered by then: vendor_code, business, conforms_from, withdrawn_on (or null)."""
    paths = [
        path
        for path in sorted(truth.files.glob("*_products_*.csv"))
        if as_of.known_at is None or parse_instant(f"{path.stem[-10:]}T23:59+09:00") <= as_of.known_at
    ]
    rows = pd.read_csv(paths[-1], dtype="str", encoding="utf-8-sig")
    rows["business"] = rows["業務"].map(_BUSINESSES)
    words = {"ベンダコード": "vendor_code", "適合確認日": "conforms_from", "取消日": "withdrawn_on"}
    return rows.rename(columns=words)[["vendor_code", "business", "conforms_from", "withdrawn_on"]]


def expected_withdrawals(truth: Truth, *, as_of: AsOf) -> dict[FlaggedSystem, str]:
    """The systems V1 is about and their severity: the truth's incidents on the files delivered, system by system."""
    on = month_end(as_of.month).isoformat()
    events = [event for event in truth.incidents.to_dict("records") if _is_known(event["known_at"], as_of.known_at)]
    past = [event for event in events if event["happened_on"] <= on]
    leaving = [event for event in past if event["event"] == "撤退表明"]
    settled = [event for event in past if event["event"] == "解消"]
    systems = reported_systems(truth, as_of=as_of)
    systems = systems[systems["vendor_code"].isin({event["vendor_code"] for event in leaving})]
    products = listed_products(truth, as_of=as_of)
    found = {}
    for row in systems.to_dict("records"):
        mine = [event for event in leaving if _names(event, row)]
        ends = [event["happened_on"] for event in settled if _names(event, row)]
        is_in_force = any(not any(end >= event["happened_on"] for end in ends) for event in mine)
        is_live = pd.notna(row["live_on"]) and row["live_on"] <= on
        successor = row["successor_vendor_code"]
        if is_in_force and not is_live and (pd.isna(successor) or successor == NO_SUCCESSOR):
            others = _alternatives(products, past, business=row["business"], on=on)
            is_high = successor == NO_SUCCESSOR or len(others - {row["vendor_code"]}) <= 2
            found[row["vendor_code"], row["body_code"], row["business"]] = "高" if is_high else "中"
    return found


def raised_withdrawals(truth: Truth, *, as_of: AsOf) -> dict[FlaggedSystem, str]:
    """The systems V1 is up for, and its severity."""
    flags = vendor_flags(truth.reader, as_of=as_of, with_since=False)
    return {
        (flag.vendor, body, business): str(flag.severity)
        for flag in flags
        if flag.flag == "V1"
        for body, business in flag.systems
    }


def crowding(truth: Truth, *, months: Iterable[str]) -> pd.DataFrame:
    """Planned go-lives over capacity beside what became of them: one row per origin, vendor and month ahead.

    Columns: seed, origin, vendor_code, month, systems, ratio, slipped_share (went live later than the month).
    """
    true_month = truth.systems[["body_code", "business", "live_month"]]
    rows = []
    for origin in months:
        as_of = AsOf(origin)
        ahead = pd.Period(origin, freq="M") + LEAD_MONTHS
        systems = nation_reading(truth.reader, as_of=as_of).vendor_systems()
        is_live = (systems["live_on"].str[:7] <= origin).fillna(value=False).astype("bool")
        waiting = systems[~is_live & systems["vendor_code"].notna()].assign(month=systems["planned_live_on"].str[:7])
        waiting = waiting[(waiting["month"] > origin) & (waiting["month"] <= str(ahead))]
        waiting = waiting.merge(true_month, on=["body_code", "business"])
        slipped = waiting["live_month"].fillna("9999-12") > waiting["month"]
        became = slipped.groupby([waiting["vendor_code"], waiting["month"]]).agg(["size", "mean"]).reset_index()
        became.columns = pd.Index(["vendor_code", "month", "systems", "slipped_share"])
        calendar = calendar_table(truth.reader, as_of=as_of)[["vendor_code", "month", "planned", "ratio"]]
        joined = became.merge(calendar, on=["vendor_code", "month"])
        assert (joined["systems"] == joined["planned"]).all()
        rows.append(joined.assign(seed=truth.seed, origin=origin))
    found = pd.concat(rows, ignore_index=True)
    found = found[found["ratio"].notna()].astype({"ratio": "float64"})
    return found[["seed", "origin", "vendor_code", "month", "systems", "ratio", "slipped_share"]]


def delays(truth: Truth, *, months: Iterable[str]) -> pd.DataFrame:
    """V5 of every vendor with bodies enough, by month, beside the truth.

    Columns: seed, month, vendor_code, is_flagged, has_tendency, has_slip (an incident that delayed it), is_scarce
    (capacity so scarce that its systems wait).
    """
    rows = []
    for month in months:
        table = delay_table(truth.reader, as_of=AsOf(month))
        table = table[table["bodies"] >= FEW_BODIES].merge(truth.vendors, on="vendor_code", suffixes=("", "_true"))
        rows.append(
            pd.DataFrame(
                {
                    "seed": truth.seed,
                    "month": month,
                    "vendor_code": table["vendor_code"],
                    "is_flagged": table["is_flagged"],
                    "has_tendency": table["delay_tendency_months"] > 0,
                    "has_slip": table["has_incident_with_slip"],
                    "is_scarce": table["has_scarce_capacity"],
                }
            )
        )
    return pd.concat(rows, ignore_index=True)


@dataclass(frozen=True, slots=True)
class Correlation:
    """A rank correlation with its 95 % interval, by the bootstrap over vendors; ``pairs`` vendor-months behind it."""

    value: float
    low: float
    high: float
    pairs: int
    vendors: int


def rank_correlation(pairs: pd.DataFrame, *, is_within_month: bool, draws: int = 2000, seed: int = 7) -> Correlation:
    """Spearman's rank correlation of ratio and slipped_share of :func:`crowding`, whole vendors drawn anew.

    ``is_within_month`` compares vendors planning for the same month at the same origin only, so that a month in which
    the whole nation slips does not count for crowding. Ranks are taken once, before drawing.
    """
    group = ["seed", "origin", "month"]
    if is_within_month:
        pairs = pairs[pairs.groupby(group)["ratio"].transform("size") >= 5]
        by_group = pairs.groupby(group)
        x, y = by_group["ratio"].rank(pct=True), by_group["slipped_share"].rank(pct=True)
        keys = [pairs[name] for name in group]
        x, y = x - x.groupby(keys).transform("mean"), y - y.groupby(keys).transform("mean")
    else:
        x, y = pairs["ratio"].rank(), pairs["slipped_share"].rank()
        x, y = x - x.mean(), y - y.mean()
    moments = pd.DataFrame({"n": 1.0, "x": x, "y": y, "xx": x * x, "yy": y * y, "xy": x * y})
    by_vendor = moments.groupby([pairs["seed"], pairs["vendor_code"]]).sum().to_numpy()
    many = len(by_vendor)
    drawn = np.random.default_rng(seed).multinomial(many, np.full(many, 1 / many), size=draws) @ by_vendor
    low, high = np.quantile(_pearson(drawn), [0.025, 0.975])
    value = float(_pearson(by_vendor.sum(axis=0, keepdims=True))[0])
    return Correlation(value, float(low), float(high), pairs=len(pairs), vendors=many)


def _pearson(sums: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    n, x, y, xx, yy, xy = sums.T
    return np.asarray((xy - x * y / n) / np.sqrt((xx - x * x / n) * (yy - y * y / n)))


@lru_cache(maxsize=50)
def _report_rows(path: Path) -> pd.DataFrame:
    """A report file's rows by ``body/business``, as it has them."""
    words = {"ベンダコード": "vendor_code", "運用開始日": "live_on", "後継ベンダコード": "successor_vendor_code"}
    raw = pd.read_parquet(path, columns=["団体コード", "業務", *words])
    rows = raw[list(words)].rename(columns=words).astype("str")
    rows.insert(0, "business", raw["業務"].map(_BUSINESSES).to_numpy())
    rows.insert(0, "body_code", raw["団体コード"].str.slice(0, 5).to_numpy())
    return rows.set_index(rows["body_code"] + "/" + rows["business"])


def _is_known(moment: str, known_at: datetime | None) -> bool:
    return known_at is None or datetime.fromisoformat(moment) <= known_at


def _names(event: Row, system: Row) -> bool:
    return (
        event["vendor_code"] == system["vendor_code"]
        and event["business"] in ("", system["business"])
        and event["body_code"] in ("", system["body_code"])
    )


def _alternatives(products: pd.DataFrame, past: Sequence[Row], *, business: str, on: str) -> set[str]:
    """Vendors whose product for the business conforms and who have not said they leave it."""
    found = set()
    for product in products[products["business"] == business].to_dict("records"):
        is_listed = product["conforms_from"] <= on and (
            pd.isna(product["withdrawn_on"]) or product["withdrawn_on"] > on
        )
        asked: Row = {"vendor_code": product["vendor_code"], "business": business, "body_code": ""}
        mine = [event for event in past if _names(event, asked)]
        ends = [event["happened_on"] for event in mine if event["event"] == "解消"]
        against = [event["happened_on"] for event in mine if event["event"] in ("撤退表明", "未適合")]
        if is_listed and not any(not any(end >= day for end in ends) for day in against):
            found.add(product["vendor_code"])
    return found
