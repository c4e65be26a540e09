"""A first look is measured on months of which none was looked at before."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from bench.__main__ import FIRST_LOOKS
from data.demo import MONTHS


def test_every_first_look_is_at_another_month_of_the_demo() -> None:
    months = [parse_qs(urlsplit(path).query)["month"][0] for path in FIRST_LOOKS]
    assert months == sorted(set(months), reverse=True)
    assert (len(months), months[0], months[-1]) == (11, "2026-10", "2025-12")
    assert set(months) <= set(MONTHS)
