"""The values that corpora are read into, all frozen; spans are half-open, in code points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidence.values import Sourcing, Span

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Article:
    """A news article; ``date`` and ``topic`` stand as the corpus gives them and may be empty."""

    id: str
    publisher: str
    date: str
    topic: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled sentence: the slice [start:end] of the article's text, or of its title where index is 0.

    ``sourcing``, ``certainty`` and ``strength`` are as written: two annotators who differ leave "a|b" or a
    half value, "N?" where one of them saw no claim, "-" where there is none, "" where nobody spoke of it.
    """

    article: str
    index: int
    start: int
    end: int
    sourcing: str
    certainty: str
    strength: str
    undermines: bool = False

    @property
    def sourcings(self) -> tuple[Sourcing, ...]:
        """The accepted classes, the first annotator's first; none where nobody spoke of it."""
        return tuple(filter(None, self.sourcing.split("|")))  # type: ignore[arg-type]  # the reader has checked each

    @property
    def certainty_value(self) -> float | None:
        """Certainty on 0..3, in halves; None where no claim is made or nobody spoke of it."""
        return _value(self.certainty)

    @property
    def strength_value(self) -> float | None:
        """Strength on 0..4, in halves; None where no claim is made or nobody spoke of it."""
        return _value(self.strength)

    @property
    def disputed(self) -> bool:
        """Say whether one annotator saw no claim here: such a sentence counts in no ordinal figure."""
        return "?" in self.strength or "?" in self.certainty


def _value(written: str) -> float | None:
    return None if written in ("", "-") else float(written.removesuffix("?"))


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with its labels in reading order and the annotators' rating, 0..100, where they gave one."""

    article: Article
    labels: tuple[Label, ...]
    rating: float | None


@dataclass(frozen=True, slots=True, eq=False)
class SoftLabels:
    """Class probabilities of n sentences: ``sourcing`` (n, 7), ``certainty`` (n, 4), ``strength`` (n, 5).

    The columns run in the order of ``SOURCINGS``, of certainty 0..3 and of strength 0..4; ``index``,
    ``start`` and ``end`` (n,) are as in ``Label``.
    """

    articles: tuple[str, ...]
    index: Ints
    start: Ints
    end: Ints
    sourcing: Floats
    certainty: Floats
    strength: Floats


@dataclass(frozen=True, slots=True)
class PolnearAttribution:
    """Who is said to say what in PolNeAR; each role is none, one or several spans, in text order."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PolnearArticle:
    """A PolNeAR article with CoreNLP's sentences and the annotated attributions."""

    id: str
    text: str
    sentences: tuple[Span, ...]
    attributions: tuple[PolnearAttribution, ...]


@dataclass(frozen=True, slots=True)
class Hedged:
    """A CoNLL-2010 sentence as running text; its cues' spans, where known, count into it.

    ``document`` is None where the corpus does not tell, ``hedged`` where nobody labelled the sentence.
    """

    document: str | None
    text: str
    hedged: bool | None
    cues: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TypedCue:
    """A cue of the Szeged corpus with its type, e.g. ``modal_probable`` or ``hypo_doxastic``."""

    type: str
    span: Span


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A sentence of the Szeged uncertainty corpus with its cues, whose spans count into ``text``."""

    document: str
    text: str
    cues: tuple[TypedCue, ...]
