"""A proxy may put the service below a path; the pages name nothing by its place on the host."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.page import articles
from tests.page.conftest import Watch
from tests.page.desk import Desk

BELOW = "/tools/onrecord"


@pytest.fixture
def proxied(page: Page, watch: Watch, address: str) -> str:
    """The address of the service behind a proxy that takes the path off, and has nothing elsewhere."""

    def passed_on(route: Route) -> None:
        path = route.request.url.removeprefix(address)
        if path.startswith(f"{BELOW}/"):
            route.fulfill(response=route.fetch(url=address + path.removeprefix(BELOW)))
        else:
            route.fulfill(status=404)

    page.route(f"{address}/**", passed_on)
    return address + BELOW


def test_the_page_reads_and_scores_there(page: Page, proxied: str) -> None:
    Desk(page, proxied).open().write(articles.TEXT).judged()
    page.get_by_role("link", name="For programs: the HTTP interface").click()
    expect(page.get_by_text("/v1/score", exact=True).first).to_be_visible()


def test_the_docs_page_shows_the_interface_and_tries_it_there(page: Page, proxied: str) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(f"{proxied}/docs/")
    page.locator(".opblock-get .opblock-summary").filter(has_text="/v1/meta").click()
    page.get_by_role("button", name="Try it out").click()
    with page.expect_response("**/v1/meta") as told:
        page.get_by_role("button", name="Execute").click()
    assert (told.value.url, told.value.status) == (f"{proxied}/v1/meta", 200)
    assert [one for one in asked if not one.startswith((f"{proxied}/", "data:"))] == []
