"""What stands in the way is said in plain words, and the text is never lost."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Route, expect

from tests.page import articles
from tests.page.conftest import Watch, accessible
from tests.page.desk import SCORE, Desk
from tests.service.faults.conftest import ONRECORD, running

PROBLEMS = [
    (500, "internal_error", "Something went wrong in the service"),
    (503, "out_of_time", "more work than it does for one request"),
    (422, "invalid_request", "The service could not read the request"),
]
NO_RATING = [
    ("It rained.", "too few"),
    (articles.FRENCH, "only English is read"),
    ("Why? Who knows? What now? Really?", "not one sentence makes a factual claim"),
]


@dataclass(frozen=True)
class Guarded:
    """A service that asks for keys and takes short texts only, and a key that opens it."""

    address: str
    key: str


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("guarded")
    store = folder / "data"
    create = [ONRECORD, "keys", "create", "desk", "--scope", "score"]
    environment = {**os.environ, "ONRECORD_DATA": str(store)}
    key = subprocess.run(create, env=environment, check=True, capture_output=True, text=True).stdout.strip()
    with running(folder, workers=1, data=store, access="keys", max_text=1000) as service:
        yield Guarded(f"http://127.0.0.1:{service.port}", key)


@pytest.fixture
def locked(page: Page, watch: Watch, guarded: Guarded) -> Desk:
    """The page of the guarded service."""
    watch.address = guarded.address
    watch.expect("status of 401")
    return Desk(page, guarded.address).open()


def unlock(desk: Desk, guarded: Guarded) -> None:
    """Give the page the key that it asks for."""
    dialog = desk.page.get_by_role("dialog", name="This service asks for a key")
    dialog.get_by_label("Key").fill(guarded.key)
    dialog.get_by_role("button", name="Use it").click()
    expect(dialog).to_be_hidden()


def test_while_a_text_is_judged_the_page_says_so(desk: Desk) -> None:
    held: list[Route] = []
    desk.page.route(SCORE, lambda route: held.append(route))
    with desk.page.expect_request(SCORE):
        desk.write(articles.TEXT, articles.TITLE)
    expect(desk.page.get_by_role("status").filter(visible=True).first).to_contain_text("udging")
    accessible(desk.page)
    held[0].continue_()
    desk.judged()


@pytest.mark.parametrize(("text", "said"), NO_RATING, ids=["short", "french", "questions"])
def test_a_text_without_an_honest_rating_gets_none_and_a_reason(desk: Desk, text: str, said: str) -> None:
    desk.write(text)
    expect(desk.page.locator("onrecord-article")).to_contain_text(said)
    # Without a bar of sentences beside it the text must not slip into the bar's narrow column.
    assert desk.page.locator("onrecord-article .article").bounding_box()["width"] > 400
    accessible(desk.page)


@pytest.mark.parametrize(("status", "code", "said"), PROBLEMS, ids=[row[1] for row in PROBLEMS])
def test_a_problem_is_told_in_words_and_the_text_can_be_judged_again(
    desk: Desk, watch: Watch, status: int, code: str, said: str
) -> None:
    watch.expect(f"the server responded with a status of {status}")
    desk.refused(status, code, times=1).write(articles.TEXT, articles.TITLE)
    expect(desk.alert).to_contain_text(said)
    accessible(desk.page)
    desk.alert.get_by_role("button").first.click()
    desk.judged()
    expect(desk.alert).to_be_empty()
    expect(desk.sentence(articles.WEAK)).to_have_count(1)


def test_where_too_much_was_asked_the_page_asks_again_by_itself(desk: Desk, watch: Watch) -> None:
    watch.expect("429")
    desk.refused(429, "too_many_requests", times=1, **{"Retry-After": "1"}).write(articles.TEXT, articles.TITLE)
    expect(desk.alert).to_contain_text("more requests than are allowed")
    desk.judged()
    expect(desk.alert).to_be_empty()


def test_a_quota_that_opens_in_a_month_is_told_in_days_and_not_asked_of_meanwhile(desk: Desk, watch: Watch) -> None:
    watch.expect("429")
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.refused(429, "too_many_requests", **{"Retry-After": "2591997"}).write(articles.TEXT, articles.TITLE)
    expect(desk.alert).to_contain_text("It is not asked again by itself: try again in 30 days.")
    desk.page.wait_for_timeout(500)  # that nothing happens has no end to wait for
    assert len([url for url in asked if url.endswith("/v1/score")]) == 1


def test_offline_the_text_stays_and_is_judged_when_the_connection_is_back(desk: Desk, watch: Watch) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    desk.page.context.set_offline(True)
    desk.write(articles.TEXT, articles.TITLE)
    expect(desk.alert).to_contain_text("This device is offline")
    accessible(desk.page)
    desk.page.context.set_offline(False)
    desk.judged()
    expect(desk.sentence(articles.WEAK)).to_have_count(1)


def test_a_service_that_does_not_answer_is_told_apart_from_being_offline(desk: Desk, watch: Watch) -> None:
    watch.expect("ERR_CONNECTION_REFUSED")
    desk.page.route(SCORE, lambda route: route.abort("connectionrefused"), times=1)
    desk.write(articles.TEXT)
    expect(desk.alert).to_contain_text("The service does not answer")
    desk.judged()


def test_a_key_is_asked_for_and_a_wrong_one_refused(locked: Desk, guarded: Guarded) -> None:
    dialog = locked.page.get_by_role("dialog", name="This service asks for a key")
    expect(dialog).to_be_visible()
    accessible(locked.page)
    dialog.get_by_label("Key").fill("or_wrong")
    dialog.get_by_role("button", name="Use it").click()
    expect(dialog).to_contain_text("unknown here, or was revoked")
    dialog.get_by_label("Key").fill(guarded.key)
    dialog.get_by_role("button", name="Use it").click()
    expect(dialog).to_be_hidden()
    locked.write(articles.STRONG + " " + articles.WEAK + " " + articles.UNNAMED).judged()
    assert guarded.key not in locked.page.url
    kept = "JSON.stringify([localStorage, document.cookie])"
    assert guarded.key not in locked.page.evaluate(kept)


def test_a_key_is_kept_while_the_tab_is_open_and_can_be_forgotten(locked: Desk, guarded: Guarded) -> None:
    unlock(locked, guarded)
    locked.page.reload()
    locked.write(articles.TEXT).judged()
    locked.page.get_by_role("button", name="Key", exact=True).click()
    locked.page.get_by_role("dialog").get_by_role("button", name="Forget the key").click()
    assert guarded.key not in locked.page.evaluate("JSON.stringify(sessionStorage)")


def test_a_text_that_is_too_long_is_refused_with_both_numbers(locked: Desk, guarded: Guarded, watch: Watch) -> None:
    watch.expect("413")
    unlock(locked, guarded)
    locked.write(articles.TEXT * 3)
    expect(locked.alert).to_contain_text("The text is too long")
    expect(locked.alert).to_contain_text("1,000")
    accessible(locked.page)


def test_a_key_without_feedback_offers_no_correction(locked: Desk, guarded: Guarded) -> None:
    unlock(locked, guarded)
    locked.write(articles.STRONG + " " + articles.WEAK).judged()
    locked.click(locked.sentence(articles.WEAK))
    expect(locked.page.locator("onrecord-article").get_by_text("reportedly").first).to_be_visible()
    expect(locked.page.locator("onrecord-article").get_by_text("Correct a label")).to_have_count(0)
