"""The operator's annotations: exit codes, words and JSON, and that a refused one leaves nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.__main__ import main


@pytest.fixture(autouse=True)
def _read_only_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_READ_ONLY", "1")


def run(home: Path, *arguments: str) -> int:
    return main([*arguments, "--home", str(home)])


def annotate(home: Path, **values: str) -> int:
    given = {"month": "2026-01", "kind": "政策", "title": "期限の見直し", "author": "甲"} | values
    return run(home, "annotate", *(part for name, value in given.items() for part in (f"--{name}={value}",)))


def test_an_annotation_is_written_listed_and_withdrawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert annotate(tmp_path, body="一行目\n二行目") == 0
    assert annotate(tmp_path, kind="vendor", title="=髙﨑①", prefecture="20") == 0
    told = capsys.readouterr().out
    assert "注記を記録しました: 1 2026-01 政策 全国 期限の見直し／一行目 二行目（甲 " in told
    assert "2 2026-01 ベンダ 都道府県 20 =髙﨑①（甲 " in told

    assert run(tmp_path, "withdraw-annotation", "1", "--author", "乙") == 0
    assert "取り下げ済み" in capsys.readouterr().out
    assert run(tmp_path, "annotations", "--json") == 0
    assert [item["id"] for item in json.loads(capsys.readouterr().out)] == [2]
    assert run(tmp_path, "annotations", "--all", "--history", "--json") == 0
    first, second = json.loads(capsys.readouterr().out)
    assert (first["is_withdrawn"], first["history"][0]["replaced_by"]) == (True, "乙")
    assert first["history"][0]["before"]["body"] == "一行目\n二行目"
    assert (second["title"], second["kind"], second["prefecture_code"], second["history"]) == (
        "=髙﨑①",
        "vendor",
        "20",
        [],
    )
    assert run(tmp_path, "annotations", "--all", "--history") == 0
    assert "乙 が変更。変更前: 1 2026-01" in capsys.readouterr().out
    for unknown in ("2", "48", "０1"):
        assert run(tmp_path, "annotations", "--prefecture", unknown) == 2
        assert f"都道府県コード「{unknown}」はありません" in capsys.readouterr().err
    assert run(tmp_path, "annotations", "--prefecture", "15") == 0
    assert capsys.readouterr().out == "0件\n"


def test_the_author_is_the_user_who_runs_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "unyou")
    assert run(tmp_path, "annotate", "--month=2026-01", "--kind=data", "--title=訂正", "--json") == 0
    assert json.loads(capsys.readouterr().out)["author"] == "unyou"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"month": "2026-1"}, "YYYY-MM"),
        ({"title": ""}, "題名を入力"),
        ({"title": "あ" * 61}, "60文字まで"),
        ({"body": "あ" * 401}, "400文字まで"),
        ({"prefecture": "48"}, "01〜47"),
    ],
)
def test_a_refused_annotation_leaves_nothing(
    values: dict[str, str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert annotate(tmp_path / "home", **values) == 2
    told = capsys.readouterr().err
    assert words in told
    assert "何も保存していません" in told
    assert not (tmp_path / "home").exists()


def test_an_unknown_kind_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        annotate(tmp_path, kind="噂")
    assert ended.value.code == 2
    assert "政策・ベンダ・データ・その他" in capsys.readouterr().err


def test_a_number_that_is_not_there_and_a_damaged_database_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "withdraw-annotation", "7") == 2
    assert "注記 7 はありません" in capsys.readouterr().err
    (tmp_path / "records.sqlite").write_bytes(b"rubbish" * 1000)
    assert run(tmp_path, "annotations") == 2
    assert annotate(tmp_path) == 2
    assert capsys.readouterr().err.count("壊れています") == 2
