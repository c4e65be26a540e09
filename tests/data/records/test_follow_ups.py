"""Follow-ups: kept as given, every state kept, and two people at one entry lose nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Barrier, Thread

import pytest

from data.records import (
    ConflictError,
    FollowUp,
    FollowUpDraft,
    FollowUpKind,
    FollowUpState,
    OutOfScopeError,
    ReadOnlyError,
    RecordsError,
    RefusedRecordError,
)
from data.records.database import Database
from data.records.errors import UnknownRecordError
from data.records.follow_up_desk import FollowUpDesk
from data.records.follow_ups import (
    add_follow_ups,
    edit_follow_up,
    find_follow_up,
    follow_up_history,
    list_follow_ups,
    withdraw_follow_up,
)
from tests.data.records.writing import contact_note, database, moment

T0, T1, T2, T3 = (moment(f"2026-02-{day:02d}T09:00+09:00") for day in (1, 10, 11, 12))
T4 = moment("2026-03-01T09:00+09:00")


@pytest.fixture
def records(tmp_path: Path) -> Database:
    return database(tmp_path)


def test_reading_creates_nothing(tmp_path: Path) -> None:
    records = database(tmp_path / "home")
    assert (list_follow_ups(records), follow_up_history(records, 1)) == ((), ())
    with pytest.raises(UnknownRecordError, match="対応の記録 1 はありません"):
        find_follow_up(records, 1)
    with pytest.raises(UnknownRecordError):
        edit_follow_up(records, 1, contact_note(), version=1, author="甲")
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("content", ["髙﨑祇葛①", "=1+1", "+81", "-", "@甲", "＝1+1", "あ" * 400, " 一\r\n<b>二</b> "])
def test_what_was_written_is_read_back_as_given(records: Database, content: str) -> None:
    draft = contact_note(
        content, kind=FollowUpKind.DISPATCH, person="=髙﨑", action=content, due="2026-03-31", day="2026-02-28"
    )
    (written,) = add_follow_ups(records, [draft], author="長野県 髙﨑", at=T4)
    assert list_follow_ups(records) == (written,) == (find_follow_up(records, 1),)
    assert (written.content, written.next_action, written.person) == (content, content, "=髙﨑")
    assert (written.happened_on, written.due_on) == (date(2026, 2, 28), date(2026, 3, 31))
    assert (written.kind, written.state) == (FollowUpKind.DISPATCH, FollowUpState.OPEN)
    assert (written.author, written.created_at, written.version, written.is_edited) == (
        "長野県 髙﨑",
        T4,
        1,
        False,
    )


@pytest.mark.parametrize(
    ("draft", "author", "reasons"),
    [
        (contact_note("あ" * 401), "甲", ["content_long"]),
        (contact_note("  "), "甲", ["content_missing"]),
        (contact_note("\x00"), "甲", ["content_characters"]),
        (contact_note(person="一\n二"), "甲", ["person_characters"]),
        (contact_note(person="あ" * 61), "", ["person_long", "author_missing"]),
        (contact_note(action="あ" * 401), "あ" * 41, ["action_long", "author_long"]),
        (contact_note(due="2026-03-01"), "甲", ["action_missing"]),
        (contact_note(action="送る", due="2026-02-01"), "甲", ["due_early"]),
        (contact_note(body="2020"), "甲", ["body"]),
        (contact_note(day="1999-12-31"), "甲", ["happened_on"]),
    ],
)
def test_what_cannot_be_kept_is_named_and_nothing_written(
    records: Database, draft: FollowUpDraft, author: str, reasons: list[str]
) -> None:
    with pytest.raises(RefusedRecordError, match="何も保存していません") as error:
        add_follow_ups(records, [draft, contact_note()], author=author)
    assert list(error.value.reasons) == reasons
    assert not records.is_begun


@pytest.mark.parametrize(
    ("written_at", "is_kept"), [("2026-02-01T14:59+00:00", False), ("2026-02-01T15:00+00:00", True)]
)
def test_a_contact_happened_on_the_day_in_japan_at_the_latest(
    records: Database, written_at: str, is_kept: bool
) -> None:
    # 15:00 in Greenwich is midnight in Japan: the second of February begins.
    draft, at = contact_note(day="2026-02-02"), moment(written_at)
    if is_kept:
        assert len(add_follow_ups(records, [draft], author="甲", at=at)) == 1
        return
    with pytest.raises(RefusedRecordError, match="次の対応と期限に入力してください") as error:
        add_follow_ups(records, [contact_note(day="2026-02-01"), draft], author="甲", at=at)
    assert error.value.reasons == ("happened_later",)
    assert not records.is_begun
    add_follow_ups(records, [contact_note(day="2026-02-01")], author="甲", at=at)
    with pytest.raises(RefusedRecordError):
        edit_follow_up(records, 1, draft, version=1, author="甲", at=at)


def test_one_faulty_draft_keeps_out_the_whole_meeting(records: Database) -> None:
    add_follow_ups(records, [contact_note("前から")], author="甲")
    with pytest.raises(RefusedRecordError):
        add_follow_ups(records, [contact_note(), contact_note(body="20202", action="あ" * 401)], author="甲")
    assert [item.content for item in list_follow_ups(records)] == ["前から"]


def test_the_day_of_contact_is_the_earliest_due_date(records: Database) -> None:
    (written,) = add_follow_ups(records, [contact_note(action="送る", due="2026-02-02")], author="甲")
    assert written.due_on == date(2026, 2, 2)


def test_overdue_begins_the_day_after_and_ends_with_the_work(records: Database) -> None:
    (written,) = add_follow_ups(records, [contact_note(action="送る", due="2026-03-10")], author="甲")
    assert [written.is_overdue(date(2026, 3, day)) for day in (9, 10, 11)] == [False, False, True]
    assert not replace(written, state=FollowUpState.DONE).is_overdue(date(2026, 4, 1))
    assert not replace(written, due_on=None).is_overdue(date(2099, 1, 1))


def test_the_latest_day_comes_first_and_a_place_has_its_own(records: Database) -> None:
    for content, body, day in (
        ("二", "20201", "2026-02-02"),
        ("一", "15201", "2026-01-09"),
        ("四", "20202", "2026-02-03"),
        ("三", "20201", "2026-02-02"),
    ):
        add_follow_ups(records, [contact_note(content, body=body, day=day)], author="甲")

    def contents(place: str) -> str:
        return "".join(item.content for item in list_follow_ups(records, place=place))

    assert [contents(place) for place in ("", "20", "20201", "13")] == ["四三二一", "四三二", "三二", ""]


def test_every_state_stays_and_an_earlier_moment_shows_what_was_known(records: Database) -> None:
    (first,) = add_follow_ups(records, [contact_note("初め")], author="甲", at=T1)
    second = edit_follow_up(records, 1, contact_note("後"), version=1, author="乙", at=T2)
    third = withdraw_follow_up(records, 1, version=2, author="丙", at=T3)
    assert [(change.before, change.replaced_by, change.replaced_at) for change in follow_up_history(records, 1)] == [
        (first, "乙", T2),
        (second, "丙", T3),
    ]
    assert list_follow_ups(records) == ()
    assert list_follow_ups(records, is_with_withdrawn=True) == (third,)
    assert [list_follow_ups(records, known_at=at) for at in (T0, T1, T2, T3)] == [(), (first,), (second,), ()]


def test_the_second_of_two_editors_is_told_and_loses_nothing(records: Database) -> None:
    add_follow_ups(records, [contact_note("初め")], author="甲")
    kept = edit_follow_up(records, 1, contact_note("乙の文"), version=1, author="乙")
    with pytest.raises(
        ConflictError, match=r"開いたあとに 乙 が変更しました.*もう一度保存.*何も保存していません"
    ) as error:
        edit_follow_up(records, 1, contact_note("丙の文"), version=1, author="丙")
    assert error.value.current == kept == find_follow_up(records, 1)
    edit_follow_up(records, 1, contact_note("乙の文。丙の文"), version=2, author="丙")
    assert [change.before.content for change in follow_up_history(records, 1)] == ["初め", "乙の文"]


def test_an_entry_withdrawn_meanwhile_is_told(records: Database) -> None:
    add_follow_ups(records, [contact_note()], author="甲")
    withdraw_follow_up(records, 1, version=1, author="乙")
    with pytest.raises(ConflictError, match="取り下げました"):
        edit_follow_up(records, 1, contact_note("後"), version=1, author="丙")


def test_of_many_who_save_the_same_entry_at_once_one_wins_and_the_others_are_told(tmp_path: Path) -> None:
    add_follow_ups(database(tmp_path), [contact_note("初め")], author="甲")
    saved: list[FollowUp] = []
    told: list[object] = []
    start = Barrier(6)

    def edit(who: str) -> None:
        start.wait()
        try:
            draft = contact_note(f"{who}の文")
            saved.append(edit_follow_up(database(tmp_path), 1, draft, version=1, author=who))
        except ConflictError as error:
            told.append(error.current)

    threads = [Thread(target=edit, args=(f"人{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(saved) == 1
    assert told == saved * 5
    assert find_follow_up(database(tmp_path), 1) == saved[0]
    assert len(follow_up_history(database(tmp_path), 1)) == 1


def test_a_desk_keeps_to_its_prefectures(records: Database) -> None:
    whole = FollowUpDesk(records)
    whole.add([contact_note("長野"), contact_note("新潟", body="15201")], author="甲")
    nagano = FollowUpDesk(records, prefectures=frozenset({"20"}))
    assert [item.content for item in nagano.follow_ups()] == ["長野"]
    assert nagano.follow_ups(place="15") == ()
    assert (nagano.may_write("20"), nagano.may_write("20201"), nagano.may_write("15201")) == (True, True, False)
    for outside in ([contact_note(body="15201")], [contact_note(), contact_note(body="15201")]):
        with pytest.raises(OutOfScopeError, match="担当の範囲の外"):
            nagano.add(outside, author="乙")
    with pytest.raises(OutOfScopeError):
        nagano.edit(1, contact_note(body="15201"), version=1, author="乙")
    for number in (2, 99):
        with pytest.raises(UnknownRecordError, match=f"対応の記録 {number} はありません"):
            nagano.edit(number, contact_note(), version=1, author="乙")
        with pytest.raises(UnknownRecordError):
            nagano.withdraw(number, version=1, author="乙")
        with pytest.raises(UnknownRecordError):
            nagano.history(number)
    assert [item.version for item in whole.follow_ups()] == [1, 1]
    assert nagano.edit(1, contact_note("後"), version=1, author="乙").version == 2
    assert len(nagano.history(1)) == 1


def test_a_read_only_desk_writes_nothing(records: Database) -> None:
    FollowUpDesk(records).add([contact_note()], author="甲")
    closed = FollowUpDesk(records, is_read_only=True)
    assert not closed.may_write("20")
    with pytest.raises(ReadOnlyError, match="閲覧専用"):
        closed.add([contact_note()], author="乙")
    with pytest.raises(ReadOnlyError):
        closed.edit(1, contact_note("後"), version=1, author="乙")
    with pytest.raises(ReadOnlyError):
        closed.withdraw(1, version=1, author="乙")
    assert [item.version for item in closed.follow_ups()] == [1]


@pytest.mark.parametrize(("column", "value"), [("kind", "?"), ("state", "?"), ("due_on", "never")])
def test_a_stored_word_that_is_none_is_told_as_damage(records: Database, column: str, value: str) -> None:
    add_follow_ups(records, [contact_note()], author="甲")
    with records.writing() as connection:
        connection.exec_driver_sql(f"UPDATE follow_ups SET {column} = '{value}'")
    with pytest.raises(RecordsError, match="壊れています"):
        list_follow_ups(records)
