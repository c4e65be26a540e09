"""The demo: an invented programme that enters by the same door as real data, marked 架空のデモデータ everywhere."""

from __future__ import annotations

from data.demo.simulation import MONTHS, PROGRAMME_SEED, make_programme

__all__ = ["MONTHS", "PROGRAMME_SEED", "make_programme"]
