"""The vendor page: its figures on screen, what it says where something is missing, and its flags one by one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.running import run_page
from tests.tiny_programme import build_home
from tests.vendor_programme import build_early_home, build_vendor_home


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {
        "normal": build_vendor_home(tmp_path_factory.mktemp("normal")),
        "bare": build_vendor_home(tmp_path_factory.mktemp("bare"), is_synthetic=True, with_lists=False),
        "early": build_early_home(tmp_path_factory.mktemp("early")),
        "rates": build_home(tmp_path_factory.mktemp("rates")),
        "empty": tmp_path_factory.mktemp("empty"),
    }


def _run(monkeypatch: pytest.MonkeyPatch, home: Path, **address: str) -> AppTest:
    return run_page(monkeypatch, page="vendors", home=home, **address)


def _html(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def _shown(app: AppTest) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", _html(app)))


def test_the_summary_says_the_figures_of_the_view(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(_run(monkeypatch, homes["normal"]))
    # Worked out in tests/vendor_programme.py.
    for words in (
        "運用開始前は5システムで、その80.0%にあたる4システム（3団体）が、2社のベンダのフラグ（V1〜V5）の対象です。",
        "ベンダA01（2システム・2団体、V4 集中稼働）、ベンダB02（2システム・2団体、V1 撤退・後継なし）です。",
        "撤退を表明したベンダの運用開始前のシステムで、後継が「なし」か不明なものは2（ベンダB02）です。",
        "重大度「高」のフラグ+1件、フラグの対象となる運用開始前のシステム+2、団体+1です。",
        "本ダッシュボード独自の判定です。",
    ):
        assert words in shown, words


def test_the_first_screens_say_who_and_why(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _run(monkeypatch, homes["normal"])
    assert not app.exception
    shown = _shown(app)
    for words in (
        "2社のうち運用開始前のシステムが最も多いのはベンダA01（2システム）で、上位3社で80.0%を占めます。",
        "都道府県自身のシステムを含む）：ベンダ不明 45、1〜99 2。最も重いフラグが「高」なのは1都道府県です。",
        "立っているフラグは4件（高1件、中2件、低1件）です。",
        "1〜4件目（該当4件、全4件）",
    ):
        assert words in shown, words
    vendors = app.dataframe[0].value
    assert vendors["name"].tolist() == ["ベンダA01", "ベンダB02", "ベンダ不明"]
    assert vendors["flags"].tolist() == ["▣V4 集中稼働、□V6 代替困難", "■V1 撤退・後継なし", ""]


@pytest.mark.parametrize(
    ("part", "figures", "sentences"),
    [
        (
            "dependency",
            1,
            ("2社のうち最も多くの団体が頼るのはベンダA01（2団体、2業務）です。1業務だけのベンダは1社です。",),
        ),
        (
            "market",
            2,
            ("業務×都道府県の3組のうち2組は、ほぼ1社だけに頼っています。", "乗り換え先が2社以下になる業務は戸籍、"),
        ),
        (
            "calendar",
            2,
            (
                "1社で延べ1か月が上限の目安を超え、うち0か月は2倍を超えます。",
                "図のうち予定が最も多いのはベンダA01の2026年3月（予定2システム、目安の2.0倍）です。",
                "ベンダA01の実績は最も多い月で1システム、上限の目安は1か月1システムです。予定は2026年3月の2システム",
            ),
        ),
        ("delay", 1, ("団体が10以上あり判定できるベンダはありません。",)),
        ("history", 0, ("フラグの推移：全国",)),
    ],
)
def test_each_part_is_there_with_its_sentence(
    part: str, figures: int, sentences: tuple[str, ...], homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _run(monkeypatch, homes["normal"], part=part)
    # Figures wait for the map, which no browser draws here.
    app.session_state["map_drawn"] = True
    app.run()
    assert not app.exception
    shown = _shown(app)
    for words in sentences:
        assert words in shown, words
    assert len(app.get("plotly_chart")) == figures
    assert "フラグの一覧：全国" not in shown, "one part at a time"


def test_a_crowded_month_beyond_a_place_is_told_apart(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(_run(monkeypatch, homes["normal"], part="calendar", prefecture="20"))
    assert "1社で延べ1か月が上限の目安を超え" in shown
    assert "長野県のシステムの予定を含むのは、このうち延べ1か月です。" in shown


def test_before_the_first_go_live_the_page_says_that_no_capacity_is_known(
    homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _run(monkeypatch, homes["early"], month="2025-12", part="calendar")
    app.session_state["map_drawn"] = True
    app.run()
    assert not app.exception
    shown = _shown(app)
    for words in (
        "先の月に予定のあるベンダは2社です。どのベンダにもまだ運用開始の実績がなく、上限の目安は分かりません。",
        "ベンダA01の予定は2026年3月の2システムが最も多くなっています。",
    ):
        assert words in shown, words


def test_a_flag_tells_why_and_leads_to_its_vendor(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    html = _html(_run(monkeypatch, homes["normal"], month="2026-01"))
    rows = [line for line in html.split("<tr>") if "V1 撤退・後継なし</th>" in line and "vendor=B02" in line]
    assert len(rows) == 2
    assert "month=2026-01" in rows[0]
    told = [re.sub(r"<[^>]+>", " ", row) for row in rows]
    assert "■ 高" in told[0]
    assert "2026年1月20日に撤退を表明。後継不明0、後継なし1システム。" in told[0]
    assert "届出" in told[0]
    assert "▣ 中" in told[1]


def test_the_filters_narrow_the_flags(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _run(monkeypatch, homes["normal"])
    app.selectbox(key="vendor_flags_prefecture").set_value("15").run()
    assert "1〜1件目（該当1件、全4件）" in _shown(app)
    app.selectbox(key="vendor_flags_flag").set_value("V4").run()
    assert "（該当0件、全4件）" in _shown(app)


def test_the_past_is_worked_out_when_asked_for(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    # Another month than the other tests look at: what one has asked for is known to all.
    app = _run(monkeypatch, homes["normal"], month="2025-12", part="history")
    assert "新たなフラグ" not in _shown(app)
    app.button(key="vendor_history_ask").click().run()
    assert not app.exception
    assert "2025年12月に立っているフラグは2件です。" in _shown(app)


def test_a_prefecture_and_a_cut_are_named(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(_run(monkeypatch, homes["normal"], prefecture="15", cut="resident_record"))
    assert "運用開始前のシステムが多いベンダ：新潟県（住民基本台帳）" in shown
    assert "市区町村別：ベンダ不明 29、1〜3 1。最も重いフラグが「高」なのは0市区町村です。" in shown


def test_without_lists_it_says_what_cannot_be_judged(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(_run(monkeypatch, homes["bare"], part="market"))
    assert "ベンダの一覧が取り込まれていません" in shown
    assert "適合製品の一覧がないため、乗り換え先は分かりません。" in shown
    shown = _shown(_run(monkeypatch, homes["bare"], part="delay"))
    assert "検証の数値は架空のデータによるものです" in shown, "invented data says so"


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "この月の資料からはベンダが分かりません"), ("en", "No vendors in this month's report")],
)
def test_a_month_of_rates_names_no_vendor(
    language: str, words: str, homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _run(monkeypatch, homes["rates"], lang=language)
    assert words in _shown(app).replace("&#x27;", "'")
    assert not app.get("plotly_chart")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_empty_home(language: str, homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "python -m data import" in _shown(_run(monkeypatch, homes["empty"], lang=language))


def test_prefectures_own_systems_are_named_where_there_are_some(
    homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _shown(_run(monkeypatch, homes["normal"], prefecture="20"))
    assert "長野県の対象1,542システム（都道府県自身の2を含む）のうち" in whole
    assert "全78団体（都道府県を含む）" in whole
    # 住民基本台帳 is no business of a prefecture; 長野県 has 77 municipalities.
    register = _shown(_run(monkeypatch, homes["normal"], prefecture="20", cut="resident_record"))
    assert "長野県（住民基本台帳）の対象77システムのうち" in register
    assert "77団体のうち" in register


def test_no_flag_is_said(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(_run(monkeypatch, homes["normal"], prefecture="01"))
    assert "ベンダ自体に関するフラグ（V1〜V5）はありません。" in shown
    assert "この条件で立っているフラグはありません。" in shown


def test_the_page_says_it_in_english(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(_run(monkeypatch, homes["normal"], lang="en"))
    assert "5 of 34,914 applicable systems" in shown
    assert "Vendors by systems not live" in shown
    rest = re.sub(r"ベンダ\w+|Map: .*|届出|適合製品の一覧|PMO報告|総合|専業", "", shown)
    assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", rest), "no Japanese but names and what sources say"
