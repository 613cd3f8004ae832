"""A text comes in: typed, pasted, dropped, from a file, as HTML, as a sample."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.page import articles
from tests.page.conftest import accessible
from tests.page.desk import SCORE, Desk

DROP_FILE = """
([name, text]) => {
  const given = new DataTransfer();
  given.items.add(new File([text], name));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: given, bubbles: true, cancelable: true }));
  }
}
"""
# Drops a text, and returns whether the page took it: else the browser puts it where it fell.
DROP_TEXT = """
([selector, text]) => {
  const given = new DataTransfer();
  given.setData("text/plain", text);
  return !document.querySelector(selector)
    .dispatchEvent(new DragEvent("drop", { dataTransfer: given, bubbles: true, composed: true, cancelable: true }));
}
"""
PASTE = """
([selector, text]) => {
  const given = new DataTransfer();
  given.setData("text/plain", text);
  const field = document.querySelector(selector);
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: given, bubbles: true, cancelable: true }));
  document.execCommand("insertText", false, text);
}
"""
FILES = [
    ("article.txt", articles.TEXT, None, [articles.STRONG, articles.WEAK, articles.UNNAMED]),
    ("article.md", articles.MARKDOWN, articles.TITLE, [articles.STRONG, articles.WEAK, articles.UNNAMED]),
    ("article.html", articles.HTML, articles.TITLE, [articles.STRONG, articles.WEAK, articles.UNNAMED]),
]
REFUSED = [
    ("picture.png", "PNG", "Only .txt, .md and .html files can be read"),
    ("empty.txt", " \n", "This file is empty"),
    ("program.txt", "MZ\0\0", "This is no text file"),
]


def test_an_empty_page_says_what_to_do_and_asks_nothing_about_a_text(desk: Desk) -> None:
    expect(desk.page.locator("#result")).to_be_hidden()
    expect(desk.page.locator("#text")).to_be_editable()
    accessible(desk.page)


def test_a_text_that_is_typed_is_judged(desk: Desk) -> None:
    with desk.page.expect_response(SCORE) as told:
        desk.write(articles.TEXT, articles.TITLE).judged()
    asked, answer = told.value.request.post_data_json, told.value.json()
    assert (asked["text"], asked["title"], asked["offset_unit"]) == (articles.TEXT, articles.TITLE, "utf16")
    assert desk.sentences.all_text_contents() == [one["text"] for one in answer["sentences"]]
    levels = [one["level"] for one in answer["sentences"]]
    assert desk.sentences.evaluate_all("all => all.map((one) => one.dataset.level)") == levels
    assert levels[0] in {"solid", "strong"}
    accessible(desk.page)


def test_ctrl_and_enter_judge_what_stands_in_the_field(desk: Desk) -> None:
    desk.page.locator("#text").fill(articles.TEXT)
    desk.page.locator("#text").press("Control+Enter")
    desk.judged()


def test_a_text_pasted_into_the_empty_field_is_judged_at_once(desk: Desk) -> None:
    desk.page.evaluate(PASTE, ["#text", articles.TEXT])
    desk.judged()
    expect(desk.sentence(articles.WEAK)).to_have_attribute("data-level", "weak")


def test_pasted_html_is_read_without_its_markup_and_scripts(desk: Desk) -> None:
    desk.page.evaluate(PASTE, ["#text", articles.HTML])
    desk.judged()
    assert desk.sentences.all_text_contents() == [articles.STRONG, articles.WEAK, articles.UNNAMED]
    expect(desk.page.locator("onrecord-article")).to_contain_text(articles.TITLE)
    assert desk.page.locator("onrecord-article").get_by_text("let hidden").count() == 0


def test_nothing_is_no_text(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Judge it").click()
    expect(desk.alert).to_contain_text("There is no text yet")
    expect(desk.page.locator("#text")).to_be_focused()
    accessible(desk.page)


@pytest.mark.parametrize(("name", "text", "title", "held"), FILES, ids=[row[0] for row in FILES])
def test_a_file_that_is_dropped_is_judged(desk: Desk, name: str, text: str, title: str | None, held: list[str]) -> None:
    with desk.page.expect_response(SCORE) as told:
        desk.page.evaluate(DROP_FILE, [name, text])
        desk.judged()
    assert told.value.request.post_data_json["title"] == title
    for words in held:
        expect(desk.sentence(words)).to_have_count(1)


def test_a_file_that_is_opened_is_judged(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(articles.TEXT, "utf-8")
    with desk.page.expect_file_chooser() as chooser:
        desk.page.get_by_role("button", name="Open a file").click()
    chooser.value.set_files(path)
    desk.judged()
    expect(desk.sentence(articles.DENIED)).to_have_attribute("data-level", "none")


def test_words_that_are_dropped_are_judged(desk: Desk) -> None:
    assert desk.page.evaluate(DROP_TEXT, ["body", articles.TEXT])
    desk.judged()
    expect(desk.sentence(articles.WEAK)).to_have_count(1)


@pytest.mark.parametrize("field", ["#title", "#text", "#earlier-text"])
def test_words_that_are_dropped_into_a_field_are_the_field_s(desk: Desk, field: str) -> None:
    assert not desk.page.evaluate(DROP_TEXT, [field, articles.TEXT])
    expect(desk.page.locator("#result")).to_be_hidden()


def test_words_that_are_dragged_into_the_empty_field_are_judged(desk: Desk) -> None:
    hint = desk.page.locator("#text-hint")
    hint.evaluate("hint => getSelection().selectAllChildren(hint)")
    hint.drag_to(desk.page.locator("#text"), source_position={"x": 20, "y": 8})
    expect(desk.sentence("It is judged at once and kept nowhere.")).to_have_count(1)


@pytest.mark.parametrize(("name", "text", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_file_that_is_no_text_is_refused_in_words(desk: Desk, name: str, text: str, said: str) -> None:
    desk.page.evaluate(DROP_FILE, [name, text])
    expect(desk.alert).to_contain_text(said)
    accessible(desk.page)


def test_what_is_said_of_a_file_stands_when_the_service_answers_what_it_can(desk: Desk) -> None:
    held: list[Route] = []
    desk.page.route("**/v1/meta", lambda route: held.append(route))
    desk.open()
    name, text, said = REFUSED[0]
    desk.page.evaluate(DROP_FILE, [name, text])
    expect(desk.alert).to_contain_text(said)
    held[0].continue_()
    expect(desk.page.locator("#judge")).to_contain_text("Judged by")
    expect(desk.alert).to_contain_text(said)


@pytest.mark.parametrize(("label", "grades"), [("Well evidenced", "AB"), ("Mixed", "BCD"), ("Hearsay", "DE")])
def test_a_sample_is_judged_as_its_label_says(desk: Desk, label: str, grades: str) -> None:
    with desk.page.expect_response(SCORE) as told:
        desk.sample(label)
    assert told.value.json()["rating"]["grade"] in grades
    accessible(desk.page)


def test_a_new_text_takes_the_place_of_the_last(desk: Desk) -> None:
    desk.sample("Hearsay")
    desk.page.get_by_role("button", name="New text").click()
    expect(desk.page.locator("#result")).to_be_hidden()
    expect(desk.page.locator("#text")).to_be_focused()
    expect(desk.page.locator("#text")).to_have_value("")
    desk.write(articles.TEXT).judged()
    expect(desk.sentence(articles.WEAK)).to_have_count(1)
    assert desk.sentence("crown jewels").count() == 0
