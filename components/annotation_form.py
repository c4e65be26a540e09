"""The form of annotations: what is typed, what was opened, and what saving came to.

The typed text lives in the session under keys that change only after a successful save. The version that was opened is
kept beside it, so that a change by somebody else is noticed when saving and not when the page is drawn again.
"""

from __future__ import annotations

from _thread import LockType
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Lock
from typing import Final, Literal

import streamlit as st

from components.messages import alert
from components.text import Text
from data.reference import load_reference
from data.views.annotations import (
    Annotation,
    AnnotationDesk,
    AnnotationDraft,
    AnnotationKind,
    AnnotationsView,
    ConflictError,
    RecordsError,
    RefusedRecordError,
)

TITLE_LIMIT: Final = 60
BODY_LIMIT: Final = 400
AUTHOR_LIMIT: Final = 40
_NEW: Final = 0
_NATION: Final = ""
_CHOICES_OF_THE_PAGE: Final = ("month", "place")
Action = Literal["add", "edit", "withdraw"]
_ACTIONS: Final[tuple[Action, ...]] = ("add", "edit", "withdraw")


@dataclass(frozen=True, slots=True)
class _Message:
    """What became of the last save, shown as long as ``form`` is on screen; ``current`` is what somebody else wrote."""

    sentences: tuple[str, ...]
    kind: Literal["note", "warning", "fault"]
    form: str
    is_done: bool = False
    current: Annotation | None = None


@dataclass(slots=True)
class _State:
    """What the form remembers between runs of one session.

    ``round`` counts successful saves; ``opened`` is the chosen annotation as it stood when its form was opened.
    """

    round: int = 0
    opened: Annotation | None = None
    message: _Message | None = None
    was_opened: bool = False
    # Streamlit answers a second click with a second thread while the first still saves.
    lock: LockType = field(default_factory=Lock)


def kind_word(kind: str, *, text: Text) -> str:
    """The wording of a kind of annotation, by its identifier."""
    return text(f"annotation.kind.{kind}")


def place_word(code: str | None, *, text: Text) -> str:
    """The name of a prefecture (two digits), or the nation for none."""
    prefecture = load_reference().prefecture(code) if code else None
    return text.pick(prefecture.name, prefecture.english) if prefecture else text("filter.nation")


def annotation_form(view: AnnotationsView, *, desk: AnnotationDesk, text: Text, key: str) -> None:
    """Draw the form for a new annotation, or for one of ``view`` that may be changed here."""
    state: _State = st.session_state.setdefault(f"{key}_state", _State())
    place = view.place.code if view.place else None
    notes = {note.id: note for note in view.notes if desk.may_write(note.prefecture_code)}
    if state.opened is not None:
        notes[state.opened.id] = state.opened
    may_add = desk.may_write(place)
    actions = [action for action in _ACTIONS if (may_add if action == "add" else notes)]
    if not actions:
        return
    expander = st.expander(text("annotation.write"), key=f"{key}_expander", on_change="rerun")
    # Drawn from its first opening on: closing it must not lose what was typed.
    state.was_opened |= bool(expander.open)
    if not state.was_opened:
        return
    with expander:
        action = _action(actions, text=text, key=key)
        note = None if action == "add" else notes[_target(notes, text=text, key=f"{key}_target_{state.round}")]
        state.opened = note
        form = _Form(key=key, action=action, note=note, round=state.round, context=f"{view.as_of.month}_{place}")
        _tell(state, form=form, text=text)
        with st.form(form.name("form"), enter_to_submit=False):
            if action != "withdraw":
                _fields(form, view=view, place=place, desk=desk, text=text)
            st.session_state.setdefault(f"{key}_author", "")
            st.text_input(text("annotation.column.author"), key=f"{key}_author", max_chars=AUTHOR_LIMIT)
            st.form_submit_button(
                text(f"annotation.submit.{action}"), on_click=partial(_submit, form, desk=desk, state=state, text=text)
            )


@dataclass(frozen=True, slots=True)
class _Form:
    """One opened form. Its widgets' keys name the action, the annotation and the round, so that none is mixed up."""

    key: str
    action: Action
    note: Annotation | None
    round: int
    context: str

    def name(self, what: str) -> str:
        """Key of a widget; month and place start anew with the page's month and place."""
        context = f"_{self.context}" if what in _CHOICES_OF_THE_PAGE else ""
        return f"{self.key}_{what}_{self.action}_{self.note.id if self.note else _NEW}_{self.round}{context}"

    def seed(self, what: str, value: str) -> str:
        """Give a widget its first value; what was typed since stays."""
        st.session_state.setdefault(self.name(what), value)
        return self.name(what)

    def typed(self, what: str) -> str:
        """What a widget holds."""
        return str(st.session_state[self.name(what)])


def _action(actions: list[Action], *, text: Text, key: str) -> Action:
    if st.session_state.get(f"{key}_action") not in actions:
        st.session_state[f"{key}_action"] = actions[0]
    chosen = st.segmented_control(
        text("annotation.action"),
        actions,
        required=True,
        key=f"{key}_action",
        format_func=lambda action: text(f"annotation.action_{action}"),
    )
    return chosen or actions[0]


def _target(notes: dict[int, Annotation], *, text: Text, key: str) -> int:
    return int(
        st.selectbox(
            text("annotation.target"),
            list(notes),
            key=key,
            format_func=lambda number: f"{text.month(notes[number].month)} {notes[number].title}",
        )
    )


def _fields(form: _Form, *, view: AnnotationsView, place: str | None, desk: AnnotationDesk, text: Text) -> None:
    note = form.note
    months = sorted({*view.months, view.as_of.month, *([note.month] if note else [])}, reverse=True)
    places = list(dict.fromkeys((note.prefecture_code if note else place, place, None)))
    writable = [code or _NATION for code in places if desk.may_write(code)]
    month, kind, where = st.columns(3)
    with month:
        key = form.seed("month", note.month if note else view.as_of.month)
        st.selectbox(text("annotation.column.month"), months, key=key, format_func=text.month)
    with kind:
        key = form.seed("kind", note.kind.value if note else AnnotationKind.POLICY.value)
        kinds = [each.value for each in AnnotationKind]
        st.selectbox(text("annotation.column.kind"), kinds, key=key, format_func=partial(kind_word, text=text))
    with where:
        key = form.seed("place", writable[0])
        st.selectbox(text("annotation.column.place"), writable, key=key, format_func=partial(place_word, text=text))
    key = form.seed("title", note.title if note else "")
    st.text_input(text("annotation.column.title"), key=key, max_chars=TITLE_LIMIT)
    key = form.seed("body", note.body if note else "")
    st.text_area(text("annotation.column.body"), key=key, max_chars=BODY_LIMIT)


def _submit(form: _Form, *, desk: AnnotationDesk, state: _State, text: Text) -> None:
    """Save what was typed; the widgets' callback, run before the page."""
    author = str(st.session_state[f"{form.key}_author"])
    with state.lock:
        if form.round != state.round or _is_second_click(form, state=state):
            return
        try:
            _save(form, desk=desk, author=author)
        except RefusedRecordError as error:
            reasons = tuple(text(f"annotation.refused.{reason}") for reason in error.reasons)
            state.message = _Message(reasons, "warning", form=form.name("form"))
        except ConflictError as error:
            _note_conflict(error, form=form, state=state, text=text)
        except RecordsError as error:
            sentences = (str(error), text("annotation.kept"))
            state.message = _Message(sentences, "fault", form=form.name("form"))
        else:
            state.round, state.opened = state.round + 1, None
            following = replace(form, action="add", note=None, round=state.round)
            done = (text(f"annotation.done.{form.action}"),)
            state.message = _Message(done, "note", form=following.name("form"), is_done=True)
    if state.opened is None:
        st.session_state[f"{form.key}_action"] = "add"


def _is_second_click(form: _Form, *, state: _State) -> bool:
    """Whether an untouched form was sent right after a save: the next form lies where the last one was."""
    message = state.message
    is_after_save = message is not None and message.is_done and message.form == form.name("form")
    return is_after_save and not (form.typed("title") or form.typed("body"))


def _tell(state: _State, *, form: _Form, text: Text) -> None:
    """Say what became of the last save of the form on screen; a conflict shows what the other person wrote."""
    message = state.message
    if message is None or message.form != form.name("form"):
        return
    alert(message.sentences, kind=message.kind)
    current = message.current
    if current is not None:
        month, kind = text.month(current.month), kind_word(current.kind.value, text=text)
        place = place_word(current.prefecture_code, text=text)
        lines = (f"{month} {kind} {place}", current.title, *current.body.splitlines())
        alert(lines, kind="note", title=text("annotation.current"))


def _save(form: _Form, *, desk: AnnotationDesk, author: str) -> None:
    if form.action == "withdraw" and form.note is not None:
        desk.withdraw(form.note.id, version=form.note.version, author=author)
        return
    draft = AnnotationDraft(
        month=form.typed("month"),
        kind=AnnotationKind(form.typed("kind")),
        title=form.typed("title"),
        body=form.typed("body"),
        prefecture_code=form.typed("place") or None,
    )
    if form.note is None:
        desk.add(draft, author=author)
    else:
        desk.edit(form.note.id, draft, version=form.note.version, author=author)


def _note_conflict(error: ConflictError, *, form: _Form, state: _State, text: Text) -> None:
    """Show what stands now beside what was typed; saving again then replaces what was shown."""
    current = error.current
    if not isinstance(current, Annotation):
        raise error
    outcome = "withdrawn" if current.is_withdrawn else "changed"
    sentence = text(f"annotation.conflict_{outcome}", author=current.edited_by, moment=text.moment(current.edited_at))
    sentences = (sentence, text("annotation.kept"))
    state.message = _Message(sentences, "warning", form=form.name("form"), current=current)
    state.opened = current
