"""Many hand-outs in one archive: whole or not at all, watched and stopped, one at a time."""

from __future__ import annotations

import errno
import io
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import IO
from zipfile import ZipFile

import pytest
from streamlit.testing.v1 import AppTest

from components import session_work
from components.hand_out_job import LEFT_BEHIND_SECONDS, ArchiveJob, JobState
from components.session_work import SESSION_WORK
from data.views.pack_archive import archive_packs

pytestmark = pytest.mark.slow

PLACES = ("01", "20", "47")
LONG = 20.0


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are made; a test looks whether any has a name."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def job(write: Callable[[IO[bytes]], Iterator[str]], *, left_behind_seconds: float = 180.0) -> ArchiveJob:
    return ArchiveJob(PLACES, write=write, file_name="packs.zip", left_behind_seconds=left_behind_seconds)


def whole(file: IO[bytes]) -> Iterator[str]:
    return archive_packs(file, PLACES, make=lambda place: {f"pack_{place}.pdf": place.encode() * 1000})


def failing(error: Exception) -> Callable[[IO[bytes]], Iterator[str]]:
    def make(place: str) -> dict[str, bytes]:
        if place == "20":
            raise error
        return {place: b"x" * 1000}

    return lambda file: archive_packs(file, PLACES, make=make)


def test_an_archive_is_whole_and_the_same_twice(folder: Path) -> None:
    one, other = job(whole), job(whole)
    for made in (one, other):
        found = made.wait(LONG)
        assert (found.state, found.done, found.total, found.is_over) == (JobState.DONE, 3, 3, True)
    with ZipFile(io.BytesIO(one.content())) as archive:
        assert archive.namelist() == [f"pack_{place}.pdf" for place in PLACES]
        assert archive.testzip() is None
    assert one.content() == one.content() == other.content()
    assert list(folder.iterdir()) == []


def test_progress_names_the_place_in_the_making_and_stopping_leaves_nothing(folder: Path) -> None:
    begun, goes_on = Event(), Event()

    def make(place: str) -> dict[str, bytes]:
        if place == "20":
            begun.set()
            goes_on.wait(LONG)
        return {place: b"x"}

    running = job(lambda file: archive_packs(file, PLACES, make=make))
    assert begun.wait(LONG)
    found = running.progress()
    assert (found.state, found.done, found.place, found.is_over) == (JobState.RUNNING, 1, "20", False)
    assert list(folder.iterdir()) == []
    running.cancel()
    goes_on.set()
    assert running.wait(LONG).state is JobState.CANCELLED
    with pytest.raises(ValueError, match="not done"):
        running.content()
    assert list(folder.iterdir()) == []


def test_stopping_at_the_last_place_leaves_nothing_either() -> None:
    begun, goes_on = Event(), Event()

    def make(place: str) -> dict[str, bytes]:
        if place == PLACES[-1]:
            begun.set()
            goes_on.wait(LONG)
        return {place: b"x"}

    running = job(lambda file: archive_packs(file, PLACES, make=make))
    assert begun.wait(LONG)
    running.cancel()
    goes_on.set()
    assert running.wait(LONG).state is JobState.CANCELLED


@pytest.mark.parametrize(
    ("error", "state", "problem"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), JobState.NO_ROOM, ""),
        (OSError(errno.EDQUOT, os.strerror(errno.EDQUOT)), JobState.NO_ROOM, ""),
        (OSError(errno.EIO, os.strerror(errno.EIO)), JobState.FAILED, ""),
        (
            FileNotFoundError("パッケージ some-font を導入してください。"),
            JobState.FAILED,
            "パッケージ some-font を導入してください。",
        ),
        (ZeroDivisionError(), JobState.FAILED, ""),
    ],
)
def test_a_fault_is_told_and_leaves_nothing(error: Exception, state: JobState, problem: str, folder: Path) -> None:
    running = job(failing(error))
    found = running.wait(LONG)
    assert (found.state, found.done, found.problem, found.is_over) == (state, 1, problem, True)
    with pytest.raises(ValueError, match="not done"):
        running.content()
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_really_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("wb", buffering=0) as full:
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda: full)
        assert job(whole).wait(LONG).state is JobState.NO_ROOM


def test_one_is_made_at_a_time_and_one_that_waits_can_be_stopped() -> None:
    begun, goes_on = Event(), Event()

    def slow(place: str) -> dict[str, bytes]:
        begun.set()
        goes_on.wait(LONG)
        return {place: b"x"}

    first = job(lambda file: archive_packs(file, PLACES, make=slow))
    assert begun.wait(LONG)
    second, third = job(whole), job(whole)
    assert second.wait(0.3).state is JobState.WAITING
    second.cancel()
    assert second.wait(LONG).state is JobState.CANCELLED
    assert third.progress().state is JobState.WAITING
    goes_on.set()
    assert [one.wait(LONG).state for one in (first, third)] == [JobState.DONE, JobState.DONE]


def test_one_that_nobody_asks_after_ends_by_itself() -> None:
    def slow(place: str) -> dict[str, bytes]:
        time.sleep(0.05)
        return {place: b"x"}

    left = ArchiveJob(
        ("01",) * 100,
        write=lambda file: archive_packs(file, [f"{number:02d}" for number in range(100)], make=slow),
        file_name="packs.zip",
        left_behind_seconds=0.1,
    )
    assert left.wait(LONG).state is JobState.LEFT


def test_one_whose_reader_is_on_another_page_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(place: str) -> dict[str, bytes]:
        time.sleep(0.1)
        return {place: b"x"}

    places = [f"{number:02d}" for number in range(15)]
    running = ArchiveJob(
        places,
        write=lambda file: archive_packs(file, places, make=slow),
        file_name="packs.zip",
        left_behind_seconds=0.8,
    )
    monkeypatch.setattr("streamlit.session_state", {SESSION_WORK: running})
    kept: list[float | None] = []

    def apart(draw: Callable[..., None], *, every_seconds: float | None = None) -> Callable[..., None]:
        kept.append(every_seconds)
        return draw

    monkeypatch.setattr(session_work, "apart", apart)
    until = time.monotonic() + LONG
    while time.monotonic() < until and running.is_still_wanted():
        session_work.keep_session_work()
        time.sleep(0.2)
    assert running.progress().state is JobState.DONE
    assert kept
    assert all(every is not None and every < LEFT_BEHIND_SECONDS / 2 for every in kept)
    looks = len(kept)
    session_work.keep_session_work()
    assert len(kept) == looks, "nothing is looked after once it is over"


def test_the_frame_of_every_page_looks_after_the_work_of_its_session(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    work = SimpleNamespace(is_still_wanted=lambda: asked.append("here"))

    def page() -> None:
        from components.frame import PageEntry, run_app

        run_app([PageEntry("overview", lambda: None)])

    app = AppTest.from_function(page)
    app.session_state[SESSION_WORK] = work
    app.run()
    assert not app.exception
    assert asked == ["here"]


def test_what_the_files_of_a_place_lack_is_kept_with_the_archive() -> None:
    lacking: dict[str, str] = {}

    def make(place: str) -> dict[str, bytes]:
        if place == "20":
            lacking[place] = "記録を読めません。"
        return {place: b"x"}

    made = ArchiveJob(
        PLACES, write=lambda file: archive_packs(file, PLACES, make=make), file_name="packs.zip", lacking=lacking
    )
    assert made.wait(LONG).state is JobState.DONE
    assert made.lacking == {"20": "記録を読めません。"}
