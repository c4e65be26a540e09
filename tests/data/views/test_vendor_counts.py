"""Counts of a month's flags in the home: worked out by one process, read by all, never read where they do not hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from data.access import Home, Reader, Scope
from data.access.derived import DERIVED
from data.importing import import_files, verify_home
from data.model import AsOf, parse_instant
from data.views import vendor_counts
from data.views.place_flags import place_flags
from data.views.vendor import vendor_view
from data.views.vendor_counts import is_history_known, keep_history, missing_months, month_counts
from data.views.vendor_flags import flag_history, vendor_flags
from data.views.vendor_measures import nation_reading
from tests.flag_programme import MONTHS, build_flag_home

pytestmark = pytest.mark.slow

NOW = AsOf("2026-01")
_RULES = "data.views.vendor_counts._rules_version"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_flag_home(tmp_path_factory.mktemp("counts") / "home")


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "home"))


def _files(home: Path) -> list[Path]:
    return sorted((home / DERIVED).glob("flag-counts-*"))


def _never(*_: object) -> None:
    raise AssertionError("worked out a second time")


def test_what_one_process_worked_out_another_reads(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Home(home).reader()
    assert missing_months(first, as_of=NOW) == MONTHS
    told: list[tuple[float, str]] = []
    assert keep_history(first, as_of=NOW, progress=lambda share, month: told.append((share, month))) == ()
    assert told == [(0.0, "2025-11"), (pytest.approx(1 / 3), "2025-12"), (pytest.approx(2 / 3), "2026-01")]
    expected = flag_history(first, as_of=NOW)
    monkeypatch.setattr(vendor_counts, "raised_flags", _never)
    other = Home(home).reader()
    assert is_history_known(other, as_of=NOW)
    pd.testing.assert_frame_equal(flag_history(other, as_of=NOW), expected)


def test_since_is_there_for_everybody_once_it_was_worked_out(home: Path) -> None:
    def since(reader: Reader) -> list[dict[str, str | None]]:
        pages = (
            vendor_view(reader, as_of=NOW, vendor="A01").flags,
            place_flags(reader, as_of=NOW, prefecture="15").flags,
            place_flags(reader, as_of=NOW, body="15100").flags,
        )
        return [{one.flag: one.since for one in flags if one.flag == "V4"} for flags in pages]

    assert since(Home(home).reader()) == [{"V4": None}] * 3
    vendor_flags(Home(home).reader(), as_of=NOW)  # as the command line does
    # The crowds of 2026-03 (A01) and 2026-06 (B10, one of its systems is 新潟市's) were up in the first month.
    assert since(Home(home).reader()) == [{"V4": "2025-11"}] * 3
    scoped = Home(home).reader(scope=Scope(frozenset({"15"})))
    assert since(scoped) == [{"V4": "2025-11"}] * 3


def test_a_damaged_file_is_worked_out_again(home: Path) -> None:
    keep_history(Home(home).reader(), as_of=NOW)
    sound = {path: path.read_bytes() for path in _files(home)}
    assert len(sound) == 3
    for path in sound:
        path.write_bytes(b"damaged")
    history = flag_history(Home(home).reader(), as_of=NOW)
    assert set(history["month"]) == set(MONTHS)
    assert {path: path.read_bytes() for path in _files(home)} == sound


def test_another_report_or_rule_is_another_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_history(Home(home).reader(), as_of=NOW)
    # What was known before the notice of B10 came: other flags, so other files.
    earlier = AsOf("2026-01", parse_instant("2026-02-15T09:00+09:00"))
    before = AsOf("2025-12", parse_instant("2026-01-16T09:00+09:00"))
    assert missing_months(Home(home).reader(), as_of=earlier) == ()
    assert missing_months(Home(home).reader(), as_of=before) == ("2025-11", "2025-12")
    # A list holds of every month.
    events = "ベンダコード,日付,種別,業務,対象団体コード,内容,情報源\nA02,2025-02-10,計画見直し,,,見直し,会議\n"
    moment = parse_instant("2026-03-01T09:00+09:00")
    import_files([("events.csv", events.encode())], home=home, received_at=moment)
    assert missing_months(Home(home).reader(), as_of=NOW) == MONTHS
    assert keep_history(Home(home).reader(), as_of=NOW, most=2) == MONTHS, "more than may be worked out now"
    keep_history(Home(home).reader(), as_of=NOW)
    monkeypatch.setattr(_RULES, lambda: "other rules")
    assert missing_months(Home(home).reader(), as_of=NOW) == MONTHS


def test_a_locked_home_knows_it_in_this_process_alone(home: Path) -> None:
    (home / DERIVED).write_text("a file where the folder would be")
    here = Home(home)
    assert keep_history(here.reader(), as_of=NOW) == MONTHS, "none is kept"
    assert not is_history_known(here.reader(), as_of=NOW)
    flag_history(here.reader(), as_of=NOW)
    assert is_history_known(here.reader(), as_of=NOW)
    assert not is_history_known(Home(home).reader(), as_of=NOW)


def test_the_store_takes_no_notice_of_the_folder(home: Path) -> None:
    before = verify_home(home)
    keep_history(Home(home).reader(), as_of=NOW)
    (home / DERIVED / "something-else").write_bytes(b"")
    assert verify_home(home) == before
    assert month_counts(nation_reading(Home(home).reader(), as_of=NOW)).dtypes["systems"] == "int64"
