"""Passages: the benchmark's sentences read by the service's own feature path."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

import numpy as np
import scipy.sparse as sp

from evidence.reading import Reader, Reading
from evidence.tagger import linear_features
from evidence.tokens import Ints
from evidence.values import Article, Sentence
from training.corpora import Hedged

TITLE_WORDS = 8
_STOP = re.compile(r"[.?!:;][\"'”’)\]]*$")
_BETWEEN = "\n\n"


def is_title(text: str) -> bool:
    """Say whether the text is an article's title or a heading: short and without a full stop.

    The corpus's note says that eval has its titles, labelled certain; train comes without them.  The bound was
    set on train, where one of 49 such labelled lines is uncertain.
    """
    return len(text.split()) <= TITLE_WORDS and not _STOP.search(text.rstrip())


def documents(sentences: Sequence[Hedged]) -> tuple[str, ...]:
    """Return each sentence's document: the corpus's own, or where it tells none, all from one title to the next."""
    counted = accumulate(int(is_title(given.text)) for given in sentences)
    return tuple(
        f"title {count}" if given.document is None else given.document
        for given, count in zip(sentences, counted, strict=True)
    )


@dataclass(frozen=True)
class Passages:
    """Sentences in their order with their reading, one unit a sentence, and their documents."""

    sentences: tuple[Hedged, ...]
    documents: tuple[str, ...]
    reading: Reading

    def __len__(self) -> int:
        """Return the number of sentences."""
        return len(self.sentences)

    @cached_property
    def texts(self) -> list[str]:
        """The sentences' texts."""
        return [given.text for given in self.sentences]

    @cached_property
    def features(self) -> sp.csr_matrix:
        """The tagger's features, (T, F)."""
        return linear_features(self.reading)

    @cached_property
    def hedged(self) -> np.ndarray:
        """Whether each sentence is uncertain; one without a label counts as not."""
        return np.array([bool(given.hedged) for given in self.sentences])

    @cached_property
    def labelled(self) -> np.ndarray:
        """Whether each sentence has a label."""
        return np.array([given.hedged is not None for given in self.sentences])

    @cached_property
    def cues(self) -> Ints:
        """Whether each token is within an annotated cue, (T,), 0 or 1."""
        tokens, marks = self.reading.tokens, np.zeros(len(self.reading.tokens), np.int64)
        for at, given in enumerate(self.sentences):
            own = slice(int(tokens.bounds[at]), int(tokens.bounds[at + 1]))
            for cue in given.cues:
                marks[own] |= (tokens.start[own] < cue.end) & (tokens.end[own] > cue.start)
        return marks

    @cached_property
    def untold(self) -> np.ndarray:
        """Whether each sentence is uncertain and the corpus does not tell by which cue."""
        bounds = self.reading.tokens.bounds.tolist()
        return self.hedged & ~np.array([self.cues[a:b].any() for a, b in pairwise(bounds)], bool)


def read(reader: Reader, sentences: Sequence[Hedged]) -> Passages:
    """Return the passages; titles, which are no sentences, are left out where the corpus tells no documents."""
    placed = [
        pair
        for pair in zip(sentences, documents(sentences), strict=True)
        if pair[0].document is not None or not is_title(pair[0].text)
    ]
    kept, places = tuple(given for given, _ in placed), tuple(place for _, place in placed)
    ends = accumulate(len(given.text) + len(_BETWEEN) for given in kept)
    units = [
        Sentence(end - len(_BETWEEN) - len(given.text), end - len(_BETWEEN), given.text, "body", 0, block, False)
        for block, (given, end) in enumerate(zip(kept, ends, strict=True))
    ]
    article = Article.of(_BETWEEN.join(given.text for given in kept))
    return Passages(kept, places, reader.read(article, None, units))
