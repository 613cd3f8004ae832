"""The network in torch: skipped where the extra packages are not installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from evidence.convolution import Convolution
from evidence.heads import PARTS, WIDTH
from evidence.scorer import Scorer
from training.convolution.lessons import Lecturer, Lesson, joined
from training.corpora import Corpora
from training.examples import from_labels, read

pytest.importorskip("torch", reason="torch, which only learning the convolution needs, is not installed")

from training.convolution.layers import VECTOR
from training.convolution.network import Network


@pytest.fixture(scope="module")
def lessons(scorer: Scorer, tiny: Any) -> list[Lesson]:
    lecturer = Lecturer(scorer.analyst.reader, scorer.analyst.tagger)
    return [
        lecturer(one.article, from_labels(one.labels)) for one in Corpora(tiny.corpora, tiny.labels).labelled("train")
    ]


def network(lessons: Sequence[Lesson], words: int, seed: int = 1) -> Network:
    vectors = np.random.default_rng(seed).normal(0, 0.1, (words + 1, VECTOR)).astype(np.float32)
    beside = np.concatenate([lesson.beside for lesson in lessons])
    return Network(seed, vectors, (beside.mean(axis=0), beside.std(axis=0) + 1e-6))


def words(scorer: Scorer) -> int:
    return len(scorer.analyst.convolution.words) - 1


def test_the_service_reads_the_gists_that_were_learnt(scorer: Scorer, tiny: Any, lessons: list[Lesson]) -> None:
    analyst = scorer.analyst
    learnt = network(lessons, words(scorer))
    learnt.fit(lessons, 1, lambda share: None, lambda epoch: None)
    serving = Convolution.of(learnt.arrays())
    for labelled, lesson in zip(Corpora(tiny.corpora, tiny.labels).labelled("train"), lessons, strict=True):
        reading = read(analyst.reader, labelled.article)
        tags = analyst.tagger(reading)
        # a lesson keeps the tags as half floats
        np.testing.assert_allclose(serving(reading, tags), learnt.gists(joined([lesson])), atol=5e-3)


def test_the_network_learns_its_lessons(scorer: Scorer, lessons: list[Lesson]) -> None:
    learnt = network(lessons, words(scorer))
    target = np.concatenate([lesson.target for lesson in lessons])
    known = ~np.isnan(target[:, 0])

    def error() -> float:
        found = learnt(lessons)[known, PARTS["sourcing"]]
        return float(-(np.log(found) * target[known, PARTS["sourcing"]]).sum(axis=1).mean())

    before = error()
    learnt.fit(lessons, 60, lambda share: None, lambda epoch: None)
    assert error() < 0.5 * before


def test_a_network_goes_on_from_what_another_has_learnt(scorer: Scorer, lessons: list[Lesson]) -> None:
    learnt, other = network(lessons, words(scorer)), network(lessons, words(scorer), 2)
    learnt.fit(lessons, 3, lambda share: None, lambda epoch: None)
    given = learnt.arrays()
    before = given["wide.factors"].copy()
    assert np.abs(other(lessons) - learnt(lessons)).max() > 0.01
    other.take(given)
    np.testing.assert_allclose(other(lessons), learnt(lessons), atol=1e-4)
    np.testing.assert_array_equal(given["wide.factors"], before)


def test_the_probabilities_of_each_part_sum_to_one(scorer: Scorer, lessons: list[Lesson]) -> None:
    found = network(lessons, words(scorer))(lessons)
    assert found.shape == (sum(len(lesson.target) for lesson in lessons), WIDTH)
    for part in PARTS.values():
        np.testing.assert_allclose(found[:, part].sum(axis=1), 1, atol=1e-5)


def test_a_batch_judges_each_article_as_it_is_judged_alone(scorer: Scorer, lessons: list[Lesson]) -> None:
    learnt = network(lessons, words(scorer))
    alone = np.concatenate([learnt([lesson]) for lesson in lessons])
    np.testing.assert_allclose(learnt(lessons), alone, atol=1e-5)


def test_progress_and_epochs_are_told(scorer: Scorer, lessons: list[Lesson]) -> None:
    shares, epochs = list[float](), list[int]()
    network(lessons, words(scorer)).fit(lessons, 2, shares.append, epochs.append)
    assert epochs == [1, 2]
    assert shares == sorted(shares)
    assert shares[-1] == 1
