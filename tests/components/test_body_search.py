"""The search for a municipality: what it finds, and how a hit reads."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def page_of_search() -> None:
    import streamlit as st

    from components.body_search import body_search
    from components.text import Text

    body_search(Text(st.query_params.get("lang", "ja")), prefecture="20")


def found(words: str, *, lang: str = "ja") -> str:
    app = AppTest.from_function(page_of_search, default_timeout=20)
    app.query_params["lang"] = lang
    app.run()
    app.text_input[0].set_value(words).run()
    assert not app.exception
    return "\n".join(str(element.proto.body) for element in app.get("html"))


@pytest.mark.parametrize(
    ("lang", "hit"), [("ja", ">長野県 池田町（20481）</a>"), ("en", ">Ikeda Town, Nagano (20481)</a>")]
)
def test_a_hit_reads_prefecture_name_and_code(lang: str, hit: str) -> None:
    shown = found("池田町", lang=lang)
    assert hit in shown
    assert shown.index("20481") < shown.index("18382"), "those of the prefecture on screen come first"
    assert "body=20481" in shown


def test_nothing_typed_shows_nothing_and_nothing_found_is_said() -> None:
    assert found("  ") == ""
    assert "ぬぬぬ" in found("ぬぬぬ")


def test_more_than_are_shown_is_said() -> None:
    shown = found("川")
    assert shown.count("<a ") == 12
    assert "先頭の12件" in shown
