from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evidence.reading import Reading
from evidence.scorer import Scorer
from evidence.segment import segment
from evidence.values import Article, Span
from training.corpora import Corpora
from training.evaluation import spans


@pytest.fixture(scope="module")
def reading(scorer: Scorer) -> Reading:
    article = Article.of("She said it rained. It rained twice. Nobody came.")
    return scorer.analyst.reader.read(article, None, segment(article))


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(0, 3), [(0, 1)]),
        (Span(9, 36), [(2, 5), (5, 9)]),
        (Span(9, 49), [(2, 5), (5, 9), (9, 12)]),
        (Span(3, 4), []),
    ],
)
def test_a_span_is_cut_where_a_sentence_ends(reading: Reading, span: Span, expected: list[tuple[int, int]]) -> None:
    assert [*spans.pieces(span, reading)] == expected


def test_articles_that_anything_was_fitted_to_are_left_out(tiny: Any) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    train, dev = corpora.polnear("train"), corpora.polnear("dev")
    fresh = replace(train[0], id="pn:fresh", text="A text of its own.")
    assert spans.unseen(corpora, [*train, *dev, replace(fresh, text=train[0].text), fresh]) == [fresh]


def test_the_tagger_s_spans_are_compared_with_the_gold(
    scorer: Scorer, tiny: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    monkeypatch.setattr(spans, "unseen", lambda corpora, every: every)
    found = spans.measure(scorer, corpora)
    assert (found.articles, found.left_out) == (len(corpora.polnear("dev")), 0)
    assert set(found.scores) == {"source", "cue", "content"}
    assert any(score.f1 > 0 for score in found.scores.values())
