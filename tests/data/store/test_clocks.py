"""Resolution on two clocks, and the property that no order of arrival breaks it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.model import AsOf, Snapshot
from data.store import ImportRefusedError, Store, StoreState
from data.store.manifest import Vintage
from data.store.marts import MartRule
from data.store.tables import frame
from data.store.verification import verify
from tests.data.store.tiny import (
    ALONE,
    APPLICABILITY,
    CHAINED,
    PROGRESS,
    UNIVERSE,
    MartRow,
    applicability,
    day,
    designated,
    flip_byte,
    mart_rows,
    population,
    progress,
    publish,
)


def rows_of(home: Path, vintage: Vintage | None) -> pd.DataFrame:
    assert vintage is not None
    return frame(Store(home).read(vintage))


def steps_at(home: Path, month: str, known_at: datetime | None = None) -> list[int | None]:
    mart = rows_of(home, Store(home).open().resolve(AsOf(month, known_at)).progress_mart)
    return [None if pd.isna(value) else int(value) for value in mart["steps_counted"]]


def test_a_correction_is_seen_only_from_its_receipt_on(tmp_path: Path) -> None:
    publish(tmp_path, progress("2026-01", 10, 20), received_at=day(40))
    publish(tmp_path, progress("2026-01", 10, 25), received_at=day(70))

    assert steps_at(tmp_path, "2026-01", day(40)) == [10, 20, None, None, None]
    assert steps_at(tmp_path, "2026-01", day(69)) == [10, 20, None, None, None]
    assert steps_at(tmp_path, "2026-01", day(70)) == [10, 25, None, None, None]
    assert steps_at(tmp_path, "2026-01") == [10, 25, None, None, None]


def test_before_the_first_receipt_nothing_is_known(tmp_path: Path) -> None:
    publish(tmp_path, progress("2026-01", 10), received_at=day(40))
    state = Store(tmp_path).open()

    before = state.resolve(AsOf("2026-01", day(39)))

    assert (before.progress_mart, before.progress, before.received_at) == (None, None, None)
    assert state.months_at(day(39)) == ()
    assert state.months_at(day(40)) == ("2026-01",)


def test_a_list_holds_over_later_months_until_the_next_one(tmp_path: Path) -> None:
    publish(tmp_path, progress("2025-11", 1), received_at=day(1))
    publish(tmp_path, designated("2025-10", ("01100", "tax")), received_at=day(2))
    publish(tmp_path, designated("2025-12", ("01100", "tax"), ("13101", "common_function")), received_at=day(3))
    state = Store(tmp_path).open()

    def list_month(month: str, known_at: datetime | None = None) -> str | None:
        found = state.resolve(AsOf(month, known_at)).designated
        return found.month if found else None

    assert list_month("2025-09") is None
    assert list_month("2025-11") == "2025-10"
    assert list_month("2026-03") == "2025-12"
    assert list_month("2026-03", day(2)) == "2025-10"
    assert state.months == ("2025-11",)


def test_a_population_holds_from_its_month_until_a_newer_one_and_changes_the_fingerprint(tmp_path: Path) -> None:
    publish(tmp_path, progress("2026-02", 1), received_at=day(1))
    bare = Store(tmp_path).open().resolve(AsOf("2026-02"))
    publish(tmp_path, population("2025-01", ("01100", 7)), received_at=day(2))
    publish(tmp_path, population("2026-01", ("01100", 8)), received_at=day(3))
    state = Store(tmp_path).open()

    def counted(month: str, known_at: datetime | None = None) -> list[int] | None:
        found = state.resolve(AsOf(month, known_at)).population
        return rows_of(tmp_path, found)["population"].tolist() if found else None

    assert bare.population is None
    assert counted("2024-12") is None
    assert counted("2025-12") == [7]
    assert counted("2026-02") == [8]
    assert counted("2026-02", day(2)) == [7]
    assert state.months == ("2026-02",)
    assert state.resolve(AsOf("2026-02")).fingerprint != bare.fingerprint


def test_a_backdated_list_reaches_every_state_known_since(tmp_path: Path) -> None:
    publish(tmp_path, progress("2026-01", 10, 20), received_at=day(40))
    publish(tmp_path, progress("2026-01", 11, 21), received_at=day(60))
    publish(tmp_path, applicability("2025-04", ("01100", "aid", False)), received_at=day(50))

    def applicable(known_at: datetime) -> list[bool]:
        mart = rows_of(tmp_path, Store(tmp_path).open().resolve(AsOf("2026-01", known_at)).progress_mart)
        return mart["is_applicable"].tolist()

    assert applicable(day(49)) == [True, True, True, True, True]
    assert applicable(day(50)) == [False, True, True, True, True]
    assert applicable(day(60)) == [False, True, True, True, True]
    assert steps_at(tmp_path, "2026-01", day(50))[:2] == [10, 20]
    assert steps_at(tmp_path, "2026-01", day(60))[:2] == [11, 21]


def test_a_table_received_later_wins_over_one_stored_under_a_later_month(tmp_path: Path) -> None:
    publish(tmp_path, progress("2026-01", 10, 20), received_at=day(40))
    publish(tmp_path, applicability("2025-04", ("01100", "aid", False)), received_at=day(50))
    publish(tmp_path, applicability("2023-04", ("01100", "tax", False)), received_at=day(60))

    def applicable(known_at: datetime | None) -> list[bool]:
        mart = rows_of(tmp_path, Store(tmp_path).open().resolve(AsOf("2026-01", known_at)).progress_mart)
        return mart["is_applicable"].head(2).tolist()

    assert applicable(day(59)) == [False, True]
    assert applicable(None) == [True, False]
    found = Store(tmp_path).open().resolve(AsOf("2026-01")).applicability
    assert found is not None
    assert found.received_at == day(60)
    assert verify(Store(tmp_path), rule=ALONE).findings == ()


def test_a_whole_table_received_before_the_one_in_force_is_refused_whatever_its_month(tmp_path: Path) -> None:
    publish(tmp_path, applicability("2025-04", ("01100", "aid", False)), received_at=day(50))

    with pytest.raises(ImportRefusedError, match="2025-04 の受信日時"):
        publish(tmp_path, applicability("2023-04", ("01100", "tax", False)), received_at=day(49))


def test_the_same_table_again_mends_the_one_stored_under_a_later_month_and_takes_its_place(tmp_path: Path) -> None:
    stored = applicability("2025-04", ("01100", "aid", False))
    (old,) = publish(tmp_path, stored, received_at=day(50))
    flip_byte(tmp_path / old.file)

    (new,) = publish(tmp_path, replace(stored, month="2023-04"), received_at=day(60))

    assert (new.kind, new.month) == (APPLICABILITY, "2023-04")
    assert Store(tmp_path).open().warnings == ()
    assert publish(tmp_path, replace(stored, month="2023-04"), received_at=day(70)) == ()


def test_a_list_without_effect_adds_no_mart(tmp_path: Path) -> None:
    publish(tmp_path, progress("2026-01", 10), received_at=day(40))

    added = publish(tmp_path, applicability("2026-02", ("01100", "aid", False)), received_at=day(50))

    assert [vintage.kind for vintage in added] == [APPLICABILITY]


def test_a_correction_rebuilds_the_chain_after_it(tmp_path: Path) -> None:
    for number, month in enumerate(("2025-11", "2025-12", "2026-01")):
        publish(tmp_path, progress(month, 4, 8), received_at=day(10 + number), rule=CHAINED)
    publish(tmp_path, progress("2025-12", 12, 8), received_at=day(30), rule=CHAINED)

    def rates(month: str, known_at: datetime) -> list[float]:
        mart = rows_of(tmp_path, Store(tmp_path).open().resolve(AsOf(month, known_at)).progress_mart)
        return [float(rate) for rate in mart["step_completion_mic"].head(2)]

    # 4/40 and 8/40 a month, added up; the correction adds 8/40 to the first system from 2025-12 on.
    assert rates("2026-01", day(29)) == pytest.approx([0.3, 0.6])
    assert rates("2025-11", day(30)) == pytest.approx([0.1, 0.2])
    assert rates("2025-12", day(30)) == pytest.approx([0.4, 0.4])
    assert rates("2026-01", day(30)) == pytest.approx([0.5, 0.6])


def test_an_earlier_receipt_for_the_same_month_is_refused(tmp_path: Path) -> None:
    publish(tmp_path, progress("2026-01", 10), received_at=day(40))

    with pytest.raises(ImportRefusedError, match="2026-02-09 09:00 以降"):
        publish(tmp_path, progress("2026-01", 11), received_at=day(39))

    publish(tmp_path, progress("2025-12", 11), received_at=day(39))


def test_known_at_needs_an_offset(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="offset"):
        Store(tmp_path).open().resolve(AsOf("2026-01", datetime(2026, 1, 1)))


Import = tuple[str, str, int, tuple[int | None, ...], tuple[bool, ...]]
MONTHS = ("2025-11", "2025-12", "2026-01")
an_import = st.tuples(
    st.sampled_from(("progress", "applicability")),
    st.sampled_from(MONTHS),
    st.integers(1, 4),
    st.tuples(*[st.one_of(st.none(), st.sampled_from((0, 20, 40)))] * 5),
    st.tuples(*[st.booleans()] * 5),
)


def _snapshot(drawn: Import) -> Snapshot:
    kind, month, _, steps, flags = drawn
    if kind == "progress":
        return progress(month, *steps)
    pairs = zip(UNIVERSE["body_code"], UNIVERSE["business"], flags, strict=True)
    return applicability(month, *pairs)


def _naive(accepted: list[Import], month: str, known_at: int, *, is_chained: bool) -> list[MartRow] | None:
    """The mart from the raw imports alone: last one received wins, no store, no vintages."""
    known = [one for one in accepted if one[2] <= known_at]
    reports = [one for one in known if one[:2] == ("progress", month)]
    if not reports:
        return None
    steps = max(enumerate(reports), key=lambda item: (item[1][2], item[0]))[1][3]
    lists = [one for one in known if one[0] == "applicability" and one[1] <= month]
    in_force = max(enumerate(lists), key=lambda item: (item[1][2], item[0]), default=None)
    flags = (True,) * 5 if in_force is None else in_force[1][4]
    rates = [None if step is None else step / 40 for step in steps]
    earlier = [one[1] for one in known if one[0] == "progress" and one[1] < month]
    if is_chained and earlier:
        before = _naive(accepted, max(earlier), known_at, is_chained=True)
        assert before is not None
        rates = [(rate or 0.0) + (row[2] or 0.0) for rate, row in zip(rates, before, strict=True)]
    return list(zip(steps, flags, rates, strict=True))


def _marts(home: Path, state: StoreState, *, days: range) -> dict[tuple[str, int], str]:
    return {
        (month, number): found.rows_sha256
        for month in MONTHS
        for number in days
        if (found := state.resolve(AsOf(month, day(number))).progress_mart) is not None
    }


@pytest.mark.slow
@pytest.mark.parametrize("rule", [ALONE, CHAINED], ids=["alone", "chained"])
@settings(max_examples=30)
@given(imports=st.lists(an_import, min_size=1, max_size=6))
def test_any_order_of_arrival_resolves_as_a_naive_recomputation_does(rule: MartRule, imports: list[Import]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home, accepted = Path(folder), list[Import]()
        for drawn in imports:
            before = _marts(home, Store(home).open(), days=range(drawn[2]))
            try:
                if publish(home, _snapshot(drawn), received_at=day(drawn[2]), rule=rule):
                    accepted.append(drawn)
            except ImportRefusedError:
                continue
            after = _marts(home, Store(home).open(), days=range(drawn[2]))
            assert after == before, "an import changed an earlier as_of"

        state = Store(home).open()
        for month in MONTHS:
            for known_at in range(5):
                expected = _naive(accepted, month, known_at, is_chained=bool(rule.chained_by))
                found = state.resolve(AsOf(month, day(known_at))).progress_mart
                assert (found is None) == (expected is None)
                if expected is not None:
                    assert mart_rows(rows_of(home, found)) == expected
        report = verify(Store(home), rule=rule)
        assert report.findings == ()
        assert report.vintages == len(state.vintages)


def test_an_import_of_the_same_rows_is_no_change(tmp_path: Path) -> None:
    publish(tmp_path, progress("2026-01", 10, 20), received_at=day(40))
    publish(tmp_path, progress("2026-01", 10, 25), received_at=day(50))
    kept = Store(tmp_path).open().vintages

    assert publish(tmp_path, progress("2026-01", 10, 25), received_at=day(60)) == ()
    assert publish(tmp_path, progress("2026-01", 10, 20), received_at=day(40)) == (), "a replayed import"
    now = Store(tmp_path).open().vintages
    assert [replace(vintage, received_again=()) for vintage in now] == list(kept)
    assert [vintage.received_again for vintage in now] == [(), (), (day(60),), ()]
    assert [v.sequence for v in kept if v.kind is PROGRESS] == [1, 3]
