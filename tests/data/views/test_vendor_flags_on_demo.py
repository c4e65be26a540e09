"""A sample of ``tests/soak/test_vendor_flags.py``: two months of the demo's own seed against its truth."""

from __future__ import annotations

import pytest

from data.demo.simulation import PROGRAMME_SEED
from data.model import AsOf, parse_instant
from tests.soak.vendor_validation import (
    Truth,
    crowding,
    delays,
    expected_withdrawals,
    raised_withdrawals,
    rank_correlation,
    simulated,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    return simulated(tmp_path_factory.mktemp("programme"), seed=PROGRAMME_SEED, months=("2025-03", "2026-01"))


@pytest.mark.soak
def test_withdrawals_are_flagged_where_and_only_where_they_hold(truth: Truth) -> None:
    in_april = AsOf("2025-03", parse_instant("2025-04-28T00:00+09:00"))
    found = {}
    for as_of in (in_april, AsOf("2025-03"), AsOf("2026-01")):
        found[as_of] = raised_withdrawals(truth, as_of=as_of)
        assert found[as_of] == expected_withdrawals(truth, as_of=as_of)
    # The notice about 就学 of 2025-02-10 came in 2025-05: it is known of 2025-03 now, and was not in April.
    late = next(row for row in truth.incidents.to_dict("records") if row["happened_on"] == "2025-02-10")
    vendors = {as_of: {vendor for vendor, _, _ in keys} for as_of, keys in found.items()}
    assert late["vendor_code"] not in vendors[in_april]
    assert late["vendor_code"] in vendors[AsOf("2025-03")]


def test_crowded_months_precede_slips(truth: Truth) -> None:
    pairs = crowding(truth, months=("2025-03", "2026-01"))
    assert rank_correlation(pairs, is_within_month=False).low > 0


def test_delay_tendency_seldom_alarms_falsely(truth: Truth) -> None:
    rows = delays(truth, months=("2025-03", "2026-01"))
    is_slow = rows["has_tendency"]
    innocent = rows[~is_slow & ~rows["has_slip"]]
    # Of some 18 innocent vendors two months long, 5 % are two alarms.
    assert innocent["is_flagged"].mean() <= 0.05
    assert rows[is_slow]["is_flagged"].mean() > 0.25
