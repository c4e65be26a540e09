"""Which bodies of 新潟県 lose their 介護保険 vendor if B10 withdraws in 2024-09, and how many have an alternative?

The page, its files and the command line must give the numbers worked out here from the imported files alone.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from components.text import Text
from data.reference import load_reference
from tests.browser.server import ROOT, Server, start_server
from tests.browser.watch import open_page, settle, watched_page

VENDOR, PREFECTURE, BUSINESS, MONTH = "B10", "15", "long_term_care", "2024-09"
MONTHS = ("2024-08", "2024-09")


@dataclass(frozen=True)
class Answer:
    bodies: list[str]
    with_alternative: int
    nation: int


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("autumn") / "home"
    command = [sys.executable, "-m", "data", "demo", "--home", str(folder), "--months", *MONTHS]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="module")
def server(browser: Browser, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = start_server(home, scratch=tmp_path_factory.mktemp("server"))
    yield started
    started.stop()
    assert started.foreign_attempts == []
    assert "Traceback" not in started.log_text(), started.log_text()


def newest(home: Path, kind: str, month: str | None = None) -> pd.DataFrame:
    manifest = json.loads((home / "manifest.json").read_text(encoding="utf-8"))
    files = [one for one in manifest["vintages"] if one["kind"] == kind and month in (None, one["month"])]
    return pd.read_parquet(home / max(files, key=lambda one: one["received_at"])["file"])


def worked_out(home: Path, month: str) -> Answer:
    """From the month's report and the lists in force, by pandas alone."""
    told_months = [newest(home, "pmo_report", one).assign(told_in=one) for one in MONTHS if one <= month]
    report = pd.concat(told_months).drop_duplicates(["body_code", "business"], keep="last")
    last_day = (pd.Period(month, "M").end_time).date().isoformat()
    is_theirs = (report["vendor_code"] == VENDOR) & (report["business"] != "common_function")
    is_open = ~(report["live_on"].fillna("9999") <= last_day)
    # A body absent from the month's file keeps its vendor; its planned date is unknown.
    planned = report["planned_live_on"].where(report["told_in"] == month).fillna("").str[:7]
    is_hit = (planned == "") | (planned >= MONTH) | (planned <= month)
    applies = report["steps"].fillna("").str.strip("N") != ""
    hit = report[is_theirs & is_open & is_hit & applies]
    here = hit[hit["body_code"].str.startswith(PREFECTURE) & (hit["business"] == BUSINESS)]
    products, events = newest(home, "products"), newest(home, "vendor_events")
    conforms = products[(products["business"] == BUSINESS) & (products["conforms_from"] <= last_day)]
    conforms = conforms[~(conforms["withdrawn_on"].fillna("9999") <= last_day)]
    told = events[(events["happened_on"] <= last_day) & events["event"].isin(["撤退表明", "未適合"])]
    told = told[told["business"].isna() | (told["business"] == BUSINESS)]
    others = set(conforms["vendor_code"]) - set(told["vendor_code"]) - {VENDOR}
    assert not (events["happened_on"] <= last_day)[events["event"] == "解消"].any(), "nothing is settled yet"
    return Answer(sorted(here["body_code"]), len(here["body_code"].unique()) if others else 0, len(hit))


def card(page: Page, title: str) -> str:
    found = page.locator("li.d-card").filter(has=page.get_by_role("heading", name=title, exact=True))
    return found.locator(".d-card-value").inner_text()


def command_line(home: Path, month: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "data", "whatif", "--home", str(home), "--vendor", VENDOR, "--month", MONTH]
    narrow = ["--as-of", month, "--prefecture", PREFECTURE, "--business", BUSINESS, "--json"]
    done = subprocess.run([*command, *narrow], cwd=ROOT, check=True, capture_output=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("month", [MONTHS[0], pytest.param(MONTHS[1], marks=pytest.mark.soak)])
def test_the_page_the_files_and_the_command_line_agree(
    browser: Browser, server: Server, home: Path, month: str
) -> None:
    answer = worked_out(home, month)
    assert answer.bodies, "the demo's B10 has customers in 新潟県"
    names = {body.code: body.name for body in load_reference().bodies}
    address = f"month={month}&vendor={VENDOR}&month_out={MONTH}&prefecture={PREFECTURE}&cut={BUSINESS}"
    with watched_page(browser) as (page, watch):
        open_page(page, f"{server.url}/what_if?{address}")
        settle(page)
        assert card(page, "影響を受ける団体") == f"{len(answer.bodies)}団体"
        assert card(page, "代替ベンダのある団体") == f"{answer.with_alternative}団体"
        expect(page.locator(".d-digest")).to_contain_text("新潟県（介護保険）")
        table = page.locator(".d-table").filter(has_text="影響を受ける団体の一覧").first
        rows = table.locator("tbody tr")
        shown = sorted(rows.nth(at).locator("td").first.inner_text() for at in range(rows.count()))
        assert shown == answer.bodies
        assert [names[code] for code in answer.bodies] == [
            table.locator("tbody tr", has_text=code).locator("th").inner_text() for code in answer.bodies
        ]
        with page.expect_download() as download:
            page.locator(".st-key-what_if_systems_files").get_by_role("button").first.click()
        lines = Path(download.value.path()).read_text(encoding="utf-8-sig").split("\n\n", 1)[1]
        systems = pd.read_csv(io.StringIO(lines), dtype=str)
        assert sorted(systems["団体コード"]) == answer.bodies
        assert set(systems["業務"]) == {"介護保険"}
        watch.assert_clean()
    told = command_line(home, month)
    assert [body["body_code"] for body in sorted(told["bodies"], key=lambda one: one["body_code"])] == answer.bodies
    assert told["counts"]["bodies_with_alternative"] == answer.with_alternative
    assert told["counts"]["bodies"] == len(answer.bodies)
    assert told["nation"]["systems"] == answer.nation
    assert {row["団体コード"]: row["運用開始の見込み月"] for row in systems.to_dict("records")} == {
        one["body_code"]: one["expected"] for one in told["systems"]
    }


@pytest.mark.parametrize("language", [pytest.param(one, marks=pytest.mark.soak) for one in ("ja", "en")])
def test_by_keyboard_from_the_empty_page_to_the_report(browser: Browser, server: Server, language: str) -> None:
    text = Text(language)
    with watched_page(browser, size=(1920, 1080)) as (page, watch):
        open_page(page, f"{server.url}/what_if?lang={language}&month={MONTH}&prefecture={PREFECTURE}")
        expect(page.locator(".d-message")).to_contain_text(text("frame.empty.no_vendor_chosen.title"))
        page.get_by_role("combobox", name=text("what_if.vendors")).focus()
        page.keyboard.type(VENDOR)
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")  # an open list hides the rest of the page from assistive technology
        expect(page.locator(".d-digest")).to_contain_text(f"ベンダ{VENDOR}")
        settle(page)
        page.get_by_role("button", name=text("what_if.report.prepare")).focus()
        page.keyboard.press("Enter")
        mail = page.locator(".d-mail")
        expect(mail).to_contain_text(text("what_if.report.unknown"))
        expect(mail).to_contain_text("架空のデモデータ: 全業務から撤退する。")
        with page.expect_download() as download:
            page.get_by_role("button", name=text("what_if.report.docx")).click()
        assert download.value.suggested_filename == f"demo_withdrawal_report_{VENDOR}_{MONTH}_{PREFECTURE}_{MONTH}.docx"
        assert f"vendor={VENDOR}" in page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= 1920
        watch.assert_clean()
