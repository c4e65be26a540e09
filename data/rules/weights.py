"""Named weightings of a mean over bodies: unweighted (the official way), by system, by population.

A measure shows one of them and says which; they are never mixed within a figure. Source: metrics.md §1.
"""

from __future__ import annotations

import numpy as np
import pandas as pd


def weighted_mean(values: pd.Series, weights: pd.Series | None = None) -> float | None:
    """Mean of ``values`` by ``weights`` (same order; None = unweighted); None where nothing can be weighed.

    A body without a value or without a weight is left out. Raises ValueError for a negative weight.

    Rates 0.5 and 1.0 of towns of 1,000 and 3,000 people, and of one whose population is unknown:

    >>> rates = pd.Series([0.5, 1.0, 0.2])
    >>> weighted_mean(rates, pd.Series([1000, 3000, None])), weighted_mean(rates[:2]), weighted_mean(rates[:0])
    (0.875, 0.75, None)
    """
    rates = values.to_numpy(dtype=np.float64, na_value=np.nan)
    shares = np.ones(len(rates)) if weights is None else weights.to_numpy(dtype=np.float64, na_value=np.nan)
    is_known = ~np.isnan(rates) & ~np.isnan(shares)
    if (shares[is_known] < 0).any():
        raise ValueError("a weight is negative")
    total = float(shares[is_known].sum())
    return float((rates[is_known] * shares[is_known]).sum()) / total if total > 0 else None
