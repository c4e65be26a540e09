from __future__ import annotations

import re
from urllib.parse import unquote

from components.charts.sparkline import HEIGHT, WIDTH, sparkline


def path(values: list[float | None]) -> str:
    found = re.search(r"<path d='([^']*)'", unquote(sparkline(values, label="推移")))
    assert found
    return found[1]


def test_values_run_from_the_lower_left_to_the_upper_right() -> None:
    assert path([0.1, 0.2, 0.3]) == "M4.0 24.0L44.0 14.0L84.0 4.0"
    assert (WIDTH, HEIGHT) == (88, 28)


def test_an_unknown_month_is_a_gap_not_a_zero() -> None:
    assert path([0.1, None, 0.3, 0.3]).count("M") == 2


def test_a_flat_course_lies_in_the_middle() -> None:
    assert path([5, 5]) == "M4.0 14.0L84.0 14.0"


def test_one_month_is_no_course() -> None:
    assert sparkline([1.0], label="推移") == sparkline([], label="推移") == ""


def test_the_picture_has_words() -> None:
    assert 'alt="&lt;率&gt;の推移"' in sparkline([1, 2], label="<率>の推移")
