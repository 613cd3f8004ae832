from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from service.articles.draft import Draft, Place, UnreadError
from service.articles.files import drafts
from service.articles.regions import Region


def read(path: Path, kind: str | None = None, most: int = 1000) -> list[Any]:
    """The requests that a file makes, and what is said of what cannot be read."""
    found = drafts(Place(path), kind, most)
    return [str(one) if isinstance(one, UnreadError) else one.request for one in found]


@pytest.mark.parametrize(
    ("name", "content", "request_"),
    [
        ("a.txt", "It\r\nrained.", {"text": "It\r\nrained."}),
        ("a.draft", "It rained.", {"text": "It rained."}),
        ("a.txt", "\ufeffIt rained.", {"text": "It rained."}),
        ("a.html", "<p>Rain.", {"html": "<p>Rain."}),
        ("a.HTM", "<p>Rain.", {"html": "<p>Rain."}),
        ("a.md", "*Rain*", {"annotation": [{"markup": "*", "interpretAs": ""}, {"text": "Rain"}, {"markup": "*"}]}),
    ],
)
def test_a_file_is_read_as_its_name_says(tmp_path: Path, name: str, content: str, request_: Any) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode())
    (found,) = read(path)
    if name == "a.md":
        found["annotation"][-1].pop("interpretAs")
    assert found == request_


def test_a_file_is_read_as_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("<p>Rain.", "utf-8")
    assert read(path, "html") == [{"html": "<p>Rain."}]


def test_each_line_of_json_is_an_article_or_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    long = json.dumps({"text": "a" * 90})
    lines = ['{"text": "Rain.", "id": 7, "url": "x"}', "", "{", "[]", '{"title": "Rain"}', long, '{"html": "<p>"}', "é"]
    path.write_bytes("\n".join(lines).encode("latin-1"))
    assert read(path, most=60) == [
        {"text": "Rain."},
        f"{path}:3 is not JSON: it breaks at column 1.",
        f"{path}:4 is no JSON object.",
        f"{path}:5 has none of annotation, html, segments, text.",
        f"{path}:6 has more than 60 bytes, the most that are read of an article.",
        {"html": "<p>"},
        f"{path}:8 is not UTF-8: byte 0 does not fit.",
    ]
    first = next(drafts(Place(path), None, 60))
    assert isinstance(first, Draft)
    assert (first.id, first.place.name) == ("7", f"{path}:1")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("0123456789", "utf-8")
    assert read(path, most=10) == [{"text": "0123456789"}]
    assert read(path, most=9) == [f"{path} has more than 9 bytes, the most that are read of an article."]


def sentence(text: str, start: int) -> dict[str, Any]:
    return {"text": text, "start": start, "end": start + len(text)}


def test_sentences_of_text_are_found_by_line_and_column(tmp_path: Path) -> None:
    draft = Draft(Place(tmp_path), {"text": ""}, "Rain.\r\n\nIt\nsnowed. Hail.")
    answer = {"headline": None, "sentences": [sentence("Rain.", 0), sentence("It\nsnowed.", 8), sentence("Hail.", 19)]}
    assert draft.regions(answer) == (None, [Region(1, 1, 1, 6), Region(3, 1, 4, 8), Region(4, 9, 4, 14)])


def test_sentences_of_html_are_found_by_their_words(tmp_path: Path) -> None:
    source = "<p>It <b>rained</b>\non&nbsp;Monday.</p>\n<p>It rained. It snowed.</p>"
    draft = Draft(Place(tmp_path), {"html": source}, source)
    told = [sentence(text, 0) for text in ("It rained on Monday.", "It rained.", "Never here.", "…", "It snowed.")]
    assert draft.regions({"headline": None, "sentences": told}) == (
        None,
        [Region(1, 4, 2, 15), Region(3, 4, 3, 13), None, None, Region(3, 15, 3, 24)],
    )


@pytest.mark.parametrize("odd", ["<![foo[ ]]>", "<![>"])
def test_of_html_that_cannot_be_followed_no_place_is_told(tmp_path: Path, odd: str) -> None:
    source = f"<p>It rained.</p>{odd}<p>It snowed.</p>"
    told = {"headline": None, "sentences": [sentence("It rained.", 0), sentence("It snowed.", 0)]}
    assert Draft(Place(tmp_path), {"html": source}, source).regions(told) == (None, [None, None])


def test_sentences_of_a_line_of_json_are_that_line(tmp_path: Path) -> None:
    draft = Draft(Place(tmp_path, 3), {"text": "Rain."})
    line = Region(3, None, 3, None)
    assert draft.regions({"headline": None, "sentences": [sentence("Rain.", 0)]}) == (line, [line])


def test_the_headline_of_markdown_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("\n# *Rain* today\n\nIt rained.\n", "utf-8")
    draft = next(drafts(Place(path), None, 1000))
    assert isinstance(draft, Draft)
    told = {"headline": sentence("Rain today", 0), "sentences": [sentence("It rained.", 17)]}
    assert draft.regions(told) == (Region(2, 4, 2, 15), [Region(4, 1, 4, 11)])
    assert draft.titled("Snow").regions(told)[0] is None
