"""Markup: the article in an HTML page or fragment, as blocks of text with roles, and what was left out.

The tree is lexbor's, by resiliparse: it reads what browsers read, in linear time.  In a whole page resiliparse
also says which blocks are the main content.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree, NodeType

from evidence.values import Role
from service.wire.tags import Extent, extents

DroppedReason = Literal["script", "navigation", "form", "embedded", "metadata", "hidden", "boilerplate"]

ROLES: dict[str, Role] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("blockquote",), "quote"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
}
# Elements that hold none of the article's text, by the reason that is given.
LEFT_OUT: dict[str, DroppedReason] = {
    **dict.fromkeys(("script", "style", "template", "noscript"), "script"),
    **dict.fromkeys(("nav", "aside", "menu", "dialog"), "navigation"),
    **dict.fromkeys(("button", "select", "textarea", "input", "option", "label"), "form"),
    **dict.fromkeys(("svg", "math", "iframe", "object", "canvas", "audio", "video"), "embedded"),
    "title": "metadata",
}
FRAME = frozenset({"header", "footer"})  # of the page, unless they stand in the article
FRAMED = frozenset({"article", "main", "blockquote", "figure"})
FRAME_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search"})
INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("img", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong"),
        *("sub", "sup", "time", "tt", "u", "var", "wbr"),
    }
)
PAGE = re.compile(r"<(?:!doctype|html|body)\b", re.IGNORECASE)
SPACES = re.compile(r"[ \t\n\r\f]+")
AROUND_BREAK = re.compile(r" ?\n ?")  # runs of blanks are one blank by then


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the article's text."""

    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch of the HTML as received that was left out, in code points; without a place in broken markup."""

    extent: Extent | None
    reason: DroppedReason


@dataclass(frozen=True, slots=True)
class Extract:
    """The article's blocks in order, and the elements that were left out, in order."""

    blocks: tuple[Block, ...]
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside an element; ``framed``: it is in the article's own part of the page."""

    role: Role = "body"
    framed: bool = False
    left_out: bool = False
    kept_spaces: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A block as the tree has it; ``element`` is the number of the element that it stands in."""

    text: str
    role: Role
    element: int


class _Walk:
    """One pass through the tree, in the order of the document.

    ``names`` are those of all elements, ``ends`` the number of the first element behind each; ``dropped`` maps
    the number of an element that is left out to the reason.
    """

    def __init__(self, document: Any) -> None:
        self.names: list[str] = []
        self.ends: list[int] = []
        self.blocks: list[_Found] = []
        self.dropped: dict[int, DroppedReason] = {}
        self._text: list[str] = []
        self._open: list[tuple[int, _State]] = []
        self._walk(document)

    def _walk(self, document: Any) -> None:
        # Without recursion: markup may be nested as deep as it is long.
        node, depth = document.first_child, 0
        while node is not None:
            self._enter(node)
            child = node.first_child
            if child is not None:
                node, depth = child, depth + 1
                continue
            self._leave(node)
            while node.next is None and depth:
                node, depth = node.parent, depth - 1
                self._leave(node)
            node = node.next

    def _enter(self, node: Any) -> None:
        _, outer = self._open[-1] if self._open else (0, _State())
        if node.type == NodeType.TEXT:
            if not outer.left_out:
                self._text.append(node.value if outer.kept_spaces else SPACES.sub(" ", node.value))
        elif node.type == NodeType.ELEMENT:
            name = node.tag
            if name == "br" and not outer.left_out:
                self._text.append("\n")
            elif name not in INLINE:
                self._flush()
            number = len(self.names)
            reason = None if outer.left_out else _reason(node, name, outer)
            if reason:
                self.dropped[number] = reason
            self.names.append(name)
            self.ends.append(0)
            self._open.append((number, _inside(name, outer, bool(reason))))

    def _leave(self, node: Any) -> None:
        if node.type != NodeType.ELEMENT:
            return
        if node.tag not in INLINE and node.tag != "br":
            self._flush()
        number, _ = self._open.pop()
        self.ends[number] = len(self.names)

    def _flush(self) -> None:
        """End the block that the text since the last one makes."""
        text = AROUND_BREAK.sub("\n", re.sub(" {2,}", " ", "".join(self._text))).strip()
        self._text.clear()
        if text and self._open:
            number, state = self._open[-1]
            self.blocks.append(_Found(text, state.role, number))


def extract(html: str) -> Extract:
    """Return the article in a page or a fragment; whatever the markup, there is an answer."""
    tree = HTMLTree.parse(html)
    walk = _Walk(tree.document)
    blocks: Sequence[_Found] = walk.blocks
    if PAGE.search(html):
        blocks = _main(blocks, tree)
        kept = set(blocks)
        walk.dropped |= {block.element: "boilerplate" for block in walk.blocks if block not in kept}
    places = extents(html, walk.names, walk.ends)
    dropped = tuple(Dropped(places[element], walk.dropped[element]) for element in sorted(walk.dropped))
    return Extract(tuple(Block(block.text, block.role) for block in blocks), dropped)


def _reason(node: Any, name: str, outer: _State) -> DroppedReason | None:
    """Return why an element is left out, if it is."""
    if name in LEFT_OUT:
        return LEFT_OUT[name]
    if (name in FRAME and not outer.framed) or node.getattr("role", "") in FRAME_ROLES:
        return "navigation"
    style = (node.getattr("style", "") or "").replace(" ", "").lower()
    if node.hasattr("hidden") or node.getattr("aria-hidden", "") == "true" or "display:none" in style:
        return "hidden"
    return None


def _inside(name: str, outer: _State, left_out: bool) -> _State:
    return _State(
        ROLES.get(name, outer.role),
        outer.framed or name in FRAMED,
        outer.left_out or left_out,
        outer.kept_spaces or name == "pre",
    )


def _main(blocks: Sequence[_Found], tree: HTMLTree) -> list[_Found]:
    """Return the blocks of the main content, or all where none is found.

    Headings, quotes and captions between two of them belong to it too.
    """
    told = extract_plain_text(tree, main_content=True, alt_texts=False, list_bullets=False)
    lines = {_letters(line) for line in told.splitlines()}
    main = [all(_letters(line) in lines for line in block.text.splitlines()) for block in blocks]
    if not any(main):
        return list(blocks)
    first, last = main.index(True), len(main) - main[::-1].index(True)
    return [block for at, block in enumerate(blocks) if main[at] or (first < at < last and block.role != "body")]


def _letters(line: str) -> str:
    """Return the line without white space, which the two readings of a page set differently."""
    return "".join(line.split())
