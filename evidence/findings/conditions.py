"""The conditions of the advice rules: what each name in advice.tsv means for a sentence of an assessment."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from types import MappingProxyType

from evidence import lexicon
from evidence.cues import Match, find
from evidence.findings.rules import Condition
from evidence.values import LEVELS, Assessment, Cue, SentenceAssessment, Source, Span

REASON = ("anonymity.condition", "anonymity.not_authorized")
GROUPS = frozenset(("critic", "expert", "crowd"))
LEAST_EFFECT = 0.05  # of the strength: a cue that lowered it by less is no ground for advice
NEAR = 2  # sentences before and after in which a reason for anonymity is looked for too
LONG_WORD = 5  # letters: shorter words are shared by sentences that have nothing to do with one another
SHARED = 2  # such words that a sentence must share with the headline to be about the same
_LONG = re.compile(rf"[^\W_]{{{LONG_WORD},}}")
_APART = ", "  # between two names, as between two words of one
LEAD = 3  # claims that a reader takes the headline to be about in any case
MOSTLY, FEW = 0.8, 4  # share of one source, and attributed sentences, from which an article leans on it


class Case:
    """An assessment whose sentences are looked at one by one; ``item`` may be the headline too."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment

    def sources(self, item: SentenceAssessment) -> list[Source]:
        """Return the sources that the sentence's attributions name, in the order in which they are listed."""
        cited = {self.assessment.attributions[at].source_id for at in item.attributions}
        return [self.assessment.sources[at] for at in sorted(self._listed[id_] for id_ in cited if id_ in self._listed)]

    @cached_property
    def _listed(self) -> Mapping[str | None, int]:
        return {source.id: at for at, source in enumerate(self.assessment.sources)}

    @cached_property
    def groups(self) -> frozenset[str]:
        """The ids of the unnamed sources that are a group, as "critics" are: each name is looked up once."""
        unnamed = [source for source in self.assessment.sources if source.kind == "unnamed"]
        # Word by word, as no phrase runs over a comma: "some experts" is an entry of its own, which tells less.
        names = [", ".join(source.name.split()) for source in unnamed]
        ends = list(accumulate(len(name) + len(_APART) for name in names))
        found = find(_APART.join(names), lexicon.load())
        return frozenset(unnamed[bisect_right(ends, match.start)].id for match in found if _is_group(match))

    @cached_property
    def index(self) -> Mapping[int, int]:
        """The index of the body's sentence that starts at an offset."""
        return {item.sentence.start: at for at, item in enumerate(self.assessment.sentences)}

    @cached_property
    def reasons(self) -> frozenset[int]:
        """The indexes of the sentences that give a reason for anonymity."""
        return frozenset(at for at, item in enumerate(self.assessment.sentences) if cue_of(item, REASON))


def cue_of(item: SentenceAssessment, names: Sequence[str]) -> Cue | None:
    """Return of the sentence's cues of these names the one that lowered its strength most.

    A name is a kind, ``kind.subtype`` or the id of an entry of the lexicon.
    """
    found = [cue for cue in item.cues if not _names(cue.kind, cue.subtype, cue.entry).isdisjoint(names)]
    return min(found, key=lambda cue: cue.effect) if found else None


@lru_cache(maxsize=4096)
def _names(kind: str, subtype: str, entry: str) -> frozenset[str]:
    """Return what a rule may call such a cue: there are as many kinds of cue as the lexicon has entries."""
    return frozenset((kind, f"{kind}.{subtype}", entry))


def mention_of(case: Case, item: SentenceAssessment) -> Span | None:
    """Return where the sentence names the source that its claim is put down to."""
    spans = (span for source in case.sources(item) if source.kind == item.sourcing for span in source.mentions)
    start, end = item.sentence.start, item.sentence.end
    return next((span for span in spans if start <= span.start and span.end <= end), None)


def _lowered_by(_: Case, item: SentenceAssessment, names: Sequence[str]) -> bool:
    cue = cue_of(item, names)
    return cue is not None and cue.effect <= -LEAST_EFFECT


def _first_of_source(case: Case, item: SentenceAssessment, kinds: Sequence[str]) -> bool:
    sources = [source for source in case.sources(item) if source.kind == item.sourcing]
    at = case.index[item.sentence.start]
    return not sources or any(min(source.sentences, default=at) >= at for source in sources)


def _vague(case: Case, item: SentenceAssessment, _: Sequence[str]) -> bool:
    """Say whether what is unnamed is a group ("critics", "many fear") and not somebody whom the outlet spoke to."""
    if cue_of(item, ("hearsay.crowd",)):
        return True
    unnamed = [source.id for source in case.sources(item) if source.kind == "unnamed"]
    return bool(unnamed) and case.groups.issuperset(unnamed)


def _is_group(match: Match) -> bool:
    return match.category == "unnamed" and match.subtype in GROUPS


def _reason_given(case: Case, item: SentenceAssessment, _: Sequence[str]) -> bool:
    at = case.index[item.sentence.start]
    same = {other for source in case.sources(item) for other in source.sentences}
    return bool(case.reasons & (same | set(range(at - NEAR, at + NEAR + 1))))


def _headline_exceeds(case: Case, item: SentenceAssessment, _: Sequence[str]) -> bool:
    """Say whether a flat headline has no sentence below it that is moderate or better.

    Only the first claims and those about the same are looked at.
    """
    if item.level is None or item.certainty != "certain" or cue_of(item, ("hedge", "doubt", "hearsay")):
        return False
    claims = [other for other in case.assessment.sentences if other.level is not None]
    own = _words(item)
    same = [other for at, other in enumerate(claims) if at < LEAD or len(own & _words(other)) >= SHARED]
    weak = [other.level in ("none", "weak") for other in same]
    return bool(weak) and all(weak) and LEVELS.index(item.level) >= LEVELS.index("moderate")


def _words(item: SentenceAssessment) -> set[str]:
    return set(_LONG.findall(item.sentence.text.lower()))


def _single_source(case: Case, _: SentenceAssessment | None, __: Sequence[str]) -> bool:
    attributed = {at for source in case.assessment.sources for at in source.sentences}
    return len(attributed) >= FEW and max(source.share for source in case.assessment.sources) >= MOSTLY


def _no_source(case: Case, _: SentenceAssessment | None, __: Sequence[str]) -> bool:
    return case.assessment.rating is not None and not case.assessment.sources


OfSentence = Callable[[Case, SentenceAssessment, Sequence[str]], bool]
OfArticle = Callable[[Case, SentenceAssessment | None, Sequence[str]], bool]

OF_SENTENCE: Mapping[str, OfSentence] = MappingProxyType(
    {
        "sourcing": lambda _, item, values: item.sourcing in values,
        "certainty": lambda _, item, values: item.certainty in values,
        "level": lambda _, item, values: item.level in values,
        "cue": lambda _, item, values: cue_of(item, values) is not None,
        "lowered_by": _lowered_by,
        "quoted": lambda _, item, __: item.sentence.quoted,
        "undermined": lambda _, item, __: item.undermined,
        "attributed": lambda _, item, __: bool(item.attributions),
        "attributed_to": lambda case, item, values: any(source.kind in values for source in case.sources(item)),
        "likely": lambda _, item, values: item.sourcing_probability >= float(values[0]),
        "at_most_solid": lambda _, item, values: sum(item.probabilities[3:]) <= float(values[0]),
        "first_of_source": _first_of_source,
        "vague": _vague,
        "reason_given": _reason_given,
        "headline_exceeds": _headline_exceeds,
    }
)
OF_ARTICLE: Mapping[str, OfArticle] = MappingProxyType({"single_source": _single_source, "no_source": _no_source})


def holds(condition: Condition, case: Case, item: SentenceAssessment) -> bool:
    """Say whether a condition holds for a sentence."""
    return OF_SENTENCE[condition.name](case, item, condition.values) is not condition.negated


def holds_for_article(condition: Condition, case: Case) -> bool:
    """Say whether a condition holds for the article as a whole."""
    return OF_ARTICLE[condition.name](case, None, condition.values) is not condition.negated
