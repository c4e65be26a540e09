"""フォローアップ driven as a reader would: tick, write, change, two people at one entry, and what the files say."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from components.follow_up_form import CONTENT_LIMIT, PERSON_LIMIT
from components.record_form import AUTHOR_LIMIT
from data.access import Home
from data.access.reader import READ_ONLY_VARIABLE
from data.records import FollowUpKind, follow_up, texts
from data.records.contacts import Contact, save_contacts
from data.records.database import FILE_NAME
from data.records.follow_ups import add_follow_ups, edit_follow_up, follow_up_history, list_follow_ups
from data.reference import load_reference
from tests.data.records.writing import contact_note, database
from tests.pages.follow_up_page import BODIES, again, choose, field, opened, press, shown, today
from tests.pages.running import run_page
from tests.tiny_programme import build_home
from tests.town_programme import build_town_home

LONG = "あ" * 400
AWKWARD = "=髙﨑祇葛①"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_town_home(tmp_path_factory.mktemp("town") / "home")


@pytest.fixture
def home(town: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(town, tmp_path / "home"))


def test_a_ticked_body_goes_into_a_new_entry_and_leaves_the_list(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, home)
    assert "未報告のシステムが20あります" in shown(app)
    ticks = [box for box in app.checkbox if str(box.key).startswith("follow_tick_follow_")]
    assert len(ticks) == 10
    assert "対応中のアドバイザー派遣の記録がない" in shown(app)
    assert "担当者の表は、まだ取り込まれていません（取り込みは運用担当者が行います）。" in shown(app)
    first, second = (str(ticks[place].key).removeprefix("follow_tick_follow_") for place in (0, 1))
    ticks[0].check()
    again(app)
    next(box for box in app.checkbox if str(box.key).endswith(second)).check()
    again(app)
    assert field(app, BODIES).value == [first, second]
    assert "2団体を下の記録欄に入れました。 記録欄へ進む" in shown(app)
    assert [toast.value for toast in app.toast] == ["2団体を下の記録欄に入れました。"]
    field(app, "内容").set_value(LONG)
    field(app, "担当").set_value(AWKWARD)
    field(app, "次の対応").set_value("+資料を送る")
    field(app, "期限").set_value(today())
    field(app, "記入者").set_value("甲")
    press(app, "記録する")
    entries = list_follow_ups(database(home))
    assert {entry.body_code for entry in entries} == {first, second}
    assert {(entry.content, entry.person, entry.next_action) for entry in entries} == {(LONG, AWKWARD, "+資料を送る")}
    told = shown(app)
    assert "2団体の対応を記録しました。" in told
    assert [toast.value for toast in app.toast] == ["2団体の対応を記録しました。"]
    assert told.index("対応を記録する") < told.index("2団体の対応を記録しました。")
    assert "長野県の対応の記録は2件、このうち対応中は2件、期限を過ぎたものは0件です。" in told
    assert not {first, second} & {
        str(box.key).rsplit("_", 1)[1] for box in app.checkbox if "tick_follow_" in str(box.key)
    }
    assert "30日以内に対応した団体（2団体）は除いています。" in told
    press(app, "記録する")
    assert len(list_follow_ups(database(home))) == 2
    assert "2団体の対応を記録しました。" in shown(app)


def test_what_is_refused_stays_typed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, home, body="20481")
    assert field(app, BODIES).value == ["20481"]
    field(app, "期限").set_value(today())
    press(app, "記録する")
    for words in (
        "内容を入力してください。",
        "期限を付けるときは、次の対応を入力してください。",
        "記入者を入力してください。",
    ):
        assert words in shown(app)
    field(app, "内容").set_value("あ" * 406)
    press(app, "記録する")
    assert "内容は406文字あります。400文字までです。" in shown(app)
    assert field(app, "内容").value == "あ" * 406
    assert field(app, "内容").proto.max_chars == 0
    field(app, "内容").set_value("電話で確認")
    field(app, "日付（今日まで）").set_value(today() + timedelta(days=2))
    press(app, "記録する")
    assert "これからの対応は、次の対応と期限に入力してください。" in shown(app)
    field(app, "日付（今日まで）").set_value(today())
    field(app, BODIES).set_value([])
    press(app, "記録する")
    assert "団体を選んでください。" in shown(app)
    assert field(app, "内容").value == "電話で確認"
    assert not (home / FILE_NAME).exists()


def test_a_due_date_can_be_taken_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_follow_ups(database(home), [contact_note("初め", body="20481", action="送る", due="2026-03-01")], author="甲")
    app = opened(monkeypatch, home)
    # A browser offers to empty a day only where there is none to begin with.
    assert list(field(app, "期限").proto.default) == []
    choose(app, "edit")
    assert list(field(app, "期限").proto.default) == []
    assert field(app, "期限").value == date(2026, 3, 1)
    field(app, "期限").set_value(None)
    field(app, "記入者").set_value("甲")
    press(app, "変更を保存する")
    assert [entry.due_on for entry in list_follow_ups(database(home))] == [None]


def test_two_people_at_one_entry_lose_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_follow_ups(database(home), [contact_note("初め", body="20481")], author="甲")
    app = choose(opened(monkeypatch, home), "edit")
    assert field(app, "内容").value == "初め"
    edit_follow_up(database(home), 1, contact_note("乙の文", body="20481", day="2026-02-03"), version=1, author="乙")
    field(app, "内容").set_value("甲の文")
    field(app, "記入者").set_value("甲")
    press(app, "変更を保存する")
    told = shown(app)
    assert "開いたあとに、乙がこの記録を変更しました" in told
    assert "入力した内容は残っています。何も保存していません。" in told
    assert "今の内容 長野県 池田町 2026年2月3日 電話 乙の文" in told
    assert field(app, "内容").value == "甲の文"
    assert [entry.content for entry in list_follow_ups(database(home))] == ["乙の文"]
    field(app, "内容").set_value("乙の文。甲の文")
    press(app, "変更を保存する")
    assert [entry.content for entry in list_follow_ups(database(home))] == ["乙の文。甲の文"]
    assert [change.before.content for change in follow_up_history(database(home), 1)] == ["初め", "乙の文"]
    assert "変更を保存しました。" in shown(app)
    choose(app, "edit")
    assert "変更の履歴（変更前の内容）" in shown(app)
    choose(app, "withdraw")
    press(app, "取り下げる")
    assert list_follow_ups(database(home)) == ()
    assert "対応の記録はありません。" in shown(app)


def test_a_change_left_unsaved_never_writes_over_a_later_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_follow_ups(database(home), [contact_note("初め", body="20481")], author="甲")
    app = choose(opened(monkeypatch, home), "edit")
    field(app, "内容").set_value("途中の文")
    choose(app, "add")
    edit_follow_up(database(home), 1, contact_note("乙の文", body="20481"), version=1, author="乙")
    choose(app, "edit")
    typed = field(app, "内容").value
    field(app, "記入者").set_value("甲")
    press(app, "変更を保存する")
    if typed == "乙の文":
        assert "変更を保存しました。" in shown(app)
    else:
        assert "開いたあとに、乙がこの記録を変更しました" in shown(app)
    assert [entry.content for entry in list_follow_ups(database(home))] == ["乙の文"]


def test_the_form_knows_the_limits_of_the_records() -> None:
    assert (CONTENT_LIMIT, PERSON_LIMIT) == (follow_up.CONTENT_LIMIT, follow_up.PERSON_LIMIT)
    assert AUTHOR_LIMIT == texts.AUTHOR_LIMIT


def test_overdue_actions_stand_first_and_dispatch_is_proposed_with_its_kind(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = (today() - timedelta(days=3)).isoformat()
    add_follow_ups(
        database(home),
        [contact_note("確認", body="20202", action="<b>送る</b>", due=due, day="2026-02-01")],
        author="甲",
    )
    save_contacts(database(home), [Contact("20202", "担当A", "＝担当B")], author="甲")
    told = shown(opened(monkeypatch, home))
    assert "期限を過ぎた対応（長野県）" in told
    assert "対応中（期限を3日超過）" in told
    assert "&lt;b&gt;送る&lt;/b&gt;" in told
    assert "長野県 松本市 担当A ＝担当B" in told
    english = shown(opened(monkeypatch, home, lang="en"))
    assert "Open, 3 days overdue" in english
    assert "新潟県の担当者は、取り込まれた表にありません。" in shown(opened(monkeypatch, home, prefecture="15"))


def test_what_was_agreed_at_a_meeting_is_overdue_past_its_day(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, home)
    key = next(str(box.key) for box in app.checkbox if str(box.key).startswith("follow_tick_follow_"))
    app.checkbox(key=key).check()
    again(app)
    field(app, "方法").set_value("meeting")
    field(app, "日付（今日まで）").set_value(today() - timedelta(days=40))
    field(app, "内容").set_value(AWKWARD)
    field(app, "次の対応").set_value("計画を送ってもらう")
    field(app, "期限").set_value(today() - timedelta(days=5))
    field(app, "記入者").set_value("甲")
    press(app, "記録する")
    assert "このうち対応中は1件、期限を過ぎたものは1件です。" in shown(app)
    overdue = next(str(one.proto.body) for one in app.get("html") if "<caption>期限を過ぎた対応" in str(one.proto.body))
    row = re.sub(r"<[^>]+>", " ", overdue)
    for words in ("連絡会議", AWKWARD, "計画を送ってもらう", "対応中（期限を5日超過）"):
        assert words in row, words
    # Forty days ago is no contact of the last thirty: it stays on the list, with the reason.
    assert key in [box.key for box in app.checkbox]
    assert "期限を過ぎた対応が1件あります" in shown(app)


def test_nobody_writes_in_the_past_nor_where_it_is_closed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    past = opened(monkeypatch, home, known_at="2026-04-01T09:00+09:00")
    assert "過去の時点を表示しているため、記録は書き込めません。" in shown(past)
    monkeypatch.setenv(READ_ONLY_VARIABLE, "1")
    for app in (past, opened(monkeypatch, home)):
        assert not app.checkbox
        assert not app.text_area
        assert "優先フォロー（長野県）" in shown(app)


def test_damaged_records_leave_the_ranking(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / FILE_NAME).write_bytes(b"PK\x03\x04" * 4096)
    app = opened(monkeypatch, home)
    told = shown(app)
    assert "対応の記録を読めません" in told
    assert "未報告のシステムが20あります" in told
    assert not app.checkbox
    for guess in ("対応の記録がありません", "団体）は除いています", "対応の記録・担当者の表"):
        assert guess not in told, guess
    assert "最近対応した団体があるかは不明です。" in told
    assert "候補を示していません。" in told


def test_a_month_of_rates_ranks_nobody_and_still_has_its_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = build_home(tmp_path / "tiny")
    add_follow_ups(database(home), [contact_note("確認", body="01100")], author="甲")
    app = run_page(monkeypatch, page="follow_up", home=home)
    assert "この月は判定がないため、順位を付けられません。" in shown(app)
    assert "北海道 札幌市 2026年2月2日 電話" in shown(app)


def test_the_files_are_inert_and_say_what_they_are(home: Path) -> None:
    from components.documents.table_files import table_csv, table_xlsx
    from components.follow_up_words import entry_columns, entry_frame, follow_head
    from components.text import Text
    from data.model import AsOf
    from data.views.follow_ups import follow_ups_view

    starts = ("=1+1", "+81", "-1", "@甲", "＝1", AWKWARD, LONG)
    drafts = [contact_note(one, body="20481", person=one[:60], kind=FollowUpKind.VISIT) for one in starts]
    add_follow_ups(database(home), drafts, author="=甲")
    text, view = Text("ja"), follow_ups_view(Home(home).reader(), as_of=AsOf("2026-02"), today=date(2026, 3, 1))
    frame, columns = entry_frame(view.entries, view=view, text=text), entry_columns(text)
    head = follow_head(view, title="対応の記録（全国）", place="全国", text=text)
    lines = table_csv(frame, columns=columns, head=head, text=text).decode("utf-8-sig")
    for one in starts[:6]:
        assert f",'{one}," in lines
        assert f",{one}," not in lines
    assert ",'=甲," in lines
    assert f",{LONG}," in lines
    assert "2026年3月1日現在" in lines
    assert table_xlsx(frame, columns=columns, head=head, text=text)[:2] == b"PK"


def test_the_nation_names_bodies_with_their_prefecture(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (first, *_) = (
        box for box in opened(monkeypatch, home, prefecture="").checkbox if str(box.key).startswith("follow_tick_")
    )
    place = load_reference().prefecture(str(first.key).rsplit("_", 1)[1][:2])
    assert place is not None
    assert str(first.label).startswith(f"1 {place.name} ")
