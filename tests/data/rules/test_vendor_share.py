"""Concentration: bounds, monopoly, equal shares, merging, and unknown vendors apart."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules.vendor_share import MONOPOLY, concentration, effective_vendors, hhi, vendor_shares

pytestmark = pytest.mark.slow

HELD = st.lists(st.integers(1, 12_000), min_size=1, max_size=40)
CODES = st.lists(st.sampled_from(["A1", "A2", "A3", "B1", None]), min_size=1, max_size=40)


@given(held=HELD)
def test_the_index_is_above_zero_and_at_most_a_monopolys(held: list[int]) -> None:
    found = hhi(pd.Series(held))
    assert found is not None
    assert 0 < found <= MONOPOLY
    assert (found == MONOPOLY) == (len(held) == 1)


@given(each=st.integers(1, 12_000), vendors=st.integers(1, 60))
def test_equal_vendors_share_the_monopoly_equally(each: int, vendors: int) -> None:
    found = hhi(pd.Series([each] * vendors))
    assert found is not None
    assert found == pytest.approx(MONOPOLY / vendors)
    assert effective_vendors(found) == pytest.approx(vendors)


@given(held=st.lists(st.integers(1, 12_000), min_size=2, max_size=40))
def test_merging_two_vendors_never_lowers_it(held: list[int]) -> None:
    before, after = hhi(pd.Series(held)), hhi(pd.Series([held[0] + held[1], *held[2:]]))
    assert before is not None
    assert after is not None
    assert after > before


@given(codes=CODES)
def test_the_table_agrees_with_the_plain_count(codes: list[str | None]) -> None:
    systems = pd.DataFrame({"business": "school_enrolment", "vendor_code": pd.array(codes, dtype="str")})
    known = [code for code in codes if code is not None]
    plain = hhi(pd.Series([known.count(code) for code in sorted(set(known))], dtype="int64"))
    (row,) = concentration(systems, by=["business"]).to_dict("records")
    assert (row["systems"], row["known"], row["unknown"]) == (len(codes), len(known), codes.count(None))
    assert row["vendors"] == len(set(known))
    if plain is None:
        assert pd.isna(row["hhi"])
        assert pd.isna(row["effective"])
    else:
        assert row["hhi"] == pytest.approx(plain)
        assert row["effective"] == pytest.approx(MONOPOLY / plain)


def test_groups_keep_to_themselves_and_an_unknown_vendor_has_a_row_of_its_own() -> None:
    systems = pd.DataFrame(
        {
            "business": ["long_term_care"] * 5 + ["school_enrolment"],
            "prefecture_code": ["15"] * 5 + ["20"],
            "vendor_code": pd.array(["A2", "A1", "A2", "A2", None, None], dtype="str"),
        }
    )
    shares = vendor_shares(systems, by=["business", "prefecture_code"]).astype(object)
    assert [[None if pd.isna(cell) else cell for cell in row] for row in shares.to_numpy().tolist()] == [
        ["long_term_care", "15", "A2", 3, 0.75],
        ["long_term_care", "15", "A1", 1, 0.25],
        ["long_term_care", "15", None, 1, None],
        ["school_enrolment", "20", None, 1, None],
    ]
    care, school = concentration(systems, by=["business", "prefecture_code"]).to_dict("records")
    # 100² × (9 + 1)/16
    assert (care["hhi"], care["largest_vendor"], care["largest_share"]) == (6250.0, "A2", 0.75)
    assert all(pd.isna(school[name]) for name in ("hhi", "effective", "largest_vendor", "largest_share"))


def test_nobody_known_has_no_index() -> None:
    assert hhi(pd.Series([0, 0])) is None
