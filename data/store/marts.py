"""Which marts the clocks call for, and keeping them in step with what they are computed from.

A mart is a month's table computed by a rule. It has one vintage per *knowledge state*: per distinct moment at which
something it is computed from became known. So any (month, known_at) finds the mart of what was known then, also after
a list arrived with an earlier date. The rule itself is handed in: the store knows no rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from data.model import SnapshotKind
from data.store.clocks import LISTS_IN_FORCE, MONTHLY_REPORTS, in_force, report_months
from data.store.errors import DamagedSnapshotError, StoreError
from data.store.manifest import Vintage
from data.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class MartInputs:
    """What a month's mart is computed from; a table that was not known is None.

    For a chained rule ``previous`` is the mart of ``previous_month``, the nearest earlier month with a report of a kind
    the rule is chained by.
    """

    month: str
    tables: Mapping[SnapshotKind, pd.DataFrame | None]
    previous: pd.DataFrame | None = None
    previous_month: str | None = None


@dataclass(frozen=True, slots=True)
class MartRule:
    """How a mart is computed. ``version`` changes whenever ``build`` would give other rows for the same inputs.

    ``reads`` are the kinds it is computed from; with ``chained_by`` also the mart of the last month before that has a
    report of these kinds, so that what arrives for such a month reaches all later ones. ``digest`` turns its rows into
    one row per body, kept beside them.
    """

    version: str
    reads: tuple[SnapshotKind, ...]
    build: Callable[[MartInputs], pd.DataFrame]
    chained_by: tuple[SnapshotKind, ...] = ()
    digest: Callable[[pd.DataFrame], pd.DataFrame] | None = None

    @property
    def makes(self) -> tuple[SnapshotKind, ...]:
        """The kinds of mart it keeps, the one with all rows first."""
        return (SnapshotKind.SYSTEM_MART, SnapshotKind.BODY_MART) if self.digest else (SnapshotKind.SYSTEM_MART,)

    def marts(self, systems: pd.DataFrame) -> Iterator[tuple[SnapshotKind, pd.DataFrame]]:
        """Each kind with its rows, from the rows that ``build`` gave."""
        yield SnapshotKind.SYSTEM_MART, systems
        if self.digest:
            yield SnapshotKind.BODY_MART, self.digest(systems)


def knowledge_states(vintages: tuple[Vintage, ...], *, rule: MartRule, month: str) -> tuple[datetime, ...]:
    """Moments at which the mart of ``month`` may have changed, from its first report on, ascending."""
    moments = {v.received_at for v in vintages if v.kind in rule.reads and _reaches(v, month, rule=rule)}
    reports = (v.received_at for v in vintages if v.kind in MONTHLY_REPORTS and v.month == month)
    first = min(reports, default=None)
    return tuple(sorted(moment for moment in moments if first is not None and moment >= first))


def required_marts(vintages: tuple[Vintage, ...], *, rule: MartRule) -> Iterator[tuple[str, datetime]]:
    """Every (month, knowledge state), months ascending, so that a chain is computed from its beginning."""
    for month in report_months(vintages):
        for moment in knowledge_states(vintages, rule=rule, month=month):
            yield month, moment


def build_mart(
    rule: MartRule,
    *,
    vintages: tuple[Vintage, ...],
    month: str,
    known_at: datetime,
    read: Callable[[Vintage], pd.DataFrame],
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Rows of a month's mart from what was known at a moment, and the snapshot ids it was computed from."""
    inputs = {kind: in_force(vintages, kind=kind, month=month, known_at=known_at) for kind in rule.reads}
    chain = report_months(vintages, known_at=known_at, kinds=rule.chained_by)
    earlier = [known for known in chain if known < month]
    previous = (
        in_force(vintages, kind=SnapshotKind.SYSTEM_MART, month=earlier[-1], known_at=known_at) if earlier else None
    )
    rows = rule.build(
        MartInputs(
            month=month,
            tables={kind: None if vintage is None else read(vintage) for kind, vintage in inputs.items()},
            previous=None if previous is None else read(previous),
            previous_month=None if previous is None else previous.month,
        )
    )
    used = [vintage.snapshot_id for vintage in (*inputs.values(), previous) if vintage is not None]
    return rows, tuple(used)


def refresh_marts(transaction: Transaction, *, rule: MartRule) -> None:
    """Add the marts that this transaction's additions, an older rule or a damaged mart call for.

    Raises StoreError when a table one of them needs is damaged; importing the original file again mends it.
    """
    arrived = tuple(vintage for vintage in transaction.added if vintage.kind in rule.reads)
    for month, moment in list(required_marts(transaction.vintages, rule=rule)):
        if _is_in_step(transaction, month, moment, arrived=arrived, rule=rule):
            continue
        try:
            rows, inputs = build_mart(
                rule, vintages=transaction.vintages, month=month, known_at=moment, read=transaction.read
            )
        except DamagedSnapshotError as error:
            raise StoreError(
                f"{month} の集計に必要な保存データを使えません：{error}"
                "元のファイルをもう一度取り込むと書き直されます。先にそれを取り込んでください。何も保存していません。"
            ) from error
        for kind, mart in rule.marts(rows):
            transaction.add_mart(mart, kind=kind, month=month, known_from=moment, inputs=inputs, rules=rule.version)


def _reaches(vintage: Vintage, month: str, *, rule: MartRule) -> bool:
    from_then_on = vintage.kind in (*rule.chained_by, *LISTS_IN_FORCE)
    return vintage.month == month or (from_then_on and vintage.month < month)


def _is_in_step(
    transaction: Transaction, month: str, moment: datetime, *, arrived: tuple[Vintage, ...], rule: MartRule
) -> bool:
    if any(_reaches(vintage, month, rule=rule) and vintage.received_at <= moment for vintage in arrived):
        return False
    held = [in_force(transaction.vintages, kind=kind, month=month, known_at=moment) for kind in rule.makes]
    return all(mart and mart.rules == rule.version and not transaction.is_damaged(mart) for mart in held)
