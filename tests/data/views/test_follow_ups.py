from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.access import Home, Reader, Scope
from data.access.reader import READ_ONLY_VARIABLE
from data.model import AsOf, parse_instant
from data.records import FollowUpState
from data.records.contacts import Contact, save_contacts
from data.records.database import FILE_NAME
from data.records.follow_ups import add_follow_ups
from data.views.follow_ups import follow_up_desk, follow_ups_view, open_follow_ups
from tests.data.records.writing import contact_note, moment

NOW = AsOf("2026-01")
TODAY = date(2026, 3, 11)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    drafts = [
        contact_note("一", action="甲", due="2026-03-10"),
        contact_note("二", day="2026-02-03", action="乙", due="2026-03-11"),
        contact_note("三", day="2026-02-04", action="丙", due="2026-03-01", state=FollowUpState.DONE),
        contact_note("四", day="2026-02-05", action="丁", due="2026-02-20", body="15201"),
        contact_note("五", day="2026-02-06"),
    ]
    add_follow_ups(home.records, drafts, author="甲", at=moment("2026-02-10T09:00+09:00"))
    save_contacts(
        home.records,
        [Contact("20201", "担当A", ""), Contact("99999", "?", "")],
        author="甲",
        at=moment("2026-02-12T09:00+09:00"),
    )
    return home


def test_overdue_is_open_and_past_its_day_the_earliest_first(home: Home) -> None:
    view = follow_ups_view(home.reader(), as_of=NOW, today=TODAY)
    assert [entry.content for entry in view.entries] == ["五", "四", "三", "二", "一"]
    assert [entry.content for entry in view.overdue] == ["四", "一"]
    assert view.open_count == 4
    assert [(row.body.name, row.mic_contact) for row in view.contacts] == [("長野市", "担当A")]
    assert view.has_contacts


def test_a_place_shows_its_own(home: Home) -> None:
    for place, entries in (("15", "四"), ("15201", "四"), ("20201", "五三二一"), ("20202", "")):
        view = follow_ups_view(home.reader(), as_of=NOW, place=place, today=TODAY)
        assert "".join(entry.content for entry in view.entries) == entries


def test_a_past_moment_has_its_own_day_and_its_own_entries(home: Home) -> None:
    before = AsOf("2026-01", parse_instant("2026-02-09T23:00+09:00"))
    between = AsOf("2026-01", parse_instant("2026-02-11T00:30+09:00"))
    first = follow_ups_view(home.reader(), as_of=before)
    assert (first.entries, first.has_contacts) == ((), False)
    view = follow_ups_view(home.reader(), as_of=between)
    assert (len(view.entries), view.contacts, view.today, view.overdue) == (5, (), date(2026, 2, 11), ())
    assert follow_up_desk(home.reader(), as_of=between) is None


def test_who_may_only_read_has_no_desk(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert follow_up_desk(home.reader(), as_of=NOW) is not None
    monkeypatch.setenv(READ_ONLY_VARIABLE, "1")
    assert follow_up_desk(home.reader(), as_of=NOW) is None


def test_a_scoped_reader_sees_its_prefectures(home: Home) -> None:
    reader = home.reader(scope=Scope(frozenset({"15"})))
    view = follow_ups_view(reader, as_of=NOW, today=TODAY)
    assert ([entry.content for entry in view.entries], view.contacts) == (["四"], ())
    assert view.has_contacts
    sight = {
        "": (False, True),
        "15": (False, False),
        "15201": (False, False),
        "20": (True, False),
        "20201": (True, False),
    }
    for place, told in sight.items():
        view = follow_ups_view(reader, as_of=NOW, place=place, today=TODAY)
        assert (view.is_outside_scope, view.is_cut_to_scope) == told, place
        whole = follow_ups_view(home.reader(), as_of=NOW, place=place, today=TODAY)
        assert (whole.is_outside_scope, whole.is_cut_to_scope) == (False, False)


def test_damaged_records_are_told_and_nothing_else_fails(home: Home, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"PK\x03\x04" * 4096)
    for ending in ("-wal", "-shm"):
        (tmp_path / f"{FILE_NAME}{ending}").unlink(missing_ok=True)
    view = follow_ups_view(Home(tmp_path).reader(), as_of=NOW, today=TODAY)
    assert (view.entries, view.contacts) == ((), ())
    assert view.problem is not None
    assert "壊れています" in view.problem


def test_a_hand_out_takes_what_is_open_by_due_date_within_the_scope(home: Home) -> None:
    def contents(reader: Reader, prefecture: str, as_of: AsOf = NOW) -> list[str]:
        return [one.content for one in open_follow_ups(reader, as_of=as_of, prefecture=prefecture)]

    assert contents(home.reader(), "20") == ["一", "二", "五"]
    assert contents(home.reader(), "15") == ["四"]
    assert contents(home.reader(scope=Scope(frozenset({"15"}))), "20") == []
    assert contents(home.reader(), "20", AsOf("2026-01", parse_instant("2026-02-09T23:00+09:00"))) == []
    (first, *_) = open_follow_ups(home.reader(), as_of=NOW, prefecture="20")
    assert (first.body_code, first.kind, first.next_action) == ("20201", "phone", "甲")
    assert first.due_on == date(2026, 3, 10)
    for today, days in ((date(2026, 3, 10), 0), (date(2026, 3, 12), 2)):
        (first, *_) = open_follow_ups(home.reader(), as_of=NOW, prefecture="20", today=today)
        assert first.overdue_days == days
