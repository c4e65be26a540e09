"""Saved views: kept, listed for those who may see them, taken back by one and not by two."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.records.errors import ConflictError, ReadOnlyError, RefusedRecordError, UnknownRecordError
from data.records.saved_view import NAME_LIMIT, QUERY_LIMIT, SavedViewDraft
from data.records.view_desk import ViewDesk
from data.views.saved_views import saved_view_list
from tests.data.records.writing import database


@pytest.fixture
def desk(tmp_path: Path) -> ViewDesk:
    return ViewDesk(database(tmp_path))


def test_shared_views_are_everyones_and_others_their_authors(desk: ViewDesk) -> None:
    assert desk.views() == ()
    shared = desk.add(SavedViewDraft("判定", "count=systems&by=judgement"), author="甲")
    own = desk.add(SavedViewDraft("あとで", "count=bodies", is_shared=False), author="乙")
    assert [one.name for one in desk.views(author="甲")] == ["判定"]
    assert [one.name for one in desk.views(author="乙")] == ["あとで", "判定"]
    assert desk.views() == (shared,)
    assert (own.version, own.query, own.is_shared) == (1, "count=bodies", False)


def test_a_view_taken_back_is_gone_from_the_list_and_cannot_be_taken_back_again(desk: ViewDesk) -> None:
    view = desk.add(SavedViewDraft("判定", "count=systems"), author="甲")
    assert desk.withdraw(view.id, version=view.version, author="乙").is_withdrawn
    assert desk.views(author="甲") == ()
    with pytest.raises(ConflictError):
        desk.withdraw(view.id, version=view.version, author="甲")
    with pytest.raises(UnknownRecordError):
        desk.withdraw(99, version=1, author="甲")


@pytest.mark.parametrize(
    ("draft", "author", "reasons"),
    [
        (SavedViewDraft(" ", "count=systems"), "甲", ("name_missing",)),
        (SavedViewDraft("あ" * (NAME_LIMIT + 1), "count=systems"), "甲", ("name_long",)),
        (SavedViewDraft("一\n二", "count=systems"), "甲", ("name_characters",)),
        (SavedViewDraft("判定", ""), "甲", ("query_missing",)),
        (SavedViewDraft("判定", "x" * (QUERY_LIMIT + 1)), "甲", ("query_long",)),
        (SavedViewDraft("判定", "a\x00b"), "", ("query_characters", "author_missing")),
    ],
)
def test_what_cannot_be_kept_is_refused_with_every_reason(
    draft: SavedViewDraft, author: str, reasons: tuple[str, ...], desk: ViewDesk
) -> None:
    with pytest.raises(RefusedRecordError) as caught:
        desk.add(draft, author=author)
    assert caught.value.reasons == reasons
    assert str(caught.value).endswith("何も保存していません。")
    assert desk.views(author=author or None) == ()


def test_the_longest_view_is_kept(desk: ViewDesk) -> None:
    longest = SavedViewDraft("あ" * NAME_LIMIT, "x" * QUERY_LIMIT)
    desk.add(longest, author="甲")
    assert [(one.name, one.query) for one in desk.views(author="甲")] == [(longest.name, longest.query)]


def test_nothing_is_saved_where_reading_only_is_allowed(tmp_path: Path) -> None:
    with pytest.raises(ReadOnlyError, match="閲覧専用"):
        ViewDesk(database(tmp_path), is_read_only=True).add(SavedViewDraft("判定", "count=systems"), author="甲")


def test_a_list_that_cannot_be_read_is_told_and_the_page_stands(tmp_path: Path) -> None:
    (tmp_path / "records.sqlite").write_bytes(b"no database" * 200)
    found = saved_view_list(ViewDesk(database(tmp_path)), author="甲")
    assert found.views == ()
    assert found.problem
