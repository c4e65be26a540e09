"""Write the vendor facts (format D) as they were known at an instant: vendors, products, events."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from data.demo.simulation.incidents import SYNTHETIC
from data.demo.simulation.programme import Programme
from data.demo.simulation.timeline import last_known_month, moment, month_at, month_index
from data.demo.simulation.vendors import NO_PRODUCT
from data.model import month_end

_LISTS_RENEWED: Final = (
    "2023-05-15",
    "2024-01-19",
    "2024-07-19",
    "2025-01-20",
    "2025-07-18",
    "2026-01-19",
    "2026-07-17",
)
"""Days on which the lists of vendors and products are issued anew."""

_FOUND_WITHOUT: Final = date(2025, 1, 1)
_WITHOUT_PRODUCT: Final = "（適合製品なし）"


def list_days() -> tuple[datetime, ...]:
    """When the lists of vendors and products arrive."""
    return tuple(moment(date.fromisoformat(day)) for day in _LISTS_RENEWED)


def write_lists(
    programme: Programme, instant: datetime, directory: Path, *, said: dict[str, bytes]
) -> tuple[Path, ...]:
    """Write vendors.csv and products.csv as known at an instant (only products that conform by then).

    ``said`` has each list as last written and is renewed; a list that still says the same is not written again.
    """
    vendors = programme.vendors
    known = month_index(last_known_month(instant)) + 1
    vendor_rows = [
        (code, name, kind + (_WITHOUT_PRODUCT if code in NO_PRODUCT and instant >= moment(_FOUND_WITHOUT) else ""))
        for code, name, kind in zip(vendors.codes, vendors.names, vendors.kind_names, strict=True)
    ]
    products = [
        (
            code,
            business.name,
            f"{month_at(int(vendors.conforms_from[at, number]))}-10",
            _withdrawn_on(programme, at, number, instant),
        )
        for at, code in enumerate(vendors.codes)
        for number, business in enumerate(programme.universe.businesses)
        if vendors.has_product[at, number] and vendors.conforms_from[at, number] < known
    ]
    tables = {
        "vendors": _encoded(("ベンダコード", "ベンダ名", "種別"), vendor_rows),
        "products": _encoded(("ベンダコード", "業務", "適合確認日", "取消日"), products),
    }
    news = {name: content for name, content in tables.items() if said.get(name) != content}
    said.update(news)
    return tuple(_written(directory, name, instant, content) for name, content in news.items())


def write_events(programme: Programme, instant: datetime, directory: Path) -> Path:
    """Write vendor_events.csv as known at an instant, corrections included."""
    vendors, universe = programme.vendors, programme.universe
    rows = [
        (
            vendors.codes[incident.vendor],
            incident.date_known(instant).isoformat(),
            incident.kind,
            "" if incident.business is None else universe.businesses[incident.business].name,
            "" if incident.body is None else universe.bodies[incident.body].code6,
            incident.content,
            SYNTHETIC,
        )
        for incident in programme.incidents.known(instant)
    ]
    header = ("ベンダコード", "日付", "種別", "業務", "対象団体コード", "内容", "情報源")
    return _written(directory, "vendor_events", instant, _encoded(header, rows))


def _withdrawn_on(programme: Programme, vendor: int, number: int, instant: datetime) -> str:
    """A vendor that withdraws gives its product up some months later."""
    ends = [
        month_end(month_at(month_index(f"{incident.happened_on:%Y-%m}") + 6))
        for incident in programme.incidents.withdrawals()
        if incident.vendor == vendor and incident.business in (None, number) and incident.known_at <= instant
    ]
    # A product confirmed after its vendor's withdrawal was known is given up only then.
    confirmed = month_end(month_at(int(programme.vendors.conforms_from[vendor, number]) + 1))
    return max(min(ends), confirmed).isoformat() if ends else ""


def _encoded(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _written(directory: Path, name: str, instant: datetime, content: bytes) -> Path:
    path = directory / f"{SYNTHETIC}_{name}_{instant:%Y-%m-%d}.csv"
    path.write_bytes(content)
    return path
