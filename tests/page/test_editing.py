"""A text is edited where it stands: only what changed is judged anew, and who types notices nothing of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.page import articles
from tests.page.conftest import Watch, accessible
from tests.page.desk import SCORE, Desk

ADDED = "Nobody would say who asked for the survey."
# Where some words of the text begin on the screen: those that are marked lie exactly under the field's.
PLACE = """
(words) => {
  const marks = [...document.querySelector("onrecord-article").shadowRoot.querySelectorAll(".marked")].at(-1);
  const walker = document.createTreeWalker(marks, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    const { x, y, height } = range.getClientRects()[0];
    return [x, y + height / 2];
  }
}
"""
# What the page asks no more: the text became empty, or longer than the service reads.
STOPPED = [("empty", ""), ("too long", "It rained. " * 20_000)]


@pytest.fixture
def field(desk: Desk) -> Locator:
    """The article's own text field, open for editing."""
    return desk.write(articles.TEXT, articles.TITLE).judged().edit()


def test_what_is_known_is_named_and_answered_in_short(desk: Desk, field: Locator) -> None:
    before = desk.sentences.count()
    field.press("Control+End")
    with desk.page.expect_response(SCORE) as told:
        desk.page.keyboard.type(f" {ADDED}")
    asked, answer = told.value.request.post_data_json, told.value.json()
    assert asked["text"] == f"{articles.TEXT} {ADDED}"
    assert len(asked["known"]) == before + 1  # and the headline's
    assert [one["known"] for one in answer["sentences"]].count(True) >= before - 4
    assert not answer["sentences"][-1]["known"]
    expect(desk.sentence(ADDED)).to_have_count(1)
    expect(desk.sentences).to_have_count(before + 1)


def test_a_burst_of_letters_is_judged_once_and_the_newest_text_counts(desk: Desk, field: Locator) -> None:
    asked: list[str] = []
    desk.page.on("request", lambda one: one.url.endswith("/v1/score") and asked.append(one.post_data_json["text"]))
    field.press("Control+End")
    with desk.page.expect_response(SCORE):
        desk.page.keyboard.type(f" {ADDED}", delay=5)
    expect(desk.sentence(ADDED)).to_have_count(1)
    assert asked == [f"{articles.TEXT} {ADDED}"]


def test_sentences_far_from_the_edit_stay_the_same_elements(desk: Desk, field: Locator) -> None:
    desk.sentences.first.evaluate("one => { one.kept = true; }")
    field.press("Control+End")
    desk.page.keyboard.type(f" {ADDED}")
    expect(desk.sentence(ADDED)).to_have_count(1)
    assert desk.sentences.first.evaluate("one => one.kept === true")


def test_focus_caret_and_selection_outlive_an_answer(desk: Desk, field: Locator) -> None:
    at = len(articles.STRONG) + 1
    field.evaluate("(field, at) => field.setSelectionRange(at, at)", at)
    with desk.page.expect_response(SCORE):
        desk.page.keyboard.type("Nobody denied it. ")
    expect(desk.sentence("Nobody denied it.")).to_have_count(1)
    expect(field).to_be_focused()
    assert field.evaluate("field => [field.selectionStart, field.selectionEnd]") == [at + 18, at + 18]
    desk.page.keyboard.type("Or so. ")
    assert field.input_value()[at : at + 25] == "Nobody denied it. Or so. "


def test_while_typing_the_words_lie_exactly_over_their_marks(desk: Desk, field: Locator) -> None:
    field.press("Control+End")
    desk.page.keyboard.type(f"\n\n{ADDED} {articles.UNNAMED} {articles.WEAK}")
    expect(desk.sentence(ADDED)).to_have_count(1)
    marks = desk.page.locator("onrecord-article .marked").last
    heights = field.evaluate("field => field.scrollHeight"), marks.evaluate("marks => marks.scrollHeight")
    assert heights[0] == pytest.approx(heights[1], abs=2)
    accessible(desk.page)


def test_the_headline_is_edited_too(desk: Desk, field: Locator) -> None:
    title = desk.page.locator("onrecord-article").get_by_role("textbox", name="Headline")
    with desk.page.expect_response(SCORE) as told:
        title.fill("Harbour bridge may close")
    assert told.value.request.post_data_json["title"] == "Harbour bridge may close"


def test_what_was_taken_back_is_judged_as_before(desk: Desk, field: Locator) -> None:
    before = desk.sentences.evaluate_all("all => all.map((one) => [one.textContent, one.dataset.level])")
    field.press("Control+End")
    desk.page.keyboard.type(f" {ADDED}")
    expect(desk.sentence(ADDED)).to_have_count(1)
    field.fill(articles.TEXT)
    expect(desk.sentence(ADDED)).to_have_count(0)
    expect(desk.sentences).to_have_count(len(before))
    assert desk.sentences.evaluate_all("all => all.map((one) => [one.textContent, one.dataset.level])") == before


def test_a_sample_that_is_edited_is_no_sample_any_more(desk: Desk) -> None:
    desk.sample("Mixed")
    expect(desk.page).to_have_url(re.compile(r"#.*sample=mixed"))
    desk.edit().press("End")
    desk.page.keyboard.type(" Perhaps.")
    expect(desk.page).not_to_have_url(re.compile(r"sample"))


def test_words_dragged_within_the_text_are_moved_and_the_article_stays(desk: Desk, field: Locator) -> None:
    at = articles.TEXT.index("reportedly ")
    field.evaluate("(field, at) => field.setSelectionRange(at, at + 11)", at)
    mouse = desk.page.mouse
    (x, y), (to_x, to_y) = (desk.page.evaluate(PLACE, words) for words in ("reportedly", "Two"))
    with desk.page.expect_response(SCORE) as told:
        mouse.move(x + 9, y)
        mouse.down()
        mouse.move((x + to_x) / 2, (y + to_y) / 2, steps=5)
        mouse.move(to_x, to_y, steps=5)
        mouse.up()
    moved = articles.TEXT.replace("reportedly ", "").replace("Two", "reportedly Two")
    assert (field.input_value(), told.value.request.post_data_json["text"]) == (moved, moved)
    expect(field).to_be_editable()


@pytest.mark.parametrize("text", [row[1] for row in STOPPED], ids=[row[0] for row in STOPPED])
def test_what_is_asked_no_more_is_not_waited_for(desk: Desk, field: Locator, text: str) -> None:
    desk.page.route(SCORE, lambda _: None)  # it never answers
    article = desk.page.locator("onrecord-article .article")
    with desk.page.expect_request(SCORE):
        field.press_sequentially("Hail. ")
    expect(article).to_have_attribute("aria-busy", "true")
    field.fill(text)
    expect(article).to_have_attribute("aria-busy", "false")


def test_trying_again_asks_about_the_text_as_it_is_now(desk: Desk, watch: Watch, field: Locator) -> None:
    watch.expect("500")
    desk.refused(500, "internal_error")
    field.fill(f"{articles.TEXT} {ADDED}")
    again = desk.alert.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    desk.page.unroute(SCORE)
    with desk.page.expect_response(SCORE) as told:
        # At one stroke, for the page asks by itself once the writing pauses.
        field.evaluate(
            """(field, [text, again]) => {
              field.value = text;
              field.dispatchEvent(new InputEvent("input", { bubbles: true }));
              again.click();
            }""",
            [articles.AGAIN, again.element_handle()],
        )
    assert told.value.request.post_data_json["text"] == articles.AGAIN
    expect(desk.sentences).to_have_count(1)
