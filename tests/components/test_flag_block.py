"""The flags of a place: whose numbers stand behind them is said beside them and in their file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from components import flag_block as module
from components.documents.table_files import TableHead, head_rows
from components.text import Text
from data.views.place_flags import PlaceFlags
from data.views.vendor_flags import Severity, VendorFlag

FLAG = VendorFlag(
    flag="V4", vendor="A01", severity=Severity.HIGH, business=None, month="2026-03", since=None,
    systems=(("15100", "long_term_care"),),
    evidence={"planned": 1467, "capacity": 647.8, "ratio": 2.26, "history_months": 24}, source="PMO報告 2026-01",
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "根拠の数値はベンダごとの全国の値です"), ("en", "are the vendor's in the whole nation")],
)
@pytest.mark.parametrize("kind", ["prefecture", "body", "vendor"])
def test_the_nations_numbers_are_named_so(
    kind: Any, language: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes: list[str] = []
    heads: list[TableHead] = []
    monkeypatch.setattr(module, "block_title", lambda title, *, note, summary: notes.append(note))
    monkeypatch.setattr(module, "table_twin", lambda frame, *, head, **_: heads.append(head))
    monkeypatch.setattr(module, "page_anchor", lambda *_, **__: "")
    text = Text("ja" if language == "ja" else "en")
    found = PlaceFlags(flags=(FLAG,), names={"A01": "ベンダA01"}, is_known=True)
    head = TableHead("題", "2026年1月", definitions=("定義",))
    module.flag_block(found, place="新潟市", head=head, file_name="flags", kind=kind, text=text)
    assert words in notes[0]
    assert any(words in value for _, value in head_rows(heads[0], text=text))
    assert heads[0].definitions[0] == "定義"


def test_the_most_severe_of_many_flags_are_shown_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "page_anchor", lambda *_, **__: "")
    crowds = tuple(replace(FLAG, severity=Severity.LOW, month=f"2027-{month:02}") for month in range(1, 5))
    hard = replace(FLAG, flag="V6", severity=Severity.MIDDLE, evidence={"alternatives": 2})
    found = PlaceFlags(flags=(*crowds, FLAG, hard), names={"A01": "ベンダA01"}, is_known=True)
    columns = ("flag", "severity", "evidence")
    html = module.flags_html(found, columns=columns, caption="題", text=Text("ja"), most=3)
    rows = html.split("<tbody>")[1].split("</tr>")
    assert ["V4" in rows[0], "V6" in rows[1], "V4" in rows[2], "V4" in rows[3]] == [True] * 4
    assert "2026年3月の予定" in rows[0]
    assert "ほか2件（すべてのフラグの表にあります）" in rows[4], "three of five of V4, and the one of V6"
    assert module.flags_html(found, columns=columns, caption="題", text=Text("ja")).count("<tr>") == 1 + 6
