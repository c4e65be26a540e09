"""A population table for the tiny nation: format G, without 池田町."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from data.importing import import_files
from data.model import parse_instant
from data.reference import check_digit

PEOPLE: Final = {"15100": 500, "15202": 100, "20201": 300, "20202": 200}


def import_people(home: Path, *, people: Mapping[str, int] = PEOPLE, day: str = "2025-10-01") -> Path:
    """Import ``people`` (body code to population on ``day``) into ``home``, after the months of the tiny nation."""
    rows = [f"{code}{check_digit(code)},{count},{day}" for code, count in people.items()]
    content = "\r\n".join(["団体コード,人口,基準日", *rows, ""]).encode("utf-8-sig")
    import_files([("population.csv", content)], home=home, received_at=parse_instant("2026-02-11T09:00+09:00"))
    return home
