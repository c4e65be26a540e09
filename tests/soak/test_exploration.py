"""Two hundred random questions on four months of the demo, each answered a second time in another way."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.questions import random_questions
from data.access import Home
from data.demo import PROGRAMME_SEED, make_programme
from data.model import AsOf
from data.reference import load_reference
from data.views.exploration import explore
from tests.explore_oracle import assert_answers_agree, oracle_rows

pytestmark = pytest.mark.soak

MONTHS = ("2025-10", "2025-11", "2025-12", "2026-01")
SOME = 80


def test_two_hundred_questions_have_the_answers_of_another_way(tmp_path: Path) -> None:
    home = tmp_path / "home"
    make_programme(home, seed=PROGRAMME_SEED, months=MONTHS)
    codes = [body.code for body in load_reference().bodies]
    bodies = sorted(random.Random(5).sample(codes, SOME))
    rows, reader, as_of = oracle_rows(home, bodies=bodies), Home(home).reader(), AsOf(MONTHS[-1])
    for question in random_questions(reader, as_of=as_of, count=200, seed=7, bodies=bodies):
        assert_answers_agree(explore(reader, as_of=as_of, question=question), rows, question, as_of=MONTHS[-1])
