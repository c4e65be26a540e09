"""今月の変化 of a hand-out: how many systems changed in what way, and where most of them are."""

from __future__ import annotations

from typing import Final

import pandas as pd

from components.documents.table_files import TableColumn
from components.text import Text
from data.reference import load_reference
from data.views.changes import CHANGE_KINDS

_MOST: Final = 3


def change_rows(changes: pd.DataFrame, *, text: Text) -> pd.DataFrame:
    """A row per kind of change: change, systems, bodies, where (the three prefectures with the most systems).

    ``changes`` has the columns of ``data.views.changes.month_changes``.
    """
    rows = []
    for kind in CHANGE_KINDS:
        found = changes[changes["change"] == kind].sort_values(["systems", "prefecture_code"], ascending=[False, True])
        most = zip(found["prefecture_code"].head(_MOST), found["systems"].head(_MOST), strict=True)
        rows.append(
            {
                "change": text(f"change.{kind}"),
                "systems": int(found["systems"].sum()),
                "bodies": int(found["bodies"].sum()),
                "where": text("pack.joint").join(
                    text("pack.beside", label=_name(str(code), text=text), value=text.count(int(systems)))
                    for code, systems in most
                ),
                "meaning": text(f"change.{kind}.meaning"),
            }
        )
    return pd.DataFrame(rows)


def change_columns(text: Text) -> tuple[TableColumn, ...]:
    """The columns of ``change_rows``."""
    return (
        TableColumn("change", text("pack.change.change"), is_heading=True),
        TableColumn("systems", text("pack.change.systems"), kind="count"),
        TableColumn("bodies", text("pack.change.bodies"), kind="count"),
        TableColumn("where", text("pack.change.where")),
        TableColumn("meaning", text("pack.change.meaning")),
    )


def _name(code: str, *, text: Text) -> str:
    found = load_reference().prefecture(code)
    return text.pick(found.name, found.english) if found else code
