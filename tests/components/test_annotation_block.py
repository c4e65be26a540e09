"""The block of annotations: who sees what, and text stays text on screen and in files."""

from __future__ import annotations

from pathlib import Path

import pytest

from components.annotation_block import annotation_columns, annotation_frame
from components.documents.table_files import TableHead, table_csv, table_xlsx
from components.text import Text
from data.access import READ_ONLY_VARIABLE
from data.records.annotations import add_annotation, list_annotations
from data.records.database import URL_VARIABLE, Database
from tests.components.annotation_page import field, html, opened, submit
from tests.data.records.writing import database, draft
from tests.tiny_programme import build_home

pytestmark = pytest.mark.slow

JA = Text("ja")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    monkeypatch.delenv(READ_ONLY_VARIABLE, raising=False)


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_home(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def home(programme: Path) -> Path:
    for file in programme.glob("records.sqlite*"):
        file.unlink()
    return programme


@pytest.fixture
def records(home: Path) -> Database:
    return database(home)


def test_without_annotations_the_block_says_so_and_offers_the_form(home: Path) -> None:
    at = opened(home)
    assert "注記（全国）" in html(at)
    assert "表示している月の注記はありません。" in html(at)
    assert at.segmented_control[0].options == ["新しく記録する"]
    assert field(at, "年月").options == ["2026年1月", "2025年12月"]
    assert not (home / "records.sqlite").exists()


def test_a_prefecture_offers_itself_and_the_nation(home: Path, records: Database) -> None:
    add_annotation(records, draft("新潟の注記", prefecture="15"), author="甲")
    at = opened(home, prefecture="20")
    assert "注記（長野県）" in html(at)
    assert "新潟の注記" not in html(at)
    assert field(at, "対象").options == ["長野県", "全国"]
    field(at, "題名").set_value("長野の注記")
    field(at, "記入者").set_value("乙")
    submit(at)
    assert [note.prefecture_code for note in list_annotations(records, prefecture="20")] == ["20"]


def test_a_scoped_reader_writes_its_own_place_only(home: Path, records: Database) -> None:
    add_annotation(records, draft("全国の注記"), author="甲")
    at = opened(home, prefecture="20", scope="20")
    assert "全国の注記" in html(at)
    assert field(at, "対象").options == ["長野県"]
    assert at.segmented_control[0].options == ["新しく記録する"], "the nation's is not the reader's to change"
    assert not opened(home, scope="20").segmented_control, "nothing to write for the nation"


def test_reading_only_there_is_no_form(home: Path, records: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    add_annotation(records, draft("全国の注記"), author="甲")
    monkeypatch.setenv(READ_ONLY_VARIABLE, "1")
    at = opened(home)
    assert "全国の注記" in html(at)
    assert not at.button
    assert not at.expander


def test_in_the_past_there_is_no_form_and_a_sentence_says_why(home: Path, records: Database) -> None:
    add_annotation(records, draft("後の注記"), author="甲")
    at = opened(home, known_at="2026-02-11")
    assert "後の注記" not in html(at)
    assert "過去の時点を表示しているあいだは" in html(at)
    assert not at.button


def test_in_english(home: Path, records: Database) -> None:
    add_annotation(records, draft("note", prefecture="20"), author="甲")
    at = opened(home, lang="en", prefecture="20")
    assert "Annotations (Nagano)" in html(at)
    assert ">Policy<" in html(at)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝"])
def test_formula_starts_are_inert_in_files_and_as_given_on_screen(start: str, home: Path, records: Database) -> None:
    add_annotation(records, draft(f"{start}1+1", body=f"{start}cmd|' /C calc'!A0"), author=f"{start}甲")
    frame = annotation_frame(list_annotations(records), text=JA)
    assert (frame["title"].tolist(), frame["author"].tolist()) == ([f"{start}1+1"], [f"{start}甲"])
    head = TableHead(title="注記", as_of="2026年1月")
    lines = table_csv(frame, columns=annotation_columns(JA), head=head, text=JA).decode("utf-8-sig").splitlines()
    cells = lines[-1].split(",")
    assert cells[3:6] == [f"'{start}1+1", f"'{start}cmd|' /C calc'!A0", f"'{start}甲"]
    assert table_xlsx(frame, columns=annotation_columns(JA), head=head, text=JA)[:2] == b"PK"
    assert f">{start}1+1<" in html(opened(home))
