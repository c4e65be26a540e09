from __future__ import annotations

import re

import pandas as pd
from streamlit.testing.v1 import AppTest

from components.movers_block import behind, improved, movers_html
from components.text import Text

JA = Text("ja")
COLUMNS = "code name value change bodies bodies_reported is_reference_only is_small".split()
FRAME = pd.DataFrame(
    [
        ("20", "長野県", 0.8, 0.01, 77, 77, False, False),
        ("31", "鳥取県", 0.6, 0.03, 19, 12, True, True),
        ("39", "高知県", 0.6, -0.01, 34, 34, False, False),
        ("16", "富山県", 0.9, 0.0, 15, 15, False, True),
        ("47", "沖縄県", None, None, 41, 0, True, False),
    ],
    columns=COLUMNS,
)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def items(html: str) -> list[str]:
    return [words(item) for item in html.split("<li>")[1:]]


def test_the_furthest_behind_come_first_and_the_unknown_never() -> None:
    assert behind(FRAME, rows=3)["code"].tolist() == ["31", "39", "20"]
    assert behind(FRAME, rows=9)["code"].tolist() == ["31", "39", "20", "16"]


def test_only_a_rise_is_an_improvement() -> None:
    assert improved(FRAME, rows=5)["code"].tolist() == ["31", "20"]


def test_a_row_shows_value_change_and_how_many_bodies_are_behind_it() -> None:
    first, second, *_ = items(movers_html(FRAME, measure="step_completion_mic", text=JA))
    assert first == "鳥取県 60.0% +3.0ポイント ↗ 改善 12/19団体報告 ※ 団体数が少ない 参考"
    assert second == "高知県 60.0% −1.0ポイント ↘ 悪化 34/34団体報告"


def test_the_measure_is_named_and_size_is_a_caveat_only_where_it_matters() -> None:
    html = movers_html(FRAME, measure="step_completion_mic", text=JA)
    assert "ステップ完了率が低い都道府県" in html
    assert "ステップ完了率が前月から伸びた都道府県" in html
    assert "団体数が少ない県（※）は変動が大きくなります。" in html
    assert "※" not in movers_html(FRAME.assign(is_small=False), measure="step_completion_mic", text=JA)


def test_each_row_leads_to_its_prefecture() -> None:
    html = movers_html(FRAME, measure="step_completion_mic", text=JA)
    assert '<a href="?prefecture=31" target="_self" aria-label="鳥取県の状況を見る">鳥取県</a>' in html


def test_nothing_to_show_is_said() -> None:
    first_month = movers_html(FRAME.assign(change=None), measure="step_completion_mic", text=JA)
    assert "前月の値がないため、比べられません。" in first_month
    assert "高知県 60.0% — " in words(first_month) + " "
    fallen = movers_html(FRAME.assign(change=-0.1), measure="step_completion_mic", text=JA)
    assert "前月から伸びた都道府県はありません。" in fallen
    unknown = movers_html(FRAME.assign(value=None, change=None), measure="step_completion_mic", text=JA)
    assert "報告された値がまだありません。" in unknown


def test_names_are_escaped() -> None:
    assert "&lt;県&gt;" in movers_html(FRAME.assign(name="<県>"), measure="step_completion_mic", text=JA)


def page() -> None:
    import pandas as pd

    from components.movers_block import movers_block
    from components.text import Text

    row = {"code": "20", "name": "長野県", "value": 0.8, "change": 0.01, "bodies": 77, "bodies_reported": 77}
    movers_block(
        pd.DataFrame([row]).assign(is_reference_only=False, is_small=False), measure="migrated_share", text=Text("ja")
    )


def test_a_link_keeps_the_rest_of_the_address() -> None:
    at = AppTest.from_function(page, default_timeout=20)
    at.query_params["month"] = "2026-01"
    at.query_params["prefecture"] = "01"
    at.run()
    assert not at.exception
    assert 'href="?month=2026-01&amp;prefecture=20"' in at.get("html")[0].proto.body
