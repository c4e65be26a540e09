from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.browser_assets import served_name
from components.japan_map import MapClass, MapEvent, MapFrame, MapPlayback, house_style, japan_map
from components.japan_map.component import ASSETS, NAME
from tests.browser.apps.words import WORDS
from tests.components.japan_map.message import Message

CODES = ("01100", "01202")
PALETTE = (MapClass("低い", "white"), MapClass("高い", "navy", mark="●", pattern="dots"))


def draw(**changes: Any) -> MapEvent:
    arguments: dict[str, Any] = {
        "codes": CODES,
        "classes": (0, 1),
        "values": ("はい", ""),
        "palette": PALETTE,
        "measure": "回答",
        "title": "題",
        "summary": "要約",
        "credit": "出典",
        "language": "ja",
        "words": WORDS,
        "key": "map",
    }
    return japan_map("app/static/map/x.json", **(arguments | changes))


def script() -> None:
    from tests.components.japan_map.test_component import draw

    draw(outlined=(True, False), selected="01202")


def message_of(app: AppTest) -> Message:
    return Message(app.main.children[0].proto.bytes)


def test_all_the_browser_needs_is_in_the_message() -> None:
    app = AppTest.from_function(script).run()
    assert not app.exception
    message = message_of(app)
    head = message.head
    assert head["geometry"] == "app/static/map/x.json"
    assert head["checksum"] == 2040432074  # CRC-32 of "01100,01202"
    assert head["regions"] == 2
    assert head["selected"] == "01202"
    assert head["palette"][1] == {"label": "高い", "fill": "navy", "mark": "●", "pattern": "dots"}
    assert head["words"]["zoom_in"] == WORDS.zoom_in
    assert head["style"]["outline"] == house_style().outline
    assert head["series"] is None
    assert (message.classes, message.values, message.outlined) == ([0, 1], ["はい", None], [True, False])


def test_script_and_style_travel_by_url_not_with_the_message() -> None:
    proto = AppTest.from_function(script).run().main.children[0].proto
    assert (proto.js_source_path, proto.css_source_path) == ("map.js", "map.css")
    assert proto.js_content == proto.css_content == proto.html_content == ""
    assert proto.component_name == served_name(NAME, assets=ASSETS)


def test_a_second_runtime_knows_the_component_too() -> None:
    for _ in range(2):
        assert not AppTest.from_function(script).run().exception


def test_nothing_is_picked_unless_the_reader_picks() -> None:
    assert draw() == MapEvent(code=None, wants_playback=False)


def test_a_wrong_class_is_an_error_not_a_wrong_colour() -> None:
    with pytest.raises(ValueError, match="class 2 is not in the palette of 2"):
        draw(classes=(0, 2))
    with pytest.raises(ValueError, match="1 classes for 2 codes"):
        draw(classes=(0,))


def test_months_are_not_made_before_somebody_asks() -> None:
    def frames() -> list[MapFrame]:
        raise AssertionError("made without being asked for")

    assert not draw(playback=MapPlayback("series", frames)).wants_playback


def test_every_part_is_asked_for_at_once() -> None:
    entry = {
        "js": (ASSETS / "map.js").read_text(encoding="utf-8"),
        "css": (ASSETS / "map.css").read_text(encoding="utf-8"),
    }
    for path in ASSETS.iterdir():
        kind = path.suffix[1:]
        named = f'"./{path.name}"' if kind == "js" else f'"{path.name}"'
        assert path.stem == "map" or named in entry[kind], f"{path.name} is not named in map.{kind}"


def test_scripts_never_set_markup() -> None:
    for path in ASSETS.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert way not in text, f"{path.name} uses {way}"
