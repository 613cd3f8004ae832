"""Mentions: what kind of source a span of words names, and the head by which it is known again (register.py).

The kinds are those of the labelling guide: named, document, media, unnamed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.reading import CLASSES, LAYER_NAMES, Reading
from evidence.tokens import SHAPE, SHAPES, normal
from evidence.values import SourceKind

_KIND = LAYER_NAMES.index("kind")
_CATEGORY = ("", *(name.partition(".")[0] for name in CLASSES[_KIND]))
_CAPITALS = frozenset({"title", "upper", "mixed"})

HE = frozenset({"he", "she", "him", "her", "himself", "herself", "his"})
THEY = frozenset({"they", "them", "both", "their", "themselves"})
IT = frozenset({"it", "its", "itself"})
SPEAKER = frozenset({"i", "we", "me", "us", "my", "our"})
ANYONE = frozenset({
    "this", "these", "those", "you", "one", "who", "that", "which",
    "some", "many", "others", "most", "everyone", "nobody",
})  # fmt: skip
PRONOUNS = HE | THEY | IT | SPEAKER | ANYONE
_LEADING = frozenset(
    {"the", "a", "an", "this", "that", "these", "those", "his", "her", "their", "its", "one", "another"}
)
NAME_LINKS = frozenset({"of", "and", "for", "&", "the", "de", "van", "von", "al", "bin", "."})
_TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "dr", "sir", "president", "senator", "sen", "gov", "governor", "rep", "representative",
    "secretary", "minister", "prime", "judge", "justice", "professor", "prof", "gen", "general", "col", "colonel",
    "sgt", "lt", "capt", "captain", "king", "queen", "prince", "pope", "rev", "chief", "mayor",
})  # fmt: skip
# What follows a noun phrase's own noun; a comma sets off another name for the same source.
_BREAKS = frozenset({
    ",", "(", "who", "of", "at", "in", "for", "from", "with", "on", "to", "by", "near",
    "speaking", "citing", "familiar", "close", "briefed",
})  # fmt: skip
_TOLD = frozenset({"who", "which", "whose", "whom"})  # what follows says something of a source that is named already
_APPOSED = frozenset({",", "(", "of", "for"})
_Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of tokens that names a source; ``head`` is the word or name it is found again by."""

    first: int
    last: int
    unit: int
    kind: SourceKind
    head: str
    name: str
    pronoun: bool = False
    person: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The tokens [first:last) as the rules see them; ``main`` counts those up to the first break."""

    forms: tuple[str, ...]
    shapes: tuple[str, ...]
    classes: tuple[str, ...]
    opening: bool
    main: int

    @classmethod
    def of(cls, reading: Reading, first: int, last: int) -> _Phrase:
        # in capitals it is the country, or it would be taken for the pronoun
        forms = tuple("u.s" if word == "US" else normal(word) for word in reading.tokens.words[first:last])
        return cls(
            forms,
            tuple(map(SHAPES.__getitem__, reading.tokens.kind[first:last, SHAPE].tolist())),
            tuple(map(_CATEGORY.__getitem__, reading.classes[first:last, _KIND].tolist())),
            int(reading.tokens.bounds[reading.tokens.unit[first]]) == first,
            next((i for i, form in enumerate(forms) if i and form in _BREAKS), len(forms)),
        )

    def capital(self, at: int) -> bool:
        """Say whether the token has a capital letter."""
        return self.shapes[at] in _CAPITALS

    @property
    def subject(self) -> tuple[str, ...]:
        """The classes of the phrase's own noun and what stands before it."""
        return self.classes[: self.main]


def mention(reading: Reading, first: int, last: int) -> Mention:
    """Return what the tokens [first:last) name."""
    phrase = _Phrase.of(reading, first, last)
    forms = phrase.forms
    unit = int(reading.tokens.unit[first])
    name = _name(reading, first, first + _named(phrase))
    if all(form in PRONOUNS for form in forms):
        return Mention(first, last, unit, "unnamed", forms[0], name, pronoun=True, person=forms[0] in HE)
    run = _name_run(phrase)
    kind = _kind(phrase, run)
    if kind == "named" and run is not None:
        at, end = _bare(phrase, run)
        head = " ".join(form for form in forms[at:end] if form[0].isalnum())
        return Mention(first, last, unit, kind, head, name, person=_is_person(phrase, (at, end)))
    person = kind == "named" and "role" in phrase.subject
    return Mention(first, last, unit, kind, _noun(phrase, kind), name, person=person)


def _named(phrase: _Phrase) -> int:
    """Return how many of the words name the source: not a clause about it at the end, which the span may break off in.

    In capitals "who" is the World Health Organization; behind "and" somebody else is named.
    """
    forms = phrase.forms
    for at in range(2, len(forms)):
        if forms[at] in _TOLD and forms[at - 1] == "," and not phrase.capital(at) and "and" not in forms[at:]:
            return at
    return len(forms)


def _name(reading: Reading, first: int, last: int) -> str:
    span, sentence = reading.span(first, last), reading.units[int(reading.tokens.unit[first])]
    return " ".join(sentence.text[span.start - sentence.start : span.end - sentence.start].split()).rstrip(" ,;:")


def _name_run(phrase: _Phrase) -> _Run | None:
    """Find the first run of capitalised words that is a name, not the adjective of a common noun."""
    forms, at = phrase.forms, 0
    while at < len(forms):
        if not phrase.capital(at) or forms[at] in _LEADING or forms[at] in PRONOUNS:
            at += 1
            continue
        end = _run_end(phrase, at)
        if _closes_phrase(forms, end) and _is_name(phrase, (at, end)):
            return at, end
        at = end
    return None


def _run_end(phrase: _Phrase, at: int) -> int:
    end = at + 1
    while end < len(phrase.forms) and (phrase.capital(end) or _links(phrase, end)):
        end += 1
    return end


def _links(phrase: _Phrase, at: int) -> bool:
    """Say whether the word joins two parts of a name, as it does not in "Residents of Oslo"."""
    goes_on = at + 1 < len(phrase.forms) and phrase.capital(at + 1)
    return goes_on and phrase.forms[at] in NAME_LINKS and phrase.classes[at - 1] != "unnamed"


def _closes_phrase(forms: Sequence[str], end: int) -> bool:
    """Say whether a name ends its noun phrase: in "US officials" it does not, in "Smith, 44" it does."""
    while end < len(forms) and forms[end] == ".":  # an abbreviation's
        end += 1
    if end >= len(forms):
        return True
    following = forms[end]
    return following in _BREAKS or not following[0].isalpha() or following in ("and", "'s", "said", "himself")


def _is_name(phrase: _Phrase, run: _Run) -> bool:
    """Say whether capitalised words name the phrase's source, not a crowd or the place where it is."""
    at, end = run
    if all(name == "unnamed" for name in phrase.classes[at:end]):
        return False
    if phrase.opening and at == 0 and end == 1 and len(phrase.forms) > 1:
        return phrase.forms[1] == "," and not phrase.classes[0]
    if at < phrase.main or "role" in phrase.subject:
        return True
    before = at - 2 if phrase.forms[at - 1] in _LEADING else at - 1
    return phrase.forms[before] in _APPOSED


def _kind(phrase: _Phrase, run: _Run | None) -> SourceKind:
    subject = phrase.subject
    if "document" in subject and subject[-1] == "document" and not _relays(phrase):
        return "document"
    if "media" in subject and "role" not in subject:
        return "media"
    apposed = run is not None and (run[0] < phrase.main or phrase.forms[phrase.main] in (",", "("))
    if "unnamed" in subject and not apposed:
        return "unnamed"
    if run is not None:
        return "named"
    if "document" in subject:
        return "document"
    return "named" if "org" in subject or "role" in subject else "unnamed"


def _relays(phrase: _Phrase) -> bool:
    """Say whether a report is an outlet's own reporting, where its poll or editorial would be a document."""
    return "media" in phrase.subject and phrase.forms[phrase.main - 1] in ("report", "reports")


def _bare(phrase: _Phrase, run: _Run) -> _Run:
    """Return a name without a person's titles, and without the outlet or town whose person it is."""
    at, end = run
    for i in range(at, end - 1):
        form, name = phrase.forms[i], phrase.classes[i]
        titled = name == "role" or (form in _TITLES and name != "org")
        if titled or form.endswith("'s") or (i == at and form == "."):
            at = i + 1
    return at, end


def _noun(phrase: _Phrase, kind: SourceKind) -> str:
    """Return the noun by which a source without a name is found again, with the names that stand before it.

    For an outlet these are the lexicon's own words.  A sentence's first word has its capital from there.
    """
    words = [i for i in range(phrase.main) if phrase.forms[i][0].isalnum() and phrase.forms[i] not in _LEADING]
    own = [i for i in words if phrase.classes[i] == kind]
    if kind == "media" and own:
        return " ".join(phrase.forms[i] for i in own)
    if not words:
        return phrase.forms[-1]
    noun = (own or words)[-1]
    named = [i for i in words if i < noun and phrase.capital(i) and (i or not phrase.opening or kind == "named")]
    return " ".join(phrase.forms[i] for i in (*named, noun))


def _is_person(phrase: _Phrase, name: _Run) -> bool:
    """Say whether a bare name can be a person's: not one with an organisation's word, "the", or capitals alone."""
    at, end = name
    words = sum(form[0].isalnum() for form in phrase.forms[at:end])
    if "org" in phrase.classes[at:end] or words > 4 or phrase.shapes[at:end] == ("upper",):
        return False
    return not (at and phrase.forms[at - 1] == "the")
