from __future__ import annotations

import re

import pandas as pd
from streamlit.testing.v1 import AppTest

from components.documents.table_files import TableColumn
from components.tables import table_html
from components.text import Text

JA = Text("ja")
COLUMNS = (
    TableColumn("name", "団体", is_heading=True),
    TableColumn("systems", "システム数", "count"),
    TableColumn("share", "完了率", "share"),
    TableColumn("change", "前月差", "points"),
)


def test_a_table_has_a_caption_and_header_cells_of_both_kinds() -> None:
    frame = pd.DataFrame({"name": ["<札幌市>"], "systems": [1741], "share": [0.8157], "change": [-0.012]})
    html = table_html(frame, columns=COLUMNS, caption="一覧", text=JA)
    assert "<caption>一覧</caption>" in html
    assert html.count('<th scope="col"') == 4
    assert '<th scope="row" class="d-text">&lt;札幌市&gt;</th>' in html
    assert re.findall(r"<td[^>]*>([^<]*)", html) == ["1,741", "81.6%", "−1.2ポイント"]
    assert 'tabindex="0"' in html, "a table that scrolls is reached by keyboard"


def test_unknown_is_unknown_in_every_kind_of_column() -> None:
    frame = pd.DataFrame(
        {
            "name": ["札幌市"],
            "systems": pd.array([None], dtype="Int64"),
            "share": pd.array([None], dtype="Float64"),
            "change": [float("nan")],
        }
    )
    html = table_html(frame, columns=COLUMNS, caption="一覧", text=JA)
    assert re.findall(r"<td[^>]*>([^<]*)", html) == ["—", "—", "—"]


def twin() -> None:
    import pandas as pd

    from components.documents.table_files import TableColumn, TableHead
    from components.tables import table_twin
    from components.text import Text

    frame = pd.DataFrame({"name": [f"団体{place:04}" for place in range(1, 1742)]})
    table_twin(
        frame,
        columns=(TableColumn("name", "団体", is_heading=True),),
        head=TableHead(title="一覧", as_of="2026年1月"),
        file_name="bodies",
        text=Text("ja"),
        key="bodies",
    )


def rows(at: AppTest) -> list[str]:
    return [name for element in at.get("html") for name in re.findall(r"団体\d{4}", element.proto.body)]


def test_the_rows_behind_a_picture_are_drawn_only_when_opened() -> None:
    at = AppTest.from_function(twin, default_timeout=20).run()
    assert not at.exception
    assert rows(at) == []
    at.session_state["bodies_twin"] = True
    at.run()
    assert not at.exception
    assert rows(at) == [f"団体{place:04}" for place in range(1, 51)]
    assert [button.proto.label for button in at.get("download_button")] == [
        "CSVをダウンロード",
        "Excelをダウンロード",
    ]
    pages = at.selectbox[0]
    assert (pages.options[0], pages.options[-1]) == ("1〜50行目（全1,741行）", "1,701〜1,741行目（全1,741行）")
    pages.set_value(35).run()
    assert rows(at) == [f"団体{place:04}" for place in range(1701, 1742)]
