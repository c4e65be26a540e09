"""優先フォロー and アドバイザー派遣候補 of a small programme in Nagano, worked out by hand at 2026-01.

| 住民基本台帳 | 2025-07 | 2025-10 | 2026-01 |
|---|---|---|---|
| 20481 池田町 | 6 steps | 6 | 6 |
| 20201 長野市 | 6 steps | 6 | 7 |

Both plan for 2026-06, after the deadline of 2026-03: 遅延. Their 19 other systems, and all of the others', are 未報告.
So each of the two has .8 + 19 × .6 = 12.2, each other body 20 × .6 = 12.0.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from data.access import Home, Reader, Scope
from data.importing import import_files
from data.model import AsOf, parse_instant
from data.records import FollowUpDraft, FollowUpKind, FollowUpState
from data.records.database import FILE_NAME
from data.views.follow_ups import follow_up_desk, follow_ups_view
from data.views.priority import PriorityView, Reason, priority_view
from tests.data.records.writing import contact_note
from tests.data.sources.pmo_building import STEPS, Record, as_csv, record

pytestmark = pytest.mark.slow

JANUARY = AsOf("2026-01")
TODAY = date(2026, 2, 15)
DONE = {"2025-07": (6, 6), "2025-10": (6, 6), "2026-01": (6, 7)}


def _row(month: str, code: str, done: int) -> Record:
    entered = {"対象年月": month, "入力日時": f"{month}-28 10:00", "団体コード": code, "移行予定日": "2026-06-30"}
    steps = dict.fromkeys(STEPS[:done], "完了済み") | dict.fromkeys(STEPS[done:], "未着手")
    return record(**entered) | steps


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("programme") / "home"
    for month, (ikeda, nagano) in DONE.items():
        rows = [_row(month, "204811", ikeda), _row(month, "202011", nagano)]
        received = parse_instant(f"{month}-28T18:00+09:00")
        import_files([(f"{month}.csv", as_csv(rows))], home=home, received_at=received)
    return home


@pytest.fixture
def home(programme: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(programme, tmp_path / "home"))


def view(reader: Reader, *, as_of: AsOf = JANUARY, prefecture: str | None = "20") -> PriorityView:
    records = follow_ups_view(reader, as_of=as_of, place=prefecture or "", today=TODAY)
    return priority_view(reader, as_of=as_of, records=records, prefecture=prefecture)


def write(reader: Reader, *drafts: FollowUpDraft) -> None:
    desk = follow_up_desk(reader, as_of=JANUARY)
    assert desk is not None
    desk.add(drafts, author="甲")


def test_the_late_come_first_and_the_rest_by_code(home: Path) -> None:
    found = view(Home(home).reader())
    assert (found.is_judged, found.contacted, len(found.follow)) == (True, 0, 10)
    assert [(row.rank, row.body.code, row.stake, row.open_systems) for row in found.follow[:4]] == [
        (1, "20201", 12.2, 20),
        (2, "20481", 12.2, 20),
        (3, "20202", 12.0, 20),
        (4, "20203", 12.0, 20),
    ]
    assert found.follow[2].reasons == (Reason("unreported", 20), Reason("never_contacted"), Reason("open", 20))


def test_a_body_that_stood_still_is_an_advisers_case_and_one_that_moved_is_not(home: Path) -> None:
    (ikeda,) = view(Home(home).reader()).dispatch
    assert (ikeda.body.name, ikeda.rank) == ("池田町", 1)
    assert ikeda.reasons == (Reason("still", 6), Reason("late", 1), Reason("unreported", 19))


def test_who_stood_still_is_not_known_without_a_report_six_months_before(home: Path) -> None:
    assert view(Home(home).reader(), as_of=AsOf("2025-10")).dispatch == ()


def test_an_open_dispatch_is_enough_and_a_finished_one_is_not(home: Path) -> None:
    reader = Home(home).reader()
    old = contact_note(body="20481", day="2025-10-01", kind=FollowUpKind.DISPATCH, state=FollowUpState.DONE)
    write(reader, old, contact_note(body="20481", day="2025-11-01", kind=FollowUpKind.VISIT))
    assert [row.body.code for row in view(reader).dispatch] == ["20481"]
    write(reader, contact_note(body="20481", day="2025-12-01", kind=FollowUpKind.DISPATCH))
    assert view(reader).dispatch == ()


@pytest.mark.parametrize(("day", "is_listed"), [("2026-01-15", True), ("2026-01-16", False), ("2026-02-15", False)])
def test_who_was_contacted_within_30_days_is_left_out(home: Path, day: str, is_listed: bool) -> None:
    # From 16 January to 15 February are 30 days.
    reader = Home(home).reader()
    write(reader, contact_note(body="20201", day=day))
    found = view(reader)
    assert (found.follow[0].body.code == "20201") is is_listed
    assert found.contacted == (0 if is_listed else 1)
    assert len(found.follow) == 10


def test_a_visit_to_come_is_no_contact_yet(home: Path) -> None:
    reader = Home(home).reader()
    write(reader, contact_note(body="20201", day="2026-02-16"))
    assert (view(reader).follow[0].body.code, view(reader).follow[0].last_contact) == ("20201", None)


def test_the_last_contact_and_what_is_overdue_are_reasons(home: Path) -> None:
    reader = Home(home).reader()
    write(
        reader,
        contact_note(body="20202", day="2025-12-01", action="送る", due="2026-02-14"),
        contact_note(body="20202", day="2025-12-27", action="送る", due="2026-02-15"),
    )
    row = next(row for row in view(reader).follow if row.body.code == "20202")
    assert row.last_contact == date(2025, 12, 27)
    assert row.reasons == (Reason("unreported", 20), Reason("overdue_action", 1), Reason("last_contact", 50))


def test_unreadable_records_leave_contacts_unknown_and_propose_no_adviser(home: Path) -> None:
    # 長野市 was called three days ago, which nobody can know now: it stays listed, and nothing is said of its contacts.
    write(Home(home).reader(), contact_note(body="20201", day="2026-02-12", action="送る", due="2026-02-14"))
    (home / FILE_NAME).write_bytes(b"PK\x03\x04" * 4096)
    found = view(Home(home).reader())
    assert found.problem is not None
    assert "壊れています" in found.problem
    assert (found.contacted, found.dispatch, len(found.follow)) == (None, (), 10)
    assert [row.body.code for row in found.follow[:3]] == ["20201", "20481", "20202"]
    assert found.follow[0].reasons[:2] == (Reason("late", 1), Reason("unreported", 19))
    named = {reason.name for row in found.follow for reason in row.reasons}
    assert not named & {"overdue_action", "last_contact", "never_contacted"}
    assert found.follow[2].reasons == (Reason("unreported", 20), Reason("open", 20))
    assert {row.last_contact for row in found.follow} == {None}


def test_outside_the_scope_nobody_is_listed_and_nothing_written(home: Path) -> None:
    write(Home(home).reader(), contact_note(body="20201"))
    reader = Home(home).reader(scope=Scope(frozenset({"15"})))
    found = view(reader)
    assert (found.follow, found.dispatch) == ((), ())
    assert follow_ups_view(reader, as_of=JANUARY, place="20", today=TODAY).entries == ()


def test_every_body_has_three_reasons(home: Path) -> None:
    found = view(Home(home).reader(), prefecture=None)
    assert {len(row.reasons) for row in (*found.follow, *found.dispatch)} == {3}
