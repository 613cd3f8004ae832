"""The page as a reader meets it: a real service with one worker, Chromium, and a watch that forgives nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

pytest.importorskip("playwright", reason="playwright is not installed, so the page was not tried in a browser")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from tests.page.chromium import NoChromiumError, launched
from tests.page.desk import Desk
from tests.service.faults.conftest import Running, running

LOCAL = {"data", "blob", "about"}
AXE = Axe()
# What is awaited comes within a second; a machine with much to do is no failure.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


@dataclass
class Watch:
    """What went wrong in a browser's context: errors in the console or of a page, and requests to another host.

    The browser writes an error into the console for every answer that is none, too: a test that provokes such an
    answer says so by ``expect``.
    """

    address: str
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch all that the context's pages do."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"page error: {error.error}"))
        context.on("request", self._request)

    def expect(self, words: str) -> None:
        """Let errors in the console pass that hold these words."""
        self.expected.append(words)

    def _console(self, message: ConsoleMessage) -> None:
        said = message.text
        if message.type == "error" and not any(words in said for words in self.expected):
            self.faults.append(f"console: {said}")

    def _request(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme not in LOCAL and f"{asked.scheme}://{asked.netloc}" != self.address:
            self.faults.append(f"request off the host: {request.url}")


@pytest.fixture(scope="package")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The real service with one worker and a store of its own."""
    folder = tmp_path_factory.mktemp("page")
    with running(folder, workers=1, data=folder / "data", host="127.0.0.1") as started:
        yield started


@pytest.fixture(scope="package")
def address(service: Running) -> str:
    return f"http://127.0.0.1:{service.port}"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    try:
        with launched() as chromium:
            yield chromium
    except NoChromiumError as absent:
        pytest.skip(str(absent))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that remembers nothing of the tests before."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


@pytest.fixture
def watch(context: BrowserContext, address: str) -> Iterator[Watch]:
    """The watch over the test's pages; the test fails where it saw a fault."""
    watching = Watch(address)
    watching.over(context)
    yield watching
    assert watching.faults == []


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Page:
    """An empty tab, watched."""
    return context.new_page()


@pytest.fixture
def desk(page: Page, address: str) -> Desk:
    """The page itself, opened."""
    return Desk(page, address).open()


def accessible(page: Page) -> None:
    """Fail unless axe finds nothing to object to in what the page shows now."""
    violations = AXE.run(page).response["violations"]
    assert [f"{one['id']} at {node['target']}: {node['html']}" for one in violations for node in one["nodes"]] == []
