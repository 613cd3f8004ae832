"""The benchmark's model: a tagger of cue tokens, a bag of words, a network and an encoder, weighed against each other.

The tagger is the service's own first pass (evidence.tagger) with CoNLL's cues for labels.  Of a third of the
uncertain sentences the corpus does not tell the cues: a first tagger names them for the second.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from evidence.tokens import TOKEN, Floats, Ints, normal
from training.hedges.passages import Passages

TAGGER_C, WORDS_C, SECOND_C = 0.3, 1.0, 0.1
FAINT = 0.1  # below this no token is taken for the cue that is missing
SHARE = 0.5  # of the surest token's probability, from which on a token belongs to the missing cue
SURE = 0.3
OFFSETS = (-2, -1, 1, 2)
EDGE = 1e-6

TAGGER = slice(0, 7)  # the columns of ``views``
WORDS = slice(7, 8)
NEAR = slice(8, 12)
NETWORK = slice(12, 14)
ENCODER = slice(14, 15)

Judge = Callable[[Passages], Floats]  # (U, C): what a network or an encoder says of each sentence
Fit = Callable[[Passages, np.ndarray], Judge]  # fits one to the chosen sentences


@dataclass(frozen=True)
class First:
    """The models that look at a sentence alone."""

    tagger: Any
    words: Any
    network: Judge
    encoder: Judge


def fit_first(passages: Passages, chosen: np.ndarray, network: Fit, encoder: Fit) -> First:
    """Return the models fitted to the chosen sentences, (U,) booleans, all of them labelled."""
    words = make_pipeline(
        TfidfVectorizer(
            preprocessor=normal, token_pattern=TOKEN.pattern, ngram_range=(1, 2), min_df=2, sublinear_tf=True
        ),
        LogisticRegression(C=WORDS_C, max_iter=300),
    )
    words.fit([text for text, kept in zip(passages.texts, chosen, strict=True) if kept], passages.hedged[chosen])
    return First(_tagger(passages, chosen), words, network(passages, chosen), encoder(passages, chosen))


def _tagger(passages: Passages, chosen: np.ndarray) -> LogisticRegression:
    unit, cues, bounds = passages.reading.tokens.unit, passages.cues, passages.reading.tokens.bounds
    missing = chosen & passages.untold
    begun = _regression(passages, (chosen & ~missing)[unit], cues)
    if not missing.any():
        return begun
    answers = np.where(missing[unit], begun.predict_proba(passages.features)[:, 1], 0)
    highest = _highest(answers, bounds)
    named = np.where(missing[unit], answers >= np.maximum(FAINT, SHARE * highest[unit]), cues)
    return _regression(passages, (chosen & ~(missing & (highest < FAINT)))[unit], named)


def _regression(passages: Passages, rows: np.ndarray, labels: Ints) -> LogisticRegression:
    # liblinear: with 150,000 sparse columns it is the quickest by far, and a hundredth is near enough
    model = LogisticRegression(C=TAGGER_C, solver="liblinear", tol=1e-2)
    return model.fit(passages.features[rows], labels[rows])


def _highest(values: np.ndarray, bounds: Ints) -> np.ndarray:
    return np.array([values[a:b].max(initial=0) for a, b in pairwise(bounds.tolist())])


def views(first: First, passages: Passages) -> Floats:
    """Return (U, 15): what tagger and words say of each sentence, the tagger of those nearby, network and encoder."""
    answers = first.tagger.predict_proba(passages.features)[:, 1]
    bounds = passages.reading.tokens.bounds.tolist()
    tagged = np.array([_pooled(answers[a:b]) for a, b in pairwise(bounds)]).reshape(-1, TAGGER.stop)
    words = first.words.decision_function(passages.texts)[:, None]
    near = _near(tagged[:, 4], passages.documents)
    return np.concatenate([tagged, words, near, first.network(passages), first.encoder(passages)], axis=1)


def _pooled(answers: np.ndarray) -> list[float]:
    """Pool a sentence's tokens: the three surest, their sum, any of them, the number of sure ones, the mean."""
    surest = np.append(np.sort(answers)[::-1], [0.0] * 3)[:3]
    total, any_ = float(answers.sum()), 1 - float(np.prod(1 - answers))
    sure = float((answers > SURE).sum())
    return [*map(_log_odds, surest), float(np.log(total + 1e-4)), _log_odds(any_), sure, total / max(1, len(answers))]


def _log_odds(probability: float) -> float:
    p = min(max(float(probability), EDGE), 1 - EDGE)
    return float(np.log(p / (1 - p)))


def _near(values: np.ndarray, documents: tuple[str, ...]) -> Floats:
    """Return the values at OFFSETS, the mean beyond the document's ends."""
    place, size = np.array(documents), len(values)
    columns = np.full((size, len(OFFSETS)), values.mean() if size else 0.0)
    for column, offset in enumerate(OFFSETS):
        at = np.arange(max(0, -offset), min(size, size - offset))
        same = at[place[at] == place[at + offset]]
        columns[same, column] = values[same + offset]
    return columns


def fit_second(rows: Floats, hedged: np.ndarray) -> Pipeline:
    """Return the regression that weighs the views of sentences which the first models had not seen."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=SECOND_C, max_iter=1000)).fit(rows, hedged)
