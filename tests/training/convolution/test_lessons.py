from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from evidence.convolution import ATTRIBUTES, GAP
from evidence.features import LOCAL, LOCAL_FAMILIES, PLACED
from evidence.heads import WIDTH
from evidence.scorer import Scorer
from training.convolution.lessons import Lecturer, Lesson, joined
from training.corpora import Corpora
from training.examples import from_labels


def lesson(sizes: tuple[int, ...], value: float, counts: float, told: tuple[bool, ...]) -> Lesson:
    tokens, units = sum(sizes), len(sizes)
    return Lesson(
        np.cumsum([0, *sizes]).astype(np.int32),
        np.full(tokens, value, np.int32),
        np.full((tokens, 2), value, np.int32),
        np.full((tokens, 6), value, np.float16),
        np.full((units, 3), value, np.float32),
        np.full((units, WIDTH), value, np.float32),
        np.array(told),
        counts,
    )


def test_a_lesson_holds_an_article_s_tokens_and_targets(scorer: Scorer, tiny: Any) -> None:
    given = Corpora(tiny.corpora, tiny.labels).labelled("train")[0]
    found = Lecturer(scorer.analyst.reader, scorer.analyst.tagger)(given.article, from_labels(given.labels), 2.5)
    units, tokens = len(found.target), int(found.bounds[-1])
    assert units == len(given.labels)
    assert (found.ranks.shape, found.tags.shape) == ((tokens,), (tokens, 6))
    assert found.beside.shape == (units, len(LOCAL) - len(LOCAL_FAMILIES["doubts"]) + len(PLACED))
    assert found.counts == 2.5
    assert found.told.all()
    first = np.cumsum([0, *ATTRIBUTES.values()])
    assert found.attributes.shape == (tokens, len(ATTRIBUTES))
    for column, (low, high) in enumerate(pairwise(first.tolist())):
        assert low <= found.attributes[:, column].min()
        assert found.attributes[:, column].max() < high


def test_a_batch_keeps_units_apart_and_articles_in_order() -> None:
    batch = joined([lesson((2, 1), 1, 2.0, (False, True)), lesson((3,), 2, 3.0, (True,))])
    assert batch.unit.tolist() == [0, 0, 1, 2, 2, 2]
    assert batch.article.tolist() == [0, 0, 1]
    assert batch.counts.tolist() == [1, 2, 3]
    assert batch.ranks.tolist() == [1, 1, 1, 2, 2, 2]
    assert batch.rows.tolist() == [2, 3, 6, 9, 10, 11]
    assert batch.length == 6 + 4 * GAP
    assert np.diff(batch.rows)[np.diff(batch.unit) > 0].tolist() == [1 + GAP, 1 + GAP]
