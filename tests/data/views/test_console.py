"""Statements of one's own in a process of their own: what would fill the memory or never end stays in there."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from data.access import Home, Scope
from data.importing import import_files
from data.model import AsOf, parse_instant
from data.views import console
from data.views.console import RefusedError, SqlAnswer, ask_worker, run_sql
from tests.vendor_programme import VENDORS, build_vendor_home

pytestmark = pytest.mark.slow

NOW = AsOf("2026-01")
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_vendor_home(tmp_path_factory.mktemp("console") / "home")


@pytest.fixture(scope="module", autouse=True)
def _no_worker_left() -> Iterator[None]:
    yield
    console._WORKERS.close()


def ask(home: Path, sql: str, *, seconds: float = 10, prefectures: frozenset[str] | None = None) -> SqlAnswer:
    return ask_worker(Home(home).reader(scope=Scope(prefectures)), as_of=NOW, sql=sql, seconds=seconds)


def memory() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def test_the_worker_answers_as_this_process_would(home: Path) -> None:
    sql = "SELECT * FROM systems WHERE vendor_code IS NOT NULL ORDER BY month, body_code, business"
    for prefectures in (frozenset({"15", "20"}), None):
        reader = Home(home).reader(scope=Scope(prefectures))
        here, there = run_sql(reader, as_of=NOW, sql=sql).frame, ask(home, sql, prefectures=prefectures).frame
        assert len(here) > 0
        assert there.equals(here)
        assert there.dtypes.equals(here.dtypes)
    assert ask(home, "SELECT count(*) AS n FROM flags").frame["n"].tolist() == [
        len(run_sql(Home(home).reader(), as_of=NOW, sql="SELECT * FROM flags").frame)
    ]


def test_the_worker_knows_what_was_known_at_a_moment(home: Path) -> None:
    known_at = datetime.fromisoformat("2026-01-20T00:00+09:00")
    early = ask_worker(Home(home).reader(), as_of=AsOf("2026-01", known_at), sql="SELECT DISTINCT month FROM systems")
    assert early.frame["month"].tolist() == ["2025-12"]


def test_the_columns_of_an_answer_have_the_meanings_of_the_dictionary(home: Path) -> None:
    joined = "systems JOIN bodies USING (month, body_code)"
    sql = f"SELECT body_code, count(*) AS phase, max(replan_count) FROM {joined} GROUP BY ALL"
    body, phase, most = ask(home, sql).meanings
    assert [one.name for one in body] == ["body_code"]
    assert (phase, most) == ((), ())
    star = ask(home, "SELECT * FROM vendors").meanings
    assert [one.name for (one,) in star] == list(console.FACT_VIEWS["vendors"].names)


def test_a_refusal_and_a_cut_come_through(home: Path) -> None:
    with pytest.raises(RefusedError, match="read_text"):
        ask(home, "SELECT * FROM read_text('/etc/passwd')")
    with pytest.raises(RefusedError, match="nonsense"):
        ask(home, "SELECT nonsense FROM systems")
    told: list[str] = []
    answer = ask_worker(Home(home).reader(), as_of=NOW, sql="SELECT * FROM range(9)", most_rows=7, tell=told.append)
    assert (len(answer.frame), answer.is_cut) == (7, True)
    assert told[-1] == "working"


WIDE = f"SELECT {', '.join(['s'] * 40)} FROM (SELECT string_agg('{'x' * 999}', ',') AS s FROM range(20000)), range(30)"
"""40 columns of 30 rows of 20 MB each: 24 GB."""
DEEP = "SELECT body_code AS a FROM systems"
for _ in range(21):
    DEEP = f"SELECT row(a, a) AS a FROM ({DEEP})"
BITS = f"SELECT 'a'{'::BLOB::BIT::VARCHAR' * 10}"
COLUMNS = "WITH t0 AS (SELECT * FROM systems)" + "".join(
    f", t{place + 1} AS (SELECT * FROM t{place} a, t{place} b)" for place in range(11)
)
"""Twelve stars, each over twice the columns: what takes long is reading the statement, where no interrupt is heeded."""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
@pytest.mark.parametrize(
    "sql", [WIDE, DEEP, BITS, f"{COLUMNS} SELECT count(*) FROM t11"], ids=["wide", "deep", "bits", "columns"]
)
def test_an_attack_ends_in_time_and_takes_no_memory_here(home: Path, sql: str) -> None:
    assert ask(home, "SELECT 1 AS a").frame["a"].tolist() == [1]
    before, started = memory(), time.monotonic()
    with pytest.raises(RefusedError, match=r"中止しました|多すぎます|変換できません"):
        ask(home, sql, seconds=2)
    assert time.monotonic() - started < 2 + 2
    assert memory() - before < 200 * MEGABYTE
    assert ask(home, "SELECT count(*) AS n FROM vendors").frame["n"].tolist() == [5]


def test_a_statement_can_be_cancelled_and_the_worker_stays(home: Path) -> None:
    ask(home, "SELECT 1")
    running = console._WORKERS.process_ids()
    cancelled = threading.Event()
    huge = "SELECT count(*) FROM range(100000) a, range(100000) b, range(1000) c WHERE a.range + b.range < c.range"
    started = time.monotonic()
    with pytest.raises(RefusedError, match=r"^中止しました。$"):
        ask_worker(
            Home(home).reader(),
            as_of=NOW,
            sql=huge,
            cancelled=cancelled,
            tell=lambda stage: cancelled.set() if stage == "working" else None,
        )
    assert time.monotonic() - started < 3
    assert console._WORKERS.process_ids() == running


def test_newer_data_is_answered_by_a_new_worker_and_never_mixed(home: Path, tmp_path: Path) -> None:
    own = build_vendor_home(tmp_path / "home")
    old = Home(own).reader()
    sql = "SELECT count(*) AS n FROM vendors"
    assert ask_worker(old, as_of=NOW, sql=sql).frame["n"].tolist() == [5]
    running = console._WORKERS.process_ids()
    more = VENDORS + "F06,ベンダF06,専業\n"
    import_files(
        [("vendors.csv", more.encode("utf-8-sig"))], home=own, received_at=parse_instant("2026-02-17T09:00+09:00")
    )
    assert ask(own, sql).frame["n"].tolist() == [6]
    assert set(console._WORKERS.process_ids()) - set(running)
    console._WORKERS.close()
    with pytest.raises(RefusedError, match="新しいデータが取り込まれました"):
        ask_worker(old, as_of=NOW, sql=sql)


def test_a_worker_ends_when_nobody_asks_or_its_program_is_gone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    console._WORKERS.close()
    monkeypatch.setattr(console, "IDLE_SECONDS", 0.3)
    ask(home, "SELECT 1")
    (process,) = console._WORKERS.process_ids()
    assert _ends(process)
    code = (
        "import os, sys; from pathlib import Path; from data.access import Home; from data.model import AsOf\n"
        "from data.views import console\n"
        f"console.ask_worker(Home(Path({str(home)!r})).reader(), as_of=AsOf('2026-01'), sql='SELECT 1')\n"
        "print(*console._WORKERS.process_ids(), flush=True); os._exit(1)  # as if killed: nothing is tidied up\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert _ends(int(told.stdout))


def _ends(process: int) -> bool:
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
