from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from evidence.values import Assessment, ModelId, Rating, Sentence, SentenceAssessment
from training import evaluate
from training.corpora import Article, Corpora, Label, Labelled
from training.evaluate import Outcomes, add

TEXT = "abcdefghij" * 3


def sentence(
    start: int, end: int, strength: float | None, sourcing: str = "own", quoted: bool = False
) -> SentenceAssessment:
    own = Sentence(start, end, TEXT[start:end], quoted=quoted)
    return SentenceAssessment(own, strength, None, (0, 0, 0.2, 0.3, 0.5), sourcing, 1.0, "certain", 2.5)  # type: ignore[arg-type]


def assessment(
    *sentences: SentenceAssessment, headline: SentenceAssessment | None = None, score: float = 40
) -> Assessment:
    rating = Rating(score, "D", "", len(sentences), len(sentences), (0, 100), {}, ())
    return Assessment(ModelId("m", "1"), headline, sentences, (), (), rating)


def outcomes(label: Label, said: Assessment) -> tuple[Outcomes, dict[str, Outcomes]]:
    whole, slices = Outcomes(), defaultdict[str, Outcomes](Outcomes)
    add(Labelled(Article("a", "P", "2024-01-01", "t", "", TEXT), (label,), 60.0), said, whole, slices)
    return whole, slices


def test_a_label_is_compared_with_the_sentence_at_its_place() -> None:
    said = assessment(sentence(0, 10, 0.25), sentence(10, 20, 0.75, "named"))
    whole, slices = outcomes(Label("a", 2, 10, 20, "named", "3", "4"), said)
    assert whole.sourcing == [(("named",), "named")]
    assert whole.strength == [(4.0, 3.0)]
    assert whole.certainty == [(3.0, 2.5)]
    assert whole.solid == [(True, pytest.approx(0.8))]
    assert whole.rating == [(60.0, 40)]
    assert sorted(slices) == ["body", "labelled named", "not quoted"]


def test_sentences_split_otherwise_count_by_what_they_share() -> None:
    said = assessment(sentence(0, 4, 1.0), sentence(4, 10, 0.5, "media"), sentence(10, 20, 0.0))
    whole, _ = outcomes(Label("a", 1, 0, 10, "media", "3", "2"), said)
    assert whole.sourcing == [(("media",), "media")]
    assert whole.strength == [(2.0, pytest.approx(4 * (0.4 * 1.0 + 0.6 * 0.5)))]


def test_a_claim_that_is_taken_for_none_counts_at_the_middle() -> None:
    whole, _ = outcomes(Label("a", 1, 0, 10, "own", "3", "3"), assessment(sentence(0, 10, None, "none")))
    assert (whole.strength, whole.certainty) == ([(3.0, 2.0)], [(3.0, 3.0)])


@pytest.mark.parametrize("written", [("none", "-", "-"), ("own|none", "3?", "2?")])
def test_a_sentence_without_an_agreed_strength_counts_for_its_sourcing_alone(written: tuple[str, str, str]) -> None:
    whole, _ = outcomes(Label("a", 1, 0, 10, *written), assessment(sentence(0, 10, 0.5)))
    assert (len(whole.sourcing), whole.strength, whole.certainty, whole.solid) == (1, [], [], [])


def test_the_title_is_compared_with_the_headline() -> None:
    head = SentenceAssessment(Sentence(0, 5, "Rain!", "headline"), 0.5, None, (0.2,) * 5, "own", 1.0, "certain", 3.0)
    label = Label("a", 0, 0, 5, "own", "3", "3")
    whole, slices = outcomes(label, assessment(sentence(0, 10, 1.0), headline=head))
    assert whole.strength == [(3.0, 2.0)]
    assert "headline" in slices
    nothing, _ = outcomes(label, assessment(sentence(0, 10, 1.0)))
    assert nothing.strength == []


def test_figures_have_the_card_s_names() -> None:
    rows = [("own", 1.0, 1.0), ("named", 4.0, 4.0), ("own", 2.0, 3.0)]
    made = Outcomes(
        sourcing=[((name,), "own") for name, _, _ in rows],
        strength=[(wanted, given) for _, wanted, given in rows],
        certainty=[(1.0, 1.0), (3.0, 3.0), (3.0, 2.0)],
        solid=[(False, 0.0), (True, 1.0), (False, 0.0)],
        rating=[(10.0, 20.0), (50.0, 60.0)],
    )
    found = made.figures()
    assert found["sourcing_accuracy"] == pytest.approx(2 / 3)
    assert found["strength_mae"] == pytest.approx(1 / 3)
    assert (found["hedged_auc"], found["strength_ece"]) == (1.0, 0.0)
    assert (found["rating_spearman"], found["rating_mae"]) == (pytest.approx(1), 10)
    assert 0 < found["strength_qwk"] < 1


def test_nothing_to_compare_gives_no_figures() -> None:
    assert Outcomes().figures() == {}


def test_a_slice_is_given_figures_only_if_it_is_large_enough(
    fit: Any, tiny: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    assert not any("/" in name for name in evaluate.evaluate(fit.model, corpora))
    monkeypatch.setattr(evaluate, "FEWEST", 10)
    slices = {name.partition("/")[0] for name in evaluate.evaluate(fit.model, corpora) if "/" in name}
    assert {"body", "not quoted"} <= slices
    assert "headline" not in slices
