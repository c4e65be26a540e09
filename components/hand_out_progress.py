"""Many hand-outs in one archive: how far it is, a way to stop it, and the file when it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import IO, Any, Final, Literal

import streamlit as st

from components.fragments import apart
from components.hand_out_form import place_name
from components.hand_out_job import ArchiveJob, JobProgress, JobState
from components.messages import alert
from components.session_work import SESSION_WORK
from components.text import Text
from data.views.pack_archive import archive_packs

EVERY_SECONDS: Final = 1.0
_OUTCOMES: Final[Mapping[JobState, str]] = {
    JobState.CANCELLED: "hand_out.cancelled",
    JobState.LEFT: "hand_out.left",
    JobState.NO_ROOM: "hand_out.no_room",
    JobState.FAILED: "hand_out.failed",
}
_KINDS: Final[Mapping[JobState, Literal["note", "warning"]]] = {
    JobState.CANCELLED: "note",
    JobState.LEFT: "warning",
}
"""What is no fault."""


def start_archive(
    places: Sequence[str], *, make: Callable[[str], tuple[Mapping[str, bytes], str | None]], file_name: str
) -> None:
    """Begin an archive of the files ``make`` gives of each place; one this session had in the making is stopped.

    ``make`` also tells what the files of a place lack, None for nothing.
    """
    _forget()
    lacking: dict[str, str] = {}

    def made(place: str) -> Mapping[str, bytes]:
        files, problem = make(place)
        if problem is not None:
            lacking[place] = problem
        return files

    def write(file: IO[bytes]) -> Any:
        return archive_packs(file, places, make=made)

    st.session_state[SESSION_WORK] = ArchiveJob(places, write=write, file_name=file_name, lacking=lacking)


def archive_progress(text: Text) -> None:
    """Show the archive of this session, if there is one; looks after it by itself until it is over."""
    job: ArchiveJob | None = st.session_state.get(SESSION_WORK)
    if job is None:
        return
    is_over = job.progress().is_over
    apart(_progress, every_seconds=None if is_over else EVERY_SECONDS)(job, is_watched=not is_over, text=text)


def _progress(job: ArchiveJob, *, is_watched: bool, text: Text) -> None:
    found = job.progress()
    if found.is_over and is_watched:
        st.rerun()
    with st.container(key="hand_out_progress", border=True):
        if not found.is_over:
            words = text("hand_out.stopping") if job.is_stopping else progress_words(found, text=text)
            st.progress(found.done / max(found.total, 1), text=words)
            st.button(
                text("hand_out.cancel"),
                key="hand_out_cancel",
                on_click=job.cancel,
                icon=":material/close:",
                disabled=job.is_stopping,
            )
            return
        if found.state is JobState.DONE:
            alert([text("hand_out.done", places=found.total)], kind="note")
            if job.lacking:
                alert([text("hand_out.lacking", places=len(job.lacking)), *dict.fromkeys(job.lacking.values())])
        else:
            said = [one for one in (text(_OUTCOMES[found.state]), found.problem) if one]
            alert(said, kind=_KINDS.get(found.state, "fault"))
        with st.container(key="hand_out_done", horizontal=True, vertical_alignment="center", gap="small"):
            if found.state is JobState.DONE:
                st.download_button(
                    text("hand_out.take", name=job.file_name),
                    partial(job.content),
                    file_name=job.file_name,
                    mime="application/zip",
                    key="hand_out_take",
                    on_click="ignore",
                    icon=":material/download:",
                )
            if st.button(text("hand_out.close"), key="hand_out_close", on_click=_forget):
                st.rerun()


def progress_words(found: JobProgress, *, text: Text) -> str:
    """How far an archive is, in words."""
    if found.state is JobState.WAITING:
        return text("hand_out.waiting")
    place = place_name(found.place, text=text)
    return text("hand_out.progress", done=found.done, total=found.total, place=place)


def _forget() -> None:
    job: ArchiveJob | None = st.session_state.pop(SESSION_WORK, None)
    if job is not None:
        job.cancel()
