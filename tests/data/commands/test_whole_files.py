"""Files that take their names together: what stands after a full disk, a name that cannot be taken, and a cancel."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from data.commands.whole_files import PackWriteError, all_or_none, write_files

NEW = {"a.xlsx": b"1", "b.pptx": b"2", "c.pdf": b"3"}


def standing(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_full_disk_leaves_no_half_file_and_keeps_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b.pptx").write_bytes(b"before")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PackWriteError, match="途中のファイルは残していません"):
        write_files(NEW, folder=tmp_path)
    assert standing(tmp_path) == {"b.pptx": b"before"}


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM])
@pytest.mark.parametrize("refused", list(NEW))
@pytest.mark.parametrize("is_linked", [True, False])
def test_a_name_that_cannot_be_taken_leaves_every_name_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, refused: str, is_linked: bool
) -> None:
    before = {"a.xlsx": b"old a", "c.pdf": b"old c"}
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
    if not is_linked:

        def no_second_names(*_: Any, **__: Any) -> None:
            raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))

        monkeypatch.setattr(os, "link", no_second_names)
    real = os.replace
    tried: list[str] = []

    def replace(source: Any, target: Any) -> None:
        if Path(target).name == refused and not tried:
            tried.append(refused)
            raise OSError(number, os.strerror(number))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(PackWriteError, match="前からあったファイルはそのままです"):
        write_files(NEW, folder=tmp_path)
    assert tried == [refused]
    assert standing(tmp_path) == before


@pytest.mark.parametrize("taken", list(NEW))
def test_a_folder_with_the_name_of_a_file_stays_and_so_do_the_others(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).mkdir()
    (tmp_path / taken / "inside").write_bytes(b"theirs")
    others = {name: b"before" for name in NEW if name != taken}
    for name, content in others.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(PackWriteError, match="途中のファイルは残していません"):
        write_files(NEW, folder=tmp_path)
    assert standing(tmp_path) == others
    assert (tmp_path / taken / "inside").read_bytes() == b"theirs"


def test_what_cannot_be_put_back_is_named_with_where_its_old_content_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"old a")
    real = os.replace
    calls: list[str] = []

    def replace(source: Any, target: Any) -> None:
        calls.append(Path(target).name)
        if calls != ["a.xlsx"]:  # the first name is taken, then the share goes away
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(PackWriteError, match=r"元に戻せず、新しい内容になっています: a\.xlsx（前の内容は ") as error:
        write_files(NEW, folder=tmp_path)
    assert "残していません" not in str(error.value)
    assert calls == ["a.xlsx", "b.pptx", "a.xlsx"]
    found = standing(tmp_path)
    assert found.pop("a.xlsx") == b"1"
    ((aside, content),) = found.items()
    assert content == b"old a"
    assert aside in str(error.value)


def test_a_cancel_while_names_are_taken_puts_them_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"old a")
    real = os.replace

    def replace(source: Any, target: Any) -> None:
        if Path(target).name == "b.pptx":
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(KeyboardInterrupt), all_or_none([tmp_path / name for name in NEW]):
        pass
    assert standing(tmp_path) == {"a.xlsx": b"old a"}


def test_new_files_replace_old_ones_and_leave_nothing_beside_them(tmp_path: Path) -> None:
    for name in NEW:
        (tmp_path / name).write_bytes(b"before")
    write_files(NEW, folder=tmp_path)
    assert standing(tmp_path) == NEW


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize(("umask", "mode"), [(0o077, 0o600), (0o027, 0o640), (0o022, 0o644)])
def test_who_may_read_is_for_the_umask_to_say(tmp_path: Path, umask: int, mode: int) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"before")
    former = os.umask(umask)
    try:
        paths = write_files(NEW, folder=tmp_path)
    finally:
        os.umask(former)
    assert [path.stat().st_mode & 0o777 for path in paths] == [mode] * 3
