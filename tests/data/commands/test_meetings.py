"""The register of meetings and how prefectures stand, from the command line; what a hand-out is told of a meeting."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.__main__ import main
from data.records import Attendance
from data.records.database import FILE_NAME
from data.records.follow_ups import add_follow_ups
from data.records.meetings import add_meeting, edit_meeting, withdraw_meeting
from data.views.pack import PACK_SECTIONS, MeetingHead, PackView
from tests.data.records.writing import contact_note, database, meeting_note
from tests.tiny_programme import build_home

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return build_home(tmp_path / "home")


def run(home: Path, *arguments: str) -> int:
    return main([*arguments, "--home", str(home)])


def test_the_register_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = database(tmp_path)
    note = meeting_note("2026-01-15", agenda="一\n行", mic=Attendance.YES, agency=Attendance.NO, planned="2026-03-01")
    add_meeting(records, note, author="甲")
    add_meeting(records, meeting_note(None, prefecture="15", planned="2026-02-01", notes="調整中"), author="乙")
    edit_meeting(records, 2, meeting_note(None, prefecture="15", planned="2026-02-08"), version=1, author="乙")
    assert run(tmp_path, "meetings") == 0
    assert capsys.readouterr().out.splitlines() == [
        "2 新潟県 開催前／次回予定 2026-02-08（乙）",
        "1 長野県 2026-01-15 開催／次回予定 2026-03-01／総務省出席・デジタル庁欠席／議題: 一 行（甲）",
        "2件",
    ]
    assert run(tmp_path, "meetings", "--prefecture", "15", "--history", "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["next_on"], told["history"][0]["before"]["next_on"]) == ("2026-02-08", "2026-02-01")
    withdraw_meeting(records, 2, version=2, author="乙")
    assert run(tmp_path, "meetings", "--prefecture", "15") == 0
    assert capsys.readouterr().out == "0件\n"
    assert run(tmp_path, "meetings", "--prefecture", "15", "--all") == 0
    assert "（取り下げ済み）" in capsys.readouterr().out


def test_how_each_prefecture_stands(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_meeting(database(home), meeting_note("2025-10-20"), author="甲")
    assert run(home, "meetings", "--states") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[19] == "20 長野県 3か月以上開催の記録なし 最終 2025-10-20（3か月前）"
    assert told[0] == "01 北海道 記録なし"
    assert told[-1] == "2026-01 現在 47都道府県"
    assert run(home, "meetings", "--states", "--as-of", "2025-12", "--prefecture", "20", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["state"], row["months_since"], row["as_of"]) == ("met", 2, "2025-12")


@pytest.mark.parametrize("unknown", ["2", "48", "201", "20000", "長野県"])
@pytest.mark.parametrize("more", [(), ("--states",), ("--json",)])
def test_a_prefecture_that_is_none_is_refused_and_not_answered_with_another(
    home: Path, capsys: pytest.CaptureFixture[str], unknown: str, more: tuple[str, ...]
) -> None:
    add_meeting(database(home), meeting_note("2025-10-20"), author="甲")
    assert run(home, "meetings", "--prefecture", unknown, *more) == 2
    told = capsys.readouterr()
    assert f"都道府県コード「{unknown}」はありません。01〜47の2桁" in told.err
    assert told.out == ""


def test_states_need_data_and_sound_records(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "none", "meetings", "--states") == 2
    assert "データがありません" in capsys.readouterr().err
    (home / FILE_NAME).write_bytes(b"PK\x03\x04" * 4096)
    for more in ((), ("--states",)):
        assert run(home, "meetings", *more) == 2
        assert "壊れています" in capsys.readouterr().err


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[PackView]:
    views: list[PackView] = []

    def note(view: PackView, **_: Any) -> Mapping[str, bytes]:
        views.append(view)
        return {"one.xlsx": b"x"}

    monkeypatch.setattr("components.pack_files.pack_files", note)
    return views


def pack(home: Path, out: Path, *more: str) -> int:
    return run(home, "pack", "--out", str(out), "--format", "xlsx", *more)


def test_a_hand_out_carries_what_is_open_and_the_meeting(home: Path, tmp_path: Path, made: Sequence[PackView]) -> None:
    notes = [contact_note("長野の件"), contact_note("新潟の件", body="15202")]
    add_follow_ups(database(home), notes, author="甲")
    meeting = ("--held-on", "2026-02-20", "--venue", "県庁", "--agenda", "一", "--agenda", "二")
    assert pack(home, tmp_path / "out", "--prefecture", "20", *meeting, "--sections", "map,follow_ups") == 0
    (view,) = made
    assert [one.content for one in view.follow_ups or ()] == ["長野の件"]
    assert view.meeting == MeetingHead(date(2026, 2, 20), "県庁", ("一", "二"))
    assert view.sections == {"map", "follow_ups"}


def test_follow_ups_that_are_not_wanted_are_not_carried(home: Path, tmp_path: Path, made: Sequence[PackView]) -> None:
    add_follow_ups(database(home), [contact_note("長野の件")], author="甲")
    assert pack(home, tmp_path / "out", "--prefecture", "20", "--sections", "map") == 0
    assert (made[0].follow_ups, made[0].sections) == (None, frozenset({"map"}))


def test_without_a_meeting_there_is_no_head_and_what_is_handed_out(
    home: Path, tmp_path: Path, made: Sequence[PackView]
) -> None:
    add_follow_ups(database(home), [contact_note("長野の件")], author="甲")
    assert pack(home, tmp_path / "out", "--national") == 0
    (view,) = made
    assert (view.meeting, view.follow_ups, view.sections) == (
        None,
        None,
        frozenset(PACK_SECTIONS) - {"follow_ups", "flags"},
    )


def test_damaged_records_are_told_and_the_hand_out_is_made(
    home: Path, tmp_path: Path, made: Sequence[PackView], capsys: pytest.CaptureFixture[str]
) -> None:
    (home / FILE_NAME).write_bytes(b"PK\x03\x04" * 4096)
    assert pack(home, tmp_path / "out", "--prefecture", "20", "--sections", "map,follow_ups") == 0
    assert "対応の記録を載せていません" in capsys.readouterr().err
    assert made[0].follow_ups is None
    assert made[0].problem is not None


@pytest.mark.parametrize("wrong", [("--held-on", "2026-02-30"), ("--sections", "map,pie")])
def test_a_wrong_meeting_is_refused(home: Path, tmp_path: Path, wrong: tuple[str, str]) -> None:
    with pytest.raises(SystemExit) as refused:
        pack(home, tmp_path / "out", "--prefecture", "20", *wrong)
    assert refused.value.code == 2
    assert not (tmp_path / "out").exists()
