"""The tables of a hand-out: the pages' rows and columns, with those that fit a page or a slide named."""

from __future__ import annotations

from typing import Final

import pandas as pd

from components.body_rows import body_columns, body_rows
from components.charts.judgement import judgement_columns, judgement_table
from components.documents.pack import PackTable, Tone
from components.documents.table_files import TableColumn
from components.flag_block import flag_frame, flag_frame_columns, flag_sentence
from components.flag_words import flag_words, flags_in_short
from components.follow_up_words import kind_word
from components.milestone_table import milestone_file, milestone_file_columns
from components.pack_changes import change_columns, change_rows
from components.pack_table_parts import judgement_tones, pack_table, signed
from components.progress_tables import business_columns, localised, prefecture_columns
from components.standing_blocks import judgement_frame, milestone_frame
from components.text import Text
from components.vendor_list import vendor_columns, vendor_rows, vendor_sentence
from data.reference import load_reference
from data.views.bodies import known_counts
from data.views.input_state import InputState
from data.views.pack import OpenFollowUp, PackView
from data.views.place_flags import PlaceFlags

_BODIES_SHOWN: Final = (
    "place", "name", "judgement_word", "phase", "step_completion_mic", "change", "overdue_months", "systems_migrated",
    "systems_applicable", "judgement_late", "designated_systems", "judgement_late_designated", "order_conflicts",
    "flags", "input_word",
)  # fmt: skip
_MILESTONES_SHOWN: Final = ("milestone", "due", "attained", "on_time", "counted", "open", "state")
_FLAGS_SHOWN: Final = ("flag", "severity", "vendor", "business", "evidence", "bodies", "systems")
_VENDORS_SHOWN: Final = (
    "name", "open_systems", "open_bodies", "systems", "bodies", "live_share", "late_systems", "late_share", "flags",
)  # fmt: skip
_ALWAYS: Final = "changes"
_LATE: Final = "late"
"""The state of 入力状況 that has days."""
_FOLLOW_UP: Final = ("body", "happened_on", "kind", "content", "next_action", "due_on")


def pack_tables(view: PackView, *, place: str, text: Text) -> tuple[PackTable, ...]:
    """The tables in reading order; one that has nothing to tell, or is not wanted, is left out."""
    of_place = (
        (
            _bodies(view, place=place, text=text),
            _follow_ups(view, place=place, text=text),
            _flags(view, place=place, text=text),
        )
        if view.prefecture
        else (_prefectures(view, text=text), _vendors(view, place=place, text=text))
    )
    found = (
        _milestones(view, place=place, text=text),
        _changes(view, text=text),
        _judgements(view, place=place, text=text),
        *of_place,
        _businesses(view, place=place, text=text),
    )
    return tuple(table for table in found if table is not None and table.id in view.sections | {_ALWAYS})


def body_flags(found: PlaceFlags) -> dict[str, str]:
    """The flags of each body with the level of the worst of each kind, as ``flags_in_short`` takes them."""
    levels: dict[str, dict[str, int]] = {}
    for one in found.flags:
        for body in one.bodies:
            own = levels.setdefault(body, {})
            own[one.flag] = max(own.get(one.flag, 0), one.severity.level)
    return {body: " ".join(f"{flag}:{own[flag]}" for flag in sorted(own)) for body, own in levels.items()}


def _milestones(view: PackView, *, place: str, text: Text) -> PackTable | None:
    if not view.overview.milestones:
        return None
    rows = milestone_file(milestone_frame(view.overview), text=text)
    title = text("overview.milestone_title", place=place)
    note = text("definitions.milestones_note")
    return pack_table("milestones", title, note, rows, milestone_file_columns(text), shown=_MILESTONES_SHOWN)


def _changes(view: PackView, *, text: Text) -> PackTable | None:
    if view.changes is None or view.overview.compared_month is None:
        return None
    title = text("pack.changes", month=text.month(view.as_of.month))
    note = text("pack.changes_note", month=text.month(view.overview.compared_month))
    columns = change_columns(text, has_vendors=view.changes.vendors is not None)
    return pack_table("changes", title, note, change_rows(view.changes, text=text), columns)


def _judgements(view: PackView, *, place: str, text: Text) -> PackTable | None:
    if not view.overview.has_steps:
        return None
    rows, columns = judgement_table(judgement_frame(view.overview), text=text), judgement_columns(text)
    title, note = text("pack.judgement", place=place), text("judgement.own_rule")
    return pack_table("judgement", title, note, rows, columns, tones=judgement_tones(text))


def _bodies(view: PackView, *, place: str, text: Text) -> PackTable | None:
    found = view.prefecture
    if found is None:
        return None
    has_steps = view.overview.has_steps
    flags = {body: flags_in_short(words, text=text) for body, words in body_flags(found.flags).items()}
    rows = body_rows(found.municipalities, vendors=found.vendors, text=text)
    none = "" if found.flags.is_known else text("unknown")
    rows = rows.assign(
        flags=[flags.get(str(code), none) for code in rows["body_code"]],
        judgement_late=known_counts(rows, "judgement_late"),
        input_word=_input_words(rows, view=view, text=text),
    )
    columns = list(signed(body_columns(text, has_steps=has_steps), text=text))
    if has_steps:
        columns = _with_late(columns, text=text)
        columns.insert(len(columns) - 3, TableColumn("flags", text("pack.flags")))
    notes = (
        [text("pack.bodies_note"), *_flag_notes({one.flag for one in found.flags.flags}, text=text)]
        if has_steps
        else []
    )
    if found.is_outside_scope:
        notes.append(text("bodies.outside_scope"))
    joined = text.pick("", " ").join(notes)
    title = text("bodies.title", place=place)
    unreported = (text(f"bodies.input.{InputState.MISSING}"), text("input.state.missing"))
    tones = (*judgement_tones(text), *((words, "quiet") for words in unreported))
    return pack_table("bodies", title, joined, rows, tuple(columns), shown=_BODIES_SHOWN, tones=tones)


def _with_late(columns: list[TableColumn], *, text: Text) -> list[TableColumn]:
    """All late systems of a body before those of its 特定移行, and both by their full names."""
    late = TableColumn("judgement_late", text("measure.late_systems"), kind="count")
    of_designated = TableColumn("judgement_late_designated", text("pack.designated_late"), kind="count")
    found: list[TableColumn] = []
    for one in columns:
        if one.name == "designated_systems":
            found.append(late)
        found.append(of_designated if one.name == of_designated.name else one)
    return found


def _input_words(rows: pd.DataFrame, *, view: PackView, text: Text) -> list[str]:
    """The state of 入力状況, how late included; without it what the month's rows tell of themselves."""
    if view.inputs is None:
        return [str(one) for one in rows["input_word"]]
    states = {str(code): (str(state), delay) for code, state, delay in view.inputs.itertuples(index=False, name=None)}
    words = []
    for code in rows["body_code"]:
        state, delay = states[str(code)]
        is_dated = state == _LATE and not pd.isna(delay)
        words.append(text("pack.input_late", days=int(delay)) if is_dated else text(f"input.state.{state}"))
    return words


def _flag_notes(used: set[str], *, text: Text) -> tuple[str, ...]:
    """How flags are written where a column has no room: the marks of their severity, and the names of their numbers."""
    named = text("vendors.joint").join(flag_words(flag, text=text) for flag in sorted(used))
    return (text("pack.flags_note"), text("pack.flag_names", flags=named)) if named else (text("pack.flags_note"),)


def _flags(view: PackView, *, place: str, text: Text) -> PackTable | None:
    if view.prefecture is None or not view.overview.has_steps:
        return None
    found = view.prefecture.flags
    title = text("place_flags.title", place=place)
    note = text.pick("", " ").join((flag_sentence(found, text=text), text("place_flags.own_nationwide")))
    return pack_table("flags", title, note, flag_frame(found, text=text), flag_frame_columns(text), shown=_FLAGS_SHOWN)


def _prefectures(view: PackView, *, text: Text) -> PackTable:
    frame = view.overview.prefectures.sort_values(
        ["step_completion_mic", "code"], ascending=[False, True], na_position="last"
    )
    columns = list(signed(prefecture_columns(text, measure=view.overview.rate.measure), text=text))
    if view.places is not None and view.overview.has_steps:
        measured = view.places.set_index("code")
        shares = ("migrated_share", "late_share")
        frame = frame.assign(**{name: frame["code"].map(measured[name]) for name in shares})
        at = [column.name for column in columns].index("designated_systems")
        columns[at:at] = [TableColumn(name, text(f"measure.{name}"), kind="share") for name in shares]
    return pack_table("prefectures", text("pack.prefectures"), "", localised(frame, text=text), tuple(columns))


def _vendors(view: PackView, *, place: str, text: Text) -> PackTable | None:
    found = view.vendors
    if found is None or found.empty_reason is not None:
        return None
    title = text("vendors.list_title", place=place)
    raised = [str(one) for one in found.vendors["flags"]]
    used = {one.split(":")[0] for flags in raised for one in flags.split()}
    note = text.pick("", " ").join((vendor_sentence(found, text=text), *_flag_notes(used, text=text)))
    rows = vendor_rows(found, text=text).assign(flags=[flags_in_short(one, text=text) for one in raised])
    columns = vendor_columns(text)
    return pack_table("vendors", title, note, rows, columns, shown=_VENDORS_SHOWN)


def _businesses(view: PackView, *, place: str, text: Text) -> PackTable | None:
    overview = view.overview
    if overview.empty_reason is not None:
        return None
    month = text.month(overview.compared_month) if overview.compared_month else text("column.compared")
    columns = business_columns(text, compared=text("filter.nation") if overview.place else month)
    shown = tuple(column.name for column in columns if column.name != "ministry")
    title = text("overview.business_title", place=place)
    order = {item.id: place for place, item in enumerate(load_reference().businesses)}
    rows = overview.businesses.sort_values("business", key=lambda ids: ids.map(order))
    return pack_table("businesses", title, "", localised(rows, text=text), columns, shown=shown)


def _follow_ups(view: PackView, *, place: str, text: Text) -> PackTable | None:
    if view.follow_ups is None and view.problem is None:
        return None
    entries = view.follow_ups or ()
    note = "" if entries else text("pack.follow_ups_none" if view.problem is None else "pack.follow_ups_unread")
    reference = load_reference()
    bodies = {one.body_code: reference.body(one.body_code) for one in entries}
    rows = pd.DataFrame(
        [
            {
                "body": text.pick(body.name, body.english) if (body := bodies[one.body_code]) else one.body_code,
                "happened_on": text.date(one.happened_on),
                "kind": kind_word(one.kind, text=text),
                "content": one.content,
                "next_action": one.next_action,
                "due_on": _due(one, text=text),
            }
            for one in entries
        ],
        columns=list(_FOLLOW_UP),
    )
    columns = tuple(TableColumn(name, text(f"pack.follow_up.{name}"), is_heading=name == "body") for name in _FOLLOW_UP)
    late: tuple[tuple[str, Tone], ...] = tuple((_due(one, text=text), "late") for one in entries if one.overdue_days)
    title = text("pack.follow_ups", place=place)
    return pack_table("follow_ups", title, note, rows, columns, tones=tuple(dict.fromkeys(late)))


def _due(entry: OpenFollowUp, *, text: Text) -> str:
    words = text.date(entry.due_on)
    return text("pack.follow_up.overdue", date=words, days=entry.overdue_days) if entry.overdue_days else words
