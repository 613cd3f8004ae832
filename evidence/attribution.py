"""Attributions: source, cue and content joined into who said what, over the whole article.

The tagger's spans are paired within their sentence; a quotation that runs on belongs to whoever speaks in it,
before or after; "X, as reported by Y" keeps both, Y's attribution relaying X's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evidence.decode import Spans
from evidence.mentions import RECENT, Mention, Register, mention
from evidence.reading import CLOSES, INSIDE, OPENS, Reading
from evidence.values import Attribution, Source, SourceKind, Span

MOST_GAP = 14  # tokens between a cue and its source or content; PolNeAR has hardly any beyond
CARRIED = 2  # units over which a quotation without a cue still belongs to the last speaker
_Range = tuple[int, int]
_Parts = tuple[list[_Range], list[_Range], list[_Range]]


@dataclass(frozen=True, slots=True)
class Link:
    """One attribution in token ranges; ``source`` is the index of the resolved source."""

    unit: int
    mention: Mention | None
    cue: _Range | None
    content: tuple[_Range, ...]
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


def attribute(reading: Reading, spans: Sequence[Spans]) -> Attributions:
    """Join the source, cue and content spans of an article's reading into attributions."""
    register = Register()
    links: list[Link] = []
    states: list[State] = []
    last: Link | None = None
    for unit, parts in enumerate(_by_unit(reading, spans)):
        state = State(tuple(register.order[-RECENT:]), last)
        found = _unit_links(unit, parts, reading, state)
        found = [_resolved(link, register) for link in found]
        last = next((link for link in reversed(found) if link.source is not None), last)
        links.extend(_relayed(found, register, len(links)))
        states.append(state)
    backed = _backed(links, reading)
    return Attributions(tuple(backed), register, tuple(states))


def reattribute(
    variants: Reading, spans: Sequence[Spans], origins: Sequence[int], found: Attributions
) -> tuple[list[list[Link]], list[SourceKind]]:
    """Return the links that each variant of a unit would have in its unit's place (``origins``).

    With them come the kinds of all sources that they may name, those new to the article included.
    """
    register = found.register.copy()
    out = []
    for unit, parts in enumerate(_by_unit(variants, spans)):
        state = found.states[origins[unit]]
        register.order[:] = state.recent
        links = _unit_links(unit, parts, variants, state, origins[unit])
        out.append([_resolved(link, register) for link in links])
    return out, register.kinds


def _by_unit(reading: Reading, spans: Sequence[Spans]) -> Iterator[_Parts]:
    split = [_split(spans[k], reading) for k in range(3)]
    yield from zip(*split, strict=True)


def _unit_links(unit: int, parts: _Parts, reading: Reading, state: State, place: int | None = None) -> list[Link]:
    sources, cues, contents = parts
    mentions = [mention(reading, a, b) for a, b in sources]
    found = _paired(unit, mentions, cues, contents)
    if not found and contents:
        return _continued(unit, contents, reading, state, unit if place is None else place)
    return found


def _split(spans: Spans, reading: Reading) -> list[list[_Range]]:
    rows: list[list[_Range]] = [[] for _ in reading.units]
    owner = reading.tokens.unit
    for first, last in spans:
        rows[int(owner[first])].append((first, last))
    return rows


def _gap(a: _Range, b: _Range) -> int:
    return max(a[0] - b[1], b[0] - a[1], 0)


def _paired(unit: int, mentions: Sequence[Mention], cues: Sequence[_Range], contents: Sequence[_Range]) -> list[Link]:
    """Give each cue its nearest free source and each content its nearest cue."""
    sources: dict[int, Mention] = {}
    pairs = sorted((_gap(cue, (m.first, m.last)), i, j) for i, cue in enumerate(cues) for j, m in enumerate(mentions))
    used: set[int] = set()
    for gap, i, j in pairs:
        if i not in sources and j not in used and gap <= MOST_GAP:
            sources[i] = mentions[j]
            used.add(j)
    kept: dict[int, list[_Range]] = {i: [] for i in range(len(cues))}
    for content in contents:
        near = min(kept, key=lambda i: (_gap(cues[i], content), i not in sources), default=None)
        if near is not None:
            kept[near].append(content)
    return [Link(unit, sources.get(i), cue, tuple(kept[i])) for i, cue in enumerate(cues) if i in sources or kept[i]]


def _continued(unit: int, contents: Sequence[_Range], reading: Reading, state: State, place: int) -> list[Link]:
    """Let a quotation without a cue of its own belong to the last speaker, if the quotation runs on or follows."""
    first = int(reading.tokens.bounds[unit])
    if not (int(reading.marks[first]) in (INSIDE, OPENS) or reading.units[unit].quoted):
        return []
    near = state.last is not None and place - state.last.unit <= CARRIED
    source = state.last.source if near and state.last is not None else None
    return [Link(unit, None, None, tuple(contents), source, inherited=True)]


def _resolved(link: Link, register: Register) -> Link:
    if link.mention is None:
        return link
    return replace(link, source=register.resolve(link.mention))


def _relayed(found: Sequence[Link], register: Register, base: int) -> list[Link]:
    """Mark an outlet's attribution as relaying the other one in its sentence."""

    def outlet(link: Link) -> bool:
        return link.source is not None and register.kinds[link.source] == "media"

    speakers = [i for i, link in enumerate(found) if link.source is not None and not outlet(link)]
    if not speakers:
        return list(found)
    return [replace(link, relays=base + speakers[0]) if outlet(link) else link for link in found]


def _backed(links: Sequence[Link], reading: Reading) -> list[Link]:
    """Give a quotation that opened before its speaker was named to the speaker named at its end."""
    out = list(links)
    for at, link in enumerate(links):
        opened = _opened_by(link, reading)
        if opened is None:
            continue
        taken = [i for i in range(at) if out[i].inherited and opened <= out[i].unit < link.unit]
        for i in taken:
            out[i] = replace(out[i], source=link.source)
    return out


def _opened_by(link: Link, reading: Reading) -> int | None:
    """Return the unit in which the quotation that this link ends was opened, if an earlier one."""
    first = int(reading.tokens.bounds[link.unit])
    if link.inherited or link.source is None or int(reading.marks[first]) not in (INSIDE, CLOSES):
        return None
    at = first
    while at > 0 and int(reading.marks[at]) != OPENS:
        at -= 1
    return int(reading.tokens.unit[at])


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


def _span(first: int, last: int, reading: Reading) -> Span:
    return Span(int(reading.start[first]), int(reading.end[last - 1]))


def _value(link: Link, reading: Reading, known: dict[int, str], renumbered: dict[int, int]) -> Attribution:
    named = link.mention
    return Attribution(
        _span(named.first, named.last, reading) if named else None,
        _span(*link.cue, reading) if link.cue else None,
        tuple(_span(a, b, reading) for a, b in link.content),
        known.get(link.source) if link.source is not None else None,
        renumbered.get(link.relays) if link.relays is not None else None,
    )


def _sources(links: Sequence[Link], register: Register, reading: Reading, offset: int) -> tuple[Source, ...]:
    attributed = {link.unit for link in links if link.source is not None}
    made = []
    for at in dict.fromkeys(link.source for link in links if link.source is not None):
        own = [link for link in links if link.source == at]
        units = tuple(sorted({link.unit - offset for link in own}))
        mentions = tuple(_span(m.first, m.last, reading) for link in own if (m := link.mention))
        kind: SourceKind = register.kinds[at]
        made.append(Source(f"s{at}", register.names[at], kind, mentions, units, len(units) / len(attributed)))
    return tuple(made)
