"""What the forms of records share: the record that is open, one save at a time, and what saving came to.

Typed text lives in the session under keys that change only after a successful save. The version that was opened is
kept beside it, so that a change by somebody else is noticed when saving and not when the page is drawn again.
"""

from __future__ import annotations

from _thread import LockType
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import Final, Generic, Literal, Protocol, TypeVar

import streamlit as st

from components.form_words import limit_help, outcome_toast, refusal_words
from components.messages import alert
from components.text import Text
from data.views.annotations import ConflictError, RecordsError, RefusedRecordError

AUTHOR_LIMIT: Final = 40
Action = Literal["add", "edit", "withdraw"]
_ACTIONS: Final[tuple[Action, ...]] = ("add", "edit", "withdraw")


class Record(Protocol):
    """A kept record as a form knows it."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is no longer said."""

    @property
    def edited_by(self) -> str:
        """Who wrote its present state."""

    @property
    def edited_at(self) -> datetime:
        """When."""


R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class FormMessage(Generic[R]):
    """What became of the last save; ``current`` is what somebody else wrote meanwhile."""

    sentences: tuple[str, ...]
    kind: Literal["note", "warning", "fault"]
    current: R | None = None
    is_done: bool = False


@dataclass(slots=True)
class FormState(Generic[R]):
    """What a form remembers between runs of one session.

    ``key`` begins the keys of its widgets; ``round`` counts successful saves; ``opened`` is the record whose form is
    open, as it stood then (None = a new one).
    """

    key: str
    round: int = 0
    opened: R | None = None
    message: FormMessage[R] | None = None
    # Streamlit answers a second click with a second thread while the first still saves.
    lock: LockType = field(default_factory=Lock)

    def name(self, what: str) -> str:
        """Key of a widget: another one for each record and after each save."""
        return f"{self.key}_{what}_{self.opened.id if self.opened else 0}_{self.round}"

    def seed(self, what: str, value: str | date | None) -> str:
        """Give a widget its first value, and its key; what was typed since stays."""
        st.session_state.setdefault(self.name(what), value)
        return self.name(what)

    def typed(self, what: str) -> str:
        """What a widget of text holds."""
        return str(st.session_state.get(self.name(what), ""))

    def is_after_save(self) -> bool:
        """Whether nothing but a save has happened: a second click right after it meets the next form."""
        return self.message is not None and self.message.is_done

    def start_anew(self, done: str) -> None:
        """Go on to the next form after a save, and say what was ``done``."""
        self.round, self.opened = self.round + 1, None
        self.message = FormMessage((done,), "note", is_done=True)
        st.session_state[f"{self.key}_action"] = "add"

    def forget_message(self) -> None:
        """Say no more of the last save. A widget callback."""
        self.message = None


def choose_record(
    state: FormState[R],
    records: Mapping[int, R],
    *,
    may_add: bool,
    label: str,
    words: Callable[[R], str],
    text: Text,
) -> Action:
    """Let the reader choose what to do, and to which of ``records``, by number; that one is ``state.opened`` then.

    ``label`` names the choice of a record, ``words`` a record in it. There must be a record, or one may be added.
    """
    found = {**records} if state.opened is None else {**records, state.opened.id: state.opened}
    actions = [one for one in _ACTIONS if (may_add if one == "add" else found)]
    key = f"{state.key}_action"
    if key not in st.session_state:
        # The page was left, and Streamlit forgot what its fields held: nothing is left to say of it.
        state.forget_message()
    if st.session_state.get(key) not in actions:
        st.session_state[key] = actions[0]
    asked = st.segmented_control(
        text("form.action"),
        actions,
        required=True,
        key=key,
        format_func=lambda one: text(f"form.action_{one}"),
        on_change=state.forget_message,
    )
    action = asked or actions[0]
    if action == "add":
        state.opened = None
        return action
    key = f"{state.key}_target"
    if st.session_state.get(key) not in found:
        st.session_state.pop(key, None)
    chosen = st.selectbox(
        label, list(found), key=key, format_func=lambda one: words(found[one]), on_change=state.forget_message
    )
    if state.opened is None or state.opened.id != chosen:
        state.opened = found[chosen]
    return action


def author_and_button(
    state: FormState[R], *, label: str, on_click: Callable[[], None], lines: Callable[[R], Sequence[str]], text: Text
) -> None:
    """End a form: who writes, the button ``label``, and beside it what became of the last save.

    ``lines`` are those of a record that somebody else changed meanwhile.
    """
    st.session_state.setdefault(f"{state.key}_author", "")
    st.text_input(text("form.author"), key=f"{state.key}_author", help=limit_help(AUTHOR_LIMIT, text=text))
    press, told = st.columns([1, 5])
    with press:
        st.form_submit_button(label, on_click=on_click)
    message = state.message
    if message is None:
        return
    with told:
        alert(message.sentences, kind=message.kind)
        if message.current is not None:
            alert(lines(message.current), kind="note", title=text("form.current"))


def save_once(
    state: FormState[R],
    round_: int,
    *,
    save: Callable[[str], None],
    record: type[R],
    texts: Sequence[str],
    say: Callable[[str, int], str],
    text: Text,
) -> None:
    """Save what was typed in round ``round_`` by ``save``, which is told who writes, and note what came of it.

    A second click on the same form saves nothing. ``texts`` are the widgets of text, ``say`` puts the reason of a
    refusal and the characters of its text into words. Of a ``record`` that somebody else changed, the state of now
    is shown beside what was typed; saving again then replaces what was shown.
    """
    author = str(st.session_state[f"{state.key}_author"])
    with state.lock:
        if round_ != state.round:
            return
        before = state.message
        try:
            save(author)
        except RefusedRecordError as error:
            typed = {what: state.typed(what) for what in texts} | {"author": author}
            state.message = FormMessage(refusal_words(error.reasons, typed=typed, say=say), "warning")
        except ConflictError as error:
            current = error.current
            if not isinstance(current, record):
                raise
            outcome = "withdrawn" if current.is_withdrawn else "changed"
            moment = text.moment(current.edited_at)
            sentence = text(f"form.conflict_{outcome}", author=current.edited_by, moment=moment)
            state.message = FormMessage((sentence, text("form.kept")), "warning", current=current)
            state.opened = current
        except RecordsError as error:
            state.message = FormMessage((str(error), text("form.kept")), "fault")
        if state.message is not None and state.message is not before:
            outcome_toast(state.message.sentences[0] if state.message.is_done else "", text=text)
