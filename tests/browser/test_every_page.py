"""What must hold on every page: axe finds nothing serious, no text is small, nothing leaves, its address reopens it.

Each page is visited once, looked at and used; the tests ask what was seen. A visit costs seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from components.text import Text
from tests.browser.server import Server
from tests.browser.watch import DESKTOP, PAGES, Watch, open_page, serious_faults, settle, watched_page

SIZES = {"ja": (DESKTOP,), "en": (DESKTOP, (768, 1024), (390, 844))}
"""By language: English is in the long matrix alone, and has the narrow widths, too."""
REOPENED = ("overview", "vendors")
"""The pages reopened on a cold server at every test: one of each kind of address. The others in the long matrix."""
PLACES = {
    "municipality": "prefecture=20&body=20429&system=resident_record",
    "prefecture": "prefecture=20",
    "vendor": "vendor=A02",
    "what_if": "vendor=A02",
}
"""What the address of a page names that shows what it is for only then."""
PARTS = ("dependency", "market", "calendar", "delay", "history")
"""Parts of ベンダリスク that stand on it one at a time; its first one is there anyhow."""
SMALL = """() => [...document.querySelectorAll("[data-testid=stApp] *")]
    .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
    .filter((e) => !["STYLE", "SCRIPT"].includes(e.tagName) && e.getBoundingClientRect().width > 0)
    .filter((e) => !e.closest("svg") && parseFloat(getComputedStyle(e).fontSize) < 14)
    .map((e) => `${e.tagName} ${e.textContent.trim().slice(0, 40)}`)"""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit saw: the page's address and words once its choices were pressed, and what it did wrong."""

    name: str
    language: str
    address: str
    words: str
    faults: tuple[str, ...]
    small: tuple[str, ...]
    watch: Watch
    foreign_attempts: tuple[str, ...]


LONG = ("definitions",)
"""Pages so long that axe takes most of half a minute; they are looked at in the long matrix."""


QUICK = tuple(page for page in PAGES if page not in LONG)


def _cases(names: tuple[str, ...] = QUICK) -> pytest.MarkDecorator:
    """Each page in each language: those of ``names`` in Japanese at every test, all of them in the long matrix."""
    matrix = [(name, language) for name in PAGES for language in SIZES]
    is_long = [language == "en" or name not in names for name, language in matrix]
    cases = [
        pytest.param(case, marks=pytest.mark.soak if long else (), id="-".join(case))
        for case, long in zip(matrix, is_long, strict=True)
    ]
    return pytest.mark.parametrize("visit", cases, indirect=True)


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[tuple[Page, Watch]]:
    """One reader for all pages: what every page fetches is fetched once."""
    with watched_page(browser) as found:
        yield found


@pytest.fixture(scope="module")
def visit(app_server: Server, reader: tuple[Page, Watch], request: pytest.FixtureRequest) -> Visit:
    name, language = request.param
    page, seen = reader
    open_page(page, f"{app_server.url}/{name}?lang={language}&{PLACES.get(name, '')}")
    faults = tuple(f"{size[0]}px: {fault}" for size in SIZES[language] for fault in _faults(page, size))
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    small = tuple(page.evaluate(SMALL))
    _choose(page)
    address, words = page.url, _words(page)
    _use(page)
    # What it did wrong is this page's, and not told again of the next.
    watch = Watch(list(seen.foreign), list(seen.errors))
    seen.foreign.clear()
    seen.errors.clear()
    return Visit(
        name=name,
        language=language,
        address=address.removeprefix(app_server.url),
        words=words,
        faults=faults,
        small=small,
        watch=watch,
        foreign_attempts=tuple(app_server.foreign_attempts),
    )


@_cases()
def test_axe_finds_nothing_serious(visit: Visit) -> None:
    assert not visit.faults, "\n".join(visit.faults)


@_cases()
def test_no_text_is_smaller_than_fourteen_pixels(visit: Visit) -> None:
    assert visit.small == ()


@_cases()
def test_a_page_and_its_use_stay_on_this_machine(visit: Visit) -> None:
    visit.watch.assert_clean()
    assert visit.foreign_attempts == ()


@_cases(REOPENED)
def test_its_address_reopens_the_same_view_in_its_frame_on_a_cold_server(
    visit: Visit, start_cold_server: Callable[..., Server], browser: Browser
) -> None:
    text = Text(visit.language)
    server = start_cold_server()
    with watched_page(browser) as (page, watch):
        open_page(page, f"{server.url}{visit.address}")
        expect(page.locator(".st-key-top_bar")).to_be_visible()
        expect(page).to_have_title(f"{text(f'frame.page.{visit.name}')} | {text('frame.product')}")
        expect(page.locator('[data-testid="stException"], [data-testid="stAlertContentError"]')).to_have_count(0)
        page.wait_for_load_state("networkidle")
        assert len(visit.words) > 200
        assert _words(page) == visit.words
        watch.assert_clean()
    assert server.foreign_attempts == []


@pytest.mark.soak
@pytest.mark.parametrize("part", PARTS)
def test_no_part_of_the_vendor_page_has_a_serious_fault(app_server: Server, browser: Browser, part: str) -> None:
    with watched_page(browser) as (page, watch):
        open_page(page, f"{app_server.url}/vendors?part={part}")
        page.wait_for_load_state("networkidle")
        assert not serious_faults(page)
        watch.assert_clean()


def _faults(page: Page, size: tuple[int, int]) -> list[str]:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    settle(page)
    page.wait_for_load_state("networkidle")
    return serious_faults(page)


def _choose(page: Page) -> None:
    """Press the last of each group of choices of the address: what is typed into a form is no part of the view."""
    choices = page.locator('[class*="st-key-address_"] [data-testid="stButtonGroup"]').locator("visible=true")
    for index in range(choices.count()):
        last = choices.nth(index).locator("button").last
        if last.get_attribute("aria-checked") == "false":
            before = page.url
            last.click()
            page.wait_for_function("before => location.href !== before", arg=before)
        settle(page)
    page.wait_for_load_state("networkidle")


def _use(page: Page) -> None:
    """Every kind of control once: what a click loads late (chart libraries, menus) counts as use."""
    for control in (
        '[data-testid="stSelectbox"]',
        '[data-testid="stRadio"] label',
        '[data-testid="stExpander"] summary',
    ):
        visible = page.locator(control).locator("visible=true")
        if visible.count():
            visible.last.click()
            page.keyboard.press("Escape")
            settle(page)
    page.mouse.move(400, 500)
    page.mouse.wheel(0, 2000)
    page.wait_for_load_state("networkidle")


def _words(page: Page) -> str:
    """All words of the page, once two looks half a second apart see the same: charts write theirs late."""
    words = ""
    while (seen := page.locator('[data-testid="stMainBlockContainer"]').inner_text()) != words:
        words = seen
        page.wait_for_timeout(500)
    return words
