"""The rows of the tables of input in the reader's words."""

from __future__ import annotations

import pandas as pd
import pytest

from components.input_words import body_columns, body_rows, discipline_columns, missing_columns
from components.text import Text
from data.model import parse_instant
from data.rules.reporting import discipline

JA, EN = Text("ja"), Text("en")


def _bodies() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "body_code": ["20201", "20481"],
            "name": ["長野市", "池田町"],
            "english": ["Nagano City", "Ikeda Town"],
            "prefecture_code": ["20", "20"],
            "kind": ["中核市", "町"],
            "systems_applicable": [20, 18],
            "systems_reported": [20, 0],
            "entered_at": pd.Series(["2026-02-12T00:30:00+00:00", None], dtype="str"),
            "state": ["late", "missing"],
            "delay_days": pd.array([2, None], dtype="Int64"),
            "on_time_streak": [0, 0],
            "behind_streak": [1, 4],
            "missing_streak": [0, 4],
            "score": pd.array([99.96, None], dtype="Float64"),
            "failed": [("in_time", "bulk"), ()],
            "unreported": [(), ("resident_record",)],
        }
    )


def test_a_row_is_told_in_words() -> None:
    late, missing = body_rows(_bodies(), prefecture_names={"20": "長野県"}, text=JA).to_dict("records")
    assert (late["state"], missing["state"]) == ("▲ 遅れ（期限後）", "？ 未入力")
    assert (late["entered"], missing["entered"]) == ("20業務中 20", "18業務中 0")
    assert late["entered_at"] == "2026年2月12日 9:30" == JA.moment(parse_instant("2026-02-12T00:30:00+00:00"))
    assert pd.isna(missing["entered_at"])
    # Short of full is never shown as full, and no score is not zero.
    assert late["score"] == "99.9"
    assert pd.isna(missing["score"])
    assert (late["failed"], missing["failed"]) == ("期限内の入力、一括", "")
    assert late["prefecture"] == "長野県"


def test_an_english_reader_meets_english_names() -> None:
    rows = body_rows(_bodies(), prefecture_names={"20": "Nagano"}, text=EN)
    assert rows["name"].tolist() == ["Nagano City", "Ikeda Town"]
    assert rows["failed"].tolist()[0] == "Entered in time, All at once"


@pytest.mark.parametrize("is_nation", [True, False])
def test_every_column_is_in_the_rows(is_nation: bool) -> None:
    rows = body_rows(_bodies(), prefecture_names={"20": "長野県"}, text=JA)
    named = [*body_columns(JA, is_nation=is_nation), *missing_columns(JA, is_nation=is_nation)]
    assert {column.name for column in named} <= set(rows.columns)
    assert ("prefecture" in {column.name for column in named}) == is_nation
    told = discipline(pd.DataFrame({"month": ["2026-01"], "state": ["late"]})).assign(name="x")
    assert {column.name for column in discipline_columns(JA, is_nation=is_nation)} <= set(told.columns)
