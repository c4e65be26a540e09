from __future__ import annotations

import pytest

from bench.geometry import rings


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("M0 0L10 0L10 5Z", [[(0, 0), (10, 0), (10, 5)]]),
        ("M1 2l3 0 0 4z", [[(1, 2), (4, 2), (4, 6)]]),
        ("m1,2h3v4h-3z", [[(1, 2), (4, 2), (4, 6), (1, 6)]]),
        ("M1 2l3 0-1-4zm10 10l1 0 0 1z", [[(1, 2), (4, 2), (3, -2)], [(11, 12), (12, 12), (12, 13)]]),
    ],
)
def test_a_path_becomes_its_rings(path: str, expected: list[list[tuple[float, float]]]) -> None:
    assert rings(path) == expected
