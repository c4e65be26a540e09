"""SQL of one's own over the documented views: what the console of 探索, ``query`` and notebooks run."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd
import pyarrow as pa

from data.access import Reader
from data.access.cage import MOST_COLUMNS, MOST_ROWS, SECONDS, CagedAnswer, run_caged
from data.access.cage_gate import MOST_LETTERS, Inspected, RefusedError, named_views
from data.access.cage_words import FUNCTIONS
from data.access.fact_dictionary import FACT_VIEWS, FactColumn, FactView
from data.access.facts import Facts, as_frame
from data.model import AsOf
from data.views.flag_systems import facts_with_flags
from data.workers.messages import Message
from data.workers.pool import WorkerPool
from data.workers.worker import CancelledError, OverdueError, WorkerGoneError

__all__ = [
    "FACT_VIEWS",
    "FUNCTIONS",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "SECONDS",
    "CagedAnswer",
    "FactColumn",
    "FactView",
    "RefusedError",
    "SqlAnswer",
    "ask_worker",
    "run_prepared",
    "run_sql",
    "statement_facts",
]

IDLE_SECONDS: Final = 300.0
"""A worker nobody asked for so long ends."""
_WORKERS: Final = WorkerPool("data.views.console_worker")


@dataclass(frozen=True, slots=True)
class SqlAnswer:
    """What a statement answered: at most ``MOST_ROWS`` rows, ``is_cut`` where there were more.

    Texts are str, numbers nullable, dates datetime64[s], moments datetime64[us]. What is none of these, or does not fit
    in them (whole numbers of more than 64 bits, the year 10000), is text. ``seconds`` it took.
    ``meanings``: for each column the documented ones it may be, none where the statement made it.
    """

    frame: pd.DataFrame
    is_cut: bool
    seconds: float
    meanings: tuple[tuple[FactColumn, ...], ...] = ()


def ask_worker(
    reader: Reader,
    *,
    as_of: AsOf,
    sql: str,
    seconds: float = SECONDS,
    most_rows: int = MOST_ROWS,
    cancelled: threading.Event | None = None,
    tell: Callable[[str], None] | None = None,
) -> SqlAnswer:
    """Run one SELECT as ``run_sql`` does, but in a process of its own: for what must not harm this one.

    The first statement on a state of the data starts the process and waits until it has the facts; ``tell`` hears
    "waiting" (another statement is before), "checking", "loading" and "working". Raises RefusedError as ``run_sql``,
    and where the process had to be ended or the home has newer data than the reader.
    """
    if len(sql) > MOST_LETTERS:
        raise RefusedError(f"SQL文が長すぎます（{MOST_LETTERS:,}文字まで）。")
    history_id, prefectures = reader.narrowed(None).history_id(as_of.known_at), reader.scope.prefectures
    setup = {
        "home": str(reader.home.resolve()),
        "prefectures": None if prefectures is None else sorted(prefectures),
        "known_at": as_of.known_at and as_of.known_at.isoformat(),
        "history_id": history_id,
        "idle_seconds": IDLE_SECONDS,
    }
    try:
        answer = _WORKERS.ask(
            f"{setup['home']}\n{history_id}",
            setup=setup,
            request={"month": as_of.month, "sql": sql, "seconds": seconds, "most_rows": most_rows},
            seconds=seconds,
            cancelled=cancelled or threading.Event(),
            tell=tell or (lambda _: None),
        )
    except OverdueError:
        raise RefusedError(f"{seconds:g}秒以内に終わらなかったため、中止しました。月や団体を絞ってください。") from None
    except CancelledError:
        raise RefusedError("中止しました。") from None
    except WorkerGoneError as error:
        reason = "SQLを実行するプログラムが止まりました（メモリ不足など）。月や団体を絞ってください。"
        if not error.was_working:
            reason = "SQLを実行するプログラムを開始できません。"
        raise RefusedError(reason) from None
    return _received(answer)


def run_sql(
    reader: Reader, *, as_of: AsOf, sql: str, seconds: float = SECONDS, most_rows: int = MOST_ROWS
) -> SqlAnswer:
    """Run one SELECT over ``FACT_VIEWS`` up to the as-of month, cut to the reader's scope; every business.

    In this very process: for a notebook, whose process is its reader's own. The first statement that reads ``flags``
    may take long where the flags of past months were never worked out; its seconds are not counted. Raises
    RefusedError, in Japanese, for anything but one SELECT over the views with known functions, and where it fails or
    takes too long or too much.
    """
    facts = statement_facts(reader, as_of=as_of, sql=sql)
    found = run_prepared(facts, as_of=as_of, sql=sql, seconds=seconds, most_rows=most_rows)
    return _answered(found)


def statement_facts(reader: Reader, *, as_of: AsOf, sql: str, loading: Callable[[], None] | None = None) -> Facts:
    """The facts database with what a statement reads of it; ``loading`` is called before it is made.

    Raises RefusedError where the statement is none that may be run.
    """
    views = named_views(sql, views=FACT_VIEWS)
    if loading is not None:
        loading()
    if views & {"flags", "flagged_systems"}:
        return facts_with_flags(reader, as_of=as_of, months=reader.months)
    return reader.facts(known_at=as_of.known_at)


def run_prepared(
    facts: Facts,
    *,
    as_of: AsOf,
    sql: str,
    seconds: float,
    most_rows: int,
    cancelled: threading.Event | None = None,
) -> CagedAnswer:
    """Run a statement in the cage, on the facts made for it. Raises RefusedError as ``run_sql``."""
    return run_caged(
        facts, sql, month=as_of.month, views=FACT_VIEWS, seconds=seconds, most_rows=most_rows, cancelled=cancelled
    )


def _received(answer: Message) -> SqlAnswer:
    if answer.kind == "stale":
        raise RefusedError("新しいデータが取り込まれました。画面を読み込み直してから、もう一度実行してください。")
    if answer.kind == "refused":
        raise RefusedError(str(answer.told["reason"]))
    with pa.ipc.open_stream(answer.body) as stream:
        table = stream.read_all()
    told = answer.told
    parts = Inspected(frozenset(told["views"]), frozenset(told["own_names"]))
    return _answered(CagedAnswer(table, bool(told["is_cut"]), float(told["seconds"]), parts))


def _answered(found: CagedAnswer) -> SqlAnswer:
    try:
        frame = as_frame(found.table)
    except (pa.ArrowException, ValueError, TypeError, OverflowError) as error:
        raise RefusedError(f"結果を表にできません: {error}") from None
    meanings = tuple(_meanings(name.lower(), parts=found.parts) for name in found.table.column_names)
    return SqlAnswer(frame, found.is_cut, found.seconds, meanings)


def _meanings(name: str, *, parts: Inspected) -> tuple[FactColumn, ...]:
    if name in parts.own_names:
        return ()
    views = [view for view in FACT_VIEWS.values() if view.name in parts.views]
    return tuple(dict.fromkeys(column for view in views for column in view.columns if column.name == name))
