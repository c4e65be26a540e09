"""The printed figures against sums done by hand, and against the real month read with nothing but pandas."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from data.access import Home
from data.importing import import_files
from data.model import AsOf, parse_instant
from data.reference import load_reference
from data.views import Summary, summary_view
from data.views.summary import UnknownCodeError
from tests.tiny_programme import build_home

pytestmark = pytest.mark.slow

JANUARY = AsOf("2026-01")
KEYS = (
    "as_of municipalities reported applicable_systems step_completion_mic step_completion_effective bodies_complete "
    "bodies_below_half migrated_systems migrated_share all_migrated_bodies designated_list_as_of designated_systems "
    "designated_common_function designated_bodies phase_counts judgement_counts milestones provisional_steps"
).split()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(build_home(tmp_path_factory.mktemp("tiny")))


def test_the_nation(home: Home) -> None:
    summary = summary_view(home.reader(), as_of=JANUARY)
    assert (summary.municipalities, summary.reported, summary.applicable_systems) == (1741, 4, 1741 * 20)
    # 長野市 24/40 = .6, 松本市 780/800 = .975, 池田町 32/40 = .8, 新潟市 1: mean 3.375/4, median (.8+.975)/2.
    assert summary.step_completion_mic.mean == pytest.approx(0.84375)
    assert summary.step_completion_mic.median == pytest.approx(0.8875)
    # Linear interpolation among four ranks: P10 lies 0.3 of the way from .6 to .8, P90 0.7 of the way from .975 to 1.
    assert summary.step_completion_mic.p10 == pytest.approx(0.66)
    assert summary.step_completion_mic.p90 == pytest.approx(0.9925)
    assert (summary.bodies_complete, summary.bodies_below_half) == (1, 0)


def test_whole_national_answers_count_the_prefectures_designated_systems(home: Home) -> None:
    summary = summary_view(home.reader(), as_of=JANUARY)
    assert summary.designated_list_as_of == "2025-12"
    assert (summary.designated_systems, summary.designated_common_function, summary.designated_bodies) == (2, 2, 3)


def test_a_prefecture_is_its_municipalities(home: Home) -> None:
    summary = summary_view(home.reader(), as_of=JANUARY, prefecture="20")
    assert (summary.municipalities, summary.reported) == (77, 3)
    assert summary.step_completion_mic.mean == pytest.approx((0.6 + 0.975 + 0.8) / 3)
    assert (summary.designated_systems, summary.designated_common_function, summary.designated_bodies) == (1, 2, 2)


def test_one_body_and_a_prefectures_own(home: Home) -> None:
    matsumoto = summary_view(home.reader(), as_of=JANUARY, body="20202")
    assert matsumoto.step_completion_mic.mean == pytest.approx(0.975)
    assert (matsumoto.municipalities, matsumoto.reported, matsumoto.designated_systems) == (1, 1, 0)
    nagano = summary_view(home.reader(), as_of=JANUARY, body="20000")
    assert (nagano.applicable_systems, nagano.reported, nagano.designated_systems) == (2, 0, 1)
    assert nagano.step_completion_mic.mean is None


def test_what_no_source_tells_is_null_and_never_zero(home: Home) -> None:
    summary = summary_view(home.reader(), as_of=JANUARY).as_dict()
    unknown = [key for key in KEYS if summary[key] is None]
    assert unknown == [
        "step_completion_effective",
        "migrated_systems",
        "migrated_share",
        "all_migrated_bodies",
        "phase_counts",
        "judgement_counts",
        "milestones",
    ]
    earlier = summary_view(home.reader(), as_of=AsOf("2026-01", parse_instant("2026-01-31")))
    assert earlier.reported == 0
    assert earlier.step_completion_mic.mean is None
    assert earlier.bodies_complete is None
    assert earlier.designated_systems is None


def test_a_month_without_a_report_still_has_its_list(home: Home) -> None:
    summary = summary_view(home.reader(), as_of=AsOf("2026-02"))
    assert (summary.reported, summary.designated_systems, summary.designated_list_as_of) == (0, 2, "2025-12")
    before_the_list = summary_view(home.reader(), as_of=AsOf("2025-11"))
    assert before_the_list.designated_systems is None


def test_an_empty_home_answers_without_figures(tmp_path: Path) -> None:
    summary = summary_view(Home(tmp_path).reader(), as_of=None)
    assert summary.as_of is None
    assert summary.reported == 0
    assert summary.step_completion_mic.mean is None


def test_the_keys_are_the_documented_ones_and_json_can_carry_them(home: Home) -> None:
    summary = summary_view(home.reader(), as_of=JANUARY).as_dict()
    assert [key for key in summary if key in KEYS] == KEYS
    assert json.loads(json.dumps(summary, allow_nan=False))["as_of"] == "2026-01"
    assert [step["label"] for step in summary["provisional_steps"]] == ["③－２", "⑧－２", "⑩－２", "⑬－１"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", ["48", "00", "2", "20201", "長野", "長野県"])
def test_an_unknown_prefecture_is_refused(home: Home, code: str) -> None:
    with pytest.raises(UnknownCodeError, match="都道府県コード"):
        summary_view(home.reader(), as_of=JANUARY, prefecture=code)


@pytest.mark.parametrize("code", ["20999", "202011", "2020", "長野市"])
def test_an_unknown_body_is_refused(home: Home, code: str) -> None:
    with pytest.raises(UnknownCodeError, match="団体コード"):
        summary_view(home.reader(), as_of=JANUARY, body=code)


@pytest.fixture(scope="module")
def real_home(real_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = tmp_path_factory.mktemp("real")
    import_files([real_folder / "mic_progress_2026-01.xlsx", real_folder / "tokutei_2025-12.xlsx"], home=home)
    return Home(home)


@pytest.fixture(scope="module")
def rates(real_folder: Path) -> pd.DataFrame:
    sheet = pd.read_excel(real_folder / "mic_progress_2026-01.xlsx", header=None, skiprows=2, engine="calamine")
    return sheet.rename(columns={0: "prefecture", 1: "name"})


@pytest.mark.real
def test_the_real_nation(real_home: Home, rates: pd.DataFrame) -> None:
    summary = summary_view(real_home.reader(), as_of=JANUARY)
    per_body = rates.loc[:, 3:22].mean(axis=1)
    assert round(per_body.mean(), 4) == 0.8157, "the published mean"
    assert summary.step_completion_mic.mean == pytest.approx(per_body.mean(), abs=1e-12)
    assert summary.step_completion_mic.median == pytest.approx(0.83625)
    assert summary.step_completion_mic.p10 == pytest.approx(per_body.quantile(0.1))
    assert summary.step_completion_mic.p90 == pytest.approx(per_body.quantile(0.9))
    assert (summary.bodies_complete, summary.bodies_below_half) == (70, 73)
    assert (summary.reported, summary.applicable_systems) == (1741, 34820)
    assert (summary.designated_systems, summary.designated_common_function, summary.designated_bodies) == (
        8458,
        498,
        935,
    )
    assert summary.phase_counts is None
    assert summary.milestones is None
    assert summary.migrated_systems is None


@pytest.mark.real
def test_every_real_prefecture(real_home: Home, rates: pd.DataFrame) -> None:
    reader = real_home.reader()
    expected = rates.loc[:, 3:22].mean(axis=1).groupby(rates["prefecture"]).mean()
    seen: dict[str, Summary] = {
        prefecture.name: summary_view(reader, as_of=JANUARY, prefecture=prefecture.code)
        for prefecture in load_reference().prefectures
    }
    assert sum(summary.municipalities for summary in seen.values()) == 1741
    for name, summary in seen.items():
        assert summary.step_completion_mic.mean == pytest.approx(expected[name], abs=1e-12), name
