"""The stage: the convolution learnt from soft labels of the whole pool, then from annotators' labels.

It learns from those and from our own articles.  From soft labels it is learnt twice: what the first network says of
the pool is more even than what the teacher said, which has whims of its own; a second one learns from the mean of
both (born-again networks, Furlanello et al. 2018).  That one goes on in a last round with what annotators said of
the pool, and of its other sentences with the teacher's labels as they are.  The annotated articles of train are no
lessons: what the calibrators learn from them must be new to the convolution, as every article in service is.  They
tell how far it has come.  After new labels kept weights can go on instead of being learnt anew.
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
from training.convolution.network import FRESH, ONWARD, STAGE, TUNING, Network, Pace
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
ON = 6  # epochs of the round that goes on with new soft labels
TUNED = 4  # epochs of the last round
NEXT = 0.5  # share of a network's answers in what the next one learns
OWN = 0.3  # share of a network's own answers in what it learns going on
TOLD = 2.0  # how much a sentence of the pool counts that an annotator labelled


def learn(
    corpora: Corpora,
    out: Path,
    report: Report,
    say: Callable[[str], None],
    rounds: Sequence[int] = EPOCHS,
    tuned: int = TUNED,
) -> Path:
    """Learn the convolution in ``rounds`` and a last one of so many epochs; return the file in ``out`` that holds it.

    A round's is written after each of its epochs, and takes the place of the one before when it is done.
    """
    course = Course(corpora, out, report, say)
    lessons = course.soft
    for number, epochs in enumerate(rounds, 1):
        network = course.network(FRESH)
        course.teach(f"round {number}", network, lessons, epochs)
        course.done()
        if number < len(rounds):
            lessons = mellowed(lessons, network, NEXT)
    return _last(course, read(course.file), tuned)


def learn_last(
    corpora: Corpora, out: Path, report: Report, say: Callable[[str], None], kept: Path, tuned: int = TUNED
) -> Path:
    """Run the last round alone, which goes on from the ``kept`` weights; else as ``learn``.

    Raises CorpusChanged where these have other columns or classes than this code.
    """
    begin = _begin(kept)
    return _last(Course(corpora, out, report, say), begin, tuned)


def learn_on(
    corpora: Corpora, out: Path, report: Report, say: Callable[[str], None], kept: Path, epochs: int = ON
) -> Path:
    """Go on from the ``kept`` weights with the soft labels; return the file of the mean of where it began and ends.

    Half of the way is often better on new articles than its end (WiSE-FT, Wortsman et al. 2022).  Raises CorpusChanged
    as ``learn_last``.
    """
    begin = _begin(kept)
    course = Course(corpora, out, report, say)
    network = course.network(ONWARD, begin)
    course.teach("onward", network, mellowed(course.soft, network, OWN), epochs)
    before, behind = course.arrays(begin), network.arrays()
    network.take({name: (before[name] + behind[name]) / 2 for name in behind})
    course.measure("mean", network)
    return course.done()


def _begin(kept: Path) -> Weights:
    """Return the weights to go on from, before minutes are spent on the lessons."""
    begin = read(kept)
    if begin.columns != COLUMNS:
        raise CorpusChanged(
            f"{kept} was learnt with other features: learn it anew with python -m training convolution."
        )
    return begin


def _last(course: Course, begin: Weights, epochs: int) -> Path:
    course.teach("last round", course.network(TUNING, begin), course.told, epochs)
    return course.done()


class Course:
    """What all rounds share: the lessons, what tells how far a network has come, and the file that they leave.

    ``soft`` are the lessons by the teacher's labels, ``told`` the same with annotators'.
    """

    def __init__(self, corpora: Corpora, out: Path, report: Report, say: Callable[[str], None]) -> None:
        check(STAGE)
        out.mkdir(parents=True, exist_ok=True)
        self.file, self._halfway, self._figures = out / FILE.name, out / HALFWAY, out / FIGURES
        self._report, self._say = report, say
        with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
            ground = lay(corpora, report)
        lecturer = Lecturer(ground.reader, ground.tagger)
        self.soft, self.told = _lessons(corpora, lecturer, report)
        self._asked = [lecturer(given.article, from_labels(given.labels)) for given in corpora.labelled("train")]
        self._words = ground.words
        self._known = vectors(tuple(ground.words.vocabulary), SEED)
        beside = np.concatenate([lesson.beside for lesson in self.soft])
        self._standard = beside.mean(axis=0), beside.std(axis=0)
        self._begun, self._reached = time.monotonic(), list[dict[str, float]]()

    def network(self, pace: Pace, begin: Weights | None = None) -> Network:
        """Return a network that has learnt nothing, or what the weights to ``begin`` with hold."""
        made = Network(SEED, self._known, self._standard, pace)
        if begin:
            made.take(self.arrays(begin))
        return made

    def arrays(self, begin: Weights) -> dict[str, Floats]:
        """Return the weights' arrays for the vocabulary of this course."""
        return {**begin.arrays, **begin.of(self._words)}

    def teach(self, name: str, network: Network, lessons: Sequence[Lesson], epochs: int) -> None:
        """Teach the network, which is measured after every epoch."""

        def after(epoch: int) -> None:
            self.measure(f"{name}, epoch {epoch}", network)

        network.fit(lessons, epochs, lambda share: self._report("convolution", share), after)

    def measure(self, name: str, network: Network) -> None:
        """Write the network's weights beside the file and tell what it reaches."""
        write(self._halfway, Weights(tuple(self._words.vocabulary), COLUMNS, network.arrays()))
        minutes = {"minutes": (time.monotonic() - self._begun) / 60}
        self._reached.append(minutes | figures(self._asked, network(self._asked)))
        self._figures.write_text(json.dumps(self._reached, indent=2) + "\n", encoding="utf-8")
        measured = ", ".join(f"{figure} {value:.3f}" for figure, value in self._reached[-1].items())
        self._say(f"{name}: {measured}")

    def done(self) -> Path:
        """Return the file, in whose place the weights that were measured last now are."""
        os.replace(self._halfway, self.file)
        return self.file


def mellowed(lessons: Sequence[Lesson], network: Network, share: float) -> list[Lesson]:
    """Return the lessons with the mean of their targets and the network's answers, in which these have the share.

    What an annotator told stays as it is, and what had no target has none.
    """
    answers = network(lessons)
    ends = np.cumsum([len(lesson.target) for lesson in lessons]).tolist()
    return [
        replace(
            lesson,
            target=np.where(
                lesson.told[:, None],
                lesson.target,
                (1 - share) * lesson.target + share * answers[end - len(lesson.target) : end],
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
    """Return the figures of the probabilities (U, WIDTH) against the lessons' targets.

    Means are rounded as they are, where the service stretches them (``evidence.heads.estimate``).
    """
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
