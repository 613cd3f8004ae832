"""Markdown: a draft's text and its markup told apart, so that every offset counts into the file itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token

from service.articles.draft import Draft, Json, Place
from service.articles.manuscript import FrontMatterError, NoMappingError, heading, held, parser, parted, words

_LINE_END = re.compile(r"\r\n?|\n")  # as CommonMark counts lines
_LINK_TAIL = re.compile(r"\](?:\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|\[[^\]]*\])?")
# text_join would put escapes and entities into the text around them, whose length in the file is another.
_MARKDOWN = parser("text_join")
BREAK = "\n\n"  # what parts two blocks


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the file that is text, or that stands for ``read``."""

    start: int
    end: int
    read: str | None = None


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A Markdown file as it is read: ``front`` is None where the front matter is not YAML.

    ``headline`` is where the title stands below the front matter; ``annotation`` has nothing to read where the file
    has no running text.
    """

    front: Mapping[Any, Any] | None
    title: str | None
    headline: tuple[int, int] | None
    annotation: list[Json]


def manuscript(source: str, named: Callable[[Mapping[Any, Any]], Any] = lambda front: front.get("title")) -> Manuscript:
    """Return what a Markdown file holds, its title as ``named`` finds it; code, tables and images are markup."""
    front, begin = _front(source)
    title = _title(named(front or {}))
    tokens = _MARKDOWN.parse(source[begin:])
    blocks, headline = dict(_blocks(source, begin, tokens)), None
    top = None if title else heading(tokens)
    if top is not None:
        title, parts = words(tokens[top]), blocks.pop(top, ())
        headline = (parts[0].start, parts[-1].end) if parts else None
    return Manuscript(front, title, headline, _pieces(source, blocks.values()) or [{"text": ""}])


def read_markdown(place: Place, source: str) -> Draft:
    """Return the draft of a Markdown file."""
    read = manuscript(source)
    request: Json = {"annotation": read.annotation} | ({"title": read.title} if read.title else {})
    return Draft(place, request, source, headline=read.headline)


def _front(source: str) -> tuple[Mapping[Any, Any] | None, int]:
    """Return what a front matter holds, and the offset at which the text behind it begins."""
    front, begin = parted(source)
    try:
        return held(front), begin
    except NoMappingError:
        return {}, 0  # text between two rules
    except FrontMatterError:
        return None, begin  # whatever it says is not scored


def _title(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _blocks(source: str, begin: int, tokens: Sequence[Token]) -> Iterator[tuple[int, Sequence[_Part]]]:
    """Yield each block of running text, with its token's index."""
    starts = [begin, *(found.end() for found in _LINE_END.finditer(source, begin)), len(source)]
    tables = 0
    for at, token in enumerate(tokens):
        tables += {"table_open": 1, "table_close": -1}.get(token.type, 0)
        if token.type == "inline" and token.map and not tables:
            first, last = token.map
            end = starts[min(last, len(starts) - 1)]
            parts = list(_inline(source, starts[first], end, token.children or []))
            if parts:
                yield at, parts


def _inline(source: str, at: int, end: int, tokens: Iterable[Token]) -> Iterator[_Part]:
    """Yield the parts of a block between two offsets that are read."""
    for token in tokens:
        words, read = token.content, None
        if token.type == "text_special":
            words, read = token.markup, token.content
        elif token.type in ("softbreak", "hardbreak"):
            found = _LINE_END.search(source, at, end)
            words = found[0] if found else ""
            # A reader of plain text would have to guess whether such a line goes on.
            read = " " if token.type == "softbreak" else None
        elif token.type in ("image", "link_close") and token.info != "auto":
            at = _behind_link(source, at + len(token.content), end)
            continue
        elif token.type not in ("text", "code_inline", "html_inline"):
            continue
        start = source.find(words, at, end) if words else -1
        if start < 0:
            continue
        at = start + len(words)
        if token.type != "html_inline":
            yield _Part(start, at, read)


def _behind_link(source: str, at: int, end: int) -> int:
    """Return where the markup ends that closes a link or an image."""
    found = _LINK_TAIL.search(source, at, end)
    return found.end() if found else at


def _pieces(source: str, blocks: Iterable[Sequence[_Part]]) -> list[Json]:
    """Return the annotation whose pieces make the source: what stands between the parts is markup."""
    pieces: list[Json] = []
    at = 0
    for parts in blocks:
        parted = BREAK if pieces else ""
        for part in parts:
            pieces += _between(source[at : part.start], parted)
            words = source[part.start : part.end]
            pieces.append({"text": words} if part.read is None else {"markup": words, "interpretAs": part.read})
            at, parted = part.end, ""
    return [*pieces, *_between(source[at:], "")]


def _between(gap: str, read: str) -> list[Json]:
    if not gap:
        return []
    # What parts blocks in the file as it stands needs no other reading.
    plain = not gap.strip() and len(_LINE_END.findall(gap)) > 1
    return [{"text": gap}] if plain else [{"markup": gap, "interpretAs": read}]
