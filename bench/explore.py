"""What a question of 探索 costs on the server: first and warm, over random questions of every kind the page offers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from bench.questions import random_questions
from bench.result import Result
from data.access import Home, Reader
from data.access.reader import DEMO_MONTH
from data.model import AsOf
from data.views.exploration import Question, explore

QUESTIONS = 200
ANSWER_BAR = 300.0
SEED = 20261123
_WARM_UPS = 3


def explore_results(home: Path, *, questions: int = QUESTIONS) -> Iterator[Result]:
    """Seconds to open the facts database, and milliseconds of a warm answer: median, 95th percentile, most.

    As of the demo's opening month and, because its questions reach furthest, as of the last one.
    """
    reader = Home(home).reader()
    started = time.perf_counter()
    reader.facts()
    yield Result("explore.facts_opened", time.perf_counter() - started, "s")
    for name, month in (("opening_month", DEMO_MONTH), ("last_month", reader.months[-1])):
        as_of = AsOf(month)
        asked = list(random_questions(reader, as_of=as_of, count=questions, seed=SEED))
        for question in asked[:_WARM_UPS]:
            explore(reader, as_of=as_of, question=question)
        explore(reader, as_of=as_of, question=Question(months=reader.months, filters={"flag": ("V1",)}))
        took = sorted(_milliseconds(reader, as_of=as_of, question=question) for question in asked)
        yield Result(f"explore.{name}.p50", took[len(took) // 2], "ms")
        yield Result(f"explore.{name}.p95", took[int(len(took) * 0.95)], "ms", ANSWER_BAR)
        yield Result(f"explore.{name}.max", took[-1], "ms", ANSWER_BAR)


def _milliseconds(reader: Reader, *, as_of: AsOf, question: Question) -> float:
    started = time.perf_counter()
    explore(reader, as_of=as_of, question=question)
    return (time.perf_counter() - started) * 1000
