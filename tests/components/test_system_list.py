"""The systems of 池田町 (tests/town_programme.py) in 2026-02, in words."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from components.body_blocks import input_months_table
from components.identity_block import identity_cards, identity_html
from components.municipality_blocks import not_applicable
from components.system_list import (
    SystemRow,
    overdue_words,
    own_assessment,
    system_file,
    system_file_columns,
    system_list_html,
    system_rows,
)
from components.system_panel import ranges, system_panel_html
from components.text import Text
from data.access import Home
from data.model import AsOf
from data.views.municipality import MunicipalityView, municipality_view
from data.views.municipality_judgement import judgement_numbers
from tests.town_programme import build_town_home

pytestmark = pytest.mark.slow

JA, EN = Text("ja"), Text("en")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_town_home(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def view(home: Path) -> MunicipalityView:
    return municipality_view(Home(home).reader(), as_of=AsOf("2026-02"), body="20481")


def rows(view: MunicipalityView, text: Text = JA) -> dict[str, SystemRow]:
    return {row.business: row for row in system_rows(view.systems, judged=view.judged, text=text)}


def html(view: MunicipalityView, **given: object) -> str:
    told = {"selected": None, "caption": "一覧", "text": JA, **given}
    return system_list_html(tuple(rows(view).values()), address=lambda one: f"x?system={one}", **told)  # type: ignore[arg-type]


def words(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)).strip()


def test_a_live_system_is_done_and_says_since_when(view: MunicipalityView) -> None:
    row = rows(view)["resident_record"]
    assert row.judgement == "✓ 完了"
    assert row.reason == "2026年2月16日に運用開始。"
    assert row.live == "2026年2月16日"
    assert row.replans == "再計画1回"
    assert row.overdue == "1か月前倒し"


def test_a_designated_system_past_its_own_deadline_is_told_apart(view: MunicipalityView) -> None:
    row = rows(view)["long_term_care"]
    assert row.is_past_own_deadline
    assert row.judgement == "▲ 遅延（特定移行・期限超過）"
    assert row.reason == "自らの期限 2026年1月31日を1か月過ぎて運用開始していない。"
    assert row.designated == "◇ 特定移行 期限 2026年1月31日"
    assert row.vendor == "ベンダ不明"
    assert "期限超過" in words(html(view))


def test_a_system_absent_from_the_month_is_unreported_and_keeps_what_lasts(view: MunicipalityView) -> None:
    row = rows(view)["family_register"]
    assert row.judgement == "？ 未報告"
    assert row.reason == "当月の報告なし。最後の報告は2025年11月。"
    assert row.rate == "未報告"
    assert row.phase == "—"
    assert row.vendor == "ベンダB02（前月値）"
    assert row.planned == "2026年3月31日（前月値）"
    assert (row.live, row.overdue, row.designated) == ("—", "—", "")
    assert row.carried_from == "2025年11月"
    assert not any("前月値" in str(cell) for cell in dataclasses.astuple(rows(view)["resident_record"]))
    never = rows(view)["property_tax"]
    assert (never.planned, never.vendor, never.carried_from) == ("—", "ベンダ不明", "")
    file = system_file(tuple(rows(view).values()), systems=view.systems).set_index("business")["carried_from"]
    assert file[file != ""].to_dict() == {"family_register": "2025年11月"}


def test_a_system_that_does_not_apply_has_no_judgement(view: MunicipalityView) -> None:
    row = rows(view)["public_assistance"]
    assert row.judgement == row.rate == "対象外"
    assert row.reason == ""
    aid = view.systems[view.systems["business"] == "public_assistance"].assign(vendor_name=None, vendor_code=None)
    (unnamed,) = system_rows(aid, judged=judgement_numbers(aid, month="2026-02"), text=JA)
    assert unnamed.vendor == "—", "no vendor is missing where none is needed"
    assert not_applicable(view) == ("public_assistance",)


@pytest.mark.parametrize(
    ("planned", "live", "is_past"),
    [
        ("2026-02-27", None, True),
        ("2026-02-28", None, False),
        ("2025-12-31", None, True),
        ("2026-03-01", None, False),
        ("2026-02-01", "2026-02-16", False),
        (None, None, False),
    ],
)
def test_a_planned_date_that_has_passed_says_so_whatever_the_judgement(
    view: MunicipalityView, planned: str | None, live: str | None, is_past: bool
) -> None:
    systems = view.systems[view.systems["business"] == "long_term_care"].assign(
        planned_live_on=planned, live_on=live, judgement_rule="live" if live else "on_track"
    )
    (row,) = system_rows(systems, judged=judgement_numbers(systems, month="2026-02"), text=JA)
    assert row.planned_past == ("予定日を過ぎています" if is_past else "")


def test_the_overdue_of_open_systems_comes_first_and_of_live_ones_is_named(view: MunicipalityView) -> None:
    rules = ["live", "milestone_overdue", "planned_after_deadline", "on_track"]
    states = ["attained", "open", "open", "open"]

    def card(*months: int) -> tuple[str | None, str, list[tuple[str, str]]]:
        systems = view.systems.head(4).assign(is_applicable=True, live_state=states, judgement_rule=rules)
        systems = systems.assign(overdue_months=list(months))
        found = identity_cards(replace(view, systems=systems), text=JA)[-1]
        return found.value, found.detail, [(one.label, one.value) for one in found.comparisons]

    second = view.systems["name"].iloc[1]
    assert card(7, 2, -3, -3) == (
        "2",
        "未完了の目安超過 1システム",
        [("最長", second), ("移行予定が期限後の遅延", "1システム"), ("完了済みの最大", "7か月（1システム）")],
    )
    assert card(0, -2, -3, -3) == (
        "0",
        "未完了の目安超過 0システム",
        [("移行予定が期限後の遅延", "1システム")],
    )


def test_each_system_links_to_its_panel_and_the_chosen_one_is_marked(view: MunicipalityView) -> None:
    shown = html(view, selected="family_register")
    assert len(re.findall(r'<a href="x\?system=', shown)) == 20
    assert '<tr class=d-chosen><th scope="row"><a href="x?system=family_register" aria-current=true>戸籍</a>' in shown
    assert shown.count("aria-current") == 1
    assert shown.count('<th scope="col"') == 9
    assert "d-systems-narrow" not in shown


def test_a_month_of_rates_shows_only_what_it_knows(view: MunicipalityView) -> None:
    shown = html(view, has_steps=False)
    assert shown.count('<th scope="col"') == 3
    assert "d-systems-narrow" in shown
    assert "ベンダ" not in shown
    assert "遅延" not in shown


def test_the_file_holds_numbers_as_numbers(view: MunicipalityView) -> None:
    file = system_file(tuple(rows(view).values()), systems=view.systems)
    assert len(file) == 20
    assert {column.name for column in system_file_columns(JA)} <= set(file.columns)
    assert file["step_completion_mic"].dtype == "Float64"


def test_an_english_reader_gets_english(view: MunicipalityView) -> None:
    row = rows(view, EN)["long_term_care"]
    assert row.name == "Long-term care insurance"
    assert row.judgement == "▲ Late (designated, past its own deadline)"
    assert not re.search(r"[぀-ヿ一-鿿]", row.reason + row.designated + row.overdue + row.live)


@pytest.mark.parametrize(
    ("months", "is_live", "said"),
    [(3, False, "3か月超過"), (0, False, "超過なし"), (-2, False, "期限まで2か月"), (-2, True, "2か月前倒し")],
)
def test_overdue_is_a_word_not_a_sign(months: int, is_live: bool, said: str) -> None:
    assert overdue_words(months, is_live=is_live, text=JA) == said
    assert overdue_words(None, is_live=is_live, text=JA) == "—"


def test_the_bodys_own_words_are_translated_and_unknown_ones_kept() -> None:
    assert [own_assessment(one, text=EN) for one in ("順調", "要注意", "遅れ", None)] == [
        "On track", "Needs attention", "Behind", "—",
    ]  # fmt: skip
    assert own_assessment("様子見", text=EN) == "様子見"


def test_the_panel_tells_dates_milestones_and_steps(view: MunicipalityView) -> None:
    shown = words(system_panel_html(view, rows(view)["long_term_care"], text=JA))
    for part in (
        "長野県 池田町 介護保険",
        "事由4",
        "運用開始 自らの期限 2026年1月31日 未達成",
        "③－２ 2023年9月 遅くとも2025年11月達成",
        "✓ 完了済み 1–6（6件）",
        "– 未着手 7–40（34件）",
        "2026年3月7日 9:00",
    ):
        assert part in shown, part
    absent = words(system_panel_html(view, rows(view)["family_register"], text=JA))
    assert "最後の報告 2025年11月" in absent
    assert "？ 未報告 1–40（40件）" in absent


def test_runs_of_steps_are_joined() -> None:
    assert ranges([]) == ""
    assert ranges([5]) == "5"
    assert ranges([1, 2, 4]) == "1–2, 4"


def test_who_the_body_is_and_how_it_stands(view: MunicipalityView) -> None:
    shown = words(identity_html(view, text=JA))
    assert shown.startswith("長野県 池田町 いけだまち 団体コード 20481（検査数字付き 204811） 町")
    # 介護保険 late (designated), 住民基本台帳 live, 17 others never reported with 戸籍; 生活保護 is in no count.
    assert "判定 ▲ 遅延" in shown
    assert "▲ 遅延 1システム（うち特定移行 1）" in shown
    assert "✓ 完了 1システム" in shown
    assert "？ 未報告 17システム" in shown


def test_cards_never_show_a_nought_for_the_unknown(home: Path) -> None:
    silent = municipality_view(Home(home).reader(), as_of=AsOf("2026-02"), body="20203")
    assert [card.value for card in identity_cards(silent, text=JA)] == [None, None, None, None]
    assert {card.unknown_reason for card in identity_cards(silent, text=JA)} == {"この団体の当月の報告がありません"}


@pytest.mark.parametrize(
    ("text", "detail", "why", "state"),
    [
        (JA, "対象業務なし（対象外は100%に数えます）", "対象業務なし（対象外）", "／ 対象外"),
        (EN, "No applicable system (counted as 100% by MIC)", "No applicable system", "／ Not applicable"),
    ],
)
def test_a_cut_to_a_business_that_is_not_applicable_calls_nobody_silent(
    home: Path, text: Text, detail: str, why: str, state: str
) -> None:
    reader = Home(home).reader().narrowed(frozenset({"public_assistance"}))
    aid = municipality_view(reader, as_of=AsOf("2026-02"), body="20481")
    rate, *others = identity_cards(aid, text=text)
    assert (rate.value, rate.detail) == ("100.0", detail)
    assert [(card.value, card.unknown_reason) for card in others] == [(None, why)] * 3
    months, summary = input_months_table(aid, text=text)
    # Of 2025-12 nobody's report is known.
    assert months["state"].tolist() == [state, state, text("karte.input.missing"), state]
    assert months["reported"].isna().all()
    assert summary == text("karte.input.summary", months=4, missing=1)


def test_the_file_of_no_systems_is_empty_not_an_error(view: MunicipalityView) -> None:
    assert system_rows(view.systems.iloc[:0], judged=(), text=JA) == ()
    assert isinstance(view.systems, pd.DataFrame)


def test_a_list_of_another_month_says_its_month_on_the_card(view: MunicipalityView) -> None:
    summary = replace(view.summary, designated_systems=6)
    listed = replace(view, summary=summary, designated_as_of="2025-12")
    (said,) = identity_cards(listed, text=JA)[2].comparisons
    assert (said.label, said.value) == ("特定移行支援システム（2025年12月時点の一覧）", "6システム")
    (own,) = identity_cards(replace(listed, designated_as_of="2026-02"), text=JA)[2].comparisons
    assert own.label == "特定移行支援システム"
