from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest


def page_of_filters() -> None:
    import streamlit as st

    from components.filters import filter_bar, level_filter, measure_filter, prefecture_filter
    from components.text import Text

    text = Text("ja")
    with filter_bar():
        st.session_state["chosen"] = (
            prefecture_filter(text, names={"13": "東京都", "20": "長野県"}),
            level_filter(text),
            measure_filter(text, measures=["step_completion_mic", "designated_systems"]),
        )


def opened(**query: str) -> AppTest:
    at = AppTest.from_function(page_of_filters, default_timeout=20)
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def chosen(at: AppTest) -> Any:
    return at.session_state["chosen"]


def warned(at: AppTest) -> str:
    return "".join(element.proto.body for element in at.get("html"))


def test_without_an_address_the_first_options_hold() -> None:
    at = opened()
    assert chosen(at) == (None, "prefecture", "step_completion_mic")
    assert at.selectbox[0].options == ["全国", "東京都", "長野県"]
    assert warned(at) == ""


def test_the_address_decides() -> None:
    at = opened(prefecture="20", level="municipality", measure="designated_systems")
    assert chosen(at) == ("20", "municipality", "designated_systems")
    assert at.selectbox[0].value == "20"


@pytest.mark.parametrize("name", ["prefecture", "level", "measure"])
def test_a_choice_that_does_not_exist_is_told_and_gives_way(name: str) -> None:
    at = opened(**{name: "<nowhere>"})
    assert chosen(at) == (None, "prefecture", "step_completion_mic")
    assert "「&lt;nowhere&gt;」はありません" in warned(at)


def test_choosing_writes_the_address_and_the_whole_nation_leaves_it() -> None:
    at = opened(level="municipality")
    at.selectbox[0].set_value("13").run()
    assert chosen(at) == ("13", "municipality", "step_completion_mic")
    assert at.query_params["prefecture"] == "13"
    at.selectbox[0].set_value("").run()
    assert chosen(at)[0] is None
    assert "prefecture" not in at.query_params
    assert at.query_params["level"] == "municipality"
