"""The address reproduces what is seen, and never holds a word of the text."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from playwright.sync_api import BrowserContext, Page, expect

from tests.page import articles
from tests.page.desk import Desk

ELEMENT = "onrecord-article"


def told(desk: Desk) -> dict[str, list[str]]:
    return parse_qs(desk.fragment().removeprefix("#"))


def view(page: Page) -> object:
    return page.evaluate(f"document.querySelector('{ELEMENT}').view")


def test_a_sample_s_view_is_the_same_when_its_address_is_opened_elsewhere(desk: Desk, context: BrowserContext) -> None:
    desk.sample("Mixed")
    desk.page.get_by_label("Colours").select_option("dark")
    desk.click(desk.sentences.nth(2))
    desk.page.locator(ELEMENT).get_by_role("button", name="weak", exact=False).first.wait_for()
    expect(desk.page).to_have_url(re.compile(r"#.*selected=3"))
    other = Desk(context.new_page(), desk.address).open(desk.fragment()).judged()
    assert view(other.page) == view(desk.page)
    assert told(other) == told(desk) == {"sample": ["mixed"], "selected": ["3"], "theme": ["dark"]}
    expect(other.page.get_by_label("Colours")).to_have_value("dark")


def test_the_address_of_an_own_text_holds_no_word_of_it(desk: Desk) -> None:
    requested: list[str] = []
    desk.page.on("request", lambda request: requested.append(request.url))
    desk.write(articles.TEXT, articles.TITLE).judged()
    desk.click(desk.sentence(articles.WEAK))
    expect(desk.page).to_have_url(re.compile(r"#.*selected"))
    assert set(told(desk)) == {"selected"}
    told_to_anybody = " ".join([desk.page.url, desk.page.title(), *requested]).lower()
    for word in ("harbour", "bridge", "reportedly", "falk", "cracks"):
        assert word not in told_to_anybody


def test_nothing_of_a_text_is_kept_in_the_browser(desk: Desk) -> None:
    desk.write(articles.TEXT, articles.TITLE).judged()
    kept = desk.page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])"
    )
    for word in ("harbour", "bridge", "reportedly", "Falk"):
        assert word not in kept


def test_a_wrong_address_shows_the_page_at_its_start(desk: Desk) -> None:
    desk.open("#sample=nothing&selected=-4&theme=loud&weak=maybe&sort=%3Cb%3E")
    expect(desk.page.locator("#text")).to_be_visible()


def test_going_back_leaves_a_sample(desk: Desk) -> None:
    desk.sample("Hearsay")
    desk.page.go_back()
    expect(desk.page.locator("#result")).to_be_hidden()
