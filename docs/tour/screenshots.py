"""Take the pictures of the README's tour anew, from the running page with a sample article.

Run by ``make tour``: it starts the service and Chromium, and writes ``docs/tour/*.png``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from benchmarks.speed import await_ready, serving
from tests.page.chromium import launched

HERE = Path(__file__).parent
SIZE = {"width": 1200, "height": 820}


def reading(page: Page) -> None:
    """Open one of the weak sentences."""
    page.locator("onrecord-article .sentence[data-level=weak]").first.click()
    expect(page.get_by_role("region", name="The selected sentence")).to_be_visible()


def comparing(page: Page) -> None:
    """Lay the sample beside its earlier draft."""
    page.get_by_role("button", name="Compare", exact=True).first.click()
    expect(page.locator("#changes tbody tr").first).to_be_visible()


PICTURES: dict[str, Callable[[Page], None]] = {"reading": reading, "comparing": comparing}


def taken(page: Page, url: str, name: str, act: Callable[[Page], None]) -> None:
    """Show the sample, do what the picture is of, and write it."""
    page.goto(f"{url}/#sample=mixed")
    expect(page.locator("onrecord-article .sentence").first).to_be_visible()
    act(page)
    page.mouse.move(0, 0)
    page.screenshot(path=HERE / f"{name}.png", animations="disabled")


def main() -> None:
    """Write all pictures."""
    with serving(1) as (server, url), launched() as chromium:
        await_ready(server, url)
        for name, act in PICTURES.items():
            page = chromium.new_page(viewport=SIZE, color_scheme="light")
            taken(page, url, name, act)
            page.close()


if __name__ == "__main__":
    main()
