"""Where labels stand beside a chart when what they name lies too close together."""

from __future__ import annotations

from collections.abc import Sequence


def spread_labels(places: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Move labels off their ``places`` as little as needed: at least ``gap`` apart, in order, within low to high.

    ``places`` are in the order the labels shall keep (of equal places the first stays lower). Where they don't all
    fit, they share the room evenly. Units are the caller's.

    >>> spread_labels([10, 10, 50], gap=4, low=0, high=100)
    [8.0, 12.0, 50.0]
    >>> spread_labels([99, 100], gap=4, low=0, high=100)
    [96.0, 100.0]
    """
    order = sorted(range(len(places)), key=lambda one: (places[one], one))
    if len(places) > 1:
        gap = min(gap, (high - low) / (len(places) - 1))
    # Without its turn times the gap, a label must only not lie below the one before: neighbours that would are
    # pooled at their mean, which is the least movement in squares.
    pools: list[tuple[float, int]] = []
    for turn, one in enumerate(order):
        total, size = places[one] - turn * gap, 1
        while pools and pools[-1][0] / pools[-1][1] > total / size:
            total, size = total + pools[-1][0], size + pools[-1][1]
            pools.pop()
        pools.append((total, size))
    top = high - max(len(places) - 1, 0) * gap
    free = [float(min(max(total / size, low), top)) for total, size in pools for _ in range(size)]
    found = [0.0] * len(places)
    for turn, one in enumerate(order):
        found[one] = free[turn] + turn * gap
    return found
