"""The chain of marts in a home: what a report, a correction or a table reaches, and what it must leave alone."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.importing import rule_over
from data.model import TABLES, AsOf, Snapshot, SnapshotKind, Visibility
from data.reference import load_reference
from data.rules.chain import month_mart
from data.store import ImportRefusedError, Store
from data.store.tables import frame
from data.store.verification import verify
from tests.data.rules.naive import Report
from tests.data.rules.programme import report_rows, steps
from tests.data.sources.building import read_one, table_text
from tests.data.store.tiny import day, publish, snapshot

pytestmark = pytest.mark.slow

TOWN, AID = ("20201", "property_tax"), ("20201", "public_assistance")
UNIVERSE = pd.DataFrame([TOWN, AID], columns=["body_code", "business"], dtype="str")
RULE = rule_over(UNIVERSE)
BEGUN, THROUGH_3_2, EXCLUDED = Report(steps("W")), Report(steps("D" * 6)), Report(steps("N" * 40))
RESTRICTED = [column.name for column in TABLES[SnapshotKind.SYSTEM_MART] if column.visibility is Visibility.RESTRICTED]


def pmo(month: str, town: Report | None, aid: Report | None = None) -> Snapshot:
    programme = {system: {month: report} for system, report in ((TOWN, town), (AID, aid)) if report}
    rows = report_rows(programme, month)
    columns = TABLES[SnapshotKind.PMO_REPORT]
    if rows is None:
        rows = pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in columns})
    blanks = {
        column.name: pd.Series([None] * len(rows), dtype=column.dtype)
        for column in columns
        if column.name not in rows.columns
    }
    return snapshot(SnapshotKind.PMO_REPORT, month, rows.assign(**blanks), name=f"pmo_{month}.csv")


def rates(month: str, *counts: int) -> Snapshot:
    rows = UNIVERSE.head(len(counts)).assign(steps_counted=pd.array(list(counts), dtype="Int64"))
    return snapshot(SnapshotKind.MIC_PROGRESS, month, rows, name="mic.xlsx")


def mart(home: Path, month: str, known_at: datetime | None = None) -> pd.DataFrame:
    vintage = Store(home).open().resolve(AsOf(month, known_at)).progress_mart
    assert vintage is not None
    return frame(Store(home).read(vintage)).set_index(["body_code", "business"])


def town_row(home: Path, month: str, known_at: datetime | None = None) -> pd.Series:
    return mart(home, month, known_at).loc[[TOWN]].iloc[0]


def test_a_correction_reaches_all_later_months_from_its_receipt_on(tmp_path: Path) -> None:
    publish(tmp_path, pmo("2025-11", BEGUN), received_at=day(1), rule=RULE)
    publish(tmp_path, pmo("2025-12", THROUGH_3_2), received_at=day(2), rule=RULE)
    publish(tmp_path, pmo("2026-01", THROUGH_3_2), received_at=day(3), rule=RULE)
    added = publish(tmp_path, pmo("2025-11", THROUGH_3_2), received_at=day(4), rule=RULE)

    rebuilt = [one.month for one in added if one.kind is SnapshotKind.SYSTEM_MART]
    assert rebuilt == ["2025-11", "2025-12", "2026-01"]
    for month in ("2025-12", "2026-01"):
        # First seen open in 2025-11, then complete; corrected: complete when first seen, so 遅くとも.
        before, after = town_row(tmp_path, month, day(3)), town_row(tmp_path, month, day(4))
        assert (before["step_3_2_attained"], before["step_3_2_is_latest_bound"]) == ("2025-12", False)
        assert (after["step_3_2_attained"], after["step_3_2_is_latest_bound"]) == ("2025-11", True)
    assert verify(Store(tmp_path), rule=RULE).findings == ()


def test_a_month_of_rates_only_is_blank_and_does_not_break_the_chain(tmp_path: Path) -> None:
    publish(
        tmp_path, pmo("2025-11", replace(THROUGH_3_2, planned="2026-03-31"), EXCLUDED), received_at=day(1), rule=RULE
    )
    publish(tmp_path, rates("2025-12", 7, 40), received_at=day(2), rule=RULE)
    publish(tmp_path, pmo("2026-01", replace(THROUGH_3_2, planned="2026-05-31")), received_at=day(3), rule=RULE)

    between, town = mart(tmp_path, "2025-12"), town_row(tmp_path, "2026-01")

    assert between[RESTRICTED].isna().all(axis=None)
    assert between["steps_counted"].tolist() == [7, 40]
    assert between["is_applicable"].tolist() == [True, False], "対象外 in the last PMO report"
    assert (town["step_3_2_attained"], town["replan_count"], town["last_report_month"]) == ("2025-11", 1, "2026-01")
    assert mart(tmp_path, "2026-01")["is_applicable"].tolist() == [True, False]
    assert verify(Store(tmp_path), rule=RULE).findings == ()


def test_rates_of_an_earlier_month_leave_later_marts_alone(tmp_path: Path) -> None:
    publish(tmp_path, pmo("2026-01", BEGUN), received_at=day(1), rule=RULE)

    added = publish(tmp_path, rates("2025-12", 7), received_at=day(2), rule=RULE)

    assert {one.month for one in added} == {"2025-12"}


@pytest.mark.parametrize("is_pmo_first", [True, False])
def test_the_pmo_report_counts_before_the_rates(tmp_path: Path, is_pmo_first: bool) -> None:
    files = [pmo("2026-01", THROUGH_3_2), rates("2026-01", 31, 40)]
    for number, file in enumerate(files if is_pmo_first else files[::-1]):
        publish(tmp_path, file, received_at=day(1 + number), rule=RULE)

    found = Store(tmp_path).open().resolve(AsOf("2026-01"))

    assert mart(tmp_path, "2026-01")["steps_counted"].dropna().tolist() == [6]
    assert found.progress is not None
    assert found.progress.kind is SnapshotKind.PMO_REPORT
    early = mart(tmp_path, "2026-01", day(1))["steps_counted"].dropna().tolist()
    assert early == ([6] if is_pmo_first else [31, 40])


def test_a_step_table_moves_the_gates_it_names(tmp_path: Path) -> None:
    labels = {7: "③－２", 20: "⑧－２"}
    rows = pd.DataFrame({"ordinal": pd.array(range(1, 41), dtype="Int64")}).assign(
        label=pd.Series([labels.get(number) for number in range(1, 41)], dtype="str"), name="名称"
    )
    publish(tmp_path, pmo("2025-12", THROUGH_3_2), received_at=day(1), rule=RULE)
    publish(tmp_path, pmo("2026-01", THROUGH_3_2), received_at=day(2), rule=RULE)
    table = snapshot(SnapshotKind.STEP_TABLE, "2026-01", rows, name="steps.csv")
    publish(tmp_path, table, received_at=day(3), rule=RULE)

    # In force from 2026-01: step 7 is ③－２ and open; ⑩－２ is nowhere in the table, so nothing is known of it.
    assert town_row(tmp_path, "2026-01", day(2))["step_3_2_state"] == "attained"
    town = town_row(tmp_path, "2026-01")
    assert (town["step_3_2_state"], town["step_10_2_state"], town["phase"]) == ("open", "not_counted", 1)
    assert town_row(tmp_path, "2025-12")["step_3_2_state"] == "attained"


def test_a_corrected_applicability_table_with_an_earlier_date_is_used_from_that_date_on(tmp_path: Path) -> None:
    for number, month in enumerate(("2025-03", "2025-12", "2026-01")):
        publish(tmp_path, pmo(month, BEGUN, BEGUN), received_at=day(1 + number), rule=RULE)
    first = table_text("20201,固定資産税,×,2025-04-01")
    corrected = table_text(
        "20201,固定資産税,○,2025-04-01", "20201,生活保護,○,2023-04-01", "20201,生活保護,×,2025-12-01"
    )

    rebuilt = []
    for content, at in ((first, day(4)), (corrected, day(5))):
        added = publish(tmp_path, read_one(content, name="f.csv"), received_at=at, rule=RULE)
        rebuilt.append([one.month for one in added if one.kind is SnapshotKind.SYSTEM_MART])

    # Neither changes a system of 2025-03, so that month gets no other mart.
    assert rebuilt == [["2025-12", "2026-01"]] * 2
    told = {at: mart(tmp_path, "2026-01", day(at))["is_applicable"].tolist() for at in (3, 4, 5)}
    assert told == {3: [True, True], 4: [False, True], 5: [True, False]}
    assert mart(tmp_path, "2025-03")["is_applicable"].tolist() == [True, True]
    found = Store(tmp_path).open().resolve(AsOf("2026-01")).applicability
    assert found is not None
    assert (found.rows, found.received_at) == (3, day(5))
    assert verify(Store(tmp_path), rule=RULE).findings == ()


MONTHS = ("2025-11", "2025-12", "2026-01", "2026-02")
reports = st.sampled_from([None, BEGUN, THROUGH_3_2, EXCLUDED, replace(THROUGH_3_2, live="2025-12-15")])
an_import = st.one_of(
    st.tuples(st.builds(pmo, st.sampled_from(MONTHS), reports, reports), st.integers(1, 6)),
    st.tuples(st.builds(rates, st.sampled_from(MONTHS), st.integers(0, 40)), st.integers(1, 6)),
)


def recomputed(accepted: list[tuple[Snapshot, int]], month: str, known_at: int) -> pd.DataFrame | None:
    """The month's mart from the accepted files alone, the whole chain anew."""

    def latest(kind: SnapshotKind, at: str) -> pd.DataFrame | None:
        known = [
            (received, order, one.rows)
            for order, (one, received) in enumerate(accepted)
            if (one.kind, one.month) == (kind, at) and received <= known_at
        ]
        return max(known, key=lambda found: found[:2])[2] if known else None

    previous, last = None, None
    for at in (one for one in MONTHS if one <= month):
        report, counts = latest(SnapshotKind.PMO_REPORT, at), latest(SnapshotKind.MIC_PROGRESS, at)
        last = None
        if report is not None or counts is not None:
            last = month_mart(
                report,
                rates=counts,
                previous=previous,
                applicability=None,
                step_table=None,
                universe=UNIVERSE,
                month=at,
                reference=load_reference(),
            )
        previous = last if report is not None else previous
    return last


@settings(max_examples=8)
@given(st.lists(an_import, min_size=1, max_size=6))
def test_no_arrival_changes_an_earlier_as_of(imports: list[tuple[Snapshot, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home, accepted = Path(folder), list[tuple[Snapshot, int]]()
        for one, received in imports:
            before = served(home, days=range(received))
            try:
                publish(home, one, received_at=day(received), rule=RULE)
            except ImportRefusedError:
                continue
            accepted.append((one, received))
            assert served(home, days=range(received)) == before

        shown = served(home, days=range(7))
        for month in MONTHS:
            for known_at in range(7):
                # On a day without an arrival nothing can differ from the day before.
                if known_at and all(received != known_at for _, received in accepted):
                    assert shown.get((month, known_at)) == shown.get((month, known_at - 1))
                    continue
                expected = recomputed(accepted, month, known_at)
                assert ((month, known_at) in shown) == (expected is not None)
                if expected is not None:
                    wanted = expected.set_index(["body_code", "business"])
                    found = mart(home, month, day(known_at))
                    pd.testing.assert_frame_equal(found, wanted[found.columns], check_dtype=False)
        assert verify(Store(home), rule=RULE).findings == ()


def served(home: Path, *, days: range) -> dict[tuple[str, int], str]:
    state = Store(home).open()
    return {
        (month, number): found.rows_sha256
        for month in MONTHS
        for number in days
        if (found := state.resolve(AsOf(month, day(number))).progress_mart) is not None
    }
