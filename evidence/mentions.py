"""Mentions: what kind of source a span of words names, and which known source it is.

The kinds are those of the labelling guide: named, document, media, unnamed.  "he" is the person named before,
"the IMF" the International Monetary Fund, "Smith" the John Smith introduced above, "the official" the last
official cited.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace

from evidence.reading import CLASSES, LAYER_NAMES, Reading
from evidence.tokens import SHAPE, SHAPES, normal
from evidence.values import SourceKind

_KIND = LAYER_NAMES.index("kind")
_CATEGORY = ("", *(name.partition(".")[0] for name in CLASSES[_KIND]))
_SUBTYPE = ("", *(name.partition(".")[2] for name in CLASSES[_KIND]))
_CAPITALS = frozenset(SHAPES.index(name) for name in ("title", "upper", "mixed"))

HE = frozenset({"he", "she", "him", "her", "himself", "herself", "his"})
THEY = frozenset({"they", "them", "both", "their", "themselves"})
IT = frozenset({"it", "its", "itself"})
SPEAKER = frozenset({"i", "we", "me", "us", "my", "our"})
ANYONE = frozenset({"you", "one", "who", "that", "which", "some", "many", "others", "most", "everyone", "nobody"})
PRONOUNS = HE | THEY | IT | SPEAKER | ANYONE
RECENT = 8  # sources that a pronoun may stand for
_LEADING = frozenset(
    {"the", "a", "an", "this", "that", "these", "those", "his", "her", "their", "its", "one", "another"}
)
_NAME_LINKS = frozenset({"of", "and", "for", "&", "the", "de", "van", "von", "al", "bin", "."})
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "president",
        "senator",
        "sen",
        "gov",
        "governor",
        "rep",
        "representative",
        "secretary",
        "minister",
        "prime",
        "judge",
        "justice",
        "professor",
        "prof",
        "gen",
        "general",
        "col",
        "colonel",
        "sgt",
        "lt",
        "capt",
        "captain",
        "king",
        "queen",
        "prince",
        "pope",
        "rev",
        "chief",
    ]
)
_BREAKS = frozenset({",", "(", "who", "of", "at", "in", "for", "from", "with", "on", "speaking", "citing", "familiar"})


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


def mention(reading: Reading, first: int, last: int) -> Mention:
    """Return what the tokens [first:last) name."""
    words = reading.tokens.words[first:last]
    forms = [normal(word) for word in words]
    unit = int(reading.tokens.unit[first])
    name = _name(reading, first, last)
    if all(form in PRONOUNS for form in forms):
        return Mention(first, last, unit, "unnamed", forms[0], name, pronoun=True, person=forms[0] in HE)
    run = _name_run(reading, first, last)
    classes = [_CATEGORY[c] for c in reading.classes[first:last, _KIND].tolist()]
    kind = _kind(forms, classes, run is not None)
    head = _head(forms, run, first) if run is not None and kind == "named" else _noun(forms, classes, kind)
    person = kind == "named" and _is_person(reading, first, last, run)
    return Mention(first, last, unit, kind, head, name, person=person)


def _name(reading: Reading, first: int, last: int) -> str:
    start, end = int(reading.start[first]), int(reading.end[last - 1])
    sentence = reading.units[int(reading.tokens.unit[first])]
    return " ".join(sentence.text[start - sentence.start : end - sentence.start].split())


def _name_run(reading: Reading, first: int, last: int) -> tuple[int, int] | None:
    """Find the first run of capitalised words that is a name, not the adjective of a common noun."""
    shapes = reading.tokens.kind[first:last, SHAPE].tolist()
    forms = [normal(word) for word in reading.tokens.words[first:last]]
    opening = int(reading.tokens.bounds[reading.tokens.unit[first]]) == first
    at = 0
    while at < len(forms):
        if shapes[at] not in _CAPITALS or forms[at] in _LEADING or forms[at] in PRONOUNS:
            at += 1
            continue
        end = at + 1
        while end < len(forms) and (shapes[end] in _CAPITALS or (forms[end] in _NAME_LINKS and _goes_on(shapes, end))):
            end += 1
        only_opening = opening and at == 0 and end == 1 and len(forms) > 1
        if not only_opening and _closes_phrase(forms, end):
            return first + at, first + end
        at = end
    return None


def _goes_on(shapes: Sequence[int], at: int) -> bool:
    return at + 1 < len(shapes) and shapes[at + 1] in _CAPITALS


def _closes_phrase(forms: Sequence[str], end: int) -> bool:
    """Say whether a name ends its noun phrase: in "US officials" it does not, in "Smith, 44" it does."""
    if end >= len(forms):
        return True
    following = forms[end]
    return following in _BREAKS or not following[0].isalpha() or following in ("and", "'s", "said", "himself")


def _kind(forms: Sequence[str], classes: Sequence[str], named: bool) -> SourceKind:
    phrase = next((i for i, form in enumerate(forms) if i and form in _BREAKS), len(forms))
    main = classes[:phrase]
    if "media" in main and "role" not in main:
        return "media"
    if "document" in main and main[-1] == "document":
        return "document"
    if named:
        return "named"
    if "document" in main and "unnamed" not in main:
        return "document"
    if "unnamed" in main:
        return "unnamed"
    return "named" if "org" in main or "role" in main else "unnamed"


def _head(forms: Sequence[str], run: tuple[int, int], first: int) -> str:
    name = [form for form in forms[run[0] - first : run[1] - first] if form not in _TITLES and form[0].isalnum()]
    return " ".join(name) or forms[run[0] - first]


def _noun(forms: Sequence[str], classes: Sequence[str], kind: SourceKind) -> str:
    for form, name in zip(forms, classes, strict=True):
        if name == kind:
            return form
    words = [form for form in forms if form not in _LEADING and form[0].isalnum()]
    return words[-1] if words else forms[-1]


def _is_person(reading: Reading, first: int, last: int, run: tuple[int, int] | None) -> bool:
    classes = [_CATEGORY[c] for c in reading.classes[first:last, _KIND].tolist()]
    if run is None:
        return "role" in classes
    return "org" not in classes[run[0] - first : run[1] - first] and run[1] - run[0] <= 4


@dataclass
class Register:
    """The sources met so far, in order; ``resolve`` gives a mention the identity of the source it names."""

    order: list[int] = field(default_factory=list)
    kinds: list[SourceKind] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    people: list[bool] = field(default_factory=list)

    def copy(self) -> Register:
        """Return a register of its own with the same sources."""
        return replace(self, **{f.name: list(getattr(self, f.name)) for f in fields(self)})

    def resolve(self, found: Mention) -> int | None:
        """Return the index of the source that the mention names, a new one if it was not met before.

        None where a pronoun has nothing before it to stand for.
        """
        at = self._antecedent(found) if found.pronoun else self._known(found)
        if at is None and not found.pronoun:
            at = self._add(found)
        if at is not None:
            self.order.append(at)
        return at

    def _add(self, found: Mention) -> int:
        self.kinds.append(found.kind)
        self.names.append(found.name)
        self.heads.append(found.head)
        self.people.append(found.person)
        return len(self.names) - 1

    def _antecedent(self, found: Mention) -> int | None:
        recent = list(reversed(self.order[-RECENT:]))
        if found.head in HE:
            return next((i for i in recent if self.people[i]), next((i for i in recent if self._one(i)), None))
        if found.head in IT:
            return next((i for i in recent if not self.people[i]), None)
        if found.head in THEY:
            return next((i for i in recent if not self.people[i]), recent[0] if recent else None)
        return recent[0] if found.head in SPEAKER and recent else None

    def _one(self, at: int) -> bool:
        return self.kinds[at] == "unnamed" and not self.heads[at].endswith("s")

    def _known(self, found: Mention) -> int | None:
        for at in range(len(self.heads) - 1, -1, -1):
            if self.kinds[at] == found.kind and _same(self.heads[at], found.head, found.kind):
                return at
        return None


def _same(known: str, new: str, kind: SourceKind) -> bool:
    if known == new:
        return True
    if kind in ("unnamed", "document"):
        return False
    a, b = known.split(), new.split()
    if len(b) == 1 and len(b[0]) > 1 and b[0] == "".join(word[0] for word in a if word not in _NAME_LINKS):
        return True
    return (len(b) == 1 and b[0] == a[-1]) or (len(a) == 1 and a[0] == b[-1])
