"""The files of 優先フォロー: what they say of contacts while the records can be read, and while they cannot."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from components.documents.table_files import table_csv
from components.follow_up_lists import priority_head
from components.follow_up_words import priority_columns, priority_frame
from components.text import Text
from data.access import Home
from data.model import AsOf
from data.records.database import FILE_NAME
from data.views.follow_ups import follow_ups_view
from data.views.priority import priority_view
from tests.town_programme import build_town_home

pytestmark = pytest.mark.slow


def test_the_files_of_a_ranking_without_records_say_what_is_unknown(tmp_path: Path) -> None:
    home = build_town_home(tmp_path / "home")

    def csv() -> str:
        reader, as_of, text = Home(home).reader(), AsOf("2026-02"), Text("ja")
        records = follow_ups_view(reader, as_of=as_of, place="20", today=date(2026, 3, 1))
        view = priority_view(reader, as_of=as_of, records=records, prefecture="20")
        head = priority_head(view, title="優先フォロー", records=records, place="長野県", text=text)
        frame = priority_frame(view.follow, view=view, text=text)
        return table_csv(frame, columns=priority_columns(text), head=head, text=text).decode("utf-8-sig")

    sound = csv()
    assert "対応の記録・担当者の表" in sound
    unreported, still_open = "未報告のシステムが20あります", "運用開始前のシステムが20あります"
    assert f"{unreported},対応の記録がありません,{still_open},12.0,20,\r\n" in sound
    (home / FILE_NAME).write_bytes(b"PK\x03\x04" * 4096)
    unread = csv()
    assert "最近対応した団体があるかは不明です" in unread
    assert f"{unreported},{still_open},,12.0,20,—\r\n" in unread
    for guess in ("対応の記録がありません", "対応の記録・担当者の表", "アドバイザー派遣候補は"):
        assert guess not in unread, guess
