"""連絡会議 as a reader meets it: papers, announcement, records, two people at one record, and where none may write."""

from __future__ import annotations

import re
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.meeting_form import TEXT_LIMIT
from components.record_form import AUTHOR_LIMIT
from components.text import Text
from data.access.reader import CONTACT_WINDOW_VARIABLE, READ_ONLY_VARIABLE
from data.model import JST
from data.records import Attendance, meeting, texts
from data.records.database import FILE_NAME
from data.records.follow_ups import add_follow_ups
from data.records.meetings import add_meeting, edit_meeting, list_meetings, meeting_history
from tests.data.records.writing import contact_note, database, meeting_note
from tests.pages.running import run_page
from tests.tiny_programme import build_home

LONG = "あ" * 400
AWKWARD = "=髙﨑祇葛①<b>"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_home(tmp_path_factory.mktemp("tiny") / "home")


@pytest.fixture
def home(tiny: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny, tmp_path / "home"))


def opened(monkeypatch: pytest.MonkeyPatch, home: Path, **address: str) -> AppTest:
    return run_page(monkeypatch, page="meetings", home=home, **({"prefecture": "20"} | address))


def again(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def shown(app: AppTest) -> str:
    html = "\n".join(str(element.proto.body) for element in app.get("html"))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def field(app: AppTest, label: str, *, place: int = 0) -> Any:
    found = [*app.text_input, *app.text_area, *app.selectbox, *app.multiselect, *app.date_input, *app.toggle]
    return [widget for widget in found if widget.label == label][place]


def with_sections(app: AppTest, *sections: str) -> AppTest:
    pills: Any = next(one for one in app.get("button_group") if getattr(one, "label", "") == "載せる内容")
    pills.set_value(list(sections))
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return again(app)


def choose(app: AppTest, action: str) -> AppTest:
    next(control for control in app.segmented_control if control.label == "操作").set_value(action)
    return again(app)


def downloads(app: AppTest) -> list[str]:
    return [str(element.proto.label) for element in app.get("download_button")]


def buttons(app: AppTest) -> list[str]:
    return [str(button.label) for button in app.button]


HELD = "開催日（今日まで。開催前は空欄）"


def test_a_meeting_is_recorded_and_stands_in_the_register(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, home)
    assert "長野県の連絡会議は、2026年1月末の時点で「？ 記録なし」です。" in shown(app)
    field(app, HELD).set_value(date(2026, 1, 20))
    field(app, "総務省の出席").set_value("yes")
    ahead = datetime.now(JST).date() + timedelta(days=30)
    field(app, "次回の予定日").set_value(ahead)
    field(app, "議題").set_value(LONG)
    field(app, "メモ").set_value(AWKWARD)
    field(app, "記入者").set_value("甲")
    press(app, "記録する")
    (entry,) = list_meetings(database(home))
    assert (entry.prefecture_code, entry.agenda, entry.notes, entry.mic) == ("20", LONG, AWKWARD, Attendance.YES)
    told = shown(app)
    assert "会議を記録しました。" in told
    assert "「○ 開催あり」です。最終の開催は2026年1月20日（対象年月と同じ月）です。次回の予定は" in told
    assert f"次回の予定は{Text('ja').date(ahead)}です。" in told
    assert "=髙﨑祇葛①&lt;b&gt;" in told
    press(app, "記録する")
    assert len(list_meetings(database(home))) == 1


def test_what_is_refused_stays_typed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, home)
    field(app, "メモ").set_value("調整中")
    field(app, "総務省の出席").set_value("yes")
    press(app, "記録する")
    for words in (
        "開催日か次回の予定日を入力してください。",
        "開催日がない記録には、出席を入力できません。",
        "記入者を入力してください。",
    ):
        assert words in shown(app)
    assert field(app, "メモ").value == "調整中"
    field(app, "メモ").set_value("あ" * 401)
    press(app, "記録する")
    assert "メモは401文字あります。400文字までです。" in shown(app)
    assert field(app, "メモ").value == "あ" * 401
    assert field(app, "メモ").proto.max_chars == 0
    assert [toast.value for toast in app.toast] == ["まだ保存していません。ボタンの右の説明を確かめてください。"]
    assert not (home / FILE_NAME).exists()


def test_a_day_to_come_is_no_day_of_a_meeting_held(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, home)
    field(app, HELD).set_value(datetime.now(JST).date() + timedelta(days=2))
    field(app, "記入者").set_value("甲")
    press(app, "記録する")
    assert "これから開く会議は、次回の予定日に入力してください。" in shown(app)
    assert not (home / FILE_NAME).exists()


def test_the_nation_proposes_no_prefecture_for_a_record(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, home, prefecture="")
    assert "47都道府県の連絡会議の開催状況は" in shown(app)
    field(app, HELD).set_value(date(2026, 1, 20))
    field(app, "記入者").set_value("甲")
    press(app, "記録する")
    assert "都道府県を選んでください。" in shown(app)
    field(app, "都道府県", place=1).set_value("15")
    press(app, "記録する")
    assert [entry.prefecture_code for entry in list_meetings(database(home))] == ["15"]


def test_a_day_can_be_taken_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_meeting(database(home), meeting_note("2026-01-15", planned="2026-04-15"), author="甲")
    app = choose(opened(monkeypatch, home), "edit")
    # A browser offers to empty a day only where there is none to begin with.
    for label, day in ((HELD, date(2026, 1, 15)), ("次回の予定日", date(2026, 4, 15))):
        assert list(field(app, label).proto.default) == []
        assert field(app, label).value == day
    field(app, "次回の予定日").set_value(None)
    field(app, "記入者").set_value("甲")
    press(app, "変更を保存する")
    assert [(entry.held_on, entry.next_on) for entry in list_meetings(database(home))] == [(date(2026, 1, 15), None)]


def test_two_people_at_one_record_lose_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_meeting(database(home), meeting_note("2026-01-15", agenda="初め"), author="甲")
    app = choose(opened(monkeypatch, home), "edit")
    assert field(app, "議題").value == "初め"
    edit_meeting(database(home), 1, meeting_note("2026-01-16", agenda="乙の文"), version=1, author="乙")
    field(app, "議題").set_value("甲の文")
    field(app, "記入者").set_value("甲")
    press(app, "変更を保存する")
    told = shown(app)
    assert "開いたあとに、乙がこの記録を変更しました" in told
    assert "入力した内容は残っています。何も保存していません。" in told
    assert "開催日：2026年1月16日" in told
    assert "議題：乙の文" in told
    assert field(app, "議題").value == "甲の文"
    field(app, "議題").set_value("乙の文。甲の文")
    press(app, "変更を保存する")
    assert [entry.agenda for entry in list_meetings(database(home))] == ["乙の文。甲の文"]
    assert [change.before.agenda for change in meeting_history(database(home), 1)] == ["初め", "乙の文"]
    assert "変更を保存しました。" in shown(app)
    choose(app, "edit")
    assert "変更の履歴（変更前の内容）" in shown(app)
    choose(app, "withdraw")
    press(app, "取り下げる")
    assert list_meetings(database(home)) == ()
    assert "会議の記録はありません。" in shown(app)


def test_the_form_knows_the_limits_of_the_records() -> None:
    assert (TEXT_LIMIT, AUTHOR_LIMIT) == (meeting.TEXT_LIMIT, texts.AUTHOR_LIMIT)


def test_nobody_writes_in_the_past_nor_where_it_is_closed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    past = opened(monkeypatch, home, known_at="2026-04-01T09:00+09:00")
    assert "過去の時点を表示しているため、記録は書き込めません。" in shown(past)
    monkeypatch.setenv(READ_ONLY_VARIABLE, "1")
    for app in (past, opened(monkeypatch, home)):
        assert "会議を記録する" not in shown(app)
        assert "PDFをつくる" in buttons(app)


def test_damaged_records_leave_the_papers(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / FILE_NAME).write_bytes(b"PK\x03\x04" * 4096)
    app = opened(monkeypatch, home)
    told = shown(app)
    assert "会議の記録を読めません" in told
    assert "対応の記録を読めないため、資料に載せません。" in shown(again(with_sections(app, "follow_ups")))
    assert "記録なし" not in told
    assert "会議を記録する" not in told
    assert "PDFをつくる" in buttons(app)


def test_the_announcement_is_written_from_what_is_typed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CONTACT_WINDOW_VARIABLE, raising=False)
    app = opened(monkeypatch, home)
    told = shown(app)
    assert "連絡窓口の宛先は運用担当者が設定します。" in told
    assert "（連絡窓口） 件名：" in told
    assert CONTACT_WINDOW_VARIABLE not in told
    assert told.count("（未定）") == 4
    field(app, "会議の開催日").set_value(date(2026, 2, 20))
    field(app, "時刻").set_value("13:30～15:00")
    field(app, "場所").set_value("県庁 髙﨑会議室")
    field(app, "議題（1行に1件）").set_value("進捗\n\n ［場所］の件 ")
    field(app, "参加予定（開催案内に使います）").set_value("管内市町村")
    monkeypatch.setenv(CONTACT_WINDOW_VARIABLE, "標準化窓口 <w@example.lg.jp>")
    told = shown(again(app))
    for words in (
        "標準化窓口 &lt;w@example.lg.jp&gt;",
        "件名：長野県の連絡会議の開催について",
        "2026年2月20日 13:30～15:00",
        "県庁 髙﨑会議室",
        "（1）進捗",
        "（2）［場所］の件",
        "管内市町村",
    ):
        assert words in told, words
    assert "（未定）" not in told
    field(app, "ひな形（直すことができます）").set_value("［日］［議題］")
    told = shown(again(app))
    assert "ひな形の［日］は置き換えられません。" in told


def test_a_meeting_typed_above_goes_into_the_record(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, home)
    assert "この開催予定を、下の記録の欄に入れる" not in [button.label for button in app.button]
    field(app, "会議の開催日").set_value(date(2026, 2, 20))
    field(app, "議題（1行に1件）").set_value("一\n二")
    again(app)
    press(app, "この開催予定を、下の記録の欄に入れる")
    assert (field(app, "次回の予定日").value, field(app, "議題").value) == (date(2026, 2, 20), "一\n二")
    field(app, "記入者").set_value("甲")
    press(app, "記録する")
    (entry,) = list_meetings(database(home))
    assert (entry.held_on, entry.next_on, entry.agenda) == (None, date(2026, 2, 20), "一\n二")


def test_the_preview_is_the_hand_outs_own_first_page(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_follow_ups(database(home), [contact_note(f"{AWKWARD}の件")], author="甲")
    app = opened(monkeypatch, home)
    assert "資料の構成" not in shown(app)
    field(app, "会議の開催日").set_value(date(2026, 2, 20))
    field(app, "議題（1行に1件）").set_value("一\n二")
    app.session_state["hand_out_preview"] = True
    told = shown(again(app))
    assert [one for one in ("2026年2月20日", "1．一", "2．二", "79.2", "資料の構成") if one not in told] == []
    assert "未完了のフォローアップ" not in told.partition("資料の構成")[2], "internal until chosen"
    contents = shown(again(with_sections(app, "follow_ups"))).partition("資料の構成")[2]
    assert re.search(r"フォローアップ[^ ]* 表 1", contents)
    contents = shown(again(with_sections(app, "map"))).partition("資料の構成")[2].partition("開催案内")[0]
    assert "地図" in contents
    assert " 表 " not in contents


def test_without_a_place_nothing_is_made_and_several_become_an_archive(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, home, prefecture="")
    assert "都道府県を選ぶと、資料をつくれます。" in shown(app)
    assert "PDFをつくる" not in buttons(app)
    field(app, "都道府県（複数選択可）").set_value(["20", "nation"])
    again(app)
    assert "2件の資料をZIPにまとめる" in [button.label for button in app.button]
    field(app, "全47都道府県（それぞれの資料をZIPにまとめます）").set_value(True)
    again(app)
    assert "47件の資料をZIPにまとめる" in [button.label for button in app.button]


def test_a_missing_font_is_told_and_closes_the_pdf_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from components.documents import pack_fonts

    monkeypatch.setattr(pack_fonts, "FONT_PACKAGES", {"some-font": ("no_such_module", "none.otf")})
    app = opened(monkeypatch, home)
    assert "パッケージ some-font を導入してください" in shown(app)
    closed = {str(one.label): bool(one.proto.disabled) for one in app.button}
    assert closed["PDFをつくる"]
    assert not closed["Excelをつくる"]
