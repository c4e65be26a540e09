"""The bodies one body is read against: near ones by the map, alike ones by people or by rate."""

from __future__ import annotations

from math import acos, cos, radians, sin
from pathlib import Path

import pytest

from data.access import Home
from data.model import AsOf, BodyKind
from data.reference import Body, load_reference
from data.views.neighbours import Comparison, comparison
from tests.tiny_population import import_people
from tests.tiny_programme import build_home

JANUARY = AsOf("2026-01")
IKEDA, NAGANO, MATSUMOTO = "20481", "20201", "20202"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(build_home(tmp_path_factory.mktemp("tiny")))


def _body(code: str) -> Body:
    body = load_reference().body(code)
    assert body is not None
    return body


def _compared(home: Home, code: str) -> Comparison:
    return comparison(home.reader().at(JANUARY), body=_body(code))


def _cosine_km(one: Body, other: Body) -> float:
    """Distance by the law of cosines, which is another formula than the view's."""
    (north, east), (south, west) = (
        (radians(body.latitude or 0), radians(body.longitude or 0)) for body in (one, other)
    )
    turn = east - west
    return 6371 * acos(min(1.0, sin(north) * sin(south) + cos(north) * cos(south) * cos(turn)))


@pytest.mark.parametrize("code", [IKEDA, "13104", "47382", "01214"])
def test_the_five_nearest_offices_whatever_the_prefecture(home: Home, code: str) -> None:
    own = _body(code)
    others = [body for body in load_reference().municipalities if body.code != code and body.latitude]
    expected = sorted(others, key=lambda body: _cosine_km(own, body))[:5]
    found = _compared(home, code).neighbours
    assert [peer.body.code for peer in found] == [body.code for body in expected]
    assert [peer.distance_km for peer in found] == pytest.approx([_cosine_km(own, body) for body in expected], abs=0.01)


def test_a_neighbour_carries_its_own_figures(home: Home) -> None:
    found = {peer.body.code: peer for peer in _compared(home, IKEDA).neighbours}
    assert "20482" in found, "松川村 is next door"
    assert found["20482"].step_completion_mic is None, "it never reported"
    assert found["20482"].phase is None


def test_ranks_are_among_those_that_reported(home: Home) -> None:
    # 松本市 .975, 池田町 .8, 長野市 .6; 新潟市 is of another kind and prefecture.
    assert [_compared(home, code).rank_in_prefecture for code in (MATSUMOTO, IKEDA, NAGANO)] == [(1, 3), (2, 3), (3, 3)]
    assert [_compared(home, code).rank_in_kind for code in (MATSUMOTO, IKEDA, NAGANO)] == [(1, 2), (1, 1), (2, 2)]
    silent = _compared(home, "15202")
    assert (silent.rank_in_prefecture, silent.rank_in_kind) == (None, None)


def test_the_same_kind_by_rate(home: Home) -> None:
    found = _compared(home, NAGANO)
    assert [peer.body.code for peer in found.same_kind] == [MATSUMOTO], "中核市 that reported"
    assert found.same_kind[0].step_completion_mic == pytest.approx(0.975)
    assert (found.likeness, _compared(home, "15202").same_kind) == ("step_completion_mic", ())


def test_the_same_kind_by_people_where_they_are_known(tmp_path: Path) -> None:
    cores = [body.code for body in load_reference().municipalities if body.kind is BodyKind.CORE_CITY][:8]
    assert NAGANO not in cores
    # 長野市 has 300: twice and half as many are equally far, 900 and 100 further, 3 furthest; 長岡市 is no 中核市.
    people = dict(zip(cores, (600, 150, 900, 100, 310, 3), strict=False))
    home = Home(import_people(build_home(tmp_path), people={NAGANO: 300, "15202": 300} | people))
    found = _compared(home, NAGANO)
    assert found.likeness == "population"
    codes = [peer.body.code for peer in found.same_kind]
    assert codes[0] == cores[4]
    assert set(codes[1:3]) == {cores[0], cores[1]}
    assert set(codes[3:]) == {cores[2], cores[3]}
    # 池田町 is not in the table.
    assert _compared(home, IKEDA).likeness == "step_completion_mic"
