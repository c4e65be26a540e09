"""Answers of 探索 beside the same figures on the pages, in the console, and worked out in another way."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from bench.questions import random_questions
from data.access import Home, Reader
from data.model import AsOf, Judgement
from data.views.console import run_sql
from data.views.exploration import MUNICIPAL_KINDS, Question, explore
from data.views.overview import overview_view
from data.views.places import place_table
from tests.explore_oracle import assert_answers_agree, groups, oracle_rows
from tests.explore_programme import BODIES
from tests.tiny_programme import build_home

pytestmark = pytest.mark.slow

NOW = AsOf("2026-01")
SOME_BODIES = (*BODIES, "13103", "47382")
MUNICIPAL = {"body_kind": MUNICIPAL_KINDS}


@pytest.fixture(scope="module")
def chance(chance_home: Path) -> Reader:
    return Home(chance_home).reader()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Home(build_home(tmp_path_factory.mktemp("tiny") / "home")).reader()


@pytest.fixture(scope="module")
def rows(chance_home: Path) -> pd.DataFrame:
    return oracle_rows(chance_home, bodies=SOME_BODIES)


def asked(reader: Reader, *, as_of: AsOf, measure: str, by: str) -> dict[str | None, float | None]:
    question = Question(filters=MUNICIPAL, measures=(measure,), by=(by,))
    found = groups(explore(reader, as_of=as_of, question=question))
    return {key[0]: row[measure] for key, row in found.items()}


def test_the_same_figures_as_the_pages(chance: Reader, tiny: Reader) -> None:
    for reader, month in ((chance, "2026-01"), (chance, "2025-10"), (tiny, "2026-01"), (tiny, "2025-12")):
        as_of = AsOf(month)
        measures = ("step_completion_mic", "systems", "migrated_share", "late_share")
        asked = Question(filters=MUNICIPAL, measures=measures, by=("prefecture",))
        shown = place_table(reader, as_of=as_of).set_index("code")
        answer = explore(reader, as_of=as_of, question=asked).frame.set_index("prefecture")
        for ours, theirs in zip(measures, ("step_completion_mic", "systems_applicable", *measures[2:]), strict=True):
            expected = shown[theirs].astype("Float64").rename(None)
            found = answer[ours].reindex(shown.index).astype("Float64").rename(None)
            pd.testing.assert_series_equal(found, expected, check_names=False, obj=f"{month} {ours}")


def test_the_same_figures_as_the_overview(chance: Reader, tiny: Reader) -> None:
    for reader, month in ((chance, "2026-01"), (chance, "2025-10"), (tiny, "2026-01"), (tiny, "2025-12")):
        as_of = AsOf(month)
        view = overview_view(reader, as_of=as_of)

        rates = asked(reader, as_of=as_of, measure="step_completion_mic", by="business")
        shown = view.businesses.set_index("business")["step_completion_mic"]
        for business, rate in shown.astype(object).where(shown.notna(), None).items():
            assert rates[str(business)] == (None if rate is None else pytest.approx(rate)), f"{month} {business}"
        states = dict(zip(view.input_states["state"], view.input_states["bodies"], strict=True))
        assert asked(reader, as_of=as_of, measure="bodies", by="input_state") == {
            state: count for state, count in states.items() if count
        }
        both = Question(filters=MUNICIPAL, measures=("step_completion_mic", "migrated_systems"))
        totals = explore(reader, as_of=as_of, question=both).totals
        summary = view.summary
        assert totals["step_completion_mic"] == pytest.approx(summary.step_completion_mic.mean)
        assert totals["migrated_systems"] == summary.migrated_systems
        if summary.judgement_counts is not None and summary.phase_counts is not None:
            judged = asked(reader, as_of=as_of, measure="systems", by="judgement")
            assert {str(one): judged.get(str(one), 0) for one in Judgement} == summary.judgement_counts
            phases = asked(reader, as_of=as_of, measure="systems", by="phase")
            assert {key or "unknown": count for key, count in phases.items()} == {
                key: count for key, count in summary.phase_counts.items() if count
            }


@pytest.mark.parametrize("month", ["2026-01", "2025-10"])
def test_random_questions_have_the_answers_of_another_way(chance: Reader, rows: pd.DataFrame, month: str) -> None:
    as_of = AsOf(month)
    for question in random_questions(chance, as_of=as_of, count=30, seed=int(month[-2:]), bodies=SOME_BODIES):
        assert_answers_agree(explore(chance, as_of=as_of, question=question), rows, question, as_of=month)


def test_the_sql_gives_the_same_frame_in_the_console(chance: Reader) -> None:
    for question in random_questions(chance, as_of=NOW, count=12, seed=3):
        answer = explore(chance, as_of=NOW, question=question)
        found = run_sql(chance, as_of=NOW, sql=answer.sql).frame
        assert list(found.columns) == list(answer.frame.columns)
        for name in question.measures:
            pd.testing.assert_series_equal(
                found[name].astype("Float64"), answer.frame[name].astype("Float64"), check_names=False
            )
