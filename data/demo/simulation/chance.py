"""Random numbers, one stream per concern: adding a concern never reshuffles the others."""

from __future__ import annotations

from typing import TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


def stream(seed: int, concern: str) -> np.random.Generator:
    """The generator of one concern; its numbers depend on the seed and the concern's name only.

    >>> stream(1, "vendors").integers(100) == stream(1, "vendors").integers(100)
    np.True_
    """
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, crc32(concern.encode())])))


def rank_share(scores: Floats) -> Floats:
    """The place of each score among all, as a share strictly between 0 and 1; ties keep their order.

    >>> rank_share(np.array([5.0, 1.0, 3.0])).round(2).tolist()
    [0.83, 0.17, 0.5]
    """
    places = np.empty(len(scores))
    places[np.argsort(scores, kind="stable")] = np.arange(len(scores)) + 0.5
    return places / max(1, len(scores))


def standardised(scores: Floats) -> Floats:
    """Scores with mean 0 and standard deviation 1 (all 0 where they don't vary).

    >>> standardised(np.array([1.0, 3.0])).tolist()
    [-1.0, 1.0]
    """
    spread = scores.std()
    return np.asarray((scores - scores.mean()) / spread if spread > 0 else scores * 0.0)


def weighted_choice(generator: np.random.Generator, weights: Floats) -> Ints:
    """One column per row, drawn with that row's weights."""
    cumulated = np.cumsum(weights, axis=1)
    draw = generator.random(len(weights))[:, None] * cumulated[:, -1:]
    return np.asarray((cumulated <= draw).sum(axis=1), dtype=np.int64)
