"""The page in the words of who uses it; what it says and asks is read off the browser, not off its scripts."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

SCORE = "**/v1/score"


@dataclass(frozen=True)
class Desk:
    """An open tab of the page."""

    page: Page
    address: str

    def open(self, fragment: str = "") -> Desk:
        """Go to the page, as from an address somebody sent, and wait until it can be used."""
        self.page.goto(f"{self.address}/{fragment}")
        # Not by role: where the address names a sample, its answer may already have hidden them.
        expect(self.page.locator("#samples button")).to_have_count(3)
        return self

    def sample(self, label: str) -> Desk:
        """Choose a sample and wait for its marks."""
        self.page.locator("#samples").get_by_role("button", name=label).click()
        return self.judged()

    def write(self, text: str, title: str = "") -> Desk:
        """Fill in the form and have it judged."""
        self.page.locator("#title").fill(title)
        self.page.locator("#text").fill(text)
        self.page.get_by_role("button", name="Judge it").click()
        return self

    def judged(self) -> Desk:
        """Wait until the first sentence is marked."""
        expect(self.sentences.first).to_be_visible()
        return self

    def edit(self) -> Locator:
        """Open the article's own text field and return it."""
        self.page.get_by_role("button", name="Edit the text").click()
        field = self.page.locator("onrecord-article").get_by_role("textbox", name="Text")
        expect(field).to_be_editable()
        return field

    def refused(self, status: int, code: str, times: int | None = None, **headers: str) -> Desk:
        """Let every article be refused from now on, or so many times."""
        answer = {"status": status, "code": code, "title": "No", "detail": "No."}
        self.page.route(SCORE, lambda route: route.fulfill(status=status, headers=headers, json=answer), times=times)
        return self

    @property
    def sentences(self) -> Locator:
        """The marked sentences of the body."""
        return self.page.locator("onrecord-article .sentence:not([data-role=headline])")

    def sentence(self, words: str) -> Locator:
        """The one marked sentence that holds these words."""
        return self.sentences.filter(has_text=words)

    def click(self, sentence: Locator) -> None:
        """Click on a sentence's first line: the middle of one that goes over lines may lie outside of it."""
        sentence.scroll_into_view_if_needed()
        line = sentence.evaluate(
            "one => { const { x, y, width, height } = one.getClientRects()[0];"
            " return [x + width / 2, y + height / 2]; }"
        )
        self.page.mouse.click(*line)

    @property
    def alert(self) -> Locator:
        """Where the page says what is wrong."""
        return self.page.locator("#alert")

    def fragment(self) -> str:
        """Return the address's fragment."""
        fragment: str = self.page.evaluate("location.hash")
        return fragment
