"""What the store says when it cannot do as asked: plain Japanese for the operator, no traceback needed."""

from __future__ import annotations

import errno
from pathlib import Path


class StoreError(Exception):
    """The store could not be read or written; the message says what happened, where and what to do."""


class ImportRefusedError(StoreError):
    """The files are sound, but publishing them would break a rule of the store; nothing was stored."""


class DamagedSnapshotError(StoreError):
    """A stored file is missing or its hash is not the recorded one."""


def write_failure(error: OSError, *, home: Path) -> StoreError:
    """Turn a failed write under ``home`` into words; what was there before is whole in every case."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            cause, remedy = "の空き容量が足りない", "空きを増やして、もう一度取り込んでください。"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            cause, remedy = "に書き込む権限がない", "権限を確かめるか、--home で別の保存先を指定してください。"
        case _:
            cause = f"に書き込めない（{error.strerror or error}）"
            remedy = "保存先の状態を確かめて、もう一度取り込んでください。"
    return StoreError(f"保存先（{home}）{cause}ため、取り込めませんでした。これまでのデータは元のままです。{remedy}")
