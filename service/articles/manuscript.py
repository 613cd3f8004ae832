"""Manuscripts: Markdown files taken apart as every command reads them, into front matter, headline and the rest.

The front matter's title is the headline.  Where it has none, the heading of level 1 is that the text begins with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from ruamel.yaml import YAML
from ruamel.yaml.events import AliasEvent

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.{0,16384}?)^---[ \t\r]*$", re.DOTALL | re.MULTILINE)
_READ = frozenset({"text", "text_special", "code_inline"})  # of a heading; a line's end is a space


class FrontMatterError(ValueError):
    """What stands between the lines of --- is not YAML that is read, as the message says."""


class NoMappingError(FrontMatterError):
    """It is YAML that names nothing, such as a paragraph between two rules."""


def parser(*without: str) -> MarkdownIt:
    """Return a parser of the Markdown that is read, perhaps without some of its rules."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable(without)


def parted(source: str) -> tuple[str, int]:
    """Return the front matter, empty where there is none, and the offset at which the text behind it begins."""
    found = _FRONT_MATTER.match(source)
    return (found[1], found.end()) if found else ("", 0)


def held(front: str) -> dict[Any, Any]:
    """Return what a front matter holds; raises FrontMatterError."""
    try:
        row = _plain(front) if front.strip() else None
    except FrontMatterError:
        raise
    except Exception:
        # Beside YAML's own errors: dates that no calendar has, tags on what does not fit them, nesting without end.
        raise FrontMatterError("What stands between the lines of --- is not YAML.") from None
    if row is not None and not isinstance(row, dict):
        raise NoMappingError("What stands between the lines of --- is no mapping.")
    return row or {}


def _plain(front: str) -> Any:
    """Return what the YAML holds where no part of it stands for another.

    Aliases of aliases, and mappings that take in such ones by <<, grow exponentially as they are read.
    """
    if any(isinstance(event, AliasEvent) for event in YAML(typ="safe", pure=True).parse(front)):
        raise FrontMatterError("What stands between the lines of --- is YAML with aliases, which are not read.")
    return YAML(typ="safe", pure=True).load(front)


def heading(tokens: Sequence[Token]) -> int | None:
    """Return which token has the words of the level-1 heading that a text begins with, or None without one.

    The token before it opens the heading, the one behind it closes it.
    """
    for at, token in enumerate(tokens):
        if token.type in ("fence", "code_block"):
            return None
        if token.type == "inline" and words(token):
            opening = tokens[at - 1]
            return at if opening.tag == "h1" and not opening.level else None
    return None


def words(inline: Token) -> str:
    """Return the words of a token within a block, without their marks."""
    parts = (
        one.content if one.type in _READ else " " if one.type.endswith("break") else "" for one in inline.children or ()
    )
    return "".join(parts).strip()
