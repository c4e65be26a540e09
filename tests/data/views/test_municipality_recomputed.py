"""Sheets of random bodies against the files they were imported from, read with nothing but pandas."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pandas as pd
import pytest

from data.access import Home
from data.importing import import_files
from data.model import AsOf, parse_instant
from data.reference import load_reference
from data.views.municipality import municipality_view
from tests.data.sources.pmo_building import STEPS, Record, as_csv, record

pytestmark = pytest.mark.slow

MONTHS = {"2025-11": "2025-12-15", "2025-12": "2026-01-15", "2026-01": "2026-02-15"}
BODIES = ("20201", "20304", "20481", "13101", "13104", "47382")


def _system(rng: random.Random, *, month: str, code: str, business: str) -> Record:
    if rng.random() < 0.1:
        states = ["対象外"] * 40
    else:
        states = [rng.choice(("完了済み", "完了済み", "作業中", "未着手", "対象外")) for _ in STEPS]
    vendor = rng.choice(("A01", "B02", ""))
    return record(
        対象年月=month,
        団体コード=code,
        業務=business,
        ベンダコード=vendor,
        ベンダ名=f"ベンダ{vendor}" if vendor else "",
        移行予定日=rng.choice(("2026-03-31", "2026-05-31", "")),
        運用開始日=rng.choice(("2025-11-04", "", "")),
        入力日時=f"{MONTHS[month][:8]}{rng.randint(1, 9):02d} 10:30",
    ) | dict(zip(STEPS, states, strict=True))


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    rng = random.Random(20260131)
    reference = load_reference()
    files = {}
    for month in MONTHS:
        rows = [
            _system(rng, month=month, code=body.code6, business=business.name)
            for body in (reference.body(code) for code in BODIES)
            if body is not None
            for business in reference.businesses
            if rng.random() < 0.8
        ]
        files[month] = as_csv(rows)
    return files


@pytest.fixture(scope="module")
def home(written: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Home:
    path: Path = tmp_path_factory.mktemp("random")
    for month, content in written.items():
        import_files([(f"{month}.csv", content)], home=path, received_at=parse_instant(f"{MONTHS[month]}T09:00+09:00"))
    return Home(path)


@pytest.fixture(scope="module")
def raw(written: dict[str, bytes]) -> pd.DataFrame:
    """Every row of every file, with its steps counted: done, excluded and the letters of the matrix."""
    frames = [pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False) for content in written.values()]
    rows = pd.concat(frames, ignore_index=True)
    letters = rows[STEPS].replace({"完了済み": "D", "作業中": "W", "未着手": "U", "対象外": "N"})
    rows["letters"] = letters.agg("".join, axis=1)
    rows["code"] = rows["団体コード"].str[:5]
    return rows[["対象年月", "code", "業務", "ベンダコード", "移行予定日", "運用開始日", "入力日時", "letters"]]


@pytest.mark.parametrize("code", BODIES)
def test_the_steps_and_rates_of_every_month(home: Home, raw: pd.DataFrame, code: str) -> None:
    view = municipality_view(home.reader(), as_of=AsOf("2026-01"), body=code)
    own = raw[raw["code"] == code]
    last = own[own["対象年月"] == "2026-01"].set_index("業務")["letters"]
    named = view.matrix.merge(view.systems[["business", "name"]], on="business")
    shown = named.groupby("name")["state"].agg("".join)
    assert shown[shown != ""].to_dict() == last.to_dict()
    for month in MONTHS:
        rows = own[own["対象年月"] == month]
        done, excluded = rows["letters"].str.count("D"), rows["letters"].str.count("N")
        history = view.history.set_index("month").loc[month]
        assert history["step_completion_mic"] == pytest.approx((done + excluded).sum() / (40 * len(rows)), abs=1e-12)
        applies = excluded < 40
        effective = (done[applies] / (40 - excluded[applies])).mean()
        assert history["step_completion_effective"] == pytest.approx(effective, abs=1e-12)
        assert history["systems_reported"] == applies.sum()
        entered = rows.loc[applies, "入力日時"].max().replace(" ", "T") + ":00+09:00"
        assert view.entries.set_index("month").loc[month, "entered_at"] == entered


@pytest.mark.parametrize("code", BODIES)
def test_the_plans_vendors_and_dates(home: Home, raw: pd.DataFrame, code: str) -> None:
    view = municipality_view(home.reader(), as_of=AsOf("2026-01"), body=code)
    own = raw[raw["code"] == code].sort_values("対象年月")
    latest = own.groupby("業務").tail(1).set_index("業務")
    applies = latest.index[latest["letters"] != "N" * 40]
    names = view.systems.set_index("business")["name"]
    plans = view.timeline[view.timeline["kind"].isin(["planned", "replanned"])]
    for name in applies:
        found = plans[plans["business"].map(names) == name]
        shown = list(zip(found["month"], found["seen_month"], strict=True))
        assert shown == _new_plans(own[own["業務"] == name])
    live = view.timeline[view.timeline["kind"] == "live"]
    assert set(live["business"].map(names)) == set(latest.loc[applies].query("運用開始日 != ''").index)
    vendors = latest.loc[applies].assign(is_live=latest["運用開始日"] != "").groupby("ベンダコード")["is_live"]
    table = view.vendors.assign(vendor_code=view.vendors["vendor_code"].fillna("")).set_index("vendor_code")
    assert table["systems"].to_dict() == vendors.size().to_dict()
    assert table["migrated"].to_dict() == vendors.sum().to_dict()


def _new_plans(reports: pd.DataFrame) -> list[tuple[str, str]]:
    """Planned month and month of the report, of each plan that is not the one in force before."""
    in_force, found = "", []
    for month, planned, live in zip(reports["対象年月"], reports["移行予定日"], reports["運用開始日"], strict=True):
        if planned and planned != in_force:
            found.append((planned[:7], month))
        # A blank takes the plan back, unless the system is live: then it was carried out.
        if planned or not live or live[:7] > month:
            in_force = planned
    return found


def test_the_places_and_changes(home: Home, raw: pd.DataFrame) -> None:
    steps = raw["letters"].str.count("[DN]")
    rates = {
        (code, month): float(steps[(raw["code"] == code) & (raw["対象年月"] == month)].mean()) / 40
        for code in BODIES
        for month in MONTHS
    }
    for code in BODIES:
        view = municipality_view(home.reader(), as_of=AsOf("2026-01"), body=code)
        now, before = rates[code, "2026-01"], rates[code, "2025-12"]
        assert view.change == pytest.approx(now - before, abs=1e-12)
        near = [rate for (other, month), rate in rates.items() if other[:2] == code[:2] and month == "2026-01"]
        assert view.rank_in_prefecture == (1 + sum(rate > now for rate in near), len(near))
