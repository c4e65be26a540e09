"""The programme as it would have arrived: files in the order of receipt, each with its moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.demo.simulation.month_file import write_month
from data.demo.simulation.programme import simulate
from data.demo.simulation.reporting import editions
from data.demo.simulation.timeline import MONTHS, last_known_month, received_at
from data.demo.simulation.truth import write_truth
from data.demo.simulation.vendor_files import list_days, write_events, write_lists
from data.model import shift_month


@dataclass(frozen=True, slots=True)
class MonthFiles:
    """Files that arrived together. ``month`` is the month they report (for vendor facts: the last one known then).

    ``correction`` is 0 for a month's first file and for vendor facts, else its number among the month's corrections.
    """

    month: str
    received_at: datetime
    files: tuple[Path, ...]
    correction: int = 0


def write_programme(directory: Path, *, seed: int, months: Sequence[str] = MONTHS) -> tuple[MonthFiles, ...]:
    """Write the files of ``months`` and the vendor facts known by the last of them; answer in the order of arrival.

    A month's correction is written only if it arrived before the file of the month after the last one. Also writes
    ``directory/truth``, which is no delivery. The same seed and months give the same bytes. Raises ValueError for a
    month outside 2023-04 … 2026-10.
    """
    unknown = sorted(set(months) - set(MONTHS))
    if unknown or not months:
        raise ValueError(f"months must lie in {MONTHS[0]} … {MONTHS[-1]}: {', '.join(unknown) or 'none given'}")
    directory.mkdir(parents=True, exist_ok=True)
    programme = simulate(seed=seed)
    write_truth(programme, directory)
    ends = received_at(shift_month(max(months), 1))
    deliveries = [
        MonthFiles(edition.month, edition.received_at, (write_month(programme, edition, directory),), edition.number)
        for edition in editions()
        if edition.month in months and edition.received_at < ends
    ]
    said: dict[str, bytes] = {}
    for instant in list_days():
        if instant < ends and (lists := write_lists(programme, instant, directory, said=said)):
            deliveries.append(MonthFiles(last_known_month(instant), instant, lists))
    for instant in programme.incidents.list_dates():
        if instant < ends:
            events = write_events(programme, instant, directory)
            deliveries.append(MonthFiles(last_known_month(instant), instant, (events,)))
    return tuple(sorted(deliveries, key=lambda delivery: (delivery.received_at, delivery.month, delivery.files)))
