from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.records import AnnotationKind, ConflictError, RecordsError, RefusedRecordError
from data.records.annotation import EVERYWHERE
from data.records.annotations import (
    add_annotation,
    annotation_history,
    edit_annotation,
    find_annotation,
    list_annotations,
    withdraw_annotation,
)
from data.records.database import Database
from data.records.errors import UnknownRecordError
from tests.data.records.writing import database, draft, moment

T0, T1, T2, T3, T4 = (moment(f"2026-02-{day:02d}T09:00+09:00") for day in (9, 10, 11, 12, 13))


@pytest.fixture
def records(tmp_path: Path) -> Database:
    return database(tmp_path)


def titles(records: Database, **question: object) -> list[str]:
    return [item.title for item in list_annotations(records, **question)]  # type: ignore[arg-type]  # any question


def test_reading_creates_nothing(tmp_path: Path) -> None:
    records = database(tmp_path / "home")
    assert list_annotations(records) == ()
    assert annotation_history(records, 1) == ()
    with pytest.raises(UnknownRecordError):
        find_annotation(records, 1)
    with pytest.raises(UnknownRecordError):
        edit_annotation(records, 1, draft(), version=1, author="甲")
    assert not (tmp_path / "home").exists()


def test_what_was_written_is_read_back_as_given(records: Database) -> None:
    given_draft = draft(" =髙﨑①🗾 ", body="@一\r\n<b>二</b>", kind=AnnotationKind.VENDOR, prefecture="20")
    written = add_annotation(records, given_draft, author="長野県 髙﨑", at=T1)
    (read,) = list_annotations(records, prefecture="20")
    assert read == written == find_annotation(records, written.id)
    assert (read.title, read.body, read.author) == (" =髙﨑①🗾 ", "@一\r\n<b>二</b>", "長野県 髙﨑")
    assert (read.month, read.kind, read.prefecture_code) == ("2026-01", AnnotationKind.VENDOR, "20")
    assert (read.created_at, read.edited_at, read.edited_by) == (T1, T1, "長野県 髙﨑")
    assert (read.version, read.is_edited, read.is_withdrawn) == (1, False, False)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=60).filter(str.strip))
def test_any_text_survives(records: Database, text: str) -> None:
    written = add_annotation(records, draft(text, body=text), author=text[:40] if text[:40].strip() else "甲")
    read = find_annotation(records, written.id)
    assert (read.title, read.body) == (text, text)


def test_a_refused_draft_writes_nothing(records: Database) -> None:
    with pytest.raises(RefusedRecordError):
        add_annotation(records, draft("あ" * 61), author="甲")
    assert not records.is_begun


def test_the_order_is_by_month_and_then_of_writing(records: Database) -> None:
    for title, month in (("四", "2026-02"), ("二", "2026-01"), ("一", "2025-12"), ("三", "2026-01")):
        add_annotation(records, draft(title, month=month), author="甲")
    assert titles(records) == ["一", "二", "三", "四"]
    assert titles(records, months=["2026-01", "2030-01"]) == ["二", "三"]
    assert titles(records, months=[]) == []


def test_a_place_sees_the_nation_and_itself(records: Database) -> None:
    for title, prefecture in (("全国", None), ("長野", "20"), ("新潟", "15")):
        add_annotation(records, draft(title, prefecture=prefecture), author="甲")
    assert titles(records) == ["全国"]
    assert titles(records, prefecture="20") == ["全国", "長野"]
    assert titles(records, prefecture=EVERYWHERE) == ["全国", "長野", "新潟"]


def test_each_moment_shows_what_stood_then(records: Database) -> None:
    a = add_annotation(records, draft("甲の初め"), author="甲", at=T1)
    add_annotation(records, draft("乙"), author="乙", at=T2)
    edit_annotation(records, a.id, draft("甲の後", month="2025-12"), version=1, author="丙", at=T3)
    withdraw_annotation(records, a.id, version=2, author="丁", at=T4)

    assert titles(records, known_at=T0) == []
    assert titles(records, known_at=T1) == ["甲の初め"]
    assert titles(records, known_at=T2) == ["甲の初め", "乙"]
    assert titles(records, known_at=T3) == ["甲の後", "乙"]
    assert titles(records, known_at=T4) == titles(records) == ["乙"]
    assert titles(records, known_at=T2, months=["2026-01"]) == ["甲の初め", "乙"]
    assert titles(records, known_at=T3, months=["2026-01"]) == ["乙"]
    (withdrawn,) = list_annotations(records, months=["2025-12"], is_with_withdrawn=True)
    assert (withdrawn.is_withdrawn, withdrawn.version) == (True, 3)


def test_the_history_says_who_replaced_what_and_when(records: Database) -> None:
    first = add_annotation(records, draft("初め", body="一"), author="甲", at=T1)
    second = edit_annotation(records, first.id, draft("後"), version=1, author="乙", at=T2)
    withdraw_annotation(records, first.id, version=2, author="丙", at=T3)
    changes = annotation_history(records, first.id)
    assert [change.before for change in changes] == [first, second]
    assert [(change.replaced_by, change.replaced_at) for change in changes] == [("乙", T2), ("丙", T3)]
    assert (second.author, second.edited_by, second.created_at) == ("甲", "乙", T1)


def test_of_two_editors_the_second_is_told_and_neither_text_is_lost(records: Database) -> None:
    opened = add_annotation(records, draft("初め"), author="甲")
    edit_annotation(records, opened.id, draft("乙の文"), version=opened.version, author="乙")
    with pytest.raises(ConflictError, match="乙 が変更しました") as caught:
        edit_annotation(records, opened.id, draft("丙の文"), version=opened.version, author="丙")
    current = caught.value.current
    assert current == find_annotation(records, opened.id)
    assert titles(records) == ["乙の文"]
    edit_annotation(records, opened.id, draft("乙と丙の文"), version=2, author="丙")
    assert titles(records) == ["乙と丙の文"]
    assert [change.before.title for change in annotation_history(records, opened.id)] == ["初め", "乙の文"]


def test_a_withdrawn_annotation_is_not_edited(records: Database) -> None:
    opened = add_annotation(records, draft(), author="甲")
    withdrawn = withdraw_annotation(records, opened.id, version=1, author="乙")
    for version in (1, withdrawn.version):
        with pytest.raises(ConflictError, match="乙 が取り下げました"):
            edit_annotation(records, opened.id, draft("後"), version=version, author="丙")
    assert find_annotation(records, opened.id) == withdrawn


def test_a_clock_that_went_back_does_not_reorder_states(records: Database) -> None:
    a = add_annotation(records, draft("初め"), author="甲", at=T3)
    edited = edit_annotation(records, a.id, draft("後"), version=1, author="甲", at=T1)
    assert edited.edited_at == T3
    assert titles(records, known_at=T3) == ["後"]


def test_a_number_is_never_given_twice(records: Database) -> None:
    first = add_annotation(records, draft(), author="甲")
    with records.writing() as connection:
        connection.exec_driver_sql("DELETE FROM annotations")
    assert add_annotation(records, draft(), author="甲").id > first.id


def test_a_history_needs_its_annotation(records: Database) -> None:
    add_annotation(records, draft(), author="甲")
    edit_annotation(records, 1, draft("後"), version=1, author="甲")
    with pytest.raises(RecordsError), records.writing() as connection:
        connection.exec_driver_sql("DELETE FROM annotations")
    assert titles(records) == ["後"]
