from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.articles.draft import Draft, Place
from service.articles.markdown import read_markdown


def read(source: str) -> Draft:
    return read_markdown(Place(None), source)


def seen(draft: Draft) -> str:
    """What is read of the body."""
    return "".join(piece.get("text", piece.get("interpretAs", "")) for piece in draft.request["annotation"])


SEEN = [
    ("emphasis", "It **really** _rained_.\n", "It really rained."),
    ("a link", 'See [the *plan*](http://a.b/c "t") now.', "See the plan now."),
    ("a link by reference", "See [the plan][1] now.\n\n[1]: http://a.b", "See the plan now."),
    ("a word that stands in the link's address too", "[a](http://x/b)b", "ab"),
    ("an address", "See <http://a.b> now.", "See http://a.b now."),
    ("an image", "Rain ![a cloud](a.png) fell.", "Rain  fell."),
    ("code", "Run `make` now.", "Run make now."),
    ("marks of HTML", "It <b>rained</b>.", "It rained."),
    ("escapes and entities", "Tom &amp; Sons \\*will\\* pay.", "Tom & Sons *will* pay."),
    ("a line that goes on", "It\nrained.", "It rained."),
    ("a line that ends", "Rain  \nSnow", "Rain\nSnow"),
    ("paragraphs", "Rain.\n\nSnow.\n", "Rain.\n\nSnow."),
    ("a list", "- Rain.\n- Snow.\n", "Rain.\n\nSnow."),
    ("a quotation", "> It\n> rained.\n\nSnow.", "It rained.\n\nSnow."),
    ("what is no running text", "Rain.\n\n```\nx = 1\n```\n\n| a |\n|---|\n| b |\n\n---\n\nSnow.", "Rain.\n\nSnow."),
    ("a comment", "Rain.\n\n<!-- not yet -->\n\nSnow.", "Rain.\n\nSnow."),
    ("Windows' line ends", "It **rained**.\r\n\r\nSnow\r\nfell.\r\n", "It rained.\r\n\r\nSnow fell."),
    ("front matter", "---\ntitle: Rain\n---\nIt rained.", "It rained."),
    ("front matter without a word in it", "---\n---\n\nRain.\n\n---\n\nSnow.", "Rain.\n\nSnow."),
    ("text between two rules", "---\n\nRain.\n\n---\n\nSnow.", "Rain.\n\nSnow."),
    ("a heading below the front matter's title", "---\ntitle: Rain\n---\n# Snow\n\nIt fell.", "Snow\n\nIt fell."),
    ("a heading of level 1 further down", "It rained.\n\n# Snow\n\nIt fell.", "It rained.\n\nSnow\n\nIt fell."),
    ("a lower heading", "## Later\nIt rained.", "Later\n\nIt rained."),
    ("nothing", "", ""),
]


@pytest.mark.parametrize(("source", "words"), [row[1:] for row in SEEN], ids=[row[0] for row in SEEN])
def test_only_running_text_is_read(source: str, words: str) -> None:
    assert seen(read(source)).strip() == words


# A thousand million keys, were they read.
NESTED = "\n".join(
    ["a0: &a0 {k: 1}", *(f"a{at}: &a{at} {{<<: [{', '.join([f'*a{at - 1}'] * 9)}]}}" for at in range(1, 10))]
)
UNREAD = [
    NESTED + "\ntitle: Rain",
    "a: &a Rain\ntitle: *a",
    ": : {",
    "date: 2024-02-30",
    "x: !!int abc",
    "x: !!bool x",
    "x: !!int ''",
    "[" * 3000,
]
TITLES = [
    ("# Rain *today*\n\nIt rained.", "Rain today", "Rain *today"),
    ("---\ntitle: Rain\n---\nIt rained.", "Rain", None),
    ("---\ntitle: Rain\n---\n# Snow\n\nIt snowed.", "Rain", None),
    ("---\ntitle: ' '\n---\n# Snow\n\nIt snowed.", "Snow", "Snow"),
    ("---\ntitle: [1]\n---\nIt rained.", None, None),
    *((f"---\n{front}\n---\n# Snow\n\nIt snowed.", "Snow", "Snow") for front in UNREAD),
    ("Rain *today*\n===\n\nIt rained.", "Rain today", "Rain *today"),
    ("Rain  \n[today](b)\n===\n", "Rain today", "Rain  \n[today"),
    ("<!-- new -->\n\n![a cloud](a.png)\n\n# Rain", "Rain", "Rain"),
    ("It rained.\n\n# Snow", None, None),
    ("```\nx\n```\n\n# Rain", None, None),
    ("> # Rain", None, None),
    ("## Rain\n\n# Snow", None, None),
    ("#\n\nIt rained.", None, None),
    ("It rained.", None, None),
]


@pytest.mark.parametrize(("source", "title", "headline"), TITLES)
def test_the_title_is_the_front_matter_s_or_the_heading_at_the_top(
    source: str, title: str | None, headline: str | None
) -> None:
    draft = read(source)
    assert draft.request.get("title") == title
    assert (source[slice(*draft.headline)] if draft.headline else None) == headline
    assert headline is None or headline not in seen(draft)


MARKS = (*("# ", "*", "**", "_", "`", "[", "](b)", "![", "> ", "- ", "1. ", "\\", "&amp;", "<b>", "|", "---", "```"),)
WORDS = ("\n", "\n\n", "\r\n", "\r", "\t", "    ", " ", "Rain", "b", "a.", "é", "\x00", "\u2028", "😀")


@given(st.lists(st.sampled_from(MARKS + WORDS), max_size=25).map("".join))
def test_the_pieces_are_the_file(source: str) -> None:
    pieces = read(source).request["annotation"]
    assert "".join(piece.get("text", piece.get("markup", "")) for piece in pieces) == source
