"""Taggers: source, cue and content learnt from PolNeAR, uncertainty cues from the Szeged corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from joblib import delayed
from sklearn.base import clone
from sklearn.linear_model import SGDClassifier
from sklearn.neural_network import MLPClassifier

from evidence.compiled import squashed
from evidence.decode import BEGIN, WITHIN
from evidence.reading import Reader, Reading
from evidence.segment import segment
from evidence.tagger import DOUBTS, TYPES, Tagger, linear_features, sequence_features
from evidence.tokens import Floats, Ints
from evidence.values import Article, Span
from training import jobs
from training.corpora import PolnearArticle, PolnearAttribution, Uncertain
from training.progress import Report

FOLDS = 4
EPOCHS = 6
PENALTY = 3e-6
HIDDEN = 64
SECOND_EPOCHS = 10
_DOUBT_OF = {
    "modal_probable": 1, "hypo_doxastic": 2, "hypo_condition": 3, "hypo_investigation": 4,
}  # fmt: skip


@dataclass(frozen=True)
class Tagged:
    """A reading with its gold labels (T, types): 0 outside, 1 begin, 2 within."""

    reading: Reading
    labels: Ints


def read_polnear(reader: Reader, articles: Iterable[PolnearArticle]) -> list[Tagged]:
    """Return the articles as readings with the labels of their attributions, nested ones united."""
    return [_polnear(reader, article) for article in articles]


def _polnear(reader: Reader, given: PolnearArticle) -> Tagged:
    article = Article.of(given.text)
    reading = reader.read(article, None, segment(article))
    labels = np.zeros((len(reading.tokens), len(TYPES)), np.int64)
    for attribution in given.attributions:
        for column, spans in enumerate(_roles(attribution)):
            for span in spans:
                _mark(labels[:, column], span, reading)
    return Tagged(reading, labels)


def _roles(attribution: PolnearAttribution) -> tuple[tuple[Span, ...], ...]:
    return attribution.source, attribution.cue, attribution.content


def _mark(labels: Ints, span: Span, reading: Reading) -> None:
    """Label the span's tokens; it begins anew in each sentence that it runs over."""
    first = int(np.searchsorted(reading.end, span.start, side="right"))
    last = int(np.searchsorted(reading.start, span.end, side="left"))
    if first >= last:
        return
    unit = reading.tokens.unit[first:last]
    part = labels[first:last]
    part[part == 0] = WITHIN
    part[np.append(True, unit[1:] != unit[:-1])] = BEGIN


def read_szeged(reader: Reader, sentences: Sequence[Uncertain]) -> tuple[list[Reading], Ints]:
    """Return the sentences as readings, and for each token its class of uncertainty cue, 0 for none."""
    readings, labels = [], []
    for given in sentences:
        article = Article.of(given.text)
        reading = reader.read(article, None, segment(article))
        own = np.zeros(len(reading.tokens), np.int64)
        for cue in given.cues:
            inside = (reading.start < cue.span.end) & (reading.end > cue.span.start)
            own[inside] = _DOUBT_OF[cue.type]
        readings.append(reading)
        labels.append(own)
    return readings, np.concatenate(labels)


def fit(polnear: Sequence[Tagged], doubts: tuple[list[Reading], Ints], seed: int, report: Report) -> Tagger:
    """Return the tagger fitted to both corpora.

    The second pass is fitted to answers that the first one gave on articles it had not seen, as it will serve.
    """
    features = sp.vstack([linear_features(tagged.reading) for tagged in polnear], format="csr")
    labels = np.concatenate([tagged.labels for tagged in polnear])
    folds = np.concatenate([np.full(len(t.labels), i % FOLDS) for i, t in enumerate(polnear)])
    keys = [(column, fold) for column in range(len(TYPES)) for fold in (*range(FOLDS), None)]
    first = _linear(seed)
    given = {key: delayed(_without)(first, features, labels, folds, *key) for key in keys}
    fitted = dict(jobs.each(given, report, "attribution tagger, first pass"))
    unseen = _unseen(fitted, features, folds)
    second = _second(polnear, unseen, labels, seed)
    report("attribution tagger, second pass", 1.0)
    doubt_features = sp.vstack([linear_features(reading) for reading in doubts[0]], format="csr")
    doubt = _fitted(_linear(seed), doubt_features, doubts[1], None)
    report("uncertainty tagger", 1.0)
    return Tagger([fitted[column, None] for column in range(len(TYPES))], second, doubt)


def _linear(seed: int) -> SGDClassifier:
    return SGDClassifier(loss="log_loss", alpha=PENALTY, max_iter=EPOCHS, tol=None, average=True, random_state=seed)


def _without(
    model: SGDClassifier, features: sp.csr_matrix, labels: Ints, folds: Ints, column: int, fold: int | None
) -> SGDClassifier:
    """Fit to one column of the labels, without a fold if one is named."""
    return _fitted(model, features, labels[:, column], None if fold is None else folds != fold)


def _fitted(model: SGDClassifier, features: sp.csr_matrix, labels: Ints, chosen: Ints | None) -> SGDClassifier:
    if chosen is None:
        return clone(model).fit(features, labels)
    return clone(model).fit(features[chosen], labels[chosen])


def _unseen(fitted: dict[tuple[int, int | None], SGDClassifier], features: sp.csr_matrix, folds: Ints) -> Floats:
    answers = np.zeros((len(folds), 3 * len(TYPES)), np.float32)
    for column in range(len(TYPES)):
        for fold in range(FOLDS):
            held = folds == fold
            answers[held, 3 * column : 3 * column + 3] = fitted[column, fold].decision_function(features[held])
    return squashed(answers)


def _second(polnear: Sequence[Tagged], answers: Floats, labels: Ints, seed: int) -> MLPClassifier:
    rows, at = [], 0
    for tagged in polnear:
        size = len(tagged.labels)
        rows.append(sequence_features(tagged.reading, answers[at : at + size]))
        at += size
    wanted = np.stack([labels[:, c] == v for c in range(len(TYPES)) for v in (BEGIN, WITHIN)], axis=1)
    network = MLPClassifier(
        (HIDDEN,),
        batch_size=min(1024, len(labels)),
        max_iter=SECOND_EPOCHS,
        learning_rate_init=2e-3,
        alpha=1e-5,
        random_state=seed,
    )
    return network.fit(np.concatenate(rows), wanted.astype(np.int64))


assert len(_DOUBT_OF) == len(DOUBTS)
