"""What a page shows of annotations: place, months, both clocks, scope, and a database that fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from data.access import READ_ONLY_VARIABLE, Home, Scope
from data.model import AsOf, parse_instant
from data.records.annotations import add_annotation
from data.records.database import URL_VARIABLE
from data.views.annotations import annotation_desk, annotations_view
from data.views.overview import overview_view
from tests.conftest import ROOT
from tests.data.records.writing import draft, moment
from tests.tiny_programme import build_home

pytestmark = pytest.mark.slow

JANUARY = AsOf("2026-01")
NAGANO = Scope(frozenset({"20"}))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    monkeypatch.delenv(READ_ONLY_VARIABLE, raising=False)
    opened = Home(build_home(tmp_path / "home"))
    for title, month, prefecture, written in (
        ("全国12月", "2025-12", None, "2026-01-12"),
        ("全国1月", "2026-01", None, "2026-02-12"),
        ("長野", "2026-01", "20", "2026-02-12"),
        ("新潟", "2026-01", "15", "2026-02-12"),
        ("まだ報告のない月", "2026-02", None, "2026-02-12"),
    ):
        add_annotation(
            opened.records, draft(title, month=month, prefecture=prefecture), author="甲", at=moment(written)
        )
    return opened


def test_the_nation_and_a_prefecture(home: Home) -> None:
    nation = annotations_view(home.reader(), as_of=JANUARY)
    assert [note.title for note in nation.notes] == ["全国12月", "全国1月"]
    assert (nation.place, nation.months, nation.problem) == (None, ("2025-12", "2026-01"), None)
    nagano = annotations_view(home.reader(), as_of=JANUARY, prefecture="20")
    assert [note.title for note in nagano.notes] == ["全国12月", "全国1月", "長野"]
    assert nagano.place is not None
    assert nagano.place.name == "長野県"


def test_only_the_months_asked_for(home: Home) -> None:
    assert [note.title for note in annotations_view(home.reader(), as_of=AsOf("2025-12")).notes] == ["全国12月"]
    later = annotations_view(home.reader(), as_of=JANUARY, months=("2026-02",))
    assert [note.title for note in later.notes] == ["まだ報告のない月"]


def test_the_second_clock(home: Home) -> None:
    as_of = AsOf("2026-01", parse_instant("2026-02-11"))
    assert [note.title for note in annotations_view(home.reader(), as_of=as_of).notes] == ["全国12月"]
    assert annotation_desk(home.reader(), as_of=as_of) is None


def test_the_scope(home: Home) -> None:
    reader = home.reader(scope=NAGANO)
    assert [note.title for note in annotations_view(reader, as_of=JANUARY, prefecture="15").notes] == [
        "全国12月",
        "全国1月",
    ]
    desk = annotation_desk(reader, as_of=JANUARY)
    assert desk is not None
    assert [desk.may_write(place) for place in (None, "15", "20")] == [False, False, True]


def test_a_read_only_dashboard_has_no_desk(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert annotation_desk(home.reader(), as_of=JANUARY) is not None
    monkeypatch.setenv(READ_ONLY_VARIABLE, "1")
    assert annotation_desk(home.reader(), as_of=JANUARY) is None
    assert len(annotations_view(home.reader(), as_of=JANUARY).notes) == 2


def test_the_month_is_shown_without_annotations_when_they_cannot_be_read(home: Home) -> None:
    (home.path / "records.sqlite").write_bytes(b"rubbish" * 1000)
    view = annotations_view(home.reader(), as_of=JANUARY)
    assert view.notes == ()
    assert view.problem is not None
    assert "壊れています" in view.problem
    assert overview_view(home.reader(), as_of=JANUARY).summary.reported == 4


def test_a_url_that_cannot_be_used_is_a_problem_and_closes_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(URL_VARIABLE, "nonsense")
    reader = Home(build_home(tmp_path)).reader()
    assert URL_VARIABLE in str(annotations_view(reader, as_of=JANUARY).problem)
    assert annotation_desk(reader, as_of=JANUARY) is None


def test_views_without_annotations_load_no_database_library() -> None:
    code = "import sys, data.views.overview, data.views.annotations; print('sqlalchemy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout == "False\n", run.stderr
