"""The words of meetings: rows, strip, sentences and files; awkward text stays inert."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from components.documents.table_files import table_csv, table_xlsx
from components.meeting_strip import meeting_strip
from components.meeting_words import (
    entry_columns,
    entry_frame,
    meeting_file,
    meeting_head,
    overview_sentences,
    row_columns,
    row_frame,
    state_rules,
)
from components.text import Text
from data.access import Home
from data.model import AsOf
from data.records import Attendance
from data.records.meetings import add_meeting, edit_meeting
from data.views.meetings import MeetingsView, meetings_view
from tests.data.records.writing import meeting_note

JA, EN = Text("ja"), Text("en")
TODAY = date(2026, 2, 20)
STARTS = ("=1+1", "+81", "-1", "@甲", "＝1", "=髙﨑祇葛①", "あ" * 400)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("meetings"))
    for note in (
        meeting_note("2025-12-20", agenda="一", mic=Attendance.YES),
        meeting_note("2026-01-15", agenda="二", agency=Attendance.NO, planned="2026-02-12"),
        meeting_note("2025-08-01", prefecture="15", planned="2026-02-01"),
        meeting_note("2026-02-03", prefecture="15"),
        meeting_note(None, prefecture="13", planned="2026-03-01"),
        meeting_note("2025-11-10", agenda="初"),
        *(meeting_note("2024-01-01", prefecture="47", agenda=one, notes=one) for one in STARTS),
    ):
        add_meeting(home.records, note, author="=甲")
    edit_meeting(home.records, 1, meeting_note("2025-12-20", agenda="改", mic=Attendance.YES), version=1, author="乙")
    return home


def seen(home: Home, prefecture: str | None = None) -> MeetingsView:
    return meetings_view(home.reader(), as_of=AsOf("2026-01"), prefecture=prefecture, today=TODAY)


def test_the_nation_is_counted_by_state(home: Home) -> None:
    (counted, later) = overview_sentences(seen(home), place="全国", text=JA)
    assert counted == (
        "2026年1月末の時点で、47都道府県の連絡会議の開催状況は、「▲ 3か月以上開催の記録なし」が2都道府県、"
        "「✓ 定期的に開催」が1都道府県、「□ 予定のみ」が1都道府県、「？ 記録なし」が43都道府県です。"
    )
    assert later == "3か月以上開催の記録がない都道府県のうち、1都道府県は、対象年月の後に開催しています。"
    assert "1 has met after the month" in overview_sentences(seen(home), place="the nation", text=EN)[1]


def test_a_prefecture_is_told_with_its_last_and_next(home: Home) -> None:
    told = overview_sentences(seen(home, "20"), place="長野県", text=JA)
    assert told == (
        "長野県の連絡会議は、2026年1月末の時点で「✓ 定期的に開催」です。",
        "最終の開催は2026年1月15日（対象年月と同じ月）です。",
        "次回の予定は2026年2月12日（予定日を過ぎ、開催の記録なし）です。",
    )
    niigata = overview_sentences(seen(home, "15"), place="新潟県", text=JA)
    assert niigata[2:] == ("その後、2026年2月3日に開催しています。", "次回の予定の記録はありません。")
    (state, none) = overview_sentences(seen(home, "01"), place="北海道", text=JA)
    assert ("？ 記録なし" in state, none) == (True, "次回の予定の記録はありません。")


def test_the_table_of_prefectures_leaves_unknown_blank(home: Home) -> None:
    frame = row_frame(seen(home), text=JA).set_index("code")
    assert len(frame) == 47
    assert list(frame.loc["20"]) == [
        "長野県", "✓ 定期的に開催", "2026年1月15日", 0, 3, "不明", "欠席", "",
        "2026年2月12日（予定日を過ぎ、開催の記録なし）",
    ]  # fmt: skip
    assert list(frame.loc["15"])[1:] == [
        "▲ 3か月以上開催の記録なし", "2025年8月1日", 5, 1, "不明", "不明", "2026年2月3日", "",
    ]  # fmt: skip
    unknown = frame.loc["01"]
    assert (unknown["last"], unknown["mic"], unknown["next"]) == ("記録なし", "", "")
    assert unknown[["since", "recent"]].isna().all()


def test_the_strip_marks_each_month_and_says_it(home: Home) -> None:
    html = meeting_strip(seen(home), caption="帯", text=JA)
    rows = {
        name: re.findall(r"<td[^>]*>(.*?)</td>", row)
        for row in html.split("<tr")
        if (name := "".join(re.findall(r'target="_self">([^<]+)</a>', row)))
    }
    assert len(rows) == 47
    nagano = [re.sub(r"<[^>]+>", " ", cell).split() for cell in rows["長野県"]]
    assert nagano[11:13] == [["◎", "1回開催（総務省出席）"], ["●", "1回開催"]]
    assert nagano[:11] == [*[["·", "記録なし"]] * 10, ["●", "1回開催"]]
    assert [cell[0] for cell in nagano[13:15]] == ["✓", "2026年1月15日"]
    assert 'class="d-meetings-lapsed"' in html
    assert 'title="2025年12月 1回開催（総務省出席）"' in html


def test_the_files_are_inert_and_say_what_they_are(home: Home) -> None:
    view = seen(home, "47")
    head = meeting_head(
        view, title="連絡会議の記録（沖縄県）", place="沖縄県", text=JA, rules=state_rules(view, text=JA)
    )
    frame, columns = entry_frame(view.entries, text=JA), entry_columns(JA)
    lines = table_csv(frame, columns=columns, head=head, text=JA).decode("utf-8-sig")
    for one in STARTS[:6]:
        assert f",'{one}," in lines
        assert f",{one}," not in lines
    assert ",'=甲," in lines
    assert f",{STARTS[-1]}," in lines
    assert "公表資料ではありません" in lines
    assert "直近12か月のうち3か月以上で開催" in lines
    assert table_xlsx(frame, columns=columns, head=head, text=JA)[:2] == b"PK"
    states = table_csv(row_frame(view, text=EN), columns=row_columns(view, text=EN), head=head, text=EN)
    assert "Meetings in the last 12 months" in states.decode("utf-8-sig")
    assert meeting_file(view, "register") == "meetings_register_47_2026-01"


def test_an_edited_record_says_who_changed_it(home: Home) -> None:
    frame = entry_frame(seen(home, "20").entries, text=JA)
    assert frame["agenda"].tolist() == ["二", "改", "初"]
    assert [one[-1:] for one in frame["edited"]] == ["", "乙", ""]


def test_a_prefecture_outside_the_scope_is_told_as_that(tmp_path: Path) -> None:
    from data.access import Scope

    reader = Home(tmp_path).reader(scope=Scope(frozenset({"15"})))
    view = meetings_view(reader, as_of=AsOf("2026-01"), prefecture="20", today=TODAY)
    assert overview_sentences(view, place="長野県", text=JA) == (JA("meeting.outside_scope"),)


def test_the_prefecture_of_the_page_stands_first_and_is_named(home: Home) -> None:
    rows = meeting_strip(seen(home, "20"), caption="表", text=JA).split('<th scope="row">')[1:]
    assert [re.sub(r"<[^>]+>", "", row.partition("</th>")[0]) for row in rows[:2]] == ["長野県 表示中", "北海道"]
    assert len(rows) == 47
    nation = meeting_strip(seen(home), caption="表", text=JA).split('<th scope="row">')[1:]
    assert re.sub(r"<[^>]+>", "", nation[0].partition("</th>")[0]) == "北海道"
