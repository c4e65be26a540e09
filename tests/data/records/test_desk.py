"""The scope holds for reading and for writing, and a refused write leaves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.records import ConflictError, OutOfScopeError, ReadOnlyError
from data.records.annotation import EVERYWHERE
from data.records.annotations import add_annotation, list_annotations
from data.records.desk import AnnotationDesk
from data.records.errors import UnknownRecordError
from tests.data.records.writing import database, draft

NAGANO = frozenset({"20"})


@pytest.fixture
def whole(tmp_path: Path) -> AnnotationDesk:
    desk = AnnotationDesk(database(tmp_path))
    for title, prefecture in (("全国", None), ("長野", "20"), ("新潟", "15")):
        desk.add(draft(title, prefecture=prefecture), author="甲")
    return desk


@pytest.fixture
def nagano(whole: AnnotationDesk) -> AnnotationDesk:
    return AnnotationDesk(whole.database, prefectures=NAGANO)


@pytest.mark.parametrize(
    ("prefecture", "expected"),
    [(None, ["全国"]), ("20", ["全国", "長野"]), ("15", ["全国"]), (EVERYWHERE, ["全国", "長野"])],
)
def test_another_prefectures_annotation_is_not_shown(
    nagano: AnnotationDesk, prefecture: str | None, expected: list[str]
) -> None:
    assert [item.title for item in nagano.annotations(prefecture=prefecture)] == expected


def test_writing_outside_the_scope_is_refused(nagano: AnnotationDesk) -> None:
    before = list_annotations(nagano.database, prefecture=EVERYWHERE)
    for prefecture in (None, "15"):
        assert not nagano.may_write(prefecture)
        with pytest.raises(OutOfScopeError, match="担当の範囲の外"):
            nagano.add(draft(prefecture=prefecture), author="乙")
    with pytest.raises(OutOfScopeError):
        nagano.edit(1, draft(prefecture="20"), version=1, author="乙")
    with pytest.raises(OutOfScopeError):
        nagano.edit(2, draft(prefecture="15"), version=1, author="乙")
    with pytest.raises(OutOfScopeError):
        nagano.withdraw(1, version=1, author="乙")
    assert list_annotations(nagano.database, prefecture=EVERYWHERE) == before


def test_an_annotation_out_of_sight_is_told_like_one_that_is_not_there(nagano: AnnotationDesk) -> None:
    for number in (3, 99):
        with pytest.raises(UnknownRecordError, match=f"注記 {number} はありません"):
            nagano.edit(number, draft(prefecture="20"), version=1, author="乙")
        with pytest.raises(UnknownRecordError, match=f"注記 {number} はありません"):
            nagano.withdraw(number, version=1, author="乙")
        with pytest.raises(UnknownRecordError, match=f"注記 {number} はありません"):
            nagano.history(number)


def test_within_the_scope_everything_works(nagano: AnnotationDesk) -> None:
    added = nagano.add(draft("追加", prefecture="20"), author="乙")
    edited = nagano.edit(added.id, draft("直した", prefecture="20"), version=1, author="乙")
    assert [change.before for change in nagano.history(added.id)] == [added]
    with pytest.raises(ConflictError):
        nagano.withdraw(added.id, version=1, author="乙")
    assert nagano.withdraw(added.id, version=edited.version, author="乙").is_withdrawn


def test_a_state_that_belonged_elsewhere_stays_out_of_sight(whole: AnnotationDesk, nagano: AnnotationDesk) -> None:
    whole.edit(3, draft("新潟から長野へ", prefecture="20"), version=1, author="甲")
    assert [item.title for item in nagano.annotations(prefecture="20")] == ["全国", "長野", "新潟から長野へ"]
    assert nagano.history(3) == ()
    assert len(whole.history(3)) == 1


def test_a_read_only_dashboard_writes_nothing(whole: AnnotationDesk) -> None:
    desk = AnnotationDesk(whole.database, is_read_only=True)
    assert not desk.may_write(None)
    with pytest.raises(ReadOnlyError, match="閲覧専用"):
        desk.add(draft(), author="乙")
    with pytest.raises(ReadOnlyError, match="閲覧専用"):
        desk.edit(1, draft(), version=1, author="乙")
    with pytest.raises(ReadOnlyError, match="閲覧専用"):
        desk.withdraw(1, version=1, author="乙")
    assert [item.version for item in desk.annotations(prefecture=EVERYWHERE)] == [1, 1, 1]


def test_the_desk_sees_what_others_write(whole: AnnotationDesk, nagano: AnnotationDesk) -> None:
    add_annotation(whole.database, draft("後から", prefecture="20"), author="甲")
    assert [item.title for item in nagano.annotations(prefecture="20")][-1] == "後から"
