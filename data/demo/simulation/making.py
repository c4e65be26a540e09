"""Make a home of the simulated programme: write its files, then import them as they would have arrived."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from data.demo.simulation.delivery import write_programme
from data.demo.simulation.timeline import MONTHS
from data.importing import import_files
from data.model import JST

PROGRAMME_SEED: Final = 20260122
"""Seed of the demo that a first start prepares."""
_WRITING_SHARE: Final = 0.12
"""Share of the whole time that goes into writing the files."""

Progress = Callable[[float, str], None]


def make_programme(
    home: Path,
    *,
    seed: int = PROGRAMME_SEED,
    months: Sequence[str] = MONTHS,
    progress: Progress | None = None,
    files: Path | None = None,
) -> None:
    """Fill a home with the simulated programme, each file with the moment at which it would have arrived.

    ``progress`` is told the share done (0 to 1) and a Japanese line before each step. ``files`` keeps the written files
    there (with the truth apart); else they are gone afterwards. Made again over an interrupted demo it completes it.
    Raises ValueError for an unknown month and what import_files raises, e.g. when the home holds real data.
    """
    with TemporaryDirectory(prefix="programme-") as temporary:
        _make(home, files or Path(temporary), seed=seed, months=months, tell=progress or (lambda share, words: None))


def _make(home: Path, folder: Path, *, seed: int, months: Sequence[str], tell: Progress) -> None:
    tell(0.0, "架空のデモデータを作成しています")
    deliveries = write_programme(folder, seed=seed, months=months)
    for arrived, together in groupby(enumerate(deliveries), key=lambda numbered: numbered[1].received_at):
        batch = list(together)
        share = _WRITING_SHARE + (1 - _WRITING_SHARE) * batch[0][0] / len(deliveries)
        day = arrived.astimezone(JST).date()
        tell(share, f"架空のデモデータを取り込んでいます（{day.year}年{day.month}月{day.day}日受信分）")
        import_files(
            [file for _, delivery in batch for file in delivery.files],
            home=home,
            received_at=arrived,
            is_synthetic=True,
            today=day,
        )
    tell(1.0, "架空のデモデータを用意しました")
