"""The hand-out of 長野県 in 2026-02 of ``tests.town_programme``: its figures are the page's, worked out by hand there.

池田町's 住民基本台帳 is live; 長野市 and 松本市 have all 40 steps of theirs done. 新潟県 never reported anything.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from components.documents.pack import Pack, PackTable
from components.pack_changes import change_columns, change_rows
from components.pack_words import pack_words
from components.prefecture_layout import prefecture_sentences
from components.text import Text
from data.access import Home, Reader
from data.model import AsOf
from data.reference import load_reference
from data.views.changes import MonthChanges
from data.views.pack import MeetingHead, OpenFollowUp, PackView, pack_view
from data.views.prefecture import prefecture_view
from data.views.summary import UnknownCodeError
from tests.tiny_programme import build_home
from tests.town_programme import build_vendor_home

pytestmark = pytest.mark.slow

FEBRUARY = AsOf("2026-02")
JA = Text("ja")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Home(build_vendor_home(tmp_path_factory.mktemp("town"))).reader()


@pytest.fixture(scope="module")
def view(reader: Reader) -> PackView:
    return pack_view(reader, as_of=FEBRUARY, prefecture="20")


@pytest.fixture(scope="module")
def pack(view: PackView) -> Pack:
    return pack_words(view, text=JA)


def table(pack: Pack, table_id: str) -> PackTable:
    return next(one for one in pack.tables if one.id == table_id)


def column(found: PackTable, name: str) -> list[object]:
    place = [one.name for one in found.columns].index(name)
    return [row[place] for row in found.rows]


def test_the_figures_are_the_pages(view: PackView, pack: Pack, reader: Reader) -> None:
    page = prefecture_view(reader, as_of=FEBRUARY, prefecture="20")
    assert view.prefecture is not None
    assert view.prefecture.overview is page.overview, "the very view of the page"
    assert view.prefecture.municipalities.equals(page.municipalities)
    assert view.prefecture.flags == page.flags
    bodies = table(pack, "bodies")
    assert column(bodies, "body_code") == page.municipalities["body_code"].tolist()
    rates = [None if rate != rate else rate for rate in page.municipalities["step_completion_mic"].astype("float64")]
    assert column(bodies, "step_completion_mic") == rates
    assert column(table(pack, "milestones"), "open") == [row.attainment.open for row in page.overview.milestones]
    counts = page.overview.summary.judgement_counts
    assert counts is not None
    assert sorted(column(table(pack, "judgement"), "systems"), key=str) == sorted(counts.values(), key=str)


def test_what_was_worked_out_by_hand_is_in_it(pack: Pack) -> None:
    bodies = table(pack, "bodies")
    assert len(bodies.rows) == 77
    # 長野市 and 松本市: one system of theirs, all 40 steps; nobody else but 池田町 reported.
    assert column(bodies, "name")[:3] == ["長野市", "松本市", "池田町"]
    assert column(bodies, "step_completion_mic")[:2] == [1.0, 1.0]
    assert column(bodies, "input_word")[3:] == ["未入力"] * 74
    assert column(bodies, "step_completion_mic")[3:] == [None] * 74
    assert pack.cards[4].value == "74団体"


def test_flags_stand_beside_the_body_they_concern(pack: Pack) -> None:
    flags = dict(zip(column(table(pack, "bodies"), "name"), column(table(pack, "bodies"), "flags"), strict=True))
    # 戸籍 of 池田町 is with B02, who leaves it without naming a successor and has no product for it; one other has.
    assert str(flags["池田町"]).startswith("■V1 ■V2")
    assert flags["岡谷市"] == ""
    assert set(column(table(pack, "flags"), "vendor_code")) >= {"B02"}


def test_the_numbers_of_flags_are_named_below_the_list_that_has_no_room_for_their_names(pack: Pack) -> None:
    bodies = table(pack, "bodies")
    used = {str(cell)[at : at + 2] for cell in column(bodies, "flags") for at in range(len(str(cell)))}
    assert {"V1", "V2"} <= used
    names = {"V1": "撤退・後継なし", "V2": "適合製品なし", "V3": "計画見直し", "V4": "集中稼働", "V5": "遅延傾向",
             "V6": "代替困難", "V7": "一社依存"}  # fmt: skip
    assert {flag for flag, name in names.items() if f"{flag} {name}" in bodies.note} == used & set(names)


def test_charts_add_up_to_the_applicable_systems(pack: Pack, view: PackView) -> None:
    applicable = view.overview.summary.applicable_systems
    judgement, flow = pack.charts
    assert sum(sum(series.values) for series in judgement.series) == applicable
    assert flow.categories == ("2025年11月", "2025年12月", "2026年1月", "2026年2月")
    assert [sum(values) for values in zip(*(series.values for series in flow.series), strict=True)][-1] == applicable


def test_every_region_is_drawn_and_in_one_class(pack: Pack) -> None:
    assert pack.map is not None
    assert len(pack.map.regions) == 77
    assert all(region.path.startswith("M") and region.path.endswith("z") for region in pack.map.regions)
    assert sum(entry.regions for entry in pack.map.legend) == 77


def test_a_prefecture_without_any_report_says_so_and_claims_nothing(reader: Reader) -> None:
    pack = pack_words(pack_view(reader, as_of=FEBRUARY, prefecture="15"), text=JA)
    assert pack.summary[0].startswith("新潟県の市区町村からは、2026年2月の報告が一つもありません。")
    assert set(column(table(pack, "bodies"), "step_completion_mic")) == {None}
    assert set(column(table(pack, "bodies"), "judgement_word")) == {"？ 未報告"}
    assert column(table(pack, "judgement"), "systems") == [0, 0, 0, 0, 600]
    assert (pack.cards[1].value, pack.cards[1].detail) == ("—", "未報告")
    assert pack.map is not None
    assert pack.map.legend[0].regions == 30


def test_a_month_nobody_reported_has_no_figures(reader: Reader) -> None:
    pack = pack_words(pack_view(reader, as_of=AsOf("2026-03"), prefecture="20"), text=JA)
    assert pack.summary == ("2026年3月の報告は、まだ取り込まれていません。数値はすべて不明です。",)
    assert pack.charts == ()
    assert {card.value for card in pack.cards} <= {"—"}


def test_a_month_of_rates_has_no_judgements(tmp_path: Path) -> None:
    reader = Home(build_home(tmp_path)).reader()
    pack = pack_words(pack_view(reader, as_of=AsOf("2026-01"), prefecture="20"), text=JA)
    assert [one.id for one in pack.tables] == ["bodies", "businesses"]
    assert pack.own_rules == ""
    assert pack.map is not None
    assert pack.map.title == "長野県のステップ完了率（月次）"


def test_the_nation_has_its_prefectures_and_vendors(reader: Reader) -> None:
    pack = pack_words(pack_view(reader, as_of=FEBRUARY, prefecture=None), text=JA)
    assert pack.title == "全国 幹部説明資料"
    assert [one.id for one in pack.tables] == [
        "milestones", "changes", "judgement", "prefectures", "vendors", "businesses",
    ]  # fmt: skip
    assert len(table(pack, "prefectures").rows) == 47
    assert pack.map is not None
    assert len(pack.map.regions) == 47


def test_the_nations_changes_are_those_of_the_two_months(reader: Reader) -> None:
    pack = pack_words(pack_view(reader, as_of=FEBRUARY, prefecture=None), text=JA)
    found = table(pack, "changes")
    assert found.title == "2026年2月の変化"
    assert found.note.startswith("2026年1月末との差")
    # 池田町's 住民基本台帳 went live in February; nobody re-planned: the new date of 介護保険 is blank.
    assert found.rows[0][:5] == ("新規完了", 1, 1, "長野県 1", "ベンダA01 1")
    assert ("再計画", 0, 0, "", "") in [row[:5] for row in found.rows]
    assert len(found.rows) == 8


def test_the_three_vendors_with_the_most_are_named_and_the_unknown_too(view: PackView) -> None:
    counts = (("A01", "甲", 2), ("B02", "乙", 9), (None, None, 4), ("C03", "丙", 2))
    frame = pd.DataFrame(counts, columns=["vendor_code", "name", "systems"]).assign(change="replanned", bodies=1)
    prefectures = pd.DataFrame(
        {"prefecture_code": ["20"], "change": ["replanned"], "systems": [17], "bodies": [3]},
    )
    rows = change_rows(MonthChanges(prefectures, frame), text=JA).set_index("change")
    assert rows.loc["再計画", "vendors"] == "乙 9、ベンダ不明 4、甲 2"
    assert "vendors" not in [one.name for one in change_columns(JA, has_vendors=False)]


def test_only_the_sections_wanted_are_in_it_and_the_meeting_leads(view: PackView) -> None:
    agenda = ("進捗の共有", "=1+1 髙﨑祇葛①")
    some = replace(
        view, sections=frozenset({"flow", "bodies"}), meeting=MeetingHead(date(2026, 2, 20), "県庁 3階", agenda)
    )
    pack = pack_words(some, text=JA)
    assert ([one.id for one in pack.tables], [one.id for one in pack.charts], pack.map) == (["bodies"], ["flow"], None)
    assert pack.meeting == (
        ("開催日", "2026年2月20日"), ("場所", "県庁 3階"), ("議題", "1．進捗の共有\n2．=1+1 髙﨑祇葛①"),
    )  # fmt: skip
    assert pack.foot() == pack.sources[0]
    unfixed = pack_words(replace(view, meeting=MeetingHead()), text=JA)
    assert unfixed.meeting == (("開催日", "未定"), ("場所", "未定"))
    assert pack_words(view, text=JA).meeting == ()


@pytest.mark.parametrize("month", ["2026-03", "2025-12"])
def test_the_nation_of_a_month_nobody_reported_is_written_too(reader: Reader, month: str) -> None:
    pack = pack_words(pack_view(reader, as_of=AsOf(month), prefecture=None), text=JA)
    assert len(pack.summary) == 1
    assert "取り込まれていません" in pack.summary[0]
    assert [one.id for one in pack.tables] == ["prefectures"]
    assert set(column(pack.tables[0], "step_completion_mic")) == {None}


def test_the_summary_is_the_pages_without_its_word_on_the_screen(view: PackView, pack: Pack) -> None:
    assert view.prefecture is not None
    assert pack.summary == prefecture_sentences(view.prefecture, place="長野県", text=JA)
    invented = replace(view.overview, is_synthetic=True)
    demo = replace(view, overview=invented, prefecture=replace(view.prefecture, overview=invented))
    told = pack_words(demo, text=JA)
    assert told.summary == pack.summary
    assert told.demo == "架空のデモデータ 実在の団体・事業者の状況ではありません"


def test_follow_ups_are_told_only_where_somebody_gave_them(view: PackView, pack: Pack) -> None:
    assert "follow_ups" not in {one.id for one in pack.tables}
    entry = OpenFollowUp("20481", date(2026, 2, 3), "phone", "=予定の確認", "再度の連絡", None)
    found = table(pack_words(replace(view, follow_ups=(entry,)), text=JA), "follow_ups")
    assert found.rows == (("池田町", "2026年2月3日", "電話", "=予定の確認", "再度の連絡", "—"),)


def test_a_code_that_names_nothing_is_refused(reader: Reader) -> None:
    with pytest.raises(UnknownCodeError):
        pack_view(reader, as_of=FEBRUARY, prefecture="99")


def test_it_speaks_english_too(view: PackView) -> None:
    pack = pack_words(view, text=Text("en"))
    assert pack.title == "Nagano: liaison meeting hand-out"
    assert table(pack, "bodies").rows[0][2] == "Nagano City"


def test_the_late_systems_of_a_body_stand_beside_its_judgement_whatever_their_kind(view: PackView) -> None:
    assert view.prefecture is not None
    rows = view.prefecture.municipalities.copy()
    at = rows.index[rows["name"] == "長野市"][0]
    rows.loc[at, ["judgement_late", "judgement_late_designated"]] = [5, 0]
    found = table(
        pack_words(replace(view, prefecture=replace(view.prefecture, municipalities=rows)), text=JA), "bodies"
    )
    labels = [one.label for one in found.short()[0]]
    told = found.short()[1][at]
    assert (told[labels.index("遅延システム")], told[labels.index("特定移行のうち遅延")]) == (5, 0)
    assert "うち遅延" not in labels
    # 74 municipalities never reported: how many of their systems are late is not known.
    assert column(found, "judgement_late")[3:] == [None] * 74


def test_the_input_of_a_body_is_the_one_of_the_page_on_input(view: PackView) -> None:
    assert view.inputs is not None
    states = {"20201": ("late", 1), "20202": ("on_time", 0), "20481": ("partial", None)}
    codes = [str(code) for code in view.inputs["body_code"]]
    rows = [(code, *states.get(code, ("missing", None))) for code in codes]
    told = pd.DataFrame(rows, columns=["body_code", "state", "delay_days"])
    found = table(pack_words(replace(view, inputs=told), text=JA), "bodies")
    assert column(found, "input_word")[:3] == ["遅れ 1日", "期限内", "一部未入力"]


@pytest.mark.parametrize("prefecture", ["20", None])
def test_businesses_stand_in_the_official_order(reader: Reader, prefecture: str | None) -> None:
    found = table(pack_words(pack_view(reader, as_of=FEBRUARY, prefecture=prefecture), text=JA), "businesses")
    # The order of the notice begins with the register of residents, and ends with children and childcare.
    names = column(found, "name")
    assert names == [item.name for item in load_reference().businesses if item.name in names]
    assert names.index("住民基本台帳") < names.index("介護保険")


def test_the_nations_prefectures_tell_go_lives_and_late_systems(reader: Reader) -> None:
    pack = pack_words(pack_view(reader, as_of=FEBRUARY, prefecture=None), text=JA)
    found = table(pack, "prefectures")
    by_name = dict(zip(column(found, "name"), column(found, "migrated_share"), strict=True))
    # 池田町's one live system of the 1,539 of 長野県; nobody else ever reported.
    assert by_name["長野県"] == pytest.approx(1 / 1539)
    assert by_name["新潟県"] is None
    assert {"移行完了システム率", "遅延システムの割合"} <= {one.label for one in found.short()[0]}


def test_the_prefectures_own_designated_systems_are_no_line_of_the_late_ones(reader: Reader) -> None:
    view = pack_view(reader, as_of=FEBRUARY, prefecture=None)
    late = next(one for one in view.overview.headlines if one.measure == "late_systems")
    beside = (("late_designated", 0), ("designated_systems", 8968), ("designated_of_prefectures", 50))
    told = tuple(replace(one, beside=beside) if one is late else one for one in view.overview.headlines)
    pack = pack_words(replace(view, overview=replace(view.overview, headlines=told)), text=JA)
    assert not [line for card in pack.cards for line in card.comparisons if "都道府県分" in line]
    assert pack.summary[-1] == (
        "特定移行支援システム8,968のうち50は都道府県自身のシステムで、市区町村の判定の特定移行は8,918です。"
    )


def test_a_follow_up_past_its_day_says_by_how_much(view: PackView) -> None:
    late = OpenFollowUp("20481", date(2026, 2, 3), "phone", "一", "二", date(2026, 2, 10), overdue_days=5)
    later = replace(late, due_on=date(2026, 3, 10), overdue_days=0)
    found = table(pack_words(replace(view, follow_ups=(late, later)), text=JA), "follow_ups")
    assert column(found, "due_on") == ["2026年2月10日（期限超過 5日）", "2026年3月10日"]
    assert [found.tone(cell) for cell in ("2026年2月10日（期限超過 5日）", "2026年3月10日")] == ["late", ""]


def test_the_hours_of_a_meeting_stand_beside_its_day(view: PackView) -> None:
    head = MeetingHead(date(2026, 2, 20), "県庁", (), "13:30〜15:30")
    assert pack_words(replace(view, meeting=head), text=JA).meeting[0] == ("開催日", "2026年2月20日 13:30〜15:30")
