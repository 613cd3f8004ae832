"""Find the lexicon's entries in a text, in context, and give each sentence its cues.

The text is flattened first: one byte a code point, small letters, every mark but the hyphen a blank.  So
offsets never shift, "couldn’t" and "couldn't" are the same, and a phrase cannot run over a comma or a full
stop (these leave two blanks).
"""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import cast

import re2
from ahocorasick_rs import BytesAhoCorasick, MatchKind

from evidence.lexicon import LAYERS, Entry, Lexicon
from evidence.values import CUE_KINDS, Cue, CueKind, Sentence

_MARKS = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("—", ","), ("–", ","), ("--", "  "))
_WORD = frozenset(byte for byte in range(256) if chr(byte).isalnum() or chr(byte) == "-")
_KEPT = _WORD | set(b"$%") | {0xA3}  # amounts of money stay beside the words that make them vague
_FLAT = bytes(ord(chr(b).lower()) if b in _KEPT else 0x20 for b in range(256))
_CAPITAL = "capital"


@dataclass(frozen=True, slots=True)
class Match:
    """An entry of the lexicon found at [start:end) of the text, in code points."""

    entry: str
    category: str
    subtype: str
    start: int
    end: int


def _foreign(error: UnicodeError) -> tuple[str, int]:
    # Letters beyond Latin-1 stay letters, or "may" would be found inside a Turkish or Polish word.
    assert isinstance(error, UnicodeEncodeError)
    run = error.object[error.start : error.end]
    return "".join("x" if mark.isalnum() else " " for mark in run), error.end


codecs.register_error("evidence.cues", _foreign)


def flatten(text: str) -> bytes:
    """Return the text in small letters with blanks for marks, exactly one byte for each code point."""
    for mark, plain in _MARKS:
        text = text.replace(mark, plain)
    return text.encode("latin-1", "evidence.cues").translate(_FLAT)


def find(text: str, lexicon: Lexicon) -> tuple[Match, ...]:
    """Return all entries found in the text, in the order of the text, pseudo-cues included.

    What a pseudo-cue covers is not found.  Entries of one layer (evidence.lexicon.LAYERS) do not overlap:
    the leftmost, then the longest, stands.
    """
    return _finder(lexicon).find(text)


def cues(sentences: Sequence[Sentence], matches: Iterable[Match]) -> tuple[tuple[Cue, ...], ...]:
    """Return the cues of each sentence; a match that crosses a sentence's border is none.

    Sentences must be in the order of the text; spans count into the text that the matches were found in.
    """
    starts = [sentence.start for sentence in sentences]
    found: list[list[Cue]] = [[] for _ in sentences]
    for match in matches:
        at = bisect_right(starts, match.start) - 1
        if match.category in CUE_KINDS and at >= 0 and match.end <= sentences[at].end:
            found[at].append(_cue(match, sentences[at]))
    return tuple(map(tuple, found))


def _cue(match: Match, sentence: Sentence) -> Cue:
    text = sentence.text[match.start - sentence.start : match.end - sentence.start]
    return Cue(cast(CueKind, match.category), match.subtype, match.start, match.end, text, match.entry)


@dataclass(frozen=True, slots=True)
class _Needle:
    """An entry as it is looked for: ``capitals`` are the offsets where the text needs a capital letter."""

    entry: Entry
    flat: bytes
    capitals: tuple[int, ...]

    @classmethod
    def of(cls, entry: Entry) -> _Needle:
        blank = b" " if entry.match == "words" else b""
        capitals = tuple(at for at, letter in enumerate(entry.phrase) if letter.isupper())
        return cls(entry, flatten(entry.phrase).strip() + blank, capitals)


_Hit = tuple[int, int, Entry]


class _Words:
    """Words and prefixes of one layer in one automaton.

    Those that need capitals have their own: "the economist" must not be lost to "The Economist".
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.needles = [_Needle.of(entry) for entry in entries]
        flats = [needle.flat for needle in self.needles]
        self.automaton = BytesAhoCorasick(flats, matchkind=MatchKind.LeftmostLongest)

    def hits(self, flat: bytes, text: str, begin: int = 0, limit: int | None = None) -> Iterator[_Hit]:
        for index, first, last in self.automaton.find_matches_as_indexes(flat[begin:limit]):
            start, end = begin + first, begin + last
            if start and flat[start - 1] in _WORD:
                continue
            needle = self.needles[index]
            if all(text[start + at].isupper() for at in needle.capitals):
                yield start, _end(flat, end, needle.entry), needle.entry
            elif needle.capitals:  # "the New York Times" is not "The New York Times", but holds "New York Times"
                yield from self.hits(flat, text, start + 1, end)


def _end(flat: bytes, end: int, entry: Entry) -> int:
    if entry.match == "words":
        return end - 1
    while flat[end] in _WORD:  # ends at the latest at the blank that closes the flat text
        end += 1
    return end


class _Patterns:
    """All patterns of the lexicon: one pass says which of them occur, and only those are searched for."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1
        options.max_mem = 64 << 20
        self.entries = entries
        self.set = re2.Set.SearchSet(options)
        self.compiled = []
        for entry in entries:
            pattern = rf"\b(?:{entry.phrase})\b".encode("latin-1")
            self.set.Add(pattern)
            self.compiled.append(re2.compile(pattern, options))
        self.set.Compile()

    def hits(self, flat: bytes) -> Iterator[_Hit]:
        for index in self.set.Match(flat) or ():  # None where none occurs
            for match in self.compiled[index].finditer(flat):
                start, end = match.span()
                if not ((start and flat[start - 1] in _WORD) or flat[end] in _WORD):
                    yield start, end, self.entries[index]


class _Finder:
    """The lexicon, ready to be looked for."""

    def __init__(self, lexicon: Lexicon) -> None:
        plain = [entry for entry in lexicon.entries if entry.match != "pattern"]
        self.patterns = _Patterns([entry for entry in lexicon.entries if entry.match == "pattern"])
        self.words = {
            layer: [_Words(group) for group in _by_case(e for e in plain if e.category in categories)]
            for layer, categories in LAYERS.items()
        }
        self.layer = {category: layer for layer, names in LAYERS.items() for category in names}

    def find(self, text: str) -> tuple[Match, ...]:
        flat = flatten(text) + b" "
        hits = {layer: [hit for w in words for hit in w.hits(flat, text)] for layer, words in self.words.items()}
        for hit in self.patterns.hits(flat):
            hits[self.layer[hit[2].category]].append(hit)
        pseudo = sorted((h for h in hits.pop("pseudo") if _disarms(h, text)), key=lambda hit: hit[0])
        kept = [hit for layer in hits.values() for hit in _leftmost(_armed(layer, pseudo))]
        matches = [Match(e.id, e.category, e.subtype, start, end) for start, end, e in (*kept, *pseudo)]
        return tuple(sorted(matches, key=lambda match: (match.start, -match.end)))


def _by_case(entries: Iterable[Entry]) -> list[list[Entry]]:
    groups: dict[bool, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.phrase.islower(), []).append(entry)
    return list(groups.values())


@lru_cache(maxsize=4)
def _finder(lexicon: Lexicon) -> _Finder:
    return _Finder(lexicon)


def _armed(hits: Iterable[_Hit], pseudo: Sequence[_Hit]) -> list[_Hit]:
    """Return the hits that no pseudo-cue covers; linear in the text, however many there are."""
    starts = [hit[0] for hit in pseudo]
    reach = list(accumulate((hit[1] for hit in pseudo), max))
    return [hit for hit in hits if not _covered(hit, bisect_right(starts, hit[0]), reach)]


def _covered(hit: _Hit, before: int, reach: Sequence[int]) -> bool:
    return before > 0 and reach[before - 1] >= hit[1]


def _leftmost(hits: list[_Hit]) -> Iterator[_Hit]:
    last = 0
    for hit in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if hit[0] >= last:
            yield hit
            last = hit[1]


def _disarms(hit: _Hit, text: str) -> bool:
    """Say whether a capitalised "May" or "Will" is a name: not where the next word has a capital too."""
    start, end, entry = hit
    if entry.subtype != _CAPITAL:
        return True
    return text[start + 1 : start + 2].islower() and not text[end + 1 : end + 2].isupper()
