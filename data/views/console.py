"""SQL of one's own over the documented views: what the console of 探索, ``query`` and notebooks run."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pandas as pd

from data.access import Reader
from data.access.cage import MOST_ROWS, SECONDS, RefusedError, named_views, run_caged
from data.access.fact_dictionary import FACT_VIEWS, FactColumn, FactView
from data.access.facts import as_frame
from data.model import AsOf
from data.views.flag_systems import facts_with_flags

__all__ = ["FACT_VIEWS", "MOST_ROWS", "SECONDS", "FactColumn", "FactView", "RefusedError", "SqlAnswer", "run_sql"]


@dataclass(frozen=True, slots=True)
class SqlAnswer:
    """What a statement answered: at most ``MOST_ROWS`` rows, ``is_cut`` where there were more.

    Texts are str, numbers nullable, dates datetime64[s], moments datetime64[us]. ``seconds`` it took.
    """

    frame: pd.DataFrame
    is_cut: bool
    seconds: float


def run_sql(
    reader: Reader,
    *,
    as_of: AsOf,
    sql: str,
    seconds: float = SECONDS,
    most_rows: int = MOST_ROWS,
    cancelled: threading.Event | None = None,
) -> SqlAnswer:
    """Run one SELECT over ``FACT_VIEWS`` up to the as-of month, cut to the reader's scope; every business.

    Another thread stops it by setting ``cancelled``. The first statement that reads vendor flags may take long where
    those of past months were never worked out; its seconds are not counted. Raises RefusedError, in Japanese, for
    anything but one SELECT over the views with known functions, and where it fails or takes too long or too much.
    """
    if named_views(sql, views=FACT_VIEWS) & {"flags", "flagged_systems"}:
        facts = facts_with_flags(reader, as_of=as_of, months=reader.months)
    else:
        facts = reader.facts(known_at=as_of.known_at)
    found = run_caged(
        facts,
        sql,
        month=as_of.month,
        views=FACT_VIEWS,
        seconds=seconds,
        most_rows=most_rows,
        cancelled=cancelled,
    )
    return SqlAnswer(as_frame(found.table), found.is_cut, found.seconds)
