"""Attributions: source, cue and content joined into who said what, over the whole article.

The tagger's spans are paired within their sentence; a quotation that runs on belongs to whoever speaks in it,
before or after; "X, as reported by Y" keeps both, Y's attribution relaying X's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from evidence.mentions import Mention, mention
from evidence.parts import Parts, Range, is_hearsay
from evidence.reading import INSIDE, OPENS, OUTSIDE, Reading
from evidence.register import RECENT, Register
from evidence.tokens import Ints
from evidence.values import Attribution, Source, SourceKind

MOST_GAP = 14  # tokens between a cue and its source or content; PolNeAR has hardly any beyond
CARRIED = 2  # units over which a quotation without a cue still belongs to the last speaker


@dataclass(frozen=True, slots=True)
class Link:
    """One attribution in token ranges; ``source`` is the index of the resolved source."""

    unit: int
    mention: Mention | None
    cue: Range | None
    content: tuple[Range, ...]
    source: int | None = None
    relays: int | None = None
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """What is known before a unit: the sources cited last (oldest first) and the link that cited the last."""

    recent: tuple[int, ...]
    last: Link | None


@dataclass(frozen=True)
class Attributions:
    """All links of an article in the order of the text, the sources they name, the state before each unit."""

    links: tuple[Link, ...]
    register: Register
    states: tuple[State, ...]


def attribute(reading: Reading, parts: Sequence[Parts]) -> Attributions:
    """Join the parts of an article's units, in order, into attributions."""
    register = Register()
    links: list[Link] = []
    states: list[State] = []
    last: Link | None = None
    for unit, own in enumerate(parts):
        state = State(tuple(register.order[-RECENT:]), last)
        found = _unit_links(unit, own, reading, state, register)
        last = next((link for link in reversed(found) if link.source is not None), last)
        links.extend(_relayed(found, register, len(links)))
        states.append(state)
    backed = _backed(links, reading)
    return Attributions(tuple(backed), register, tuple(states))


def _unit_links(unit: int, parts: Parts, reading: Reading, state: State, register: Register) -> list[Link]:
    mentions = [mention(reading, a, b) for a, b in parts.sources]
    silent = {i for i, cue in enumerate(parts.cues) if is_hearsay(reading, cue)}
    found = [
        Link(unit, named, cue, content, register.resolve(named) if named else None)
        for named, cue, content in _paired(mentions, parts, silent)
    ]
    if not found and parts.contents:
        return _continued(unit, parts.contents, reading, state)
    return found


def _gap(a: Range, b: Range) -> int:
    return max(a[0] - b[1], b[0] - a[1], 0)


def _paired(
    mentions: Sequence[Mention], parts: Parts, silent: Set[int]
) -> list[tuple[Mention | None, Range, tuple[Range, ...]]]:
    """Give each cue that is not ``silent`` its nearest free source, and each content its nearest cue."""
    sources: dict[int, Mention] = {}
    used: set[int] = set()
    for _, i, j in sorted(_near(parts.cues, mentions, silent)):
        if i not in sources and j not in used:
            sources[i] = mentions[j]
            used.add(j)
    kept: dict[int, list[Range]] = {i: [] for i in range(len(parts.cues))}
    starts = [first for first, _ in parts.cues]
    for content in parts.contents if parts.cues else ():
        after = bisect_left(starts, content[0])
        about = [i for i in range(after - 2, after + 2) if 0 <= i < len(starts)]
        kept[min(about, key=lambda i: (_gap(parts.cues[i], content), i not in sources))].append(content)
    return [(sources.get(i), cue, tuple(kept[i])) for i, cue in enumerate(parts.cues) if i in sources or kept[i]]


def _near(cues: Sequence[Range], mentions: Sequence[Mention], silent: Set[int]) -> Iterator[tuple[int, int, int]]:
    """Yield the gap of each cue and mention that are near enough to be a pair, with their numbers."""
    ends = [m.last for m in mentions]
    for i, (first, last) in enumerate(cues):
        if i in silent:
            continue
        for j in range(bisect_left(ends, first - MOST_GAP), len(mentions)):
            if mentions[j].first > last + MOST_GAP:
                break
            yield _gap((first, last), (mentions[j].first, mentions[j].last)), i, j


def _continued(unit: int, contents: Sequence[Range], reading: Reading, state: State) -> list[Link]:
    """Let a quotation without a cue of its own belong to the last speaker, if the quotation runs on or follows."""
    first = int(reading.tokens.bounds[unit])
    if not (int(reading.marks[first]) in (INSIDE, OPENS) or reading.units[unit].quoted):
        return []
    near = state.last is not None and unit - state.last.unit <= CARRIED
    source = state.last.source if near and state.last is not None else None
    return [Link(unit, None, None, tuple(contents), source, inherited=True)]


def _relayed(found: Sequence[Link], register: Register, base: int) -> list[Link]:
    """Mark an outlet's attribution as relaying the other one in its sentence, whose content it then has too."""

    def outlet(link: Link) -> bool:
        return link.source is not None and register.kinds[link.source] == "media"

    speakers = [i for i, link in enumerate(found) if link.source is not None and not outlet(link)]
    if not speakers:
        return list(found)
    told = found[speakers[0]]
    return [
        replace(link, relays=base + speakers[0], content=link.content or told.content) if outlet(link) else link
        for link in found
    ]


def _backed(links: Sequence[Link], reading: Reading) -> list[Link]:
    """Give a quotation that opened before its speaker was named to the speaker named at its end."""
    out = list(links)
    opened = _opened(reading)
    for at, link in enumerate(links):
        first = int(reading.tokens.bounds[link.unit])
        if link.inherited or link.source is None or reading.marks[first] == OUTSIDE:
            continue
        before = at - 1
        while before >= 0 and out[before].unit >= opened[first]:
            if out[before].inherited and out[before].unit < link.unit:
                out[before] = replace(out[before], source=link.source)
            before -= 1
    return out


def _opened(reading: Reading) -> Ints:
    """Return for each token the unit in which the last quotation up to it was opened.

    A mark that opens a paragraph inside a quotation only takes it up again.
    """
    marks = reading.marks
    before = np.concatenate([[OUTSIDE], marks[:-1]])
    opens = (marks == OPENS) & (before != INSIDE) & (before != OPENS)
    at = np.maximum.accumulate(np.where(opens, np.arange(len(marks)), 0))
    return reading.tokens.unit[at]


def values(found: Attributions, reading: Reading) -> tuple[tuple[Attribution, ...], tuple[Source, ...]]:
    """Return the attributions and sources as values, spans in the article's text; the headline's left out."""
    offset = 1 if reading.headed else 0
    places = [i for i, link in enumerate(found.links) if link.unit >= offset and _told(link)]
    renumbered = {old: new for new, old in enumerate(places)}
    links = [found.links[i] for i in places]
    sources = _sources(links, found.register, reading, offset)
    known = {int(source.id[1:]): source.id for source in sources}
    return tuple(_value(link, reading, known, renumbered) for link in links), sources


def _told(link: Link) -> bool:
    return link.source is not None or not link.inherited


def _value(link: Link, reading: Reading, known: dict[int, str], renumbered: dict[int, int]) -> Attribution:
    named = link.mention
    return Attribution(
        reading.span(named.first, named.last) if named else None,
        reading.span(*link.cue) if link.cue else None,
        tuple(reading.span(a, b) for a, b in link.content),
        known.get(link.source) if link.source is not None else None,
        renumbered.get(link.relays) if link.relays is not None else None,
    )


def _sources(links: Sequence[Link], register: Register, reading: Reading, offset: int) -> tuple[Source, ...]:
    cited: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        if link.source is not None:
            cited[link.source].append(link)
    attributed = {link.unit for own in cited.values() for link in own}
    made = []
    for at, own in cited.items():
        units = tuple(sorted({link.unit - offset for link in own}))
        mentions = tuple(reading.span(m.first, m.last) for link in own if (m := link.mention))
        kind: SourceKind = register.kinds[at]
        made.append(Source(f"s{at}", register.names[at], kind, mentions, units, len(units) / len(attributed)))
    return tuple(made)
