from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
import streamlit

from components import body_list
from components.body_rows import body_columns, body_rows, shown_rows
from components.text import Text
from data.access import Home
from data.model import AsOf
from data.views.prefecture import PrefectureView, prefecture_view
from tests.data.views.test_prefecture import import_steps
from tests.tiny_programme import build_home
from tests.town_programme import build_town_home

pytestmark = pytest.mark.slow

JA, EN = Text("ja"), Text("en")
JANUARY = AsOf("2026-01")


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> PrefectureView:
    home = Home(import_steps(tmp_path_factory.mktemp("steps")))
    return prefecture_view(home.reader(), as_of=JANUARY, prefecture="20")


@pytest.fixture(scope="module")
def rates(tmp_path_factory: pytest.TempPathFactory) -> PrefectureView:
    home = Home(build_home(tmp_path_factory.mktemp("rates")))
    return prefecture_view(home.reader(), as_of=JANUARY, prefecture="20")


def grid(view: PrefectureView, *, text: Text = JA) -> pd.DataFrame:
    rows = body_rows(view.municipalities, vendors=view.vendors, text=text)
    return shown_rows(rows, columns=body_columns(text, has_steps=view.overview.has_steps), text=text)


def test_a_row_says_judgement_with_its_mark_input_and_vendors(view: PrefectureView) -> None:
    first, second, third = grid(view).head(3).to_dict("records")
    assert (first["name"], first["judgement_word"], first["phase"], first["step_completion_mic"], first["change"]) == (
        "長野市",
        "▲ 遅延",
        0,
        50.0,
        0.0,
    )
    assert (first["input_word"], first["vendors"], first["systems_migrated"]) == ("一部未入力", "ベンダA01（2）", 1)
    assert (second["judgement_word"], second["designated_systems"]) == ("？ 未報告", 1)
    assert second["vendors"] == "ベンダA01（1） ほか1"
    assert third["input_word"] == "未報告"
    assert (first["carried_systems"], second["carried_systems"]) == (0, 0)
    assert pd.isna(third["step_completion_mic"])
    assert pd.isna(third["place"])
    assert pd.isna(third["vendors"])


def test_months_left_to_the_date_are_no_overdue_in_the_grid(view: PrefectureView) -> None:
    late, on_the_day, early = view.municipalities.head(3).index
    months = pd.Series([3, 0, -2], index=[late, on_the_day, early], dtype="Int64")
    frame = view.municipalities.assign(overdue_months=months)
    rows = body_rows(frame, vendors=view.vendors, text=JA)
    shown = shown_rows(rows, columns=body_columns(JA, has_steps=True), text=JA)
    assert shown["overdue_months"].head(3).isna().tolist() == [False, True, True]
    assert rows["overdue_months"].head(3).tolist() == [3, 0, -2]


def test_a_month_with_rates_only_has_no_columns_that_need_steps(rates: PrefectureView) -> None:
    shown = grid(rates)
    assert not {"judgement_word", "phase", "overdue_months", "vendors", "systems_migrated"} & set(shown)
    assert shown["step_completion_mic"].head(3).tolist() == [97.5, 80.0, 60.0]


def test_a_share_short_of_all_never_reads_a_hundred() -> None:
    columns = (body_columns(JA, has_steps=False)[4],)
    shown = shown_rows(pd.DataFrame({"step_completion_mic": [0.99996, 1.0, None]}), columns=columns, text=JA)
    assert shown["step_completion_mic"].head(2).tolist() == [99.9, 100.0]
    assert shown["step_completion_mic"].isna().tolist() == [False, False, True]


def test_many_vendors_are_shortened_on_the_grid_alone(view: PrefectureView) -> None:
    many = pd.DataFrame(
        {"body_code": "20201", "vendor_code": list("ABCDE"), "vendor_name": list("ABCDE"), "systems": [5, 4, 3, 2, 1]}
    )
    rows = body_rows(view.municipalities, vendors=many, text=JA)
    assert rows["vendors"].iloc[0] == "A（5）、B（4）、C（3）、D（2）、E（1）"
    shown = shown_rows(rows, columns=body_columns(JA, has_steps=True), text=JA)
    assert shown["vendors"].iloc[0] == "A（5） ほか4"


def test_english_rows_have_english_words(view: PrefectureView) -> None:
    first = grid(view, text=EN).iloc[0]
    assert (first["name"], first["kind"], first["input_word"]) == ("Nagano City", "Core city", "Partial")


@pytest.mark.parametrize(("kind", "judgement", "codes"), [("中核市", "遅延", ["20201"]), ("村", "遅延", [])])
def test_the_list_is_narrowed_by_kind_and_judgement(
    view: PrefectureView, kind: str, judgement: str, codes: list[str]
) -> None:
    found = body_list.narrowed(view.municipalities, kind=kind, judgement=judgement)
    assert found["body_code"].tolist() == codes


@pytest.mark.parametrize(("rows", "opened"), [([1], {"body": "20202", "prefecture": "20", "system": ""}), ([], None)])
def test_a_picked_row_opens_its_municipality(
    rows: list[int], opened: dict[str, str] | None, view: PrefectureView, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(streamlit, "dataframe", lambda *_, **__: {"selection": {"rows": rows}})
    monkeypatch.setattr(body_list, "open_page", lambda name, **address: found.append({"page": name, **address}))
    monkeypatch.setattr(body_list, "list_filter", lambda *_, **__: "")
    for name in ("download_row", "table_twin", "block_title"):
        monkeypatch.setattr(body_list, name, lambda *_, **__: None)
    body_list._list(view, place="長野県", text=JA)
    assert found == ([] if opened is None else [{"page": "municipality", **opened}])


def test_the_list_says_what_its_overdue_and_its_done_rest_on(
    view: PrefectureView, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(streamlit, "dataframe", lambda *_, **__: {"selection": {"rows": []}})
    monkeypatch.setattr(body_list, "list_filter", lambda *_, **__: "")
    monkeypatch.setattr(body_list, "block_title", lambda *_, summary, **__: said.append(summary))
    for name in ("download_row", "table_twin"):
        monkeypatch.setattr(body_list, name, lambda *_, **__: None)
    silent = view.municipalities["input_state"] == "missing"
    carried = view.municipalities["judgement"].mask(silent, "完了")
    for judgement in (view.municipalities["judgement"], carried):
        shown = replace(view, municipalities=view.municipalities.assign(judgement=judgement))
        body_list._list(shown, place="長野県", text=JA)
    assert ["完了したシステムも含む最大" in one for one in said] == [True, True]
    assert ["「完了」は前月値" in one for one in said] == [False, True]


def test_every_column_of_the_grid_has_a_width(view: PrefectureView) -> None:
    named = {column.name for column in body_columns(JA, has_steps=True)}
    assert set(body_list._WIDTHS) <= named
    assert named - set(body_list._WIDTHS) == {"body_code", "systems_applicable"}


def test_the_grid_fits_a_page_of_1366_px_and_its_heads_their_columns(view: PrefectureView) -> None:
    row_choice_px, side_px = 40, 16
    for text, letter_px in ((JA, 14), (EN, 7)):
        columns = body_list.grid_columns(body_columns(text, has_steps=True), has_steps=True)
        assert sum(body_list._WIDTHS[column.name] for column in columns) <= 1318 - row_choice_px
        config = body_list._config(columns, text=text)
        for column in columns:
            assert len(config[column.name]["label"]) * letter_px + side_px <= body_list._WIDTHS[column.name], column
            whole = text("bodies.vendors_help") if column.name == "vendors" else column.label
            assert config[column.name]["help"] == whole


def test_a_body_without_applicable_systems_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    reader = Home(build_town_home(tmp_path_factory.mktemp("town"))).reader().narrowed(frozenset({"public_assistance"}))
    aid = prefecture_view(reader, as_of=JANUARY, prefecture="20")
    for text, word in ((JA, "対象外"), (EN, "Not applicable")):
        town = grid(aid, text=text).iloc[0]
        assert (town["input_word"], town["judgement_word"], town["step_completion_mic"]) == (word, word, 100.0)


def test_conflicts_of_order_are_a_column_of_the_grid_and_its_files(view: PrefectureView, rates: PrefectureView) -> None:
    first, *_, last = grid(view).to_dict("records")
    assert first["order_conflicts"] == 0
    assert pd.isna(last["order_conflicts"])
    assert "order_conflicts" in body_list._WIDTHS
    assert "order_conflicts" not in grid(rates)
