"""V5: the share of 遅延 over bodies, its bounds and the comparison, worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from data.rules.vendor_delay import body_shares, delay_intervals, late_vendors, lower_and_upper

LATE, FINE = "遅延", "順調"


def _systems(**bodies: list[str]) -> pd.DataFrame:
    """Per vendor the 判定 of its bodies, one body a text of L (late) and o (fine) systems, vendors with own bodies."""
    rows = [
        (f"{(1 + vendor_at) * 1000 + at:05d}", f"business_{number}", vendor, LATE if mark == "L" else FINE)
        for vendor_at, (vendor, marks) in enumerate(bodies.items())
        for at, systems in enumerate(marks)
        for number, mark in enumerate(systems)
    ]
    return pd.DataFrame(rows, columns=["body_code", "business", "vendor_code", "judgement"]).astype("str")


def _intervals(systems: pd.DataFrame) -> pd.DataFrame:
    found = delay_intervals(systems, minimum_bodies=10, draws=2000, confidence=0.95)
    return found.set_index("vendor_code", drop=False)


def test_a_body_counts_once_however_many_systems_it_has() -> None:
    # A: one body 20 of 20 late, nine bodies 0 of 1: 1/10 of the bodies, though 20 of 29 systems.
    found = _intervals(_systems(A=["L" * 20] + ["o"] * 9, B=["Lo"] * 10)).loc["A"]
    assert (found["bodies"], found["systems"], found["late_systems"]) == (10, 29, 20)
    assert found["late_share"] == pytest.approx(0.1)
    assert found["others_share"] == pytest.approx(0.5)
    # The mean of ten draws is the number of late bodies drawn / 10, binomial (10, 0.1): P(0) = 0.35, P(≤ 2) = 0.93,
    # P(≤ 3) = 0.987.
    assert (found["lower"], found["upper"]) == (0.0, pytest.approx(0.3))
    assert not found["is_flagged"]


def test_the_bounds_are_the_binomial_ones_for_bodies_late_or_not() -> None:
    # 40 of 100 late: binomial (100, 0.4) has its 5th and 95th percentiles at 32 and 48.
    shares = np.repeat([1.0, 0.0], [40, 60])
    lower, upper = lower_and_upper(shares, seed=7, draws=20_000, confidence=0.95)
    assert lower == pytest.approx(0.32, abs=0.01)
    assert upper == pytest.approx(0.48, abs=0.01)


def test_drawing_how_often_a_share_occurs_is_drawing_bodies() -> None:
    shares = np.array([0.0] * 7 + [0.25] * 5 + [1 / 3] * 3 + [1.0] * 9)
    one_by_one = np.random.default_rng(3).choice(shares, size=(20_000, len(shares))).mean(axis=1)
    found = lower_and_upper(shares, seed=3, draws=20_000, confidence=0.95)
    assert found == pytest.approx(tuple(np.quantile(one_by_one, [0.05, 0.95])), abs=0.005)


def test_a_vendor_whose_bound_is_above_the_others_is_flagged() -> None:
    systems = _systems(A=["LL"] * 12, B=["oo"] * 12, C=["Lo"] * 9)
    found = _intervals(systems)
    # Others of A: 12 bodies at 0 and 9 at 1/2.
    assert found.loc["A", "others_share"] == pytest.approx(4.5 / 21)
    assert found["is_flagged"].tolist() == [True, False, False]
    (flag,) = late_vendors(systems, intervals=found, source="報告")
    assert (flag.flag, flag.vendor, str(flag.severity), flag.business, flag.month) == ("V5", "A", "中", None, None)
    assert len(flag.systems) == 24
    assert len(flag.bodies) == 12
    assert flag.evidence == {
        "late_share": 1.0, "lower": 1.0, "upper": 1.0, "others_share": pytest.approx(4.5 / 21),
        "bodies": 12, "systems": 24, "late_systems": 24,
    }  # fmt: skip


@pytest.mark.parametrize(("bodies", "is_flagged"), [(9, False), (10, True)])
def test_fewer_than_ten_bodies_are_too_few(bodies: int, is_flagged: bool) -> None:
    found = _intervals(_systems(A=["L"] * bodies, B=["o"] * 20))
    assert bool(found.loc["A", "is_flagged"]) is is_flagged
    assert found["lower"].isna()["A"] == (not is_flagged)


def test_as_late_as_the_others_is_no_tendency() -> None:
    assert not _intervals(_systems(A=["L"] * 10, B=["L"] * 10))["is_flagged"].any()


def test_alone_there_is_nobody_to_compare_with() -> None:
    found = _intervals(_systems(A=["L"] * 10)).loc["A"]
    assert pd.isna(found["others_share"])
    assert not found["is_flagged"]


def test_a_body_with_two_vendors_is_one_of_each() -> None:
    systems = _systems(A=["Lo"], B=["oo"])
    systems["body_code"] = "15100"
    units = body_shares(systems)
    assert units[["vendor_code", "late_share"]].to_numpy().tolist() == [["A", 0.5], ["B", 0.0]]


def test_unknown_judgements_and_vendors_are_left_out() -> None:
    systems = _systems(A=["LLoo"], B=["L"])
    systems.loc[0, "judgement"] = "未報告"
    systems.loc[1, "judgement"] = None
    systems.loc[4, "vendor_code"] = None
    assert body_shares(systems).to_numpy().tolist() == [["A", "01000", 2, 0, 0.0]]


def test_without_any_judgement_there_is_no_interval() -> None:
    found = _intervals(_systems(A=["LL"]).assign(judgement=pd.Series([None, None], dtype="str")))
    assert found.empty
    assert found["is_flagged"].dtype == "bool"


def test_the_draws_of_a_vendor_do_not_depend_on_the_others() -> None:
    alone = _intervals(_systems(A=["Lo", "oo", "LL"] * 5)).loc["A"]
    beside = _intervals(_systems(A=["Lo", "oo", "LL"] * 5, B=["L"] * 30)).loc["A"]
    assert (alone["lower"], alone["upper"]) == (beside["lower"], beside["upper"])


def test_who_is_flagged_does_not_depend_on_the_bounds_left_out() -> None:
    generator = np.random.default_rng(11)
    bodies = {name: ["".join(generator.choice(["L", "o"], size=3)) for _ in range(12)] for name in "ABCDEFGH"}
    systems = _systems(**bodies, I=["LLL"] * 12)
    everybody = _intervals(systems)
    suspects = delay_intervals(systems, minimum_bodies=10, draws=2000, confidence=0.95, is_suspects_only=True)
    assert suspects["is_flagged"].tolist() == everybody["is_flagged"].tolist()
    is_told = suspects["lower"].notna().to_numpy()
    assert 0 < is_told.sum() < len(suspects)
    assert suspects["lower"][is_told].tolist() == everybody["lower"][is_told].tolist()
