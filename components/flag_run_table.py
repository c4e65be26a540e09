"""When each flag was raised and cleared, flag by flag: the rows and columns of the tables under the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from components.documents.table_files import TableColumn
from components.flag_words import flag_words, severity_words
from components.text import Text
from data.reference import load_reference
from data.views.vendor_flags import Severity

_LEVELS: Final = {str(severity): severity.level for severity in Severity}


def run_rows(runs: pd.DataFrame, *, name: Callable[[str], str], text: Text) -> pd.DataFrame:
    """``runs`` (``vendor_flags.flag_runs``) in the reader's words, in their order: the columns of ``run_columns``.

    ``name`` gives a vendor's name by its code. A flag that is up still has no month of clearing, and says so.
    """
    reference = load_reference()
    businesses = {item.id: text.pick(item.name, item.english) for item in reference.businesses}
    rows = [
        {
            "flag": flag_words(flag, text=text),
            "vendor_code": code,
            "vendor": name(code),
            "business": businesses[business] if isinstance(business, str) else text("flag.all_businesses"),
            "crowded": text.month(crowded) if isinstance(crowded, str) else "",
            "raised": text.month(raised),
            "cleared": text.month(cleared) if isinstance(cleared, str) else text("flag_runs.standing"),
            "severity": severity_words(_LEVELS[severity], text=text),
            "systems": systems,
            "bodies": bodies,
        }
        for flag, code, business, crowded, raised, cleared, severity, systems, bodies in runs[
            [
                "flag", "vendor_code", "business", "crowded_month", "raised", "cleared", "severity", "systems",
                "bodies",
            ]
        ].itertuples(index=False, name=None)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[column.name for column in run_columns(text)])


def run_columns(text: Text) -> tuple[TableColumn, ...]:
    """Columns of ``run_rows``."""
    return (
        TableColumn("flag", text("vendors.column.flag"), is_heading=True),
        TableColumn("vendor_code", text("vendors.column.code")),
        TableColumn("vendor", text("vendors.column.vendor")),
        TableColumn("business", text("column.business")),
        TableColumn("crowded", text("flag_runs.crowded")),
        TableColumn("raised", text("flag_runs.raised")),
        TableColumn("cleared", text("flag_runs.cleared")),
        TableColumn("severity", text("flag_runs.severity")),
        TableColumn("systems", text("flag_runs.systems"), kind="count"),
        TableColumn("bodies", text("flag_runs.bodies"), kind="count"),
    )


def run_sentence(runs: pd.DataFrame, *, text: Text) -> str:
    """How many flags were ever raised, and how many of them are up still."""
    if runs.empty:
        return text("flag_runs.none")
    return text("flag_runs.summary", raised=len(runs), standing=int(runs["cleared"].isna().sum()))
