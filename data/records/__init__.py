"""What people write: annotations, follow-ups, meetings, saved views, and whom to turn to. Never figures.

Records change, unlike snapshots, so they live in a database of their own: SQLite in the data home, or PostgreSQL by
URL. Nothing is ever deleted: an edit keeps what it replaced, and a withdrawn record stays. Importing this package
loads no database library; ``data.records.database`` does.
"""

from __future__ import annotations

from data.records.annotation import Annotation, AnnotationDraft, AnnotationKind
from data.records.errors import ConflictError, OutOfScopeError, ReadOnlyError, RecordsError, RefusedRecordError
from data.records.follow_up import FollowUp, FollowUpChange, FollowUpDraft, FollowUpKind, FollowUpState
from data.records.meeting import Attendance, Meeting, MeetingChange, MeetingDraft
from data.records.saved_view import SavedView, SavedViewDraft

__all__ = [
    "Annotation",
    "AnnotationDraft",
    "AnnotationKind",
    "Attendance",
    "ConflictError",
    "FollowUp",
    "FollowUpChange",
    "FollowUpDraft",
    "FollowUpKind",
    "FollowUpState",
    "Meeting",
    "MeetingChange",
    "MeetingDraft",
    "OutOfScopeError",
    "ReadOnlyError",
    "RecordsError",
    "RefusedRecordError",
    "SavedView",
    "SavedViewDraft",
]
