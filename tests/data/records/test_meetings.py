"""Meetings: kept as given, every state kept, two people at one record lose nothing, each reader within the scope."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import Barrier, Thread

import pytest

from data.records import (
    Attendance,
    ConflictError,
    Meeting,
    MeetingDraft,
    OutOfScopeError,
    ReadOnlyError,
    RecordsError,
    RefusedRecordError,
)
from data.records.database import Database
from data.records.errors import UnknownRecordError
from data.records.meeting_desk import MeetingDesk
from data.records.meetings import (
    add_meeting,
    edit_meeting,
    find_meeting,
    list_meetings,
    meeting_history,
    withdraw_meeting,
)
from tests.data.records.writing import database, meeting_note, moment

T0, T1, T2, T3 = (moment(f"2026-02-{day:02d}T09:00+09:00") for day in (1, 10, 11, 12))
T4 = moment("2026-03-01T09:00+09:00")


@pytest.fixture
def records(tmp_path: Path) -> Database:
    return database(tmp_path)


def test_reading_creates_nothing(tmp_path: Path) -> None:
    records = database(tmp_path / "home")
    assert (list_meetings(records), meeting_history(records, 1)) == ((), ())
    with pytest.raises(UnknownRecordError, match="会議の記録 1 はありません"):
        find_meeting(records, 1)
    with pytest.raises(UnknownRecordError):
        edit_meeting(records, 1, meeting_note(), version=1, author="甲")
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("words", ["髙﨑祇葛①", "=1+1", "+81", "-", "@甲", "＝1+1", "あ" * 400, " 一\r\n<b>二</b> "])
def test_what_was_written_is_read_back_as_given(records: Database, words: str) -> None:
    draft = meeting_note(
        "2026-02-28", planned="2026-03-31", agenda=words, notes=words, mic=Attendance.YES, agency=Attendance.NO
    )
    written = add_meeting(records, draft, author="長野県 髙﨑", at=T4)
    assert list_meetings(records) == (written,) == (find_meeting(records, 1),)
    assert (written.agenda, written.notes, written.mic, written.agency) == (words, words, "yes", "no")
    assert (written.held_on, written.next_on) == (date(2026, 2, 28), date(2026, 3, 31))
    assert (written.author, written.created_at, written.version, written.is_edited) == (
        "長野県 髙﨑",
        T4,
        1,
        False,
    )


@pytest.mark.parametrize(
    ("draft", "author", "reasons"),
    [
        (meeting_note(None), "甲", ["day_missing"]),
        (meeting_note("1999-12-31"), "甲", ["held_on"]),
        (meeting_note("2026-02-02", planned="2026-02-02"), "甲", ["next_on"]),
        (meeting_note(None, planned="2026-03-01", mic=Attendance.NO), "甲", ["attendance_early"]),
        (meeting_note(agenda="あ" * 401, notes="あ" * 401), "", ["agenda_long", "notes_long", "author_missing"]),
        (meeting_note(agenda="\x00"), "あ" * 41, ["agenda_characters", "author_long"]),
        (meeting_note(notes="\ud800"), "一\n二", ["notes_characters", "author_characters"]),
        (meeting_note(prefecture="2"), "甲", ["prefecture"]),
    ],
)
def test_what_cannot_be_kept_is_named_and_nothing_written(
    records: Database, draft: MeetingDraft, author: str, reasons: list[str]
) -> None:
    with pytest.raises(RefusedRecordError, match="何も保存していません") as error:
        add_meeting(records, draft, author=author)
    assert list(error.value.reasons) == reasons
    assert not records.is_begun


@pytest.mark.parametrize(
    ("written_at", "is_kept"),
    [("2026-02-01T14:59+00:00", False), ("2026-02-01T15:00+00:00", True), ("2026-02-03T00:00+09:00", True)],
)
def test_a_meeting_is_held_on_the_day_in_japan_at_the_latest(records: Database, written_at: str, is_kept: bool) -> None:
    # 15:00 in Greenwich is midnight in Japan: the second of February begins.
    draft, at = meeting_note("2026-02-02"), moment(written_at)
    if is_kept:
        assert add_meeting(records, draft, author="甲", at=at).held_on == date(2026, 2, 2)
        return
    with pytest.raises(RefusedRecordError, match="次回の予定日に入力してください") as error:
        add_meeting(records, draft, author="甲", at=at)
    assert error.value.reasons == ("held_later",)
    add_meeting(records, meeting_note(None, planned="2026-02-02"), author="甲", at=at)
    with pytest.raises(RefusedRecordError):
        edit_meeting(records, 1, draft, version=1, author="甲", at=at)


def test_a_meeting_only_planned_is_a_record_and_is_held_later(records: Database) -> None:
    planned = add_meeting(records, meeting_note(None, planned="2026-03-01"), author="甲")
    assert (planned.held_on, planned.day) == (None, date(2026, 3, 1))
    held = edit_meeting(records, planned.id, meeting_note("2026-03-02", mic=Attendance.YES), version=1, author="甲")
    assert (held.held_on, held.next_on, held.mic) == (date(2026, 3, 2), None, "yes")


def test_the_latest_day_comes_first_and_a_prefecture_has_its_own(records: Database) -> None:
    for agenda, prefecture, held, planned in (
        ("二", "20", "2026-02-02", None),
        ("一", "15", "2026-01-09", None),
        ("四", "20", None, "2026-02-03"),
        ("三", "20", "2026-02-02", "2026-05-01"),
    ):
        add_meeting(records, meeting_note(held, prefecture=prefecture, planned=planned, agenda=agenda), author="甲")
    told = [
        "".join(one.agenda for one in list_meetings(records, prefecture=code)) for code in ("", "20", "15", "13", "2")
    ]
    assert told == ["四三二一", "四三二", "一", "", ""]


def test_every_state_stays_and_an_earlier_moment_shows_what_was_known(records: Database) -> None:
    first = add_meeting(records, meeting_note(agenda="初め"), author="甲", at=T1)
    second = edit_meeting(records, 1, meeting_note(agenda="後"), version=1, author="乙", at=T2)
    third = withdraw_meeting(records, 1, version=2, author="丙", at=T3)
    assert [(change.before, change.replaced_by, change.replaced_at) for change in meeting_history(records, 1)] == [
        (first, "乙", T2),
        (second, "丙", T3),
    ]
    assert list_meetings(records) == ()
    assert list_meetings(records, is_with_withdrawn=True) == (third,)
    assert [list_meetings(records, known_at=at) for at in (T0, T1, T2, T3)] == [(), (first,), (second,), ()]


def test_a_record_withdrawn_meanwhile_is_told(records: Database) -> None:
    add_meeting(records, meeting_note(), author="甲")
    withdraw_meeting(records, 1, version=1, author="乙")
    with pytest.raises(ConflictError, match=r"乙 が取り下げました.*何も保存していません"):
        edit_meeting(records, 1, meeting_note("2026-02-03"), version=1, author="丙")


def test_of_many_who_save_the_same_record_at_once_one_wins_and_the_others_are_told(tmp_path: Path) -> None:
    add_meeting(database(tmp_path), meeting_note(agenda="初め"), author="甲")
    saved: list[Meeting] = []
    told: list[object] = []
    start = Barrier(5)

    def edit(who: str) -> None:
        start.wait()
        try:
            draft = meeting_note(agenda=f"{who}の文")
            saved.append(edit_meeting(database(tmp_path), 1, draft, version=1, author=who))
        except ConflictError as error:
            told.append(error.current)

    threads = [Thread(target=edit, args=(f"人{number}",)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(saved) == 1
    assert told == saved * 4
    assert find_meeting(database(tmp_path), 1) == saved[0]
    assert len(meeting_history(database(tmp_path), 1)) == 1


def test_a_desk_keeps_to_its_prefectures(records: Database) -> None:
    whole = MeetingDesk(records)
    whole.add(meeting_note(agenda="長野"), author="甲")
    whole.add(meeting_note(agenda="新潟", prefecture="15"), author="甲")
    nagano = MeetingDesk(records, prefectures=frozenset({"20"}))
    assert [one.agenda for one in nagano.meetings()] == ["長野"]
    assert (nagano.meetings(prefecture="15"), nagano.may_write("20"), nagano.may_write("15")) == ((), True, False)
    with pytest.raises(OutOfScopeError, match="担当の範囲の外"):
        nagano.add(meeting_note(prefecture="15"), author="乙")
    with pytest.raises(OutOfScopeError):
        nagano.edit(1, meeting_note(prefecture="15"), version=1, author="乙")
    for number in (2, 99):
        with pytest.raises(UnknownRecordError, match=f"会議の記録 {number} はありません"):
            nagano.edit(number, meeting_note(), version=1, author="乙")
        with pytest.raises(UnknownRecordError):
            nagano.withdraw(number, version=1, author="乙")
        with pytest.raises(UnknownRecordError):
            nagano.history(number)
    assert [one.version for one in whole.meetings()] == [1, 1]
    assert nagano.edit(1, meeting_note(agenda="後"), version=1, author="乙").version == 2
    assert len(nagano.history(1)) == 1


def test_a_read_only_desk_writes_nothing(records: Database) -> None:
    MeetingDesk(records).add(meeting_note(), author="甲")
    closed = MeetingDesk(records, is_read_only=True)
    assert not closed.may_write("20")
    with pytest.raises(ReadOnlyError, match="閲覧専用"):
        closed.add(meeting_note(), author="乙")
    with pytest.raises(ReadOnlyError):
        closed.edit(1, meeting_note(), version=1, author="乙")
    with pytest.raises(ReadOnlyError):
        closed.withdraw(1, version=1, author="乙")
    assert [one.version for one in closed.meetings()] == [1]


@pytest.mark.parametrize(("column", "value"), [("mic", "?"), ("held_on", "never")])
def test_a_stored_word_that_is_none_is_told_as_damage(records: Database, column: str, value: str) -> None:
    add_meeting(records, meeting_note(), author="甲")
    with records.writing() as connection:
        connection.exec_driver_sql(f"UPDATE meetings SET {column} = '{value}'")
    with pytest.raises(RecordsError, match="壊れています"):
        list_meetings(records)
