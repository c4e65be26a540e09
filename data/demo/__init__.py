"""The demo: an invented programme that enters by the same door as real data, marked 架空のデモデータ everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from data.demo.files import list_file, rates_file
from data.demo.programme import LIST_MONTH, MONTHS, invent_programme
from data.importing import import_files
from data.model import JST, shift_month
from data.reference import load_reference

__all__ = ["DEMO_SEED", "DemoMonth", "demo_months", "make_demo"]

DEMO_SEED: Final = 20260122


@dataclass(frozen=True, slots=True)
class DemoMonth:
    """What arrived in one month: files as (name, content), on the 10th of the following month at 9:00 in Japan."""

    month: str
    received_at: datetime
    files: tuple[tuple[str, bytes], ...]


def demo_months(*, seed: int = DEMO_SEED) -> Iterator[DemoMonth]:
    """Write the invented files month by month; the same seed gives the same bytes."""
    reference = load_reference()
    programme = invent_programme(reference, seed=seed)
    for month in MONTHS:
        files = [rates_file(programme.steps[month], month=month, reference=reference)]
        if month == LIST_MONTH:
            files.append(list_file(programme.designated, month=month, reference=reference))
        year, number = shift_month(month, 1).split("-")
        received_at = datetime(int(year), int(number), 10, 9, tzinfo=JST)
        yield DemoMonth(month, received_at, tuple(files))


def make_demo(home: Path, *, seed: int = DEMO_SEED, progress: Callable[[float, str], None] | None = None) -> None:
    """Fill a home with the demo, each month as if it had arrived in its time.

    ``progress`` is told the share done (0 to 1) and a Japanese line before each step. Made again over an interrupted
    demo it completes it. Raises what import_files raises, e.g. when the home holds real data.
    """
    tell = progress or (lambda share, words: None)
    tell(0.0, "架空のデモデータを作成しています")
    for done, arrived in enumerate(demo_months(seed=seed), start=1):
        year, number = arrived.month.split("-")
        tell((done - 0.5) / len(MONTHS), f"架空のデモデータを取り込んでいます（{int(year)}年{int(number)}月）")
        import_files(
            arrived.files,
            home=home,
            received_at=arrived.received_at,
            is_synthetic=True,
            today=arrived.received_at.date(),
        )
    tell(1.0, "架空のデモデータを用意しました")
