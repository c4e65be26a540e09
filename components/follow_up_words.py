"""The words of follow-ups: their rows, why a body is listed, and what a file of them says about itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from components.body_search import full_name
from components.documents.table_files import TableColumn, TableHead
from components.text import Text
from data.reference import load_reference
from data.views.follow_ups import FollowUp, FollowUpsView
from data.views.priority import REASONS, PriorityRow, PriorityView, Reason

ENTRY_COLUMNS: Final = (
    "body", "day", "kind", "person", "content", "action", "due", "state", "author", "edited",
)  # fmt: skip
_PLAIN_REASONS: Final = ("never_contacted",)


def body_name(code: str, *, text: Text) -> str:
    """A body's name with its prefecture; its code where the reference does not know it."""
    body = load_reference().body(code)
    return code if body is None else full_name(body, text=text)


def kind_word(kind: str, *, text: Text) -> str:
    """The wording of a kind of follow-up, by its identifier."""
    return text(f"follow.kind.{kind}")


def state_word(entry: FollowUp, *, view: FollowUpsView, text: Text) -> str:
    """対応中, 完了, or how many days past its due date an open entry is."""
    if entry.is_overdue(view.today) and entry.due_on is not None:
        return text("follow.state_overdue", days=(view.today - entry.due_on).days)
    return text(f"follow.state.{entry.state.value}")


def entry_frame(entries: Iterable[FollowUp], *, view: FollowUpsView, text: Text) -> pd.DataFrame:
    """One row per follow-up, every value a finished text; columns ``ENTRY_COLUMNS``."""
    return pd.DataFrame(
        [
            {
                "body": body_name(entry.body_code, text=text),
                "day": text.date(entry.happened_on),
                "kind": kind_word(entry.kind.value, text=text),
                "person": entry.person,
                "content": entry.content,
                "action": entry.next_action,
                "due": text.date(entry.due_on) if entry.due_on else "",
                "state": state_word(entry, view=view, text=text),
                "author": entry.author,
                "edited": text("follow.edited_by", author=entry.edited_by, moment=text.moment(entry.edited_at))
                if entry.is_edited
                else "",
            }
            for entry in entries
        ],
        columns=list(ENTRY_COLUMNS),
    )


def entry_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``entry_frame``."""
    return tuple(TableColumn(name, text(f"follow.column.{name}"), is_heading=name == "body") for name in ENTRY_COLUMNS)


def contact_frame(view: FollowUpsView, *, text: Text) -> pd.DataFrame:
    """One row per body with a contact: body, mic_contact, liaison."""
    return pd.DataFrame(
        [
            {"body": full_name(row.body, text=text), "mic_contact": row.mic_contact, "liaison": row.liaison}
            for row in view.contacts
        ],
        columns=["body", "mic_contact", "liaison"],
    )


def contact_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``contact_frame``."""
    names = ("body", "mic_contact", "liaison")
    return tuple(TableColumn(name, text(f"follow.column.{name}"), is_heading=name == "body") for name in names)


def reason_sentence(reason: Reason, *, text: Text) -> str:
    """One reason in plain words."""
    if reason.name in _PLAIN_REASONS:
        return text(f"follow.reason.{reason.name}")
    return text(f"follow.reason.{reason.name}", number=reason.number)


def priority_frame(rows: tuple[PriorityRow, ...], *, view: PriorityView, text: Text) -> pd.DataFrame:
    """One row per listed body: rank, body, reason_1 … reason_3, stake (a number of systems), open, contact.

    A last contact that cannot be read is unknown, which is not the blank of a body never contacted.
    """
    no_contact = "" if view.problem is None else text("unknown")
    return pd.DataFrame(
        [
            {
                "rank": row.rank,
                "body": full_name(row.body, text=text),
                **{f"reason_{place}": "" for place in range(1, REASONS + 1)},
                **{
                    f"reason_{place}": reason_sentence(reason, text=text)
                    for place, reason in enumerate(row.reasons, start=1)
                },
                "stake": f"{row.stake:.1f}",
                "open": row.open_systems,
                "contact": text.date(row.last_contact) if row.last_contact else no_contact,
            }
            for row in rows
        ],
        columns=[column.name for column in priority_columns(text)],
    )


def priority_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``priority_frame``."""
    return (
        TableColumn("rank", text("follow.column.rank"), kind="count"),
        TableColumn("body", text("follow.column.body"), is_heading=True),
        *(TableColumn(f"reason_{place}", text("follow.column.reason", place=place)) for place in range(1, REASONS + 1)),
        TableColumn("stake", text("follow.column.stake")),
        TableColumn("open", text("follow.column.open"), kind="count"),
        TableColumn("contact", text("follow.column.contact")),
    )


def priority_rules(view: PriorityView, *, text: Text) -> tuple[str, ...]:
    """What 優先フォロー and アドバイザー派遣候補 rest on, with the thresholds in force, and what is unknown."""
    rules = view.rules
    late, unreported, caution, on_track = (f"{share:g}" for share in rules.late_probabilities)
    stake = text("follow.rule_stake", late=late, unreported=unreported, caution=caution, on_track=on_track)
    if view.problem is not None:
        return text("follow.own"), text("follow.priority_unread", days=rules.contacted_days), stake
    return (
        text("follow.own"),
        stake,
        text("follow.rule_list", bodies=rules.priority_bodies, days=rules.contacted_days),
        text("follow.rule_dispatch", systems=rules.dispatch_late_systems, months=rules.dispatch_still_months),
    )


def follow_head(
    view: FollowUpsView,
    *,
    title: str,
    place: str,
    text: Text,
    rules: tuple[str, ...] = (),
    sources: tuple[str, ...] = (),
) -> TableHead:
    """What a downloaded table says about itself: finished sentences; without ``sources`` it rests on the register."""
    return TableHead(
        title=title,
        as_of=text.month(view.as_of.month),
        filters=(place, text("follow.today", day=text.date(view.today))),
        definitions=rules,
        sources=sources or (text("follow.source"),),
        is_synthetic=view.is_synthetic,
    )


def follow_file(view: FollowUpsView, what: str) -> str:
    """Name of a downloaded file, without its ending; invented data says so."""
    demo = "demo_" if view.is_synthetic else ""
    return f"{demo}follow_up_{what}_{view.place or 'nation'}_{view.today.isoformat()}"


def overview_sentence(view: FollowUpsView, *, place: str, text: Text) -> str:
    """How many entries there are, how many are open, how many overdue; outside the scope, that they are not shown."""
    if view.is_outside_scope:
        return text("follow.outside_scope")
    counts = {"entries": len(view.entries), "open": view.open_count, "overdue": len(view.overdue)}
    return text("follow.summary", place=place, day=text.date(view.today), **counts)
