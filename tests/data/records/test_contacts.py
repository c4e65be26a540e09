"""Contacts: a table replaces what it names, all or nothing, and what it replaced is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.records import RecordsError, RefusedRecordError
from data.records.contacts import Contact, list_contacts, save_contacts
from data.records.database import Database
from data.records.follow_up_desk import FollowUpDesk
from data.records.texts import LAYOUT, has_unusable
from data.records.versioned import VersionedTable
from data.sources.values import is_one_line
from tests.data.records.writing import database, moment

T1, T2 = moment("2026-02-10T09:00+09:00"), moment("2026-02-11T09:00+09:00")
NAGANO, NIIGATA = Contact("20201", "=担当A", "髙﨑"), Contact("15201", "担当B", "")


@pytest.fixture
def records(tmp_path: Path) -> Database:
    return database(tmp_path)


def test_a_table_adds_and_changes_and_leaves_what_it_does_not_name(records: Database) -> None:
    assert list_contacts(records) == ()
    assert not records.is_begun
    assert save_contacts(records, [NAGANO, NIIGATA], author="甲", at=T1) == (2, 0)
    changed = Contact("20201", "担当C", "")
    assert save_contacts(records, [changed, Contact("20202", "", "乙")], author="乙", at=T2) == (1, 1)
    assert list_contacts(records) == (NIIGATA, changed, Contact("20202", "", "乙"))
    assert list_contacts(records, known_at=T1) == (NIIGATA, NAGANO)
    assert list_contacts(records, place="15") == (NIIGATA,)
    assert save_contacts(records, [changed], author="乙") == (0, 0)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([NAGANO, NAGANO], "repeated"),
        ([NIIGATA, Contact("2020", "", "")], "body"),
        ([NIIGATA, Contact("20201", "あ" * 121, "")], "contact_long"),
        ([NIIGATA, Contact("20201", "", "一\n二")], "contact_characters"),
        ([NIIGATA, Contact("20201", "一\u2028二", "")], "contact_characters"),
        ([NIIGATA, Contact("20201", "", "一\u2029二")], "contact_characters"),
    ],
)
def test_one_faulty_row_keeps_out_the_whole_table(records: Database, rows: list[Contact], reason: str) -> None:
    with pytest.raises(RefusedRecordError) as error:
        save_contacts(records, rows, author="甲")
    assert error.value.reasons == (reason,)
    assert not records.is_begun


def test_the_second_of_two_who_first_name_a_body_is_told_so(records: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    # On PostgreSQL both may look before either has written: then both see no row and insert the same body.
    save_contacts(records, [NAGANO], author="甲")
    with monkeypatch.context() as looked_before:
        looked_before.setattr(VersionedTable, "states", lambda *_, **__: [])
        with pytest.raises(RecordsError, match="同時に担当者の表を取り込みました。何も保存していません"):
            save_contacts(records, [NIIGATA, Contact("20201", "担当C", "")], author="乙")
    assert list_contacts(records) == (NAGANO,)


def test_a_scoped_reader_sees_its_own(records: Database) -> None:
    save_contacts(records, [NAGANO, NIIGATA], author="甲")
    assert FollowUpDesk(records, prefectures=frozenset({"20"})).contacts() == (NAGANO,)


def test_the_reader_of_tables_and_the_records_refuse_the_same_letters() -> None:
    letters = [chr(number) for number in range(0x20000)]
    refused = [letter for letter in letters if has_unusable(letter)]
    assert refused == [letter for letter in letters if not is_one_line(letter)]
    assert {"\x00", "\n", "\x85", "\u2028", "\u2029", "\ud800", "\uffff"} <= set(refused)
    assert not set(refused) & set("　\u00a0\ue000髙①=")
    assert not any(has_unusable(letter, allowed=LAYOUT) for letter in "\n\r\t\u2028\u2029")
