"""Whose restricted rows a reader may see, and the cut that enforces it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.model import Column, Visibility


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose restricted rows a reader may see: some prefectures (two-digit codes), or None for the whole nation."""

    prefectures: frozenset[str] | None = None


NATIONWIDE: Final = Scope()


def cut_to_scope(frame: pd.DataFrame, *, columns: Sequence[Column], scope: Scope) -> pd.DataFrame:
    """Rows as ``scope`` may see them: outside it restricted columns are blank; with a restricted key, rows are gone.

    ``frame`` has ``body_code`` and others of the ``columns`` given. Source: metrics.md §9.

    >>> code = Column("body_code", "str", Visibility.PUBLIC, "")
    >>> columns = (code, Column("vendor", "str", Visibility.RESTRICTED, ""))
    >>> frame = pd.DataFrame({"body_code": ["20201", "13101"], "vendor": ["A01", "A02"]})
    >>> cut_to_scope(frame, columns=columns, scope=Scope(frozenset({"20"})))["vendor"].tolist()
    ['A01', nan]
    """
    if scope.prefectures is None:
        return frame
    restricted = [
        column.name for column in columns if column.visibility is Visibility.RESTRICTED and column.name in frame
    ]
    if not restricted:
        return frame
    is_inside = frame["body_code"].str[:2].isin(scope.prefectures)
    if "body_code" in restricted:
        return frame[is_inside].reset_index(drop=True)
    cut = frame.copy()
    for name in restricted:
        cut[name] = cut[name].where(is_inside)
    return cut
