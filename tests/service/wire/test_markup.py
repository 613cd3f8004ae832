"""Markup: the article in HTML, its roles, and the place of everything that was left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.wire.markup import extract

LONG = "The council said on Tuesday that the bridge would stay closed until the spring, and that nobody would pay."
PAGE = (
    "<!doctype html><html><head><title>News</title><style>p{}</style></head><body><nav><a>Home</a></nav>"
    f"<article><h1>Bridge closed</h1><p>{LONG}</p><figure><figcaption>The bridge.</figcaption></figure>"
    f"<blockquote><p>We saw it fall.</p></blockquote><p>{LONG}</p><script>var x = '<nav>';</script></article>"
    "<footer>Imprint</footer></body></html>"
)

FRAGMENTS: list[tuple[str, list[tuple[str, str]], list[tuple[str, str]]]] = [
    ("", [], []),
    ("plain & <5", [("body", "plain & <5")], []),
    ("<p>One &amp; two<p>Three", [("body", "One & two"), ("body", "Three")], []),
    ("<p>A <b>bold</b>\n  move<br>then&nbsp;this</p>", [("body", "A bold move\nthen\u00a0this")], []),
    (
        "<h2>Head</h2><blockquote><p>Said.</p></blockquote><figcaption>Seen.</figcaption>",
        [("heading", "Head"), ("quote", "Said."), ("caption", "Seen.")],
        [],
    ),
    (
        "<script>let a = '<nav>'</script><p>Told.</p><nav>Home<p>About</nav>",
        [("body", "Told.")],
        [("script", "<script>let a = '<nav>'</script>"), ("navigation", "<nav>Home<p>About</nav>")],
    ),
    ("<p hidden>Not</p><p>Told.</p>", [("body", "Told.")], [("hidden", "<p hidden>Not</p>")]),
    ("<!-- <nav> --><aside a='>'>More</aside>", [], [("navigation", "<aside a='>'>More</aside>")]),
    ("<header>A</header><main><header>B</header></main>", [("body", "B")], [("navigation", "<header>A</header>")]),
    ("<nav>never <b>closed", [], [("navigation", "<nav>never <b>closed")]),
]  # fmt: skip


def told(html: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    found = extract(html)
    places = [(one.reason, html[one.extent.start : one.extent.end] if one.extent else "") for one in found.dropped]
    return [(str(block.role), block.text) for block in found.blocks], places


@pytest.mark.parametrize(("html", "blocks", "dropped"), FRAGMENTS)
def test_a_fragment_s_blocks_have_roles_and_the_rest_has_places(
    html: str, blocks: list[tuple[str, str]], dropped: list[tuple[str, str]]
) -> None:
    assert told(html) == (blocks, dropped)


def test_a_page_is_read_without_what_stands_around_the_article() -> None:
    blocks, dropped = told(PAGE)
    assert blocks == [
        ("heading", "Bridge closed"),
        ("body", LONG),
        ("caption", "The bridge."),
        ("quote", "We saw it fall."),
        ("body", LONG),
    ]
    assert dropped == [
        ("metadata", "<title>News</title>"),
        ("script", "<style>p{}</style>"),
        ("navigation", "<nav><a>Home</a></nav>"),
        ("script", "<script>var x = '<nav>';</script>"),
        ("navigation", "<footer>Imprint</footer>"),
    ]


def test_an_element_that_the_source_does_not_show_has_no_place() -> None:
    # the stray end tag makes an empty paragraph that no tag opens
    assert told("<div></p><p hidden>Not</p><p>Told.</p>") == ([("body", "Told.")], [("hidden", "")])


def test_depth_is_no_matter() -> None:
    assert told("<div>" * 5_000 + "Told.") == ([("body", "Told.")], [])


TAGS = st.sampled_from(
    ["<p>", "</p>", "<nav>", "</nav>", "<script>", "</script>", "<!--", "-->", "<b a='", "'>", "<", ">"]
)


@given(
    st.lists(st.one_of(TAGS, st.text(st.characters(exclude_categories=["Cs"]), max_size=5)), max_size=12).map("".join)
)
def test_any_markup_is_answered_and_places_lie_in_it(html: str) -> None:
    found = extract(html)
    assert all(block.text == block.text.strip() != "" for block in found.blocks)
    for one in found.dropped:
        assert one.extent is None or 0 <= one.extent.start < one.extent.end <= len(html)
