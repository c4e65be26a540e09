"""今月の変化 of a hand-out: how many systems changed in what way, where most of them are, and whose."""

from __future__ import annotations

from typing import Final

import pandas as pd

from components.documents.table_files import TableColumn
from components.text import Text
from data.reference import load_reference
from data.views.changes import CHANGE_KINDS, MonthChanges

_MOST: Final = 3


def change_rows(changes: MonthChanges, *, text: Text) -> pd.DataFrame:
    """A row per kind of change: change, systems, bodies, where, vendors, meaning.

    ``where`` and ``vendors`` name the three prefectures and the three vendors with the most systems.
    """
    vendors = changes.vendors
    rows = []
    for kind in CHANGE_KINDS:
        found = changes.prefectures[changes.prefectures["change"] == kind]
        names = found["prefecture_code"].map(lambda code: _name(str(code), text=text))
        rows.append(
            {
                "change": text(f"change.{kind}"),
                "systems": int(found["systems"].sum()),
                "bodies": int(found["bodies"].sum()),
                "where": _most(found, code="prefecture_code", names=names, text=text),
                "vendors": "" if vendors is None else _most_vendors(vendors[vendors["change"] == kind], text=text),
                "meaning": text(f"change.{kind}.meaning"),
            }
        )
    return pd.DataFrame(rows)


def change_columns(text: Text, *, has_vendors: bool) -> tuple[TableColumn, ...]:
    """The columns of ``change_rows``, the vendors' where they are told."""
    return (
        TableColumn("change", text("pack.change.change"), is_heading=True),
        TableColumn("systems", text("pack.change.systems"), kind="count"),
        TableColumn("bodies", text("pack.change.bodies"), kind="count"),
        TableColumn("where", text("pack.change.where")),
        *([TableColumn("vendors", text("pack.change.vendors"))] if has_vendors else []),
        TableColumn("meaning", text("pack.change.meaning")),
    )


def _most_vendors(found: pd.DataFrame, *, text: Text) -> str:
    names = found["name"].fillna(text("vendors.unknown_vendor"))
    return _most(found, code="vendor_code", names=names, text=text)


def _most(found: pd.DataFrame, *, code: str, names: pd.Series, text: Text) -> str:
    """The places or vendors of ``found`` with the most systems, with the number of these."""
    rows = found.assign(label=names).sort_values(["systems", code], ascending=[False, True]).head(_MOST)
    return text("pack.joint").join(
        text("pack.beside", label=label, value=text.count(int(systems)))
        for label, systems in zip(rows["label"], rows["systems"], strict=True)
    )


def _name(code: str, *, text: Text) -> str:
    found = load_reference().prefecture(code)
    return text.pick(found.name, found.english) if found else code
