"""What leaves the page: copies, files, and the printed report."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.page import articles
from tests.page.conftest import Watch, accessible
from tests.page.desk import SCORE, Desk
from tests.page.test_intake import DROP_TEXT

FORMATS = [
    ("Plain text", "onrecord-harbour-bridge-to-close-for-repairs.txt"),
    ("Markdown", "onrecord-harbour-bridge-to-close-for-repairs.md"),
    ("JSON", "onrecord-harbour-bridge-to-close-for-repairs.json"),
    ("CSV, a row a sentence", "onrecord-harbour-bridge-to-close-for-repairs.csv"),
]


@pytest.fixture
def read(desk: Desk) -> Desk:
    return desk.write(articles.TEXT, articles.TITLE).judged()


def saved(desk: Desk, name: str) -> tuple[str, str]:
    desk.page.locator("#take summary").click()
    with desk.page.expect_download() as download:
        desk.page.get_by_role("button", name=f"Save as {name}").click()
    return download.value.suggested_filename, Path(download.value.path()).read_text("utf-8")


@pytest.mark.parametrize(("name", "file"), FORMATS, ids=[row[0] for row in FORMATS])
def test_it_is_saved_with_every_sentence_under_a_plain_name(read: Desk, name: str, file: str) -> None:
    found, text = saved(read, name)
    assert found == file
    for words in (articles.WEAK, articles.UNNAMED, articles.DENIED):
        assert words in text


def test_the_json_is_the_service_s_answer(desk: Desk) -> None:
    with desk.page.expect_response(SCORE) as told:
        desk.write(articles.TEXT, articles.TITLE).judged()
    _, text = saved(desk, "JSON")
    assert json.loads(text) == {"title": articles.TITLE, "text": articles.TEXT, "answer": told.value.json()}


def test_the_csv_has_a_row_for_the_headline_and_every_sentence(read: Desk) -> None:
    _, text = saved(read, "CSV, a row a sentence")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["sentence"] for row in rows] == ["headline", *"123456"]
    told = {row["text"]: (row["level"], row["sourcing"]) for row in rows}
    assert told[articles.WEAK] == ("weak", "hearsay")
    assert told[articles.STRONG] in {("solid", "named"), ("strong", "named")}


@pytest.mark.parametrize("name", [row[0] for row in FORMATS])
def test_it_is_copied(read: Desk, name: str) -> None:
    read.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    read.page.locator("#take summary").click()
    accessible(read.page)
    read.page.get_by_role("button", name=f"Copy as {name}").click()
    expect(read.page.locator("#status")).to_contain_text("Copied")
    copied = read.page.evaluate("navigator.clipboard.readText()")
    assert articles.WEAK in copied


def asks_before_it_is_closed(desk: Desk) -> bool:
    return bool(desk.page.evaluate("!dispatchEvent(new Event('beforeunload', { cancelable: true }))"))


def test_what_was_edited_and_is_nowhere_else_is_not_lost_unasked(read: Desk) -> None:
    assert not asks_before_it_is_closed(read)
    with read.page.expect_response(SCORE):
        read.edit().press_sequentially("Hail. ")
    expect(read.sentences).to_have_count(7)
    assert asks_before_it_is_closed(read)
    saved(read, "JSON")
    assert not asks_before_it_is_closed(read)


def test_a_copy_that_the_browser_did_not_allow_is_none(read: Desk) -> None:
    read.page.evaluate(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('denied')); document.execCommand = () => false;"
    )
    with read.page.expect_response(SCORE):
        read.edit().press_sequentially("Hail. ")
    read.page.locator("#take summary").click()
    read.page.get_by_role("button", name="Copy as JSON").click()
    expect(read.page.locator("#status")).to_have_text("The browser did not allow that.")
    assert asks_before_it_is_closed(read)


def test_while_an_edit_has_no_answer_what_was_judged_is_taken_along(read: Desk, watch: Watch) -> None:
    watch.expect("429")
    read.refused(429, "too_many_requests", **{"Retry-After": "600"})
    read.edit().fill(articles.EARLIER)
    expect(read.alert).to_contain_text("What is marked is from before the last change")
    _, text = saved(read, "JSON")
    expect(read.page.locator("#status")).to_contain_text("It is from before the last change")
    held = json.loads(text)
    assert held["text"] == articles.TEXT
    told = held["answer"]["sentences"]
    assert [held["text"][one["start"] : one["end"]] for one in told] == [one["text"] for one in told]
    assert asks_before_it_is_closed(read)


def test_what_is_not_judged_yet_is_not_taken_along(read: Desk) -> None:
    read.page.route(SCORE, lambda _: None)  # it never answers
    with read.page.expect_request(SCORE):
        read.page.evaluate(DROP_TEXT, ["body", articles.EARLIER])
    read.page.locator("#take summary").click()
    read.page.get_by_role("button", name="Save as JSON").click()
    expect(read.page.locator("#status")).to_have_text("It is not judged yet.")


def test_the_printed_report_tells_the_rating_and_every_sentence(read: Desk) -> None:
    read.page.emulate_media(media="print")
    expect(read.page.locator("body")).to_contain_text(articles.TITLE, use_inner_text=True)  # it is made for the printer
    printed = read.page.locator("body").inner_text()
    for words in (articles.TITLE, articles.STRONG, articles.WEAK, articles.DENIED, "hearsay"):
        assert words in printed
    for control in ("New text", "Judge it", "Copy or save"):
        assert control not in printed


def test_an_article_without_an_answer_is_not_printed_with_the_table_of_the_last(read: Desk, watch: Watch) -> None:
    report = read.page.locator("#report")
    read.page.emulate_media(media="print")
    expect(report).to_contain_text(articles.WEAK)
    read.page.emulate_media(media="screen")
    watch.expect("500")
    read.refused(500, "internal_error")
    read.page.evaluate(DROP_TEXT, ["body", "It snowed."])
    expect(read.alert).to_contain_text("Something went wrong")
    read.page.emulate_media(media="print")
    expect(report).to_be_empty()


def test_printing_shows_the_browser_s_own_dialog(read: Desk) -> None:
    read.page.evaluate("window.print = () => { globalThis.asked = true; }")
    read.page.get_by_role("button", name="Print").click()
    assert read.page.evaluate("globalThis.asked") is True
