from __future__ import annotations

import doctest
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.japan_map import payload
from components.japan_map.model import MapClass, MapFrame, MapNumbers
from components.japan_map.payload import check_classes, encode_payload, encode_values
from tests.components.japan_map.message import Message

REGIONS = 1741
MONTHS = 43
KILOBYTE = 1000

numbers = st.none() | st.floats(min_value=-50_000, max_value=50_000) | st.just(float("nan"))


def test_the_examples_in_the_module_hold() -> None:
    result = doctest.testmod(payload)
    assert result.attempted >= 7
    assert result.failed == 0


def test_a_message_worked_by_hand() -> None:
    data = encode_payload(
        {"title": "地図"},
        classes=[2, 0, 1],
        values=MapNumbers([12.5, None, -0.5], decimals=1, unit="%"),
        outlined=[True, False, True],
    )
    message = Message(data)
    assert message.head["title"] == "地図"
    assert message.head["values"] == {"planes": 1, "offset": -5, "decimals": 1, "unit": "%"}
    assert message.classes == [2, 0, 1]
    assert message.values == [12.5, None, -0.5]
    assert message.outlined == [True, False, True]
    assert message.months is None


def test_without_outlines_the_message_says_so() -> None:
    message = Message(encode_payload({}, classes=[0], values=["はい"]))
    assert message.outlined is None
    assert message.values == ["はい"]


def test_zero_and_unknown_stay_apart() -> None:
    message = Message(encode_payload({}, classes=[0, 0], values=MapNumbers([0.0, None])))
    assert message.values == [0.0, None]


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [(81.25, 1, 81.2), (81.75, 1, 81.8), (99.96, 1, 100.0), (8458, 0, 8458), (0.285, 2, 0.28), (-0.04, 1, 0.0)],
)
def test_rounding_is_that_of_python_formatting(value: float, decimals: int, shown: float) -> None:
    message = Message(encode_payload({}, classes=[0], values=MapNumbers([value], decimals=decimals)))
    assert message.values == [shown]
    assert float(f"{value:.{decimals}f}") == shown


@given(
    st.lists(st.tuples(st.integers(0, 255), numbers, st.booleans()), max_size=40),
    st.integers(0, 2),
    st.booleans(),
)
def test_numbers_survive_the_journey(
    rows: list[tuple[int, float | None, bool]], decimals: int, has_outline: bool
) -> None:
    classes = [row[0] for row in rows]
    values = [row[1] for row in rows]
    outlined = [row[2] for row in rows] if has_outline else None
    message = Message(
        encode_payload({}, classes=classes, values=MapNumbers(values, decimals=decimals), outlined=outlined)
    )
    expected = [None if value is None or value != value else float(f"{value:.{decimals}f}") for value in values]
    assert message.classes == classes
    assert message.values == pytest.approx(expected)
    assert message.outlined == outlined


@given(st.lists(st.text(max_size=4), max_size=40))
def test_texts_survive_the_journey(texts: list[str]) -> None:
    message = Message(encode_payload({}, classes=[0] * len(texts), values=texts))
    assert message.values == [text or None for text in texts]


month = st.tuples(st.lists(st.integers(0, 255), min_size=9, max_size=9), st.lists(numbers, min_size=9, max_size=9))


@given(st.lists(st.tuples(month, st.none() | st.lists(st.booleans(), min_size=9, max_size=9)), min_size=1, max_size=6))
def test_months_survive_the_journey(
    months: list[tuple[tuple[list[int], list[float | None]], list[bool] | None]],
) -> None:
    frames = [
        MapFrame(f"{index}月", classes, MapNumbers(values, decimals=0), outlined)
        for index, ((classes, values), outlined) in enumerate(months)
    ]
    message = Message(encode_payload({}, classes=[0] * 9, values=["はい"] * 9, frames=frames))
    assert message.months is not None
    for frame, (label, classes, values, outlined) in zip(frames, message.months, strict=True):
        assert isinstance(frame.values, MapNumbers)
        expected = [None if v is None or v != v else float(f"{v:.0f}") for v in frame.values.values]
        assert (label, classes, outlined) == (frame.label, frame.classes, frame.outlined)
        assert values == pytest.approx(expected)


def test_a_rerun_fits_its_budget_even_without_any_regularity() -> None:
    chance = random.Random(1)
    words = {f"word_{index}": chr(0x4E00 + chance.randrange(2000)) * 25 for index in range(40)}
    data = encode_payload(
        {"words": words},
        classes=[chance.randrange(8) for _ in range(REGIONS)],
        values=MapNumbers([chance.uniform(0, 100) for _ in range(REGIONS)], unit="%"),
        outlined=[chance.random() < 0.5 for _ in range(REGIONS)],
    )
    assert len(data) <= 8 * KILOBYTE


def test_a_playback_fits_its_budget() -> None:
    chance = random.Random(2)
    shares = [0.0] * REGIONS
    frames = []
    for index in range(MONTHS):
        # Mean of 20 businesses at 40 steps each: 800 levels, climbing by up to 5 points a month.
        shares = [min(100.0, share + chance.randrange(41) / 8) for share in shares]
        classes = [min(4, int(share // 20)) for share in shares]
        frames.append(MapFrame(f"{index}か月目", classes, MapNumbers(shares, unit="%")))
    data = encode_payload({}, classes=frames[-1].classes, values=frames[-1].values, frames=frames)
    assert len(data) <= 120 * KILOBYTE


def test_a_class_outside_the_palette_is_refused() -> None:
    palette = [MapClass("低い", "white"), MapClass("高い", "navy")]
    check_classes([0, 1, 1], palette)
    with pytest.raises(ValueError, match="class 2 is not in the palette of 2"):
        check_classes([0, 2, 3], palette)
    with pytest.raises(ValueError, match="class -1"):
        check_classes([0, -1], palette)


def test_series_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="values: 1 regions instead of 2"):
        encode_payload({}, classes=[0, 0], values=["はい"])
    with pytest.raises(ValueError, match="outlined: 3 regions instead of 2"):
        encode_payload({}, classes=[0, 0], values=["はい", "はい"], outlined=[True, True, False])
    with pytest.raises(ValueError, match="7月: 1 regions instead of 2"):
        encode_payload({}, classes=[0, 0], values=["", ""], frames=[MapFrame("7月", [0], ["はい", "はい"])])


def test_values_that_do_not_belong_together_are_refused() -> None:
    with pytest.raises(ValueError, match="one unit"):
        encode_values([MapNumbers([1.0], unit="%"), MapNumbers([1.0], unit="件")])
    with pytest.raises(ValueError, match="one unit"):
        encode_values([MapNumbers([1.0]), ["はい"]])
    with pytest.raises(ValueError, match="at most 16777215 fit"):
        encode_values([MapNumbers([0.0, 16777215.0], decimals=0)])
