"""Named weightings of a mean over bodies: unweighted (the official way), by system, by population.

A measure shows one of them and says which; they are never mixed within a figure. Source: metrics.md §1.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pandas as pd


class Weighting(StrEnum):
    """What a body counts for in a mean: one each (総務省方式), its systems with a report, or its people."""

    BODY = "body"
    SYSTEM = "system"
    POPULATION = "population"


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


def weighted_means(values: pd.Series, weights: pd.Series, *, by: pd.Series) -> pd.DataFrame:
    """``weighted_mean`` of each group of ``by`` (three series in the same order), in the groups' ascending order.

    Index: the groups. Columns: mean (Float64, null where nothing can be weighed), weighed (values with a weight).

    >>> groups = pd.Series(["20", "15", "20"])
    >>> weighted_means(pd.Series([0.5, 0.2, 1.0]), pd.Series([1000, None, 3000]), by=groups).to_dict("index")
    {'15': {'mean': None, 'weighed': 0}, '20': {'mean': 0.875, 'weighed': 2}}
    """
    frame = pd.DataFrame({"group": by.to_numpy(), "value": values.to_numpy(), "weight": weights.to_numpy()})
    means, weighed = {}, {}
    for group, rows in frame.groupby("group", sort=True):
        means[group] = weighted_mean(rows["value"].astype("Float64"), rows["weight"].astype("Float64"))
        weighed[group] = int((rows["value"].notna() & rows["weight"].notna()).sum())
    return pd.DataFrame({"mean": pd.Series(means, dtype="Float64"), "weighed": pd.Series(weighed, dtype="int64")})
