"""The table of contacts and the register: exit codes, words and JSON, and that a refused table leaves nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.__main__ import main
from data.records import FollowUpState
from data.records.contacts import Contact, list_contacts
from data.records.follow_ups import add_follow_ups, edit_follow_up, withdraw_follow_up
from tests.data.records.writing import contact_note, database

TABLE = "団体コード,総務省担当,標準化リエゾン\n202011,=担当A,髙﨑祇葛①\n152021,,担当C\n"


def run(home: Path, *arguments: str) -> int:
    return main([*arguments, "--home", str(home)])


def written(folder: Path, content: str, *, encoding: str = "utf-8-sig") -> str:
    path = folder / "contacts.csv"
    path.write_text(content, encoding=encoding)
    return str(path)


def test_a_table_is_imported_and_imported_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    assert run(home, "contacts", written(tmp_path, TABLE), "--author", "甲") == 0
    assert "2団体（新規 2、変更 0）" in capsys.readouterr().out
    contacts = list_contacts(database(home))
    assert contacts == (Contact("15202", "", "担当C"), Contact("20201", "=担当A", "髙﨑祇葛①"))
    changed = TABLE.replace("担当C", "担当D")
    assert run(home, "contacts", written(tmp_path, changed), "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"rows": 2, "added": 0, "changed": 1}


@pytest.mark.parametrize("contact", ["総務省　自治行政局　担当A", "担当\u00a0A", "\ue000田"])
def test_spaces_of_every_width_and_letters_of_private_use_are_accepted(tmp_path: Path, contact: str) -> None:
    # Full-width spaces part offices from names; the same letters must pass every layer down to the database.
    table = f"団体コード,総務省担当,標準化リエゾン\n202011,{contact},\n"
    assert run(tmp_path / "home", "contacts", written(tmp_path, table)) == 0
    assert list_contacts(database(tmp_path / "home")) == (Contact("20201", contact, ""),)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (TABLE + "202011,,\n", "同じ団体の行が重複しています（2行目）"),
        (TABLE + "99999,,\n", "行 4、列 団体コード、値 99999"),
        (TABLE + f"20202,{'あ' * 121},\n", "120文字まで"),
        (TABLE + '20202,"一\n二",\n', "改行などのない1行"),
        (TABLE + "20202,一\u2028二,\n", "改行などのない1行"),
        (TABLE + "20202,一\u2029二,\n", "改行などのない1行"),
        (TABLE + "20202,一\u0085二,\n", "改行などのない1行"),
        (TABLE + "20202,\x07鐘,\n", "改行などのない1行"),
        (TABLE.replace("標準化リエゾン", "担当"), "列「標準化リエゾン」がありません"),
        ("団体コード,総務省担当,標準化リエゾン\n", "データの行が1行もありません"),
        ("名前,電話\n甲,0\n", "見出し（団体コード・総務省担当・標準化リエゾン）が見つかりません"),
    ],
)
def test_a_faulty_table_is_refused_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, told: str
) -> None:
    assert run(tmp_path / "home", "contacts", written(tmp_path, content)) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "home" / "records.sqlite").exists()


def test_the_register_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = database(tmp_path)
    add_follow_ups(
        records,
        [
            contact_note("一\n行", body="20201", action="資料を送る", due="2026-02-03"),
            contact_note("済", body="20202", action="送る", due="2026-02-03", state=FollowUpState.DONE),
            contact_note("新潟", body="15202"),
        ],
        author="甲",
    )
    edit_follow_up(records, 3, contact_note("新潟県", body="15202"), version=1, author="乙")
    assert run(tmp_path, "follow-ups", "--overdue") == 0
    told = capsys.readouterr().out.splitlines()
    line = "1 2026-02-02 20201 長野市 電話 一 行／次の対応: 資料を送る（期限 2026-02-03） 期限超過（甲）"
    assert told == [line, "1件"]
    assert run(tmp_path, "follow-ups", "--place", "20") == 0
    assert "2件" in capsys.readouterr().out
    withdraw_follow_up(records, 3, version=2, author="乙")
    assert run(tmp_path, "follow-ups", "--place", "15", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run(tmp_path, "follow-ups", "--place", "15", "--json", "--all", "--history") == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert [one["before"]["content"] for one in found["history"]] == ["新潟", "新潟県"]
    assert (found["is_withdrawn"], found["is_overdue"], found["happened_on"]) == (True, False, "2026-02-02")


def test_a_body_is_named_by_five_digits_or_six_and_a_prefecture_by_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = [contact_note(body, body=body) for body in ("20201", "20202", "20000", "15202")]
    add_follow_ups(database(tmp_path), notes, author="甲")

    def bodies(*place: str) -> list[str]:
        assert run(tmp_path, "follow-ups", *place, "--json") == 0
        return sorted(entry["body_code"] for entry in json.loads(capsys.readouterr().out))

    assert bodies("--place", "202011") == bodies("--place", "20201") == ["20201"]
    assert bodies("--place", "20") == ["20000", "20201", "20202"]
    assert bodies("--place", "200000") == ["20000"]  # the prefecture's own systems
    assert bodies() == ["15202", "20000", "20201", "20202"]


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("2", "都道府県コード「2」はありません。01〜47の2桁"),
        ("48", "都道府県コード「48」はありません"),
        ("202", "団体コード「202」はありません"),
        ("99999", "団体コード「99999」はありません"),
        ("202012", "団体コード「202012」はありません"),  # another check digit
        ("2020111", "団体コード「2020111」はありません"),
        ("長野県", "団体コード「長野県」はありません"),
    ],
)
def test_a_place_that_names_nothing_is_refused_and_not_answered_with_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str, told: str
) -> None:
    add_follow_ups(database(tmp_path), [contact_note(body="20201")], author="甲")
    for more in ((), ("--json",)):
        assert run(tmp_path, "follow-ups", "--place", place, *more) == 2
        answer = capsys.readouterr()
        assert told in answer.err
        assert answer.out == ""
