"""Weighted means: properties that no example shows."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules.weights import weighted_mean, weighted_means

RATES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@given(rates=RATES, weight=st.integers(1, 10_000_000))
def test_equal_weights_are_no_weights(rates: list[float], weight: int) -> None:
    values = pd.Series(rates)
    assert weighted_mean(values, pd.Series([weight] * len(rates))) == pytest.approx(weighted_mean(values))


@given(pairs=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4_000_000)), min_size=1, max_size=30))
def test_a_mean_lies_between_what_it_weighs_and_a_body_without_a_weight_changes_nothing(
    pairs: list[tuple[float, int]],
) -> None:
    rates, weights = (list(one) for one in zip(*pairs, strict=True))
    mean = weighted_mean(pd.Series(rates), pd.Series(weights, dtype="Int64"))
    weighed = [rate for rate, weight in pairs if weight]
    if not weighed:
        assert mean is None, "nobody lives there: nothing to divide by"
        return
    assert mean is not None
    assert min(weighed) - 1e-9 <= mean <= max(weighed) + 1e-9
    assert weighted_mean(pd.Series([*rates, 0.0]), pd.Series([*weights, None], dtype="Int64")) == pytest.approx(mean)


def test_groups_keep_to_themselves() -> None:
    found = weighted_means(
        pd.Series([0.2, 0.4, 1.0, None], dtype="Float64"),
        pd.Series([1, 3, 9, 9], dtype="Int64"),
        by=pd.Series(["15", "15", "20", "20"]),
    )
    # (.2 + 3 × .4) / 4 and the one known rate.
    assert found["mean"].tolist() == pytest.approx([0.35, 1.0])
    assert found["weighed"].tolist() == [2, 1]


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        weighted_mean(pd.Series([0.5]), pd.Series([-1]))
