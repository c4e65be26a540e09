"""The form of annotations: what is written arrives, and nothing typed is lost when saving fails."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from components.annotation_form import BODY_LIMIT, TITLE_LIMIT
from components.record_form import AUTHOR_LIMIT
from components.text import LANGUAGES, Text, catalogue
from data.access import READ_ONLY_VARIABLE
from data.records import annotation as limits
from data.records.annotations import add_annotation, edit_annotation, list_annotations, withdraw_annotation
from data.records.database import URL_VARIABLE, Database
from data.records.desk import AnnotationDesk
from tests.components.annotation_page import choose, field, html, opened, run, submit, written
from tests.data.records.writing import database, draft
from tests.tiny_programme import build_home

pytestmark = pytest.mark.slow

SCRIPT = "<script>alert(1)</script>"
JA = Text("ja")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    monkeypatch.delenv(READ_ONLY_VARIABLE, raising=False)


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_home(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def home(programme: Path) -> Path:
    for file in programme.glob("records.sqlite*"):
        file.unlink()
    return programme


@pytest.fixture
def records(home: Path) -> Database:
    return database(home)


def test_limits_of_the_fields_are_those_of_the_records() -> None:
    assert (TITLE_LIMIT, BODY_LIMIT, AUTHOR_LIMIT) == (limits.TITLE_LIMIT, limits.BODY_LIMIT, limits.AUTHOR_LIMIT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_of_a_refusal_has_its_words(language: str) -> None:
    prefix = "annotation.refused."
    written = {key.removeprefix(prefix) for key in catalogue(language) if key.startswith(prefix)}
    assert written == set(limits._REASON_WORDS)


def test_a_new_annotation_is_recorded_and_listed_in_the_same_run(home: Path, records: Database) -> None:
    at = opened(home)
    field(at, "題名").set_value("=髙﨑①🗾")
    field(at, "内容").set_value(f"一行目\n{SCRIPT}")
    field(at, "種別").set_value("vendor")
    field(at, "年月").set_value("2025-12")
    field(at, "記入者").set_value("総務省 担当")
    submit(at)
    (note,) = list_annotations(records)
    assert (note.title, note.body, note.author) == ("=髙﨑①🗾", f"一行目\n{SCRIPT}", "総務省 担当")
    assert (note.kind.value, note.month, note.prefecture_code) == ("vendor", "2025-12", None)
    shown = html(at)
    assert "注記を記録しました。" in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert SCRIPT not in shown
    for words in ("2025年12月", "ベンダ", "全国", "=髙﨑①🗾", "総務省 担当"):
        assert f">{words}<" in shown, words
    assert field(at, "題名").value == field(at, "内容").value == ""
    assert field(at, "記入者").value == "総務省 担当", "who writes stays for the next one"
    assert "注記を記録しました。" in html(run(at)), "said until something else is done"
    assert "注記を記録しました。" not in html(choose(at, "edit"))


def test_a_refused_text_is_told_reason_by_reason_and_kept(home: Path, records: Database) -> None:
    at = opened(home)
    field(at, "内容").set_value("書きかけの文")
    submit(at)
    assert "題名を入力してください。" in html(at)
    assert "記入者を入力してください。" in html(at)
    assert field(at, "内容").value == "書きかけの文"
    assert written(records) == []


def test_a_text_too_long_is_kept_whole_and_counted(home: Path, records: Database) -> None:
    at = opened(home)
    field(at, "題名").set_value("字" * 61)
    field(at, "内容").set_value("文" * 1000)
    field(at, "記入者").set_value("甲")
    submit(at)
    assert "題名は61文字あります。60文字までです。" in html(at)
    assert "内容は1,000文字あります。400文字までです。" in html(at)
    assert (field(at, "題名").value, field(at, "内容").value) == ("字" * 61, "文" * 1000)
    assert written(records) == []


def test_editing_starts_from_what_is_written_and_keeps_who_wrote_it(home: Path, records: Database) -> None:
    add_annotation(records, draft("初め", body="一", month="2025-12"), author="甲")
    at = choose(opened(home), "edit")
    assert (field(at, "題名").value, field(at, "内容").value, field(at, "年月").value) == ("初め", "一", "2025-12")
    field(at, "題名").set_value("後")
    field(at, "記入者").set_value("乙")
    submit(at)
    (note,) = list_annotations(records)
    assert (note.title, note.author, note.edited_by, note.version) == ("後", "甲", "乙", 2)
    assert "変更を保存しました。" in html(at)
    assert at.segmented_control[0].value == "add"


def test_of_two_editors_the_second_sees_both_texts_and_decides(home: Path, records: Database) -> None:
    note = add_annotation(records, draft("初め"), author="甲")
    at = choose(opened(home), "edit")
    edit_annotation(records, note.id, draft("乙の題", body=f"乙の文{SCRIPT}"), version=1, author="乙")
    run(at)
    field(at, "題名").set_value("丙の題")
    field(at, "内容").set_value("丙の文")
    field(at, "記入者").set_value("丙")
    submit(at)
    shown = html(at)
    assert "乙がこの記録を変更しました" in shown
    assert "何も保存していません" in shown
    assert "乙の題" in shown
    assert "乙の文&lt;script&gt;" in shown
    assert SCRIPT not in shown
    assert (field(at, "題名").value, field(at, "内容").value) == ("丙の題", "丙の文")
    assert written(records) == ["乙の題"]
    submit(at)
    assert written(records) == ["丙の題"]
    assert "変更を保存しました。" in html(at)


def test_what_became_of_a_save_is_not_told_again_once_the_page_was_left(home: Path, records: Database) -> None:
    at = opened(home)
    field(at, "題名").set_value("字" * 61)
    submit(at)
    assert "題名は61文字あります。" in html(at)
    at.query_params["away"] = "yes"
    run(at)
    del at.query_params["away"]
    run(at)
    assert field(at, "題名").value == ""
    assert "題名は61文字あります。" not in html(at)


def test_an_annotation_withdrawn_meanwhile_is_told_and_the_text_kept(home: Path, records: Database) -> None:
    note = add_annotation(records, draft("初め"), author="甲")
    at = choose(opened(home), "edit")
    field(at, "題名").set_value("丙の題")
    field(at, "記入者").set_value("丙")
    withdraw_annotation(records, note.id, version=1, author="乙")
    submit(at)
    assert "乙がこの記録を取り下げました" in html(at)
    assert field(at, "題名").value == "丙の題"
    submit(at)
    assert "乙がこの記録を取り下げました" in html(at)
    assert written(records) == []


def test_withdrawing_takes_it_off_the_list_and_keeps_it_on_record(home: Path, records: Database) -> None:
    add_annotation(records, draft("初め"), author="甲")
    at = choose(opened(home), "withdraw")
    assert [widget.label for widget in at.text_input] == ["記入者"]
    submit(at)
    assert "記入者を入力してください。" in html(at)
    field(at, "記入者").set_value("乙")
    submit(at)
    assert "注記を取り下げました。" in html(at)
    assert "初め" not in html(at)
    assert written(records) == []
    assert len(list_annotations(records, is_with_withdrawn=True)) == 1


def test_a_busy_database_costs_nothing_typed(home: Path, records: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Database.__init__, "__kwdefaults__", {"wait_seconds": 0.05})
    add_annotation(records, draft("前から"), author="甲")
    at = opened(home)
    field(at, "題名").set_value("待つ題")
    field(at, "記入者").set_value("乙")
    with records.writing():
        submit(at)
    assert "ほかの処理が使っています" in html(at)
    assert "入力した内容は残っています。何も保存していません。" in html(at)
    assert field(at, "題名").value == "待つ題"
    assert "前から" in html(at)
    submit(at)
    assert written(records) == ["前から", "待つ題"]


def test_a_damaged_database_is_told_and_the_form_stays(home: Path) -> None:
    (home / "records.sqlite").write_bytes(b"rubbish" * 1000)
    at = opened(home)
    assert "注記を表示できません" in html(at)
    assert "壊れています" in html(at)
    field(at, "題名").set_value("書いた題")
    field(at, "記入者").set_value("乙")
    submit(at)
    assert field(at, "題名").value == "書いた題"


def test_two_clicks_at_once_record_once(home: Path, records: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from components import annotation_form as module

    desk, state = AnnotationDesk(records), module._State("k")
    typed = {"month": "2026-01", "kind": "data", "place": "", "title": "一度だけ", "body": ""}
    session = {state.name(what): value for what, value in typed.items()} | {"k_author": "甲"}
    monkeypatch.setattr("components.record_form.st.session_state", session)
    submitting = partial(module._submit, state, 0, action="add", desk=desk, text=JA)
    clicks = [Thread(target=submitting) for _ in range(2)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    assert written(records) == ["一度だけ"]


def test_a_second_click_on_the_next_form_is_no_empty_annotation(home: Path, records: Database) -> None:
    at = opened(home)
    field(at, "題名").set_value("一度だけ")
    field(at, "記入者").set_value("甲")
    submit(submit(at))
    assert written(records) == ["一度だけ"]
    assert "注記を記録しました。" in html(at)
    assert "題名を入力してください。" not in html(at)


def test_the_page_changing_month_and_place_under_the_form(home: Path) -> None:
    at = opened(home, month="2025-12")
    assert field(at, "年月").value == "2025-12"
    at.query_params["month"], at.query_params["prefecture"] = "2026-01", "20"
    run(at)
    assert (field(at, "年月").value, field(at, "対象").value) == ("2026-01", "20")


def test_the_form_is_drawn_from_its_first_opening_on(home: Path) -> None:
    at = opened(home, is_open=False)
    assert not at.text_area
    at.session_state["annotations_expander"] = True
    assert run(at).text_area
    at.session_state["annotations_expander"] = False
    assert run(at).text_area, "closing it loses nothing typed"
