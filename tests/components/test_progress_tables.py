"""Tables of progress in the reader's language."""

from __future__ import annotations

import pandas as pd

from components.progress_tables import localised
from components.text import Text
from data.model import BodyKind


def test_an_english_reader_gets_every_name_in_english() -> None:
    frame = pd.DataFrame(
        {
            "name": ["長野市"],
            "english": ["Nagano-shi"],
            "prefecture": ["長野県"],
            "prefecture_english": ["Nagano"],
            "ministry": ["総務省"],
            "ministry_english": ["Ministry of Internal Affairs and Communications"],
            "kind": ["中核市"],
        }
    )
    row = localised(frame, text=Text("en")).iloc[0]
    assert row["name"] == "Nagano-shi"
    assert row["prefecture"] == "Nagano"
    assert row["ministry"] == "Ministry of Internal Affairs and Communications"
    assert row["kind"] == "Core city"
    assert localised(frame, text=Text("ja")) is frame


def test_every_kind_of_body_has_its_official_word() -> None:
    assert [Text("ja")(f"kind.{kind.name.lower()}") for kind in BodyKind] == [kind.value for kind in BodyKind]


def test_a_frame_without_those_columns_gets_none() -> None:
    frame = pd.DataFrame({"name": ["就学"], "english": ["School enrolment"]})
    assert list(localised(frame, text=Text("en")).columns) == ["name", "english"]
