"""Two versions of a text side by side: what got stronger, what weaker."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.page import articles
from tests.page.conftest import accessible
from tests.page.desk import Desk

COMPARE = "**/v1/compare"


def test_an_earlier_version_that_is_pasted_is_compared(desk: Desk) -> None:
    desk.write(articles.TEXT, articles.TITLE).judged()
    desk.page.get_by_role("button", name="Compare", exact=True).first.click()
    accessible(desk.page)
    desk.page.get_by_label("Text of the earlier version").fill(articles.EARLIER)
    desk.page.get_by_label("Headline of the earlier version").fill(articles.TITLE)
    with desk.page.expect_response(COMPARE) as told:
        desk.page.locator("#earlier").get_by_role("button", name="Compare").click()
    asked, answer = told.value.request.post_data_json, told.value.json()
    assert (asked["old"]["text"], asked["new"]["text"]) == (articles.EARLIER, articles.TEXT)
    rows = desk.page.locator("#changes tbody tr")
    changes = [answer["headline_change"], *answer["changes"]]
    expect(rows).to_have_count(len(changes))
    kinds = rows.evaluate_all("all => all.map((one) => one.dataset.kind)")
    assert kinds == [change["kind"] for change in changes]
    expect(rows.filter(has_text=articles.AGAIN)).to_contain_text("added")
    accessible(desk.page)


def test_a_sample_has_an_earlier_draft_and_its_comparison_an_address(desk: Desk) -> None:
    desk.sample("Mixed")
    with desk.page.expect_response(COMPARE) as told:
        desk.page.get_by_role("button", name="Compare", exact=True).first.click()
    assert told.value.json()["rating_change"] > 0
    expect(desk.page.locator("#changes")).to_contain_text("rated")
    expect(desk.page).to_have_url(re.compile(r"#.*compare=1"))
    desk.page.reload()
    expect(desk.page.locator("#changes tbody tr").first).to_be_visible()


def test_only_what_changed_can_be_shown_and_a_sentence_looked_at(desk: Desk) -> None:
    desk.sample("Mixed")
    desk.page.get_by_role("button", name="Compare", exact=True).first.click()
    rows = desk.page.locator("#changes tbody tr")
    rows.first.wait_for()
    same = rows.and_(desk.page.locator("[data-kind=same]"))
    assert same.count() > 0
    desk.page.get_by_label("Only what changed").check()
    expect(same.first).to_be_hidden()
    rows.filter(has_text="annual report").get_by_role("button", name="Look at it").click()
    expect(desk.page.get_by_role("region", name="The selected sentence")).to_contain_text("annual report")
