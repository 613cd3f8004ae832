"""The stage: the convolution learnt from soft labels of the whole pool, then from annotators' labels.

It learns from those and from our own articles.  From soft labels it is learnt twice: what the first network says of
the pool is more even than what the teacher said, which has whims of its own; a second one learns from the mean of
both (born-again networks, Furlanello et al. 2018).  That one goes on in a last round with what annotators said of
the pool, and of its other sentences with the teacher's labels as they are.  The annotated articles of train are no
lessons: what the calibrators learn from them must be new to the convolution, as every article in service is.  They
tell how far it has come.
"""

from __future__ import annotations

import json
import os
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from evidence.heads import PARTS
from evidence.tokens import Floats
from training import metrics
from training.convolution.lessons import COLUMNS, Lecturer, Lesson
from training.convolution.network import STAGE, TUNING, Network
from training.convolution.vectors import vectors
from training.convolution.weights import FILE, Weights, read, write
from training.corpora import Corpora, CorpusChanged
from training.corpora.written import with_alone
from training.examples import from_labels, pool, soft_pool
from training.extra import check
from training.ground import SEED, lay
from training.heads import RARE
from training.progress import Report

FIGURES, HALFWAY = "figures.json", "halfway.npz"
EPOCHS = (10, 8)  # of the rounds from soft labels
TUNED = 4  # epochs of the last round
TOLD = 2.0  # how much a sentence of the pool counts that an annotator labelled


def learn(
    corpora: Corpora,
    out: Path,
    report: Report,
    say: Callable[[str], None],
    kept: Path | None = None,
    rounds: Sequence[int] = EPOCHS,
    tuned: int = TUNED,
) -> Path:
    """Learn the convolution in ``rounds`` and a last one of so many epochs; return the file in ``out`` that holds it.

    A round's is written after each of its epochs, and takes the place of the one before when it is done.  With a file
    of ``kept`` weights there is the last round alone, which goes on from them.  Raises CorpusChanged where these have
    other columns or classes than this code.
    """
    check(STAGE)
    begin = read(kept) if kept else None
    if begin and begin.columns != COLUMNS:
        raise CorpusChanged(
            f"{kept} was learnt with other features: learn it anew with python -m training convolution."
        )
    out.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        ground = lay(corpora, report)
    lecturer = Lecturer(ground.reader, ground.tagger)
    soft, told = _lessons(corpora, lecturer, report)
    asked = [lecturer(given.article, from_labels(given.labels)) for given in corpora.labelled("train")]
    vocabulary = tuple(ground.words.vocabulary)
    known = vectors(vocabulary, SEED)
    beside = np.concatenate([lesson.beside for lesson in soft])
    standard = beside.mean(axis=0), beside.std(axis=0)
    begun, reached = time.monotonic(), list[dict[str, float]]()

    def fit(name: str, network: Network, lessons: Sequence[Lesson], epochs: int) -> None:
        def after(epoch: int) -> None:
            write(out / HALFWAY, Weights(vocabulary, COLUMNS, network.arrays()))
            reached.append({"minutes": (time.monotonic() - begun) / 60} | figures(asked, network(asked)))
            (out / FIGURES).write_text(json.dumps(reached, indent=2) + "\n", encoding="utf-8")
            measured = ", ".join(f"{name} {value:.3f}" for name, value in reached[-1].items())
            say(f"{name}, epoch {epoch}: {measured}")

        network.fit(lessons, epochs, lambda share: report("convolution", share), after)
        os.replace(out / HALFWAY, out / FILE.name)

    for number, epochs in enumerate(() if begin else rounds, 1):
        network = Network(SEED, known, standard)
        fit(f"round {number}", network, soft, epochs)
        if number < len(rounds):
            soft = mellowed(soft, network)
    last = Network(SEED, known, standard, TUNING)
    begin = begin or read(out / FILE.name)
    last.take({**begin.arrays, **begin.of(ground.words)})
    fit("last round", last, told, tuned)
    return out / FILE.name


def mellowed(lessons: Sequence[Lesson], network: Network) -> list[Lesson]:
    """Return the lessons with the mean of their targets and the network's answers.

    What an annotator told stays as it is, and what had no target has none.
    """
    answers = network(lessons)
    ends = np.cumsum([len(lesson.target) for lesson in lessons]).tolist()
    return [
        replace(
            lesson,
            target=np.where(
                lesson.told[:, None], lesson.target, (lesson.target + answers[end - len(lesson.target) : end]) / 2
            ),
        )
        for lesson, end in zip(lessons, ends, strict=True)
    ]


def _lessons(corpora: Corpora, lecturer: Lecturer, report: Report) -> tuple[list[Lesson], list[Lesson]]:
    """Return the lessons of our own articles and of the pool's by its soft labels, and by annotators' with them."""
    soft_aims = soft_pool(corpora)
    pooled = pool(corpora, soft_aims)
    ours = [lecturer(given.article, from_labels(given.labels), RARE) for given in with_alone(corpora.written())]
    soft, told = [*ours], [*ours]
    for at, (id_, aims) in enumerate(pooled.items(), 1):
        one, other = lecturer.each(corpora.articles[id_], (soft_aims.get(id_, ()), aims), TOLD)
        soft.append(one)
        told.append(other)
        report("lessons", at / len(pooled))
    return soft, told


def figures(lessons: Sequence[Lesson], probabilities: Floats) -> dict[str, float]:
    """Return the figures of the probabilities (U, WIDTH) against the lessons' targets, means being rounded."""
    target = np.concatenate([lesson.target for lesson in lessons])
    known = ~np.isnan(target[:, 0])
    sourcing = target[known, PARTS["sourcing"]]
    said = probabilities[known, PARTS["sourcing"]].argmax(axis=1)
    found = {"sourcing_accuracy": float((sourcing[np.arange(len(said)), said] > 0).mean())}
    for name, part in (("certainty", PARTS["certainty"]), ("strength", PARTS["strength"])):
        rated = ~np.isnan(target[:, part.start])
        classes = np.arange(part.stop - part.start)
        wanted, given = target[rated, part] @ classes, probabilities[rated, part] @ classes
        found[f"{name}_qwk"] = metrics.qwk(wanted, metrics.rounded(given), len(classes) - 1)
        found[f"{name}_spearman"] = metrics.spearman(wanted, given)
    return found
