"""What leaves the page: copies, files, and the printed report."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.page import articles
from tests.page.conftest import accessible
from tests.page.desk import SCORE, Desk

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
    assert [row["sentence"] for row in rows] == ["headline", *(str(at) for at in range(1, 7 + 1))][: len(rows)]
    told = {row["text"]: (row["level"], row["sourcing"]) for row in rows}
    assert told[articles.WEAK] == ("weak", "hearsay")
    assert told[articles.STRONG] == ("strong", "named")


@pytest.mark.parametrize("name", [row[0] for row in FORMATS])
def test_it_is_copied(read: Desk, name: str) -> None:
    read.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    read.page.locator("#take summary").click()
    accessible(read.page)
    read.page.get_by_role("button", name=f"Copy as {name}").click()
    expect(read.page.locator("#status")).to_contain_text("Copied")
    copied = read.page.evaluate("navigator.clipboard.readText()")
    assert articles.WEAK in copied


def test_the_printed_report_tells_the_rating_and_every_sentence(read: Desk) -> None:
    read.page.emulate_media(media="print")
    expect(read.page.locator("body")).to_contain_text(articles.TITLE, use_inner_text=True)  # it is made for the printer
    printed = read.page.locator("body").inner_text()
    for words in (articles.TITLE, articles.STRONG, articles.WEAK, articles.DENIED, "hearsay"):
        assert words in printed
    for control in ("New text", "Judge it", "Copy or save"):
        assert control not in printed


def test_printing_shows_the_browser_s_own_dialog(read: Desk) -> None:
    read.page.evaluate("window.print = () => { globalThis.asked = true; }")
    read.page.get_by_role("button", name="Print").click()
    assert read.page.evaluate("globalThis.asked") is True
