"""What several tests of records write, and the process that kill tests stop at a random moment."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

from data.model import parse_instant
from data.records import (
    AnnotationDraft,
    AnnotationKind,
    Attendance,
    FollowUpDraft,
    FollowUpKind,
    FollowUpState,
    MeetingDraft,
)
from data.records.annotations import add_annotation, edit_annotation
from data.records.database import Database, records_url
from data.records.follow_ups import add_follow_ups, edit_follow_up


def draft(
    title: str = "期限の見直し",
    *,
    month: str = "2026-01",
    kind: AnnotationKind = AnnotationKind.POLICY,
    body: str = "",
    prefecture: str | None = None,
) -> AnnotationDraft:
    return AnnotationDraft(month=month, kind=kind, title=title, body=body, prefecture_code=prefecture)


def contact_note(
    content: str = "状況を聞いた",
    *,
    body: str = "20201",
    day: str = "2026-02-02",
    kind: FollowUpKind = FollowUpKind.PHONE,
    person: str = "",
    action: str = "",
    due: str | None = None,
    state: FollowUpState = FollowUpState.OPEN,
) -> FollowUpDraft:
    """A follow-up's draft."""
    return FollowUpDraft(
        body_code=body,
        happened_on=date.fromisoformat(day),
        kind=kind,
        content=content,
        person=person,
        next_action=action,
        due_on=date.fromisoformat(due) if due else None,
        state=state,
    )


def meeting_note(
    held: str | None = "2026-02-02",
    *,
    prefecture: str = "20",
    planned: str | None = None,
    agenda: str = "",
    mic: Attendance = Attendance.UNKNOWN,
    agency: Attendance = Attendance.UNKNOWN,
    notes: str = "",
) -> MeetingDraft:
    """A meeting's draft."""
    return MeetingDraft(
        prefecture_code=prefecture,
        held_on=date.fromisoformat(held) if held else None,
        next_on=date.fromisoformat(planned) if planned else None,
        agenda=agenda,
        mic=mic,
        agency=agency,
        notes=notes,
    )


def database(home: Path, *, wait_seconds: float = 5.0) -> Database:
    return Database(records_url(home), wait_seconds=wait_seconds)


def moment(text: str) -> datetime:
    return parse_instant(text)


def write_for_ever(home: Path) -> None:
    """Add annotations and edit each once; a line on stdout says what is kept for certain."""
    records = database(home)
    while True:
        written = add_annotation(records, draft(body="あ" * 400), author="甲")
        print("added", written.id, flush=True)
        edit_annotation(records, written.id, draft("二"), version=1, author="乙")
        print("edited", written.id, flush=True)


def follow_up_for_ever(home: Path) -> None:
    """Write follow-ups of three bodies at once and edit one each time; a line on stdout says what is kept."""
    records = database(home)
    while True:
        drafts = [contact_note("あ" * 400, body=body) for body in ("20201", "20202", "20481")]
        first, *_ = add_follow_ups(records, drafts, author="甲")
        print("added", first.id, flush=True)
        edit_follow_up(records, first.id, contact_note("二"), version=1, author="乙")
        print("edited", first.id, flush=True)


def write_once(home: Path, title: str) -> None:
    """Add one annotation and end."""
    add_annotation(database(home), draft(title), author="甲")


if __name__ == "__main__":
    if sys.argv[2:] == ["follow-ups"]:
        follow_up_for_ever(Path(sys.argv[1]))
    elif len(sys.argv) > 2:
        write_once(Path(sys.argv[1]), sys.argv[2])
    else:
        write_for_ever(Path(sys.argv[1]))
