from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _page(name: str) -> None:
    import streamlit as st

    from components.after_map import await_map, begin_page, is_map_awaited, map_mark

    begin_page(name)
    await_map()
    st.text(f"{is_map_awaited()} {map_mark()}")


def _seen(app: AppTest, name: str) -> tuple[bool, str]:
    app.args = (name,)
    app.run()
    assert not app.exception
    awaited, mark = app.text[0].value.split()
    return awaited == "True", mark


def test_the_first_map_of_each_page_is_waited_for_and_each_wait_has_a_mark_of_its_own() -> None:
    app = AppTest.from_function(_page, args=("overview",))
    is_awaited, first = _seen(app, "overview")
    assert is_awaited
    app.session_state["map_drawn"] = True
    assert _seen(app, "overview") == (False, first)
    is_awaited, second = _seen(app, "prefecture")
    assert is_awaited
    assert second != first
    app.session_state["map_drawn"] = True
    assert _seen(app, "prefecture") == (False, second)
    assert _seen(app, "overview")[0], "its map has to be drawn anew"
