"""The register: the sources that an article has cited so far, and which of them a mention names.

"he" is the person named before, "the IMF" the International Monetary Fund, "Smith" the John Smith introduced
above, "the official" the last official cited.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from evidence.mentions import HE, IT, NAME_LINKS, SPEAKER, THEY, Mention
from evidence.values import SourceKind

RECENT = 8  # sources that a pronoun may stand for


@dataclass
class Register:
    """The sources met so far, in order; ``resolve`` gives a mention the identity of the source it names."""

    order: list[int] = field(default_factory=list)
    kinds: list[SourceKind] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    people: list[bool] = field(default_factory=list)
    _keys: dict[tuple[SourceKind, str], list[int]] = field(default_factory=lambda: defaultdict(list))

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
        at = len(self.names)
        self.kinds.append(found.kind)
        self.names.append(found.name)
        self.heads.append(found.head)
        self.people.append(found.person)
        for key in {found.head, _last(found.head), _initials(found.head)}:
            self._keys[found.kind, key].append(at)
        return at

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
        """Return the source met last that has this head or, of the two heads, one the other's last word."""
        known = self._keys.get((found.kind, found.head), ())
        same = [at for at in known[-RECENT:] if _same(self.heads[at], found.head, found.kind)]
        short = self._keys.get((found.kind, _last(found.head)), ())
        same += [at for at in short[-RECENT:] if _same(self.heads[at], found.head, found.kind)]
        return max(same, default=None)


def _last(head: str) -> str:
    return head.split()[-1] if head else head


def _initials(head: str) -> str:
    return "".join(word[0] for word in head.split() if word not in NAME_LINKS)


def _same(known: str, new: str, kind: SourceKind) -> bool:
    a, b = known.split(), new.split()
    if known == new or (len(b) == 1 and b[0] == a[-1]):
        return True
    if kind in ("unnamed", "document"):
        return False
    if len(b) == 1 and len(b[0]) > 1 and b[0] == _initials(known):
        return True
    return len(a) == 1 and a[0] == b[-1]
