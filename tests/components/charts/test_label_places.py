from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts.label_places import spread_labels


def test_labels_that_have_room_stay() -> None:
    assert spread_labels([0.2, 0.9, 0.5], gap=0.1, low=0, high=1) == pytest.approx([0.2, 0.9, 0.5])


def test_a_cluster_moves_as_little_as_needed_and_keeps_its_order() -> None:
    # Three at 50 with gap 10: the middle one stays, its neighbours step aside.
    assert spread_labels([50, 50, 50], gap=10, low=0, high=100) == pytest.approx([40, 50, 60])


def test_a_cluster_at_the_edge_grows_inwards() -> None:
    assert spread_labels([100, 99, 98, 10], gap=10, low=0, high=100) == pytest.approx([100, 90, 80, 10])


def test_too_many_labels_share_the_room() -> None:
    assert spread_labels([5, 5, 5], gap=10, low=0, high=10) == pytest.approx([0, 5, 10])


@given(st.lists(st.floats(0, 1), max_size=10))
def test_labels_never_meet_or_leave(places: list[float]) -> None:
    found = spread_labels(places, gap=0.08, low=0, high=1)
    assert len(found) == len(places)
    assert all(-1e-9 <= place <= 1 + 1e-9 for place in found)
    in_order = [found[one] for one in sorted(range(len(places)), key=lambda one: (places[one], one))]
    assert all(upper - lower >= 0.08 - 1e-9 for lower, upper in pairwise(in_order))
