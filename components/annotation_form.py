"""The form of annotations: what is typed, what was opened, and what saving came to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from components.form_words import limit_help
from components.record_form import Action, FormState, author_and_button, choose_record, save_once
from components.text import Text
from data.reference import load_reference
from data.views.annotations import (
    Annotation,
    AnnotationDesk,
    AnnotationDraft,
    AnnotationKind,
    AnnotationsView,
)

TITLE_LIMIT: Final = 60
BODY_LIMIT: Final = 400
_NATION: Final = ""
_CHOICES_OF_THE_PAGE: Final = ("month", "place")
_TEXTS: Final = ("title", "body")


@dataclass(slots=True)
class _State(FormState[Annotation]):
    """What the form remembers between runs of one session; ``context`` is the month and place of the page."""

    context: str = ""
    was_opened: bool = False

    def name(self, what: str) -> str:
        """Key of a widget; month and place start anew with the page's month and place."""
        context = f"_{self.context}" if what in _CHOICES_OF_THE_PAGE else ""
        return FormState.name(self, what) + context


def kind_word(kind: str, *, text: Text) -> str:
    """The wording of a kind of annotation, by its identifier."""
    return text(f"annotation.kind.{kind}")


def place_word(code: str | None, *, text: Text) -> str:
    """The name of a prefecture (two digits), or the nation for none."""
    prefecture = load_reference().prefecture(code) if code else None
    return text.pick(prefecture.name, prefecture.english) if prefecture else text("filter.nation")


def annotation_form(view: AnnotationsView, *, desk: AnnotationDesk, text: Text, key: str) -> None:
    """Draw the form for a new annotation, or for one of ``view`` that may be changed here."""
    state: _State = st.session_state.setdefault(f"{key}_state", _State(key))
    place = view.place.code if view.place else None
    state.context = f"{view.as_of.month}_{place}"
    notes = {note.id: note for note in view.notes if desk.may_write(note.prefecture_code)}
    may_add = desk.may_write(place)
    if not (may_add or notes or state.opened):
        return
    expander = st.expander(text("annotation.write"), key=f"{key}_expander", on_change="rerun")
    # Drawn from its first opening on: closing it must not lose what was typed.
    state.was_opened |= bool(expander.open)
    if not state.was_opened:
        return
    with expander:
        words, label = partial(_target_words, text=text), text("annotation.target")
        action = choose_record(state, notes, may_add=may_add, label=label, words=words, text=text)
        with st.form(state.name(f"form_{action}"), enter_to_submit=False):
            if action != "withdraw":
                _fields(state, view=view, place=place, desk=desk, text=text)
            author_and_button(
                state,
                label=text(f"annotation.submit.{action}"),
                on_click=partial(_submit, state, state.round, action=action, desk=desk, text=text),
                lines=partial(_current_lines, text=text),
                text=text,
            )


def _target_words(note: Annotation, *, text: Text) -> str:
    return f"{text.month(note.month)} {note.title}"


def _current_lines(note: Annotation, *, text: Text) -> tuple[str, ...]:
    month, kind = text.month(note.month), kind_word(note.kind.value, text=text)
    place = place_word(note.prefecture_code, text=text)
    return (f"{month} {kind} {place}", note.title, *note.body.splitlines())


def _fields(state: _State, *, view: AnnotationsView, place: str | None, desk: AnnotationDesk, text: Text) -> None:
    note = state.opened
    months = sorted({*view.months, view.as_of.month, *([note.month] if note else [])}, reverse=True)
    places = list(dict.fromkeys((note.prefecture_code if note else place, place, None)))
    writable = [code or _NATION for code in places if desk.may_write(code)]
    month, kind, where = st.columns(3)
    with month:
        key = state.seed("month", note.month if note else view.as_of.month)
        st.selectbox(text("annotation.column.month"), months, key=key, format_func=text.month)
    with kind:
        key = state.seed("kind", note.kind.value if note else AnnotationKind.POLICY.value)
        kinds = [each.value for each in AnnotationKind]
        st.selectbox(text("annotation.column.kind"), kinds, key=key, format_func=partial(kind_word, text=text))
    with where:
        key = state.seed("place", writable[0])
        st.selectbox(text("annotation.column.place"), writable, key=key, format_func=partial(place_word, text=text))
    key = state.seed("title", note.title if note else "")
    st.text_input(text("annotation.column.title"), key=key, help=limit_help(TITLE_LIMIT, text=text))
    key = state.seed("body", note.body if note else "")
    st.text_area(text("annotation.column.body"), key=key, help=limit_help(BODY_LIMIT, text=text))


def _submit(state: _State, round_: int, *, action: Action, desk: AnnotationDesk, text: Text) -> None:
    """Save what was typed; the widgets' callback, run before the page."""
    save_once(
        state,
        round_,
        save=lambda author: _save(state, action=action, desk=desk, author=author, text=text),
        record=Annotation,
        texts=_TEXTS,
        say=lambda reason, count: text(f"annotation.refused.{reason}", count=count),
        text=text,
    )


def _save(state: _State, *, action: Action, desk: AnnotationDesk, author: str, text: Text) -> None:
    note = state.opened
    if action == "withdraw" and note is not None:
        desk.withdraw(note.id, version=note.version, author=author)
    elif note is not None:
        desk.edit(note.id, _draft(state), version=note.version, author=author)
    else:
        if state.is_after_save() and not any(state.typed(what) for what in _TEXTS):
            return  # A second click right after a save meets the next form, still untouched.
        desk.add(_draft(state), author=author)
    state.start_anew(text(f"annotation.done.{action}"))


def _draft(state: _State) -> AnnotationDraft:
    return AnnotationDraft(
        month=state.typed("month"),
        kind=AnnotationKind(state.typed("kind")),
        title=state.typed("title"),
        body=state.typed("body"),
        prefecture_code=state.typed("place") or None,
    )
