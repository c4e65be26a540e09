"""連絡会議資料: the hand-out of a place with what is still to be done there, for page and command line alike."""

from __future__ import annotations

from data.access import Reader, records
from data.model import AsOf
from data.views.follow_ups import open_follow_ups
from data.views.pack import PACK_SECTIONS, MeetingHead, OpenFollowUp, PackView, pack_view


def meeting_pack(
    reader: Reader,
    *,
    as_of: AsOf,
    prefecture: str | None,
    meeting: MeetingHead | None = None,
    sections: frozenset[str] = frozenset(PACK_SECTIONS),
) -> PackView:
    """Build the hand-out of a prefecture (two digits), or of the nation (None), which has no follow-ups.

    Its ``problem`` tells where it lacks the follow-ups because they cannot be read. Raises as ``pack_view`` does.
    """
    left: tuple[OpenFollowUp, ...] | None = None
    problem: str | None = None
    if prefecture is not None and "follow_ups" in sections:
        try:
            left = open_follow_ups(reader, as_of=as_of, prefecture=prefecture)
        except records.RecordsError as error:
            problem = str(error)
    return pack_view(
        reader, as_of=as_of, prefecture=prefecture, follow_ups=left, problem=problem, meeting=meeting, sections=sections
    )
