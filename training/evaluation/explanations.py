"""Explanations: whether a cue's effect is true, tried on the text itself.

The scorer computes an effect by taking the cue's words out of the sentence that it has already tagged.  Here the
words are deleted from the article's text, and the article is split, read, tagged, attributed and judged anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evidence.analysis import Analysis
from evidence.scorer import Scorer
from evidence.segment import headline, segment
from evidence.values import CUE_KINDS, SOURCINGS, Article, Cue, Sentence
from training.corpora import Labelled
from training.progress import Report

LEAST = 0.01  # of the scale 0..1: what moves the strength by less is no explanation


@dataclass(frozen=True, slots=True)
class Trial:
    """A cue's effect as told, and the change of the sentence's strength that deleting its words really made."""

    article: str
    kind: str
    told: float
    moved: float

    @property
    def true(self) -> bool:
        """Say whether the strength moved in the direction that the effect's sign gives."""
        return self.told * self.moved > 0


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many trials of a kind of cue there were, the share that came true, and the means of told and moved."""

    kind: str
    n: int
    true: float
    told: float
    moved: float


def trials(scorer: Scorer, given: Sequence[Labelled], report: Report) -> list[Trial]:
    """Return a trial of every cue with an effect above LEAST in the sentences that make a claim."""
    found: list[Trial] = []
    for at, labelled in enumerate(given, 1):
        article = Article.of(labelled.article.text, labelled.article.title or None)
        found += _trials(scorer, labelled.article.id, article)
        report("explanations", at / len(given))
    return found


def agreements(found: Sequence[Trial]) -> tuple[Agreement, ...]:
    """Return the agreement of each kind of cue, and first of all together."""
    kinds = [kind for kind in CUE_KINDS if any(trial.kind == kind for trial in found)]
    rows = [("all", found), *((kind, [trial for trial in found if trial.kind == kind]) for kind in kinds)]
    return tuple(_agreement(kind, own) for kind, own in rows if own)


def _agreement(kind: str, own: Sequence[Trial]) -> Agreement:
    told, moved = (float(np.mean([abs(getattr(trial, name)) for trial in own])) for name in ("told", "moved"))
    return Agreement(kind, len(own), float(np.mean([trial.true for trial in own])), told, moved)


def _trials(scorer: Scorer, id_: str, article: Article) -> Iterator[Trial]:
    plain = _analysed(scorer, article)
    if plain is None:
        return
    none = SOURCINGS.index("none")
    for unit, cues in enumerate(plain.cues):
        if plain.judged.sourcing[unit].argmax() == none:
            continue
        for cue in _telling(cues):
            sentence = plain.reading.units[unit]
            again = _analysed(scorer, without(article, sentence, cue))
            after = None if again is None else _strength(again, sentence, cue)
            if after is not None:
                yield Trial(id_, cue.kind, cue.effect, float(plain.judged.strength[unit]) - after)


def _analysed(scorer: Scorer, article: Article) -> Analysis | None:
    head, sentences = headline(article), segment(article)
    return scorer.analyst(article, head, sentences) if head or sentences else None


def _telling(cues: Iterable[Cue]) -> list[Cue]:
    return [cue for cue in cues if abs(cue.effect) > LEAST]


def without(article: Article, sentence: Sentence, cue: Cue) -> Article:
    """Return the article without the cue's words; a sentence that they began begins with a capital again."""
    title = sentence.role == "headline"
    text = (article.title or "") if title else article.text
    before, after = text[: cue.start], text[cue.end :]
    if cue.start == sentence.start:
        after = after.lstrip(" ,;:")
        after = after[:1].upper() + after[1:]
    elif before.endswith(" ") and not after[:1].isalnum():
        before = before[:-1]  # one of the two blanks that the words stood between, or the one before a mark
    changed = before + after
    return replace(article, title=changed) if title else Article.of(changed, article.title)


def _strength(again: Analysis, sentence: Sentence, cue: Cue) -> float | None:
    """Return the strength of what is left of the sentence; None where nothing is."""
    if sentence.role == "headline":
        return float(again.judged.strength[0]) if again.reading.headed else None
    end = sentence.end - (cue.end - cue.start)
    first = int(again.reading.headed)
    shared = [min(end, unit.end) - max(sentence.start, unit.start) for unit in again.reading.units[first:]]
    if not shared or max(shared) <= 0:
        return None
    return float(again.judged.strength[first + int(np.argmax(shared))])
