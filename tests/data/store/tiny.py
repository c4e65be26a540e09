"""A programme small enough to work out by hand: three bodies, two businesses, and a mart that adds its inputs up."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from data.model import TABLES, Snapshot, SnapshotKind
from data.store.home import Store
from data.store.manifest import Vintage
from data.store.marts import MartInputs, MartRule, refresh_marts
from data.store.transaction import publishing

PROGRESS, APPLICABILITY = SnapshotKind.MIC_PROGRESS, SnapshotKind.APPLICABILITY
DESIGNATED, MART = SnapshotKind.DESIGNATED_LIST, SnapshotKind.SYSTEM_MART
MartRow = tuple[int | None, bool, float | None]
"""Steps, applicability and rate of one system."""
UNIVERSE = pd.DataFrame(
    {"body_code": ["01100", "01100", "13101", "13101", "20201"], "business": ["aid", "tax", "aid", "tax", "tax"]}
)


def day(number: int) -> datetime:
    """Midnight of a day of 2026 (1 = 1 January), a moment files arrive at."""
    return datetime.fromtimestamp(datetime(2026, 1, 1, tzinfo=UTC).timestamp() + (number - 1) * 86_400, tz=UTC)


def progress(month: str, *steps: int | None, name: str = "mic.xlsx", is_synthetic: bool = False) -> Snapshot:
    """A monthly report whose rows are UNIVERSE's first ones with these step counts."""
    rows = UNIVERSE.head(len(steps)).assign(steps_counted=pd.array(list(steps), dtype="Int64"))
    return snapshot(PROGRESS, month, rows, name=name, is_synthetic=is_synthetic)


def applicability(month: str, *pairs: tuple[str, str, bool]) -> Snapshot:
    """An applicability table applying from the month's first day."""
    rows = pd.DataFrame(pairs, columns=["body_code", "business", "is_applicable"]).assign(applies_from=f"{month}-01")
    return snapshot(APPLICABILITY, month, rows, name="applicability.csv")


def designated(month: str, *pairs: tuple[str, str]) -> Snapshot:
    """A 特定移行 list."""
    rows = pd.DataFrame(pairs, columns=["body_code", "business"])
    return snapshot(DESIGNATED, month, rows, name="tokutei.xlsx")


def population(month: str, *counts: tuple[str, int]) -> Snapshot:
    """A population table counted on the month's first day."""
    rows = pd.DataFrame(counts, columns=["body_code", "population"]).assign(counted_on=f"{month}-01")
    return snapshot(SnapshotKind.POPULATION, month, rows.astype({"population": "Int64"}), name="population.csv")


def snapshot(kind: SnapshotKind, month: str, rows: pd.DataFrame, *, name: str, is_synthetic: bool = False) -> Snapshot:
    """Rows as a reader would hand them over."""
    return Snapshot(kind, month, rows, name, hashlib.sha256(rows.to_csv().encode()).hexdigest(), is_synthetic)


def mart_frame(rows: list[MartRow]) -> pd.DataFrame:
    """Mart rows as the store wants them, one for each row of UNIVERSE; what this programme does not have is blank."""
    steps, flags, rates = zip(*rows, strict=True)
    blanks = {column.name: pd.Series([None] * len(UNIVERSE), dtype=column.dtype) for column in TABLES[MART][6:]}
    return UNIVERSE.assign(
        is_reported=[step is not None for step in steps],
        is_applicable=list(flags),
        steps_counted=pd.array(list(steps), dtype="Int64"),
        step_completion_mic=pd.array(list(rates), dtype="Float64"),
        **blanks,
    )


def mart_rows(mart: pd.DataFrame) -> list[MartRow]:
    """A mart's steps, applicability and rates as plain values."""
    steps, rates = (
        [None if pd.isna(value) else value for value in mart[name]] for name in ("steps_counted", "step_completion_mic")
    )
    return list(zip(steps, mart["is_applicable"].tolist(), rates, strict=True))


def _month_alone(inputs: MartInputs) -> pd.DataFrame:
    progress, applicability = inputs.tables[PROGRESS], inputs.tables[APPLICABILITY]
    steps = {} if progress is None else _by_system(progress, "steps_counted")
    flags = {} if applicability is None else _by_system(applicability, "is_applicable")
    systems = list(zip(UNIVERSE["body_code"], UNIVERSE["business"], strict=True))
    counts = [None if pd.isna(step := steps.get(system)) else int(step) for system in systems]
    return mart_frame(
        [
            (count, bool(flags.get(system, True)), None if count is None else count / 40)
            for system, count in zip(systems, counts, strict=True)
        ]
    )


def _with_month_before(inputs: MartInputs) -> pd.DataFrame:
    rows = mart_rows(_month_alone(inputs))
    if inputs.previous is not None:
        before = [rate or 0.0 for _, _, rate in mart_rows(inputs.previous)]
        rows = [(step, flag, (rate or 0.0) + earlier) for (step, flag, rate), earlier in zip(rows, before, strict=True)]
    return mart_frame(rows)


def _by_system(rows: pd.DataFrame, column: str) -> dict[tuple[str, str], Any]:
    return {
        (body, business): value
        for body, business, value in zip(rows["body_code"], rows["business"], rows[column], strict=True)
    }


ALONE = MartRule("alone-1", (PROGRESS, APPLICABILITY), _month_alone)
CHAINED = MartRule("chained-1", (PROGRESS, APPLICABILITY), _with_month_before, chained_by=(PROGRESS,))
"""Carries every earlier month's rates along, so that a correction reaches all later months."""


def publish(
    home: Path, *snapshots: Snapshot, received_at: datetime, rule: MartRule = ALONE, recorded_at: datetime | None = None
) -> tuple[Vintage, ...]:
    """Import snapshots in one publication; the vintages that were added."""
    with publishing(Store(home), recorded_at=recorded_at) as transaction:
        for one in snapshots:
            transaction.add(one, received_at=received_at)
        refresh_marts(transaction, rule=rule)
        transaction.commit()
        return transaction.added


def tree(home: Path) -> dict[str, str]:
    """Every file below a home with the hash of its bytes."""
    files = sorted(path for path in home.rglob("*") if path.is_file())
    return {path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def flip_byte(path: Path) -> None:
    """Damage one byte in the middle of a file, keeping its size."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))
