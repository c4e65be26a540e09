"""The flags of ``tests.flag_programme``, cut to a place and followed from month to month, as worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.access import Home, Reader, Scope
from data.model import AsOf, parse_instant
from data.views.summary import UnknownCodeError
from data.views.vendor_flag_history import _runs
from data.views.vendor_flags import VendorFlag, flag_history, flag_runs, vendor_flags
from tests.flag_programme import build_flag_home

pytestmark = pytest.mark.slow

NOW = AsOf("2026-01")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_flag_home(tmp_path_factory.mktemp("flags") / "home")


@pytest.fixture(scope="module")
def reader(home: Path) -> Reader:
    return Home(home).reader()


def _records(flags: tuple[VendorFlag, ...]) -> set[tuple[str, str, str, str | None, str | None]]:
    return {(one.flag, one.vendor, str(one.severity), one.business, one.month) for one in flags}


def test_the_flags_of_the_month(reader: Reader) -> None:
    care, school, register = "long_term_care", "school_enrolment", "resident_record"
    # 介護保険 has A01, A02, A03 left for B10's and D01's bodies: no V6 there but for A01 itself and A02, who have each
    # other and A03 only; A01 alone has products for the two others, so that it has no alternative in either.
    assert _records(vendor_flags(reader, as_of=NOW)) == {
        ("V1", "B10", "中", care, None),
        ("V1", "B10", "高", care, None),
        ("V2", "D01", "高", school, None),
        ("V3", "A02", "高", care, None),
        ("V4", "A01", "高", None, "2026-03"),
        ("V4", "B10", "高", None, "2026-06"),
        ("V6", "A01", "低", school, None),
        ("V6", "A01", "低", register, None),
        ("V6", "A02", "低", care, None),
        ("V6", "D01", "低", school, None),
    }


def test_the_successor_a_body_names_takes_it_out(reader: Reader) -> None:
    found = {
        str(one.severity): one.systems for one in vendor_flags(reader, as_of=NOW, vendor="B10") if one.flag == "V1"
    }
    assert found == {"中": (("15100", "long_term_care"),), "高": (("15202", "long_term_care"),)}


def test_since_is_the_month_of_the_event_or_of_the_run(reader: Reader) -> None:
    since = {(one.flag, one.vendor, one.business): one.since for one in vendor_flags(reader, as_of=NOW)}
    assert since["V1", "B10", "long_term_care"] == "2025-12"
    assert since["V3", "A02", "long_term_care"] == "2025-02"
    assert since["V2", "D01", "school_enrolment"] is None  # never had a product
    assert since["V6", "A01", "resident_record"] == "2025-11"
    assert since["V6", "A02", "long_term_care"] == "2025-12"  # B10 was a third alternative until then


def test_without_the_history_only_events_have_a_date(reader: Reader) -> None:
    for one in vendor_flags(reader, as_of=NOW, with_since=False):
        assert (one.since is None) == (one.flag not in ("V1", "V3"))


def test_what_is_known_later_changes_the_month_it_speaks_of(reader: Reader) -> None:
    before, after = parse_instant("2026-01-19T00:00+09:00"), parse_instant("2026-01-21T00:00+09:00")
    for known_at, is_flagged in ((before, False), (after, True)):
        flags = vendor_flags(reader, as_of=AsOf("2025-12", known_at))
        assert any(one.flag == "V1" for one in flags) is is_flagged


def test_a_place_shows_its_own_systems_only(reader: Reader) -> None:
    flags = vendor_flags(reader, as_of=NOW, prefecture="20")
    assert {body for one in flags for body in one.bodies} <= {"20201", "20202", "20481"}
    assert not any(one.flag == "V1" for one in flags)  # 長野市 has named a successor
    own = vendor_flags(reader, as_of=NOW, body="20481")
    assert {one.flag for one in own} == {"V2", "V3", "V6"}


def test_a_scope_and_a_cut_hide_systems_not_facts(home: Path, reader: Reader) -> None:
    scoped = Home(home).reader(scope=Scope(frozenset({"15"})))
    (crowd,) = (one for one in vendor_flags(scoped, as_of=NOW, vendor="A01") if one.flag == "V4")
    assert crowd.bodies == ("15100", "15202")
    assert crowd.evidence["planned"] == 3
    narrowed = reader.narrowed(frozenset({"resident_record"}))
    (crowd,) = (one for one in vendor_flags(narrowed, as_of=NOW, vendor="A01") if one.flag == "V4")
    assert crowd.systems == (("15202", "resident_record"), ("20201", "resident_record"))
    assert crowd.evidence["planned"] == 3
    history = flag_history(scoped, as_of=NOW)
    assert history.query("flag == 'V4' and vendor_code == 'A01' and month == '2026-01'")["bodies"].tolist() == [2]


@pytest.mark.parametrize("asked", [{"prefecture": "99"}, {"body": "99999"}, {"vendor": "Z99"}])
def test_unknown_codes_are_refused(reader: Reader, asked: dict[str, str]) -> None:
    with pytest.raises(UnknownCodeError):
        vendor_flags(reader, as_of=NOW, **asked)  # type: ignore[arg-type]  # one of the code arguments


def test_the_history_has_every_month_and_sums_the_prefectures(reader: Reader) -> None:
    history = flag_history(reader, as_of=NOW)
    crowd = history[(history["flag"] == "V4") & (history["vendor_code"] == "A01")]
    assert crowd[["month", "crowded_month", "severity", "systems", "bodies"]].to_numpy().tolist() == [
        ["2025-11", "2026-03", "高", 3, 3],
        ["2025-12", "2026-03", "高", 3, 3],
        ["2026-01", "2026-03", "高", 3, 3],
    ]
    withdrawn = history[history["flag"] == "V1"]
    assert withdrawn[["month", "severity", "systems"]].to_numpy().tolist() == [
        ["2025-12", "中", 3],  # before anybody spoke of a successor
        ["2026-01", "中", 1],
        ["2026-01", "高", 1],
    ]
    assert flag_history(reader, as_of=NOW, prefecture="20").query("flag == 'V1'")["systems"].tolist() == [1]
    assert set(flag_history(reader, as_of=AsOf("2025-12"))["month"]) == {"2025-11", "2025-12"}


def test_the_bodies_of_two_severities_of_one_flag_are_all_counted() -> None:
    history = pd.DataFrame(
        {"month": "2026-01", "flag": "V1", "vendor_code": "B10", "business": "long_term_care", "crowded_month": None,
         "severity": ["中", "高"], "systems": [2, 1], "bodies": [2, 1]}
    )  # fmt: skip
    (run,) = _runs(history, months=["2026-01"]).to_dict("records")
    assert (run["severity"], run["systems"], run["bodies"]) == ("高", 3, 3)


def test_runs_tell_when_a_flag_was_raised_and_cleared(reader: Reader) -> None:
    runs = flag_runs(reader, as_of=NOW)
    withdrawn = runs[runs["flag"] == "V1"]
    assert withdrawn[["raised", "severity", "systems", "bodies"]].to_numpy().tolist() == [["2025-12", "高", 3, 3]]
    assert withdrawn["cleared"].isna().all()
    here = flag_runs(reader, as_of=NOW, prefecture="20")
    assert here[here["flag"] == "V1"][["raised", "cleared"]].to_numpy().tolist() == [["2025-12", "2026-01"]]
    assert not runs.duplicated(["flag", "vendor_code", "business", "crowded_month", "raised"]).any()


def test_an_empty_home_has_no_history(tmp_path: Path) -> None:
    reader = Home(tmp_path / "none").reader()
    for table in (flag_history(reader, as_of=NOW), flag_runs(reader, as_of=NOW)):
        assert isinstance(table, pd.DataFrame)
        assert table.empty
    assert vendor_flags(reader, as_of=NOW) == ()
