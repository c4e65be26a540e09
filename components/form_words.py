"""What the forms of records say: how much a field takes, why what was typed was not kept, that it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from components.text import Text


def limit_help(characters: int, *, text: Text) -> str:
    """The help of a field that may have so many characters.

    The field itself takes more: a field with a limit of its own drops a longer paste without a word.
    """
    return text("form.limit", characters=characters)


def refusal_words(
    reasons: Sequence[str], *, typed: Mapping[str, str], say: Callable[[str, int], str]
) -> tuple[str, ...]:
    """Why a record was refused, one sentence a reason.

    ``typed`` are the texts, so that ``say`` can tell of one that is too long how many characters it has.
    """
    return tuple(say(reason, len(typed.get(reason.removesuffix("_long"), ""))) for reason in reasons)


def outcome_toast(done: str, *, text: Text) -> None:
    """Say in the corner of the screen that a form was saved, in the words ``done``, or without them that it was not.

    Beside the button stands the whole of it, but a form that grows or shrinks may leave that off the screen. What
    people wrote is no part of it: Streamlit reads Markdown here.
    """
    if done:
        st.toast(done, icon=":material/check:")
    else:
        st.toast(text("form.not_saved"), icon=":material/error:")
