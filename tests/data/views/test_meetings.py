from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.access import Home, Scope
from data.access.reader import CONTACT_WINDOW_VARIABLE, READ_ONLY_VARIABLE
from data.model import AsOf, parse_instant
from data.records import Attendance
from data.records.database import FILE_NAME
from data.records.meetings import add_meeting, withdraw_meeting
from data.views.meetings import MeetingState, meeting_desk, meetings_view
from tests.data.records.writing import meeting_note, moment

NOW = AsOf("2026-01")
TODAY = date(2026, 2, 20)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Nagano: September, November, January, February, planned again; Niigata: August; Tokyo planned; Osaka: gone."""
    home = Home(tmp_path)
    early = moment("2026-02-13T09:00+09:00")
    for note in (
        meeting_note("2025-09-30", agenda="初"),
        meeting_note("2025-11-20", agenda="一", mic=Attendance.YES),
        meeting_note("2026-01-15", agenda="二", agency=Attendance.NO, planned="2026-02-12"),
        meeting_note("2026-02-12", agenda="三", planned="2026-03-12"),
        meeting_note("2025-08-01", prefecture="15", agenda="四", planned="2026-02-01"),
        meeting_note(None, prefecture="13", agenda="五", planned="2026-03-01"),
    ):
        add_meeting(home.records, note, author="甲", at=early)
    written = add_meeting(home.records, meeting_note("2026-01-10", prefecture="27"), author="甲", at=early)
    withdraw_meeting(home.records, written.id, version=1, author="甲", at=moment("2026-02-14T09:00+09:00"))
    return home


def test_each_prefecture_stands_in_one_state(home: Home) -> None:
    view = meetings_view(home.reader(), as_of=NOW, today=TODAY)
    assert [entry.agenda for entry in view.entries] == ["五", "三", "二", "一", "初", "四"]
    states = {row.prefecture.code: row.course.state.value for row in view.rows}
    assert len(states) == 47
    assert {code: state for code, state in states.items() if state != "unrecorded"} == {
        "13": "planned", "15": "lapsed", "20": "regular",
    }  # fmt: skip
    assert [view.count(state) for state in MeetingState] == [1, 1, 0, 1, 44]
    assert view.row is None


def test_a_row_tells_the_month_and_what_is_known_now(home: Home) -> None:
    row = meetings_view(home.reader(), as_of=NOW, prefecture="20", today=TODAY).row
    assert row is not None
    assert row.last is not None
    assert (row.last.agenda, row.course.last_on, row.course.later_on) == ("二", date(2026, 1, 15), date(2026, 2, 12))
    assert (row.course.months_since, row.course.recent, row.next_on) == (0, 3, date(2026, 3, 12))
    shown = meetings_view(home.reader(), as_of=NOW, today=TODAY)
    assert (shown.months[0], shown.months[-1], len(shown.months)) == ("2025-01", "2026-01", 13)
    november, january = row.months[-3], row.months[-1]
    assert (november.held, november.has_ministry, november.has_agency) == (1, True, False)
    assert (january.held, january.has_ministry, january.has_agency) == (1, False, False)
    assert [month.held for month in row.months].count(0) == 10


def test_a_plan_that_passed_without_a_meeting_stays_known_and_marks_its_month(home: Home) -> None:
    view = meetings_view(home.reader(), as_of=AsOf("2026-02"), prefecture="15", today=TODAY)
    assert view.row is not None
    assert view.row.next_on == date(2026, 2, 1)
    assert view.row.months[-1].is_planned
    assert view.row.course.months_since == 6
    assert [entry.agenda for entry in view.entries] == ["四"]


def test_two_records_of_one_day_are_one_meeting(home: Home) -> None:
    add_meeting(home.records, meeting_note("2026-01-15", mic=Attendance.YES), author="乙")
    row = meetings_view(home.reader(), as_of=NOW, prefecture="20", today=TODAY).row
    assert row is not None
    assert (row.course.recent, row.months[-1].held, row.months[-1].has_ministry) == (3, 1, True)


def test_a_meeting_held_later_plans_nothing_for_the_month(home: Home) -> None:
    def state(code: str, month: str) -> str:
        rows = meetings_view(home.reader(), as_of=AsOf(month), today=TODAY).rows
        return next(row for row in rows if row.prefecture.code == code).course.state.value

    # Tokyo's plan for March is one of February too, and of no month after it, kept or not.
    assert [state("13", month) for month in ("2026-01", "2026-02", "2026-03")] == ["planned", "planned", "unrecorded"]
    add_meeting(home.records, meeting_note("2026-02-16", prefecture="28", planned="2026-04-16"), author="甲")
    assert (state("28", "2026-01"), state("28", "2026-02")) == ("unrecorded", "met")


def test_a_past_moment_has_its_own_entries(home: Home) -> None:
    before, between = (AsOf("2026-01", parse_instant(f"2026-02-{day}T23:00+09:00")) for day in ("12", "13"))
    assert meetings_view(home.reader(), as_of=before).entries == ()
    view = meetings_view(home.reader(), as_of=between)
    assert (len(view.entries), view.today) == (7, date(2026, 2, 13))
    assert meeting_desk(home.reader(), as_of=between) is None


def test_a_scoped_reader_sees_its_prefectures(home: Home) -> None:
    reader = home.reader(scope=Scope(frozenset({"15"})))
    view = meetings_view(reader, as_of=NOW, today=TODAY)
    assert [entry.agenda for entry in view.entries] == ["四"]
    assert [row.prefecture.code for row in view.rows] == ["15"]
    outside = meetings_view(reader, as_of=NOW, prefecture="20", today=TODAY)
    assert (outside.entries, outside.row) == ((), None)


def test_who_may_only_read_has_no_desk(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert meeting_desk(home.reader(), as_of=NOW) is not None
    monkeypatch.setenv(READ_ONLY_VARIABLE, "1")
    assert meeting_desk(home.reader(), as_of=NOW) is None


def test_damaged_records_are_told(home: Home, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"PK\x03\x04" * 4096)
    for ending in ("-wal", "-shm"):
        (tmp_path / f"{FILE_NAME}{ending}").unlink(missing_ok=True)
    view = meetings_view(Home(tmp_path).reader(), as_of=NOW, today=TODAY)
    assert view.entries == ()
    assert view.problem is not None
    assert "壊れています" in view.problem


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("標準化窓口 <window@example.lg.jp>", "標準化窓口 <window@example.lg.jp>"),
        (" 一\r\n二\u2028三 ", "一 二 三"),
        ("あ" * 300, "あ" * 200),
        (None, ""),
        ("  ", ""),
    ],
)
def test_the_window_comes_from_the_configuration(
    value: str | None, shown: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is None:
        monkeypatch.delenv(CONTACT_WINDOW_VARIABLE, raising=False)
    else:
        monkeypatch.setenv(CONTACT_WINDOW_VARIABLE, value)
    assert meetings_view(home.reader(), as_of=NOW).contact_window == shown
