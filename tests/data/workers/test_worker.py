"""Worker processes: what the program does when one hangs, dies, is cancelled, or is replaced."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from data.workers.messages import Message
from data.workers.pool import WorkerPool
from data.workers.worker import CancelledError, OverdueError, Worker, WorkerGoneError

pytestmark = pytest.mark.slow

MODULE = "tests.data.workers.odd_worker"


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(MODULE)
    yield pool
    pool.close()


def ask(
    pool: WorkerPool,
    wish: str = "",
    *,
    key: str = "a",
    seconds: float = 0.2,
    cancelled: threading.Event | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Message:
    return pool.ask(
        key,
        setup={"name": key},
        request={"wish": wish},
        seconds=seconds,
        cancelled=cancelled or threading.Event(),
        tell=tell,
    )


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_worker_answers_again_and_again(pool: WorkerPool) -> None:
    told: list[str] = []
    first = ask(pool, tell=told.append)
    assert (first.told["setup"], first.told["number"], len(first.body)) == ("a", 1, 400_000)
    assert told == ["loading", "working"]
    process = pool.process_ids()
    assert ask(pool).told["number"] == 2
    assert pool.process_ids() == process
    assert len(process) == 1
    pool.close()
    assert not is_running(process[0])


def test_a_worker_that_hangs_is_killed_and_replaced(pool: WorkerPool) -> None:
    ask(pool)
    (first,) = pool.process_ids()
    started = time.monotonic()
    with pytest.raises(OverdueError):
        ask(pool, "hang", seconds=0.2)
    assert time.monotonic() - started < 0.2 + 2
    assert not is_running(first)
    assert ask(pool).told["number"] == 1
    (second,) = pool.process_ids()
    cancelled = threading.Event()
    threading.Timer(0.1, cancelled.set).start()
    with pytest.raises(CancelledError):
        ask(pool, "hang", seconds=60, cancelled=cancelled)
    assert not is_running(second)


def test_a_worker_that_dies_at_work_is_told_of_and_replaced(pool: WorkerPool) -> None:
    with pytest.raises(WorkerGoneError) as gone:
        ask(pool, "die")
    assert gone.value.was_working
    assert ask(pool).told["number"] == 1


def test_who_left_before_it_was_asked_is_replaced_without_a_word(pool: WorkerPool) -> None:
    worker = Worker(MODULE, setup={"name": "a"})
    with pytest.raises(WorkerGoneError) as gone:
        worker.ask({"wish": "leave"}, seconds=1, cancelled=threading.Event(), tell=lambda _: None)
    assert not gone.value.was_working
    ask(pool)
    (first,) = pool.process_ids()
    os.kill(first, 9)
    assert ask(pool).told["setup"] == "a"
    assert pool.process_ids() != (first,)


def test_only_the_last_asked_are_kept_and_none_that_is_spent(pool: WorkerPool) -> None:
    for key in ("a", "b", "c"):
        ask(pool, key=key)
    kept = pool.process_ids()
    assert len(kept) == 2
    ask(pool, key="c")
    assert pool.process_ids() == kept
    ask(pool, "last", key="c")
    assert len(pool.process_ids()) == 1


def test_others_wait_their_turn_and_may_give_up(pool: WorkerPool) -> None:
    ask(pool)
    begun, told = threading.Event(), list[str]()
    busy = threading.Thread(target=lambda: _overdue(pool, begun))
    busy.start()
    assert begun.wait(10)
    cancelled = threading.Event()
    threading.Timer(0.3, cancelled.set).start()
    with pytest.raises(CancelledError):
        ask(pool, cancelled=cancelled, tell=told.append)
    assert set(told) == {"waiting"}
    assert ask(pool).told["number"] == 1  # of a new worker, after the one that hung
    busy.join()


def _overdue(pool: WorkerPool, begun: threading.Event) -> None:
    with pytest.raises(OverdueError):
        ask(pool, "hang", seconds=0.5, tell=lambda _: begun.set())
