"""What tests of the map look at and do on its page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.watch import settle

KILOBYTE = 1000
NATION = 1741
INJECTED = '<img src="x" onerror="document.title=1">'


def grid(columns: int, count: int, *, side: int, prefecture: str = "01") -> dict[str, Any]:
    """Boundaries that can be reckoned with: equal squares, row by row."""
    regions = [
        {
            "c": f"{prefecture}{100 + index:03d}" if count < 900 else f"{index:05d}",
            "n": f"第{index}町",
            "e": f"No. {index} Town",
            "p": "北海道",
            "d": f"M{index % columns * side} {index // columns * side}h{side}v{side}h-{side}z",
            "x": index % columns * side + side // 2,
            "y": index // columns * side + side // 2,
            "a": side * side,
        }
        for index in range(count)
    ]
    rows = -(-count // columns)
    return {
        "version": 1,
        "level": "municipality",
        "scope": "nation",
        "width": columns * side,
        "height": rows * side,
        "regions": regions,
        "borders": "",
        "insets": [{"label": "沖縄県", "label_en": "Okinawa", "d": f"M0 0h{side}v{side}h-{side}z"}],
    }


def prefecture() -> dict[str, Any]:
    """Twelve narrow columns, twenty rows: no name has room beside another in its row, which one is written is chosen.

    第30: the city of the prefecture's name. 第35: a city beside towns. 第151: a town larger than its neighbours.
    """
    made = grid(12, 240, side=50, prefecture="20") | {"scope": "20", "insets": []}
    for region in made["regions"]:
        region["p"] = "長野県"
    regions = made["regions"]
    regions[30] |= {"n": "長野市", "e": "Nagano City"}
    regions[35]["n"] = "第35市"
    regions[151]["a"] += 100
    return made


def drawn(page: Page, regions: int = 9) -> None:
    settle(page)
    expect(page.locator(".jm-region")).to_have_count(regions)


def choose(page: Page, geometry: str) -> None:
    page.get_by_role("combobox", name="geometry").click()
    page.get_by_role("option", name=geometry, exact=True).click()
    settle(page)


def middle(page: Page, index: int) -> tuple[float, float]:
    """Screen position of a region's middle; outlined regions come first in the document, so order says nothing."""
    x, y = page.locator(".jm-region").evaluate_all(
        "(paths, index) => { const box = paths.find((p) => p.index === index).getBoundingClientRect();"
        " return [box.x + box.width / 2, box.y + box.height / 2]; }",
        index,
    )
    return x, y


def scene(page: Page) -> str | None:
    return page.locator(".jm-canvas > g").first.get_attribute("transform")


def spoken(page: Page) -> Locator:
    return page.locator(".jm [aria-live]")


def shown(page: Page, text: str) -> None:
    expect(page.get_by_text(text, exact=True)).to_be_visible()


def tooltip(page: Page) -> Locator:
    return page.locator(".jm-tooltip")
