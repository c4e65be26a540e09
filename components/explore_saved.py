"""Saved questions of 探索: open one, keep the one on screen under a name, take one back."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from components.explore_address import Asked, address_of, asked_of
from components.explore_state import ask, current_asked
from components.messages import alert
from components.text import Text
from data.views.saved_views import (
    RecordsError,
    RefusedRecordError,
    SavedView,
    SavedViewDraft,
    ViewDesk,
    saved_view_list,
)

_AUTHOR: Final = "explore_saved_author"
_CHOSEN: Final = "explore_saved_choice"
_NAME: Final = "explore_saved_name"
_SHARED: Final = "explore_saved_shared"
_TOLD: Final = "explore_saved_told"
_NAME_LIMIT: Final = 60
_AUTHOR_LIMIT: Final = 40


def query_of(asked: Asked) -> str:
    """The part of the address that asks ``asked``, as it is kept; the mark looked behind is not part of it."""
    address = {name: value for name, value in address_of(asked).items() if name != "mark"}
    return urlencode(address)


def saved_menu(desk: ViewDesk, *, text: Text) -> None:
    """Draw the menu of saved questions."""
    with st.popover(text("explore.saved"), icon=":material/bookmark:", key="explore_saved"):
        # Streamlit forgets what a widget holds once it is not drawn; the name is asked for once a session.
        st.session_state[_AUTHOR] = st.session_state.get(_AUTHOR, "")
        st.text_input(text("explore.saved_author"), key=_AUTHOR, max_chars=_AUTHOR_LIMIT, width=420)
        found = saved_view_list(desk, author=st.session_state[_AUTHOR].strip())
        if found.problem is not None:
            alert([found.problem], kind="fault")
        _tell()
        _open(found.views, desk=desk, text=text)
        if not desk.is_read_only and found.problem is None:
            _save(desk, text=text)


def _open(views: tuple[SavedView, ...], *, desk: ViewDesk, text: Text) -> None:
    by_id = {view.id: view for view in views}
    chosen = st.selectbox(
        text("explore.saved_open"),
        list(by_id),
        index=None,
        key=_CHOSEN,
        format_func=lambda one: _label(by_id[one], text=text) if one in by_id else str(one),
        placeholder=text("explore.saved_choose" if views else "explore.saved_none"),
        on_change=_opened,
        args=(by_id,),
        width=420,
    )
    if chosen in by_id and not desk.is_read_only:
        st.button(
            text("explore.saved_withdraw"),
            key="explore_saved_withdraw",
            on_click=_withdrawn,
            args=(by_id[chosen], desk, text),
        )


def _label(view: SavedView, *, text: Text) -> str:
    key = "explore.saved_label" if view.is_shared else "explore.saved_label_own"
    return text(key, name=view.name, author=view.author)


def _opened(views: dict[int, SavedView]) -> None:
    view = views.get(st.session_state[_CHOSEN])
    if view is not None:
        asked, _ = asked_of(dict(parse_qsl(view.query)))
        ask(asked)


def _save(desk: ViewDesk, *, text: Text) -> None:
    with st.form("explore_saved_form", border=False, clear_on_submit=False, enter_to_submit=False):
        st.text_input(text("explore.saved_name"), key=_NAME, max_chars=_NAME_LIMIT, width=420)
        st.checkbox(text("explore.saved_shared"), key=_SHARED, value=True)
        st.form_submit_button(text("explore.saved_save"), on_click=_saved, args=(desk, text))


def _saved(desk: ViewDesk, text: Text) -> None:
    draft = SavedViewDraft(
        name=str(st.session_state[_NAME]).strip(),
        query=query_of(current_asked()[0]),
        is_shared=bool(st.session_state[_SHARED]),
    )
    try:
        view = desk.add(draft, author=str(st.session_state[_AUTHOR]).strip())
    except RefusedRecordError as error:
        st.session_state[_TOLD] = [text(f"explore.saved_refused.{reason}") for reason in error.reasons]
    except RecordsError as error:
        st.session_state[_TOLD] = [str(error)]
    else:
        st.session_state[_NAME] = ""
        st.session_state[_TOLD] = [text("explore.saved_done", name=view.name)]


def _withdrawn(view: SavedView, desk: ViewDesk, text: Text) -> None:
    try:
        desk.withdraw(view.id, version=view.version, author=str(st.session_state[_AUTHOR]).strip())
    except RefusedRecordError as error:
        st.session_state[_TOLD] = [text(f"explore.saved_refused.{reason}") for reason in error.reasons]
    except RecordsError as error:
        st.session_state[_TOLD] = [str(error)]
    else:
        st.session_state[_CHOSEN] = None
        st.session_state[_TOLD] = [text("explore.saved_withdrawn", name=view.name)]


def _tell() -> None:
    told = st.session_state.pop(_TOLD, None)
    if told:
        alert(told, kind="note")
