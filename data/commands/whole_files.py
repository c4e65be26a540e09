"""Files that take their names together: every one whole, or the folder stands as it stood before."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO


class PackWriteError(OSError):
    """Files could not be written; the message, for the reader, says what stands now."""


def write_files(contents: Mapping[str, bytes], *, folder: Path) -> tuple[Path, ...]:
    """Write the files into ``folder`` (made where missing): every one whole under its name, or none.

    Raises PackWriteError.
    """
    paths = tuple(folder / name for name in contents)
    with all_or_none(paths) as files:
        for file, content in zip(files, contents.values(), strict=True):
            file.write(content)
    return paths


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """One file to write, as of ``all_or_none``."""
    with all_or_none((path,)) as files:
        yield files[0]


@contextmanager
def all_or_none(paths: Sequence[Path]) -> Iterator[tuple[IO[bytes], ...]]:
    """Files to write that take the names ``paths`` together once all are on the disk.

    After any exception nothing of them stays, and what had the names before has them again. Raises PackWriteError,
    which names what could not be put back. Who may read the files is for the umask to say.
    """
    temporary: list[Path] = []
    files: list[IO[bytes]] = []
    try:
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            hidden = _beside(path)
            files.append(hidden.open("x+b"))
            temporary.append(hidden)
        yield tuple(files)
        for file in files:
            file.flush()
            os.fsync(file.fileno())
            file.close()  # a share may speak up only now, and may not rename what is open
        _take_names(temporary, paths)
    except OSError as error:
        if error.errno in (None, errno.ENOENT):  # not about writing: a font or a map file that is missing says so
            raise
        names = "、".join(path.name for path in paths)
        raise PackWriteError(
            f"{names} を書き出せませんでした（{error.strerror or error}）。途中のファイルは残していません。"
            f"前からあったファイルはそのままです。同じ名前のファイルを開いていれば閉じ、{paths[0].parent} の空き容量と"
            "書き込みの権限を確かめてください。"
        ) from error
    finally:
        for file in files:
            with suppress(OSError):  # what could not be written out on a full disk is thrown away with the file
                file.close()
        for hidden in temporary:
            hidden.unlink(missing_ok=True)


def _take_names(temporary: Sequence[Path], paths: Sequence[Path]) -> None:
    """Let each file take its name; where one cannot, the names taken before it go back to what they were."""
    taken: list[tuple[Path, Path | None]] = []
    try:
        for hidden, path in zip(temporary, paths, strict=True):
            if path != paths[-1]:  # the last takes its name, and all is done, or leaves it alone
                taken.append((path, _put_aside(path)))
            hidden.replace(path)
    except BaseException as error:
        stuck = [(path, before) for path, before in reversed(taken) if not _put_back(path, before)]
        if stuck and isinstance(error, OSError):
            told = "、".join(f"{path.name}（前の内容は {before.name if before else 'なし'}）" for path, before in stuck)
            raise PackWriteError(
                f"{paths[0].parent} への書き出しを終えられませんでした（{error.strerror or error}）。"
                f"次のファイルは元に戻せず、新しい内容になっています: {told}"
            ) from error
        raise
    for _, before in taken:
        if before is not None:
            before.unlink(missing_ok=True)


def _put_aside(path: Path) -> Path | None:
    """Give what has the name ``path`` a second, hidden name; None where nothing has it."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):  # a folder could be moved aside, but it is not ours to replace
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    before = _beside(path)
    try:
        os.link(path, before, follow_symlinks=False)  # the name is never without a file
    except (OSError, NotImplementedError):  # many shares know no second names
        path.rename(before)
    return before


def _put_back(path: Path, before: Path | None) -> bool:
    try:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            before.replace(path)
            before.unlink(missing_ok=True)  # two names of one file: replacing does nothing then
    except OSError:
        return False
    return True


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{token_hex(8)}")
