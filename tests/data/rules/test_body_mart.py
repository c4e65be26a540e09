"""The digest says of each body what its systems say, and nothing where only rates are known."""

from __future__ import annotations

import pandas as pd

from data.model import TABLES, SnapshotKind, Visibility
from data.reference import load_reference
from data.rules.body_mart import body_mart
from data.rules.progress import system_mart, system_universe

UNIVERSE = system_universe(load_reference())
RATES = pd.DataFrame(
    {
        "body_code": ["20201", "20201", "20202"],
        "business": ["family_register", "property_tax", "family_register"],
        "steps_counted": pd.array([40, 20, 40], dtype="Int64"),
    }
)


def test_rates_only_leave_everything_else_blank() -> None:
    digest = body_mart(system_mart(RATES, None, universe=UNIVERSE, month="2026-01"))
    assert len(digest) == 1788
    nagano = digest[digest["body_code"] == "20201"].iloc[0]
    # (40 + 20) of 80 steps; 18 of 20 systems have no report.
    assert (nagano["step_completion_mic"], nagano["systems_reported"], nagano["systems_applicable"]) == (0.75, 2, 20)
    restricted = [c.name for c in TABLES[SnapshotKind.BODY_MART] if c.visibility is Visibility.RESTRICTED]
    assert digest[restricted].isna().all(axis=None)


def test_columns_and_types_are_the_declared_ones() -> None:
    digest = body_mart(system_mart(None, None, universe=UNIVERSE, month="2026-01"))
    assert {name: str(dtype) for name, dtype in digest.dtypes.items()} == {
        column.name: column.dtype for column in TABLES[SnapshotKind.BODY_MART]
    }
