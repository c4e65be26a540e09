"""The map by one kind of flag, on ``tests.vendor_programme``."""

from __future__ import annotations

import pytest

from data.access import Home
from data.model import AsOf
from data.views.layers import Level
from data.views.vendor_regions import region_risk
from data.views.vendor_risk import vendor_risk_view
from tests.vendor_programme import build_vendor_home

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(build_vendor_home(tmp_path_factory.mktemp("regions")))


@pytest.mark.parametrize(
    ("flag", "expected"),
    [
        # V1 of 松本市 is 高, of 新潟市 中; V4 and V6 are about the two family registers of 長野県.
        ("V1", {"20": (1, 3), "15": (1, 2), "13": (None, 0)}),
        ("V4", {"20": (2, 2), "15": (0, 0), "13": (None, 0)}),
        ("V6", {"20": (2, 1), "15": (0, 0), "13": (None, 0)}),
        ("V7", {"20": (0, 0), "15": (0, 0), "13": (None, 0)}),
    ],
)
def test_one_kind_of_flag_has_a_map_of_its_own(
    flag: str, expected: dict[str, tuple[int | None, int]], home: Home
) -> None:
    reader = home.reader()
    view = vendor_risk_view(reader, as_of=AsOf("2026-01"))
    risk = region_risk(reader, view=view, level=Level.PREFECTURE, flag=flag)
    found = {code: (value, worst) for code, value, worst in zip(risk.codes, risk.values, risk.levels, strict=True)}
    assert {code: found[code] for code in expected} == expected
    assert risk.flag == flag
