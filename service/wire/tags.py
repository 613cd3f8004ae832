"""Tags: where in a page's source its elements stand, which no tree in reach tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Inside these no tag is one (HTML Living Standard, 13.2.5); a template's content is no part of the tree.
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes", "template")
}
_TAG = re.compile(r"<(?:(?P<comment>!--)|(?P<other>[!?])|(?P<closing>/?)(?P<name>[A-Za-z][^\s/>]*))")
_END = re.compile(r"""(?P<end>>)|=\s*(?P<quote>["'])""")


@dataclass(frozen=True, slots=True)
class Extent:
    """A stretch of the source, half-open, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    closing: bool
    start: int
    end: int


def extents(source: str, names: Sequence[str], ends: Sequence[int]) -> list[Extent | None]:
    """Return where each element of the tree stands in the source, in the order of the document.

    ``names`` are the elements', ``ends`` the number of the first element behind each.  The n-th element of a name
    is the n-th tag of that name; where the two counts differ, because the markup was mended, there is None.
    """
    opened, closed = _matched(source)
    sound = {name for name, count in Counter(names).items() if len(opened.get(name, ())) == count}
    taken: Counter[str] = Counter()
    starts: list[_Tag | None] = []
    for name in names:
        starts.append(opened[name][taken[name]] if name in sound else None)
        taken[name] += 1
    found: list[Extent | None] = []
    for tag, after in zip(starts, ends, strict=True):
        behind = starts[after] if after < len(starts) else None
        limit = len(source) if behind is None else behind.start
        found.append(None if tag is None else Extent(tag.start, max(tag.end, min(closed.get(tag.start, limit), limit))))
    return found


def _matched(source: str) -> tuple[dict[str, list[_Tag]], dict[int, int]]:
    """Return the opening tags by name, and where the closing tag ends of the one that begins at an offset."""
    opened: dict[str, list[_Tag]] = {}
    waiting: dict[str, list[int]] = {}
    closed: dict[int, int] = {}
    for tag in _tags(source):
        if not tag.closing:
            opened.setdefault(tag.name, []).append(tag)
            waiting.setdefault(tag.name, []).append(tag.start)
        elif waiting.get(tag.name):
            closed[waiting[tag.name].pop()] = tag.end
    return opened, closed


def _tags(source: str) -> Iterator[_Tag]:
    """Yield the tags in order; every step goes on where the last one ended, so that the time is linear."""
    at = 0
    while found := _TAG.search(source, at):
        if found["comment"]:
            end = source.find("-->", found.end() - 2)
            at = end + 3 if end >= 0 else len(source)
        elif found["other"]:
            end = source.find(">", found.end())
            at = end + 1 if end >= 0 else len(source)
        else:
            at = _tag_end(source, found.end())
            name = found["name"].lower()
            if at < 0:
                return
            yield _Tag(name, bool(found["closing"]), found.start(), at)
            if name in _RAW and not found["closing"]:
                raw = _RAW[name].search(source, at)
                at = raw.start() if raw else len(source)


def _tag_end(source: str, at: int) -> int:
    """Return where the tag ends whose name ended at ``at``, or -1 where it does not."""
    while found := _END.search(source, at):
        if found["end"]:
            return found.end()
        at = source.find(found["quote"], found.end()) + 1
        if not at:
            return -1
    return -1
