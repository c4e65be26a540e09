from __future__ import annotations

import json

from streamlit.testing.v1 import AppTest

from components.summary_block import copied_text, summary_html
from components.text import Text

JA, EN = Text("ja"), Text("en")


def test_the_paragraph_has_a_heading_and_a_name() -> None:
    assert summary_html(["一文目です。", "<二文目>です。"], text=JA) == (
        '<section class="d-digest" aria-label="要約"><h2 class="d-digest-title">要約</h2>'
        "<p>一文目です。&lt;二文目&gt;です。</p></section>"
    )


def test_sentences_are_joined_as_the_language_does() -> None:
    assert copied_text(["One.", "Two."], text=EN) == "One. Two."
    assert copied_text(["一。", "二。"], text=JA, source="全国概況 2026年1月") == "一。二。\n全国概況 2026年1月"


def page() -> None:
    from components.summary_block import summary_block
    from components.text import Text

    summary_block(["本文です。"], text=Text("ja"), source="出どころ")


def test_the_button_gets_the_text_and_its_words() -> None:
    at = AppTest.from_function(page, default_timeout=20).run()
    assert not at.exception
    (button,) = at.get("bidi_component")
    assert json.loads(button.proto.bytes) == {
        "text": "本文です。\n出どころ",
        "copy": "文をコピー",
        "copied": "コピーしました",
        "failed": "コピーできませんでした。文を選択してコピーしてください。",
    }
