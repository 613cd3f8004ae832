"""The lexicon: words that signal how a claim is put and who stands behind it, as data with a source each.

One TSV file a category, named after it; ``sources.tsv`` says in full what each source is.  Nothing here
carries a value for how much an entry matters: that is learnt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

import re2

from evidence.values import CUE_KINDS

FOLDER = Path(__file__).parent
SOURCES = "sources.tsv"
MATCHES = ("words", "prefix", "pattern")

# Entries of one layer never overlap in a text; entries of different layers may cover the same words.
LAYERS = MappingProxyType(
    {
        "cue": CUE_KINDS,
        "kind": ("document", "media", "unnamed", "role", "org"),
        "voice": ("evaluative", "generalisation", "future"),
        "frame": ("boiler", "undermine"),
        "pseudo": ("pseudo",),
    }
)

SUBTYPES = MappingProxyType(
    {
        "hedge": (
            "modal", "epistemic_verb", "adverb", "adjective", "noun", "approximator", "conditional",
            "forecast",
        ),
        "booster": ("adverb", "adjective", "phrase"),
        "doubt": ("unknown", "unconfirmed", "denied", "no_evidence", "disputed", "unattributed"),
        "hearsay": ("reportedly", "alleged", "passive", "it_clause", "rumour", "crowd"),
        "report": (
            "neutral", "assertive", "factive", "document", "speculative", "according_to", "attitude",
        ),
        "anonymity": ("condition", "not_authorized", "familiar", "plural_sources"),
        "document": ("study", "court", "record", "statement", "law", "recording"),
        "media": ("newspaper", "magazine", "broadcaster", "agency", "site", "generic"),
        "unnamed": ("official", "source", "expert", "critic", "crowd", "witness", "described"),
        "role": ("office", "spokesperson", "law", "science", "business", "civil"),
        "org": ("government", "police", "court", "science", "business", "civil"),
        "evaluative": ("praise", "blame", "stance", "drama", "obligation", "interpretation"),
        "generalisation": ("quantity", "frequency", "degree", "trend", "crowd"),
        "future": ("plain", "conditional"),
        "boiler": ("link", "credit", "legal", "sign_up", "label"),
        "undermine": ("unverified", "no_evidence", "no_source", "contradicted"),
        "pseudo": ("name", "month", "capital", "noun", "idiom", "ability", "law", "procedure"),
    }
)  # fmt: skip

_BYTES = re2.Options()
_BYTES.encoding = re2.Options.Encoding.LATIN1
_BYTES.log_errors = False


class LexiconError(ValueError):
    """A lexicon file is not as it must be; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lexicon; ``phrase`` holds capitals only where the text must have them too."""

    id: str
    phrase: str
    category: str
    subtype: str
    match: str
    source: str
    note: str


COLUMNS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All entries, in the order of their ids; compared by identity, so that it can key a cache."""

    entries: tuple[Entry, ...]

    @cached_property
    def digest(self) -> str:
        """The sha256, in hex, of all columns of all entries: equal exactly when the contents are."""
        lines = ("\t".join(astuple(entry)) for entry in self.entries)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@cache
def load(folder: Path = FOLDER) -> Lexicon:
    """Read the lexicon of a folder, checked line by line; raises LexiconError naming file and line."""
    sources = {row[0] for _, row in _rows(folder / SOURCES, ("source", "reference"))}
    paths = sorted(path for path in folder.glob("*.tsv") if path.name != SOURCES)
    placed = [pair for path in paths for pair in _entries(path, sources)]
    _refuse_doubles(placed)
    return Lexicon(tuple(sorted((entry for _, entry in placed), key=lambda entry: entry.id)))


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise LexiconError(f"{path.name}: the lexicon lacks this file.") from None
    if not lines or tuple(lines[0].split("\t")) != columns:
        raise LexiconError(f"{path.name}:1: the first line must name the columns {', '.join(columns)}.")
    for number, line in enumerate(lines[1:], start=2):
        place, row = f"{path.name}:{number}", line.split("\t")
        if len(row) != len(columns):
            raise LexiconError(f"{place}: {len(row)} columns where {len(columns)} are due.")
        yield place, row


def _entries(path: Path, sources: set[str]) -> Iterator[tuple[str, Entry]]:
    for place, row in _rows(path, COLUMNS):
        entry = Entry(*row)
        for fault in _faults(entry, path.stem, sources):
            raise LexiconError(f"{place}: {fault}")
        yield place, entry


def _faults(entry: Entry, stem: str, sources: set[str]) -> Iterator[str]:
    if entry.category != stem or stem not in SUBTYPES:
        yield f"category {entry.category!r} does not belong in a file called {stem}.tsv."
    elif entry.subtype not in SUBTYPES[stem]:
        yield f"subtype {entry.subtype!r} is none of {', '.join(SUBTYPES[stem])}."
    if not entry.id.startswith(f"{entry.category}."):
        yield f"id {entry.id!r} does not begin with its category."
    if entry.source not in sources:
        yield f"source {entry.source!r} is not in {SOURCES}: no source, no entry."
    if entry.match not in MATCHES:
        yield f"match {entry.match!r} is none of {', '.join(MATCHES)}."
    elif not entry.phrase or entry.phrase != entry.phrase.strip():
        yield "the phrase is empty or has blanks around it."
    elif entry.match == "pattern":
        yield from _pattern_faults(entry.phrase)


def _pattern_faults(pattern: str) -> Iterator[str]:
    if any(letter.isupper() or letter in "'’\"" for letter in pattern):
        yield "a pattern sees flattened text (evidence.cues.flatten): no capitals and no quotes in it."
    try:
        re2.compile(pattern.encode("latin-1"), _BYTES)
    except (re2.error, UnicodeEncodeError) as error:
        yield f"the pattern does not compile: {error}."


def _refuse_doubles(placed: list[tuple[str, Entry]]) -> None:
    layers = {category: name for name, categories in LAYERS.items() for category in categories}
    seen: dict[tuple[str, str], str] = {}
    for place, entry in placed:
        for key in (("id", entry.id), (layers[entry.category], entry.phrase.lower())):
            if key in seen:
                raise LexiconError(f"{place}: {key[1]!r} stands already at {seen[key]}.")
            seen[key] = place
