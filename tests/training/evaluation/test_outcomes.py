from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from evidence.heads import Judgement
from evidence.scorer import Scorer
from evidence.values import Article as Text
from training.corpora import Article, Corpora, Label, Labelled
from training.evaluation.outcomes import Given, Outcomes, Said, assessed, compared, judged

Make = Callable[..., Said]


def one(label: Label, *sentences: Said, headline: Said | None = None) -> Outcomes:
    labelled = Labelled(Article("a", "P", "2024-01-01", "t", "Rain!", "abcdefghij" * 3), (label,), 60.0)
    return compared([(labelled, Given(headline, sentences, 40.0))])


def test_a_label_is_compared_with_the_sentence_at_its_place(said: Make) -> None:
    made = one(Label("a", 2, 10, 20, "named", "3", "4"), said(0, 10, "own", 0.25), said(10, 20, "named", 0.75, 2.5))
    (outcome,) = made.sentences
    assert (outcome.label.sourcings, outcome.said.sourcing) == (("named",), "named")
    assert outcome.claim is not None
    assert (outcome.claim.wanted, outcome.claim.given) == (4.0, 3.0)
    assert (outcome.claim.certainty, outcome.claim.certain) == (3.0, 2.5)
    assert outcome.claim.solid == pytest.approx(0.8)
    assert [(rated.article, rated.wanted, rated.given) for rated in made.ratings] == [("a", 60.0, 40.0)]


def test_sentences_split_otherwise_count_by_what_they_share(said: Make) -> None:
    parts = (said(0, 4, "own", 1.0), said(4, 10, "media", 0.5), said(10, 20, "own", 0.0))
    (outcome,) = one(Label("a", 1, 0, 10, "media", "3", "2"), *parts).claims
    assert outcome.said.sourcing == "media"
    assert outcome.claim is not None
    assert outcome.claim.given == pytest.approx(4 * (0.4 * 1.0 + 0.6 * 0.5))


def test_a_claim_that_is_taken_for_none_counts_at_the_middle(said: Make) -> None:
    (outcome,) = one(Label("a", 1, 0, 10, "own", "3", "3"), said(0, 10, "none", None)).claims
    assert outcome.claim is not None
    assert (outcome.claim.given, outcome.claim.certain) == (2.0, 3.0)


@pytest.mark.parametrize("written", [("none", "-", "-"), ("own|none", "3?", "2?")])
def test_a_sentence_without_an_agreed_strength_counts_for_its_sourcing_alone(
    said: Make, written: tuple[str, str, str]
) -> None:
    made = one(Label("a", 1, 0, 10, *written), said(0, 10))
    assert (len(made.sentences), made.claims) == (1, ())


def test_the_title_is_compared_with_the_headline(said: Make) -> None:
    label = Label("a", 0, 0, 5, "own", "3", "3")
    (outcome,) = one(label, said(0, 10, "own", 1.0), headline=said(0, 5, "own", 0.5)).claims
    assert outcome.claim is not None
    assert outcome.claim.given == 2.0
    assert one(label, said(0, 10, "own", 1.0)).sentences == ()


def test_columns_are_of_one_length_each(outcomes: Callable[..., Outcomes]) -> None:
    made = outcomes([("own", "3", "3", "own", 0.5, 3.0), ("none", "-", "-", "none", None, 3.0)])
    assert made.columns("sentences")["accepted"].tolist() == [("own",), ("none",)]
    assert made.columns("claims")["given"].tolist() == [2.0]
    assert made.columns("articles")["given"].tolist() == [5.0]
    assert made.where(lambda outcome: outcome.label.index == 1).columns("claims")["given"].tolist() == []


def test_an_assessment_and_its_judgement_say_the_same(scorer: Scorer) -> None:
    article = Text.of("The wall reopened on Monday. Mayor Ines Dahl said it cost 4.2 million crowns.", "Wall reopens")
    given = assessed(scorer.assess(article))
    assert given.headline is not None
    assert [one.strength is None for one in given.sentences] == [one.sourcing == "none" for one in given.sentences]
    assert [(one.start, one.end) for one in given.sentences] == [(0, 28), (29, len(article.text))]


def test_a_judgement_without_a_claim_has_no_strength(tiny: Any, examples: Any) -> None:
    reading = examples[0].reading
    n = len(reading.units)
    sourcing = np.zeros((n, 7))
    sourcing[:, 0] = 1
    sourcing[1] = np.eye(7)[6]
    levels = np.full((n, 5), 0.2)
    said = judged(reading, Judgement(sourcing, np.full((n, 4), 0.25), levels, np.full(n, 0.4), np.full(n, 2.0)), 50.0)
    assert said.headline is not None
    assert (said.headline.sourcing, said.headline.strength) == ("own", 0.4)
    assert (said.sentences[0].sourcing, said.sentences[0].strength) == ("none", None)
    assert len(said.sentences) == n - 1
    assert Corpora(tiny.corpora, tiny.labels).articles[examples[0].id].title == reading.units[0].text
