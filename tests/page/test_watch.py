"""The watch sees what it is there to see: each fault below must be noticed, or the journeys prove nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.page.conftest import Watch, accessible

STRICT = {"Content-Type": "text/html", "Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'"}
SOUND = '<!doctype html><html lang="en"><title>Sound</title><main><h1>Sound</h1></main>'
FAULTS = [
    ("an error in the console", "<script>console.error('broken')</script>", "console: broken"),
    ("an exception", "<script>throw new Error('thrown')</script>", "page error: thrown"),
    ("a promise rejected", "<script>Promise.reject(new Error('lost'))</script>", "page error: lost"),
    ("an image of another host", "<img alt='' src='http://elsewhere.example/a.png'>", "request off the host"),
    ("an inline style under a strict policy", "<p style='color: red'>x", "Content Security Policy"),
]


@pytest.fixture
def unwatched(context: BrowserContext, address: str) -> Watch:
    """A watch whose faults fail no test."""
    watching = Watch(address)
    watching.over(context)
    return watching


def shown(context: BrowserContext, address: str, body: str) -> Page:
    page = context.new_page()
    page.route("**/elsewhere.example/**", lambda route: route.abort())
    page.route(f"{address}/made", lambda route: route.fulfill(body=SOUND + body, headers=STRICT))
    page.goto(f"{address}/made", wait_until="networkidle")
    return page


@pytest.mark.parametrize(("body", "noticed"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_is_noticed(context: BrowserContext, unwatched: Watch, address: str, body: str, noticed: str) -> None:
    shown(context, address, body)
    assert any(noticed in fault for fault in unwatched.faults), unwatched.faults


def test_a_sound_page_has_no_fault_and_what_is_expected_is_none(
    context: BrowserContext, unwatched: Watch, address: str
) -> None:
    unwatched.expect("meant")
    accessible(shown(context, address, "<script>console.error('meant')</script>"))
    assert unwatched.faults == []


def test_axe_objects_to_an_image_without_words(context: BrowserContext, address: str) -> None:
    with pytest.raises(AssertionError, match="image-alt"):
        accessible(shown(context, address, "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>"))
