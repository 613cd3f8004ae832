"""The stage: choose by cross-validation on CoNLL-2010's wiki train, then judge its eval split, once."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

import numpy as np

from evidence import lexicon
from evidence.reading import Reader
from evidence.tokens import Floats, Ints, Tokenizer
from training import words
from training.convolution import weights
from training.corpora import Corpora, CorpusError
from training.extra import check
from training.hedges import encoder, network
from training.hedges.model import ENCODER, NEAR, NETWORK, TAGGER, WORDS, First, Fit, fit_first, fit_second, views
from training.hedges.overlap import copied
from training.hedges.passages import Passages, documents, is_title, read
from training.metrics import SpanScore, interval, span_f1
from training.progress import Report

SEED = 20261122
FOLDS = 5
PARTS = {
    "words": [WORDS],
    "tagger": [TAGGER],
    "network": [NETWORK],
    "tagger and words": [TAGGER, WORDS],
    "encoder": [ENCODER],
    "without network and encoder": [TAGGER, WORDS, NEAR],
    "without encoder": [TAGGER, WORDS, NEAR, NETWORK],
    "all": [TAGGER, WORDS, NEAR, NETWORK, ENCODER],
}


def measure(corpora: Corpora, report: Report) -> dict[str, Any]:
    """Return the figures of CoNLL-2010's wiki eval, those of cross-validation on train, threshold and counts.

    Raises CorpusError where a corpus is missing or changed, or train has fewer documents than there are folds;
    ExtraMissing without torch.
    """
    check(network.STAGE)
    learnt = words.learn((a.text for a in corpora.articles.values()), SEED)
    reader = Reader(Tokenizer(learnt), lexicon.load())
    report("words", 1.0)
    train = read(reader, corpora.conll("conll-wiki-train"))
    fold = _folds(train.documents)
    firsts = _firsts(train, fold, (partial(network.fit, weights.read().of(learnt)), encoder.fit), report)
    rows = _unseen(firsts, train, fold)
    scores = {name: _cross_validated(_columns(rows, parts), train, fold) for name, parts in PARTS.items()}
    known = train.hedged[train.labelled]
    threshold = best_threshold(known, scores["all"][train.labelled])
    seconds = [_second(rows, train, fold != k) for k in range(FOLDS)]

    given = corpora.conll("conll-wiki-eval", "evaluate")
    judged = read(reader, given)
    answers = [second.decision_function(views(first, judged)) for first, second in zip(firsts, seconds, strict=True)]
    report("eval", 1.0)
    said = np.zeros(len(given), bool)
    said[[not is_title(one.text) for one in given]] = np.mean(answers, axis=0) >= threshold
    wanted = np.array([bool(one.hedged) for one in given])
    seen = [*(a.text for a in corpora.articles.values()), *(one.text for one in train.sentences)]
    return {
        "conll_wiki_f1": agreement(wanted, said).f1,
        "eval": asdict(agreement(wanted, said)) | {"f1_interval": _interval(documents(given), wanted, said)},
        "cross_validation": {
            name: asdict(agreement(known, own[train.labelled] >= best_threshold(known, own[train.labelled])))
            for name, own in scores.items()
        },
        "threshold": threshold,
        "counts": {
            "train": len(train), "train_labelled": int(train.labelled.sum()), "train_uncertain": int(known.sum()),
            "train_cues": sum(len(one.cues) for one in train.sentences), "train_documents": len(set(train.documents)),
            "eval": len(given), "eval_uncertain": int(wanted.sum()), "eval_said": int(said.sum()),
            "eval_titles": len(given) - len(judged), "eval_in_train_texts": copied([g.text for g in given], seen),
        },
    }  # fmt: skip


def _folds(documents: Sequence[str]) -> Ints:
    """Deal the documents over the folds by a hash of their names, so that no fold depends on the others."""
    names = sorted(set(documents), key=lambda name: zlib.crc32(name.encode()))
    if len(names) < FOLDS:
        raise CorpusError(f"conll-wiki-train has {len(names)} documents to fit to, and {FOLDS} are needed.")
    dealt = {name: at % FOLDS for at, name in enumerate(names)}
    return np.array([dealt[name] for name in documents])


def _firsts(train: Passages, fold: Ints, judges: tuple[Fit, Fit], report: Report) -> list[First]:
    made = []
    for k in range(FOLDS):
        made.append(fit_first(train, train.labelled & (fold != k), *judges))
        report("cue tagger, words, network and encoder", (k + 1) / FOLDS)
    return made


def _unseen(firsts: Sequence[First], train: Passages, fold: Ints) -> Floats:
    """Return each sentence's views by the models that did not see its document."""
    every = np.stack([views(first, train) for first in firsts])
    return every[fold, np.arange(len(fold))]


def _columns(rows: Floats, parts: Sequence[slice]) -> Floats:
    return np.concatenate([rows[:, part] for part in parts], axis=1)


def _second(rows: Floats, train: Passages, chosen: np.ndarray) -> Any:
    kept = chosen & train.labelled
    return fit_second(rows[kept], train.hedged[kept])


def _cross_validated(rows: Floats, train: Passages, fold: Ints) -> Floats:
    answers = np.stack([_second(rows, train, fold != k).decision_function(rows) for k in range(FOLDS)])
    return answers[fold, np.arange(len(fold))]


def best_threshold(wanted: np.ndarray, scores: Floats) -> float:
    """Return the score from which on "uncertain" gives the greatest F1."""
    order = np.argsort(-scores, kind="stable")
    f1 = 2 * np.cumsum(wanted[order]) / (np.arange(1, len(order) + 1) + wanted.sum())
    return float(scores[order[int(np.argmax(f1))]])


def agreement(wanted: np.ndarray, said: np.ndarray) -> SpanScore:
    """Return precision, recall and F1 of the sentences said to be uncertain."""
    return span_f1(np.flatnonzero(wanted).tolist(), np.flatnonzero(said).tolist())


def _interval(documents: Sequence[str], wanted: np.ndarray, said: np.ndarray) -> tuple[float, float]:
    return interval(documents, lambda rows: agreement(wanted[rows], said[rows]).f1)
