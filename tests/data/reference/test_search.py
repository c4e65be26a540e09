from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference import Body, load_reference
from data.reference.search import MOST_FOUND, find_bodies

pytestmark = pytest.mark.slow

MUNICIPALITIES = load_reference().municipalities


@given(st.sampled_from(MUNICIPALITIES))
def test_every_body_is_found_by_its_codes_its_full_name_and_its_reading(body: Body) -> None:

    for words in (body.code, body.code6):
        assert find_bodies(words) == (body,)
    place = load_reference().prefecture(body.prefecture_code)
    assert place
    assert body in find_bodies(f"{place.name} {body.name}")
    assert body in find_bodies(f"{place.kana} {body.kana}")
    assert body in find_bodies(f"{place.name}{body.name}")


def test_a_name_that_repeats_is_found_in_each_prefecture_one_s_own_first() -> None:
    assert [body.code for body in find_bodies("池田町")] == ["01644", "18382", "20481", "21404"]
    assert find_bodies("池田町", prefecture="21")[0].code == "21404"


def test_the_name_itself_comes_before_names_that_contain_it() -> None:
    assert find_bodies("長野市")[0].code == "20201"
    assert find_bodies("NAGANO CITY")[0].code == "20201"


def test_spellings_widths_and_syllabaries_do_not_matter() -> None:
    assert [body.code for body in find_bodies("２０２０１")] == ["20201"]
    assert find_bodies("龍ヶ崎")[0].name == find_bodies("リュウガサキ")[0].name == "龍ケ崎市"


def test_nothing_typed_and_nothing_known_find_nothing() -> None:
    assert find_bodies("") == find_bodies(" 　") == find_bodies("存在しない町") == ()
    assert len(find_bodies("市")) == MOST_FOUND
