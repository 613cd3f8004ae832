from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from evidence.decode import BEGIN, OUT, WITHIN
from evidence.scorer import Scorer
from evidence.values import Span
from training import taggers
from training.corpora import Corpora, PolnearArticle, PolnearAttribution, TypedCue, Uncertain


def article(text: str, source: str = "", cue: str = "", content: str = "") -> PolnearArticle:
    def spans(words: str) -> tuple[Span, ...]:
        return (Span(text.index(words), text.index(words) + len(words)),) if words else ()

    return PolnearArticle("pn:x", text, (), (PolnearAttribution(spans(source), spans(cue), spans(content)),))


@pytest.mark.parametrize(
    ("given", "labels"),
    [
        (article("John Smith said it rained.", "John Smith", "said", "it rained"), ["BIOOOO", "OOBOOO", "OOOBIO"]),
        (
            article("It rained. It snowed, he said.", "he", "said", "It rained. It snowed"),
            ["OOOOOOBOO", "OOOOOOOBO", "BIIBIOOOO"],
        ),
        (article("It rained."), ["OOO", "OOO", "OOO"]),
    ],
)  # fmt: skip
def test_a_span_begins_and_goes_on_and_begins_anew_in_each_sentence(
    scorer: Scorer, given: PolnearArticle, labels: list[str]
) -> None:
    (tagged,) = taggers.read_polnear(scorer.analyst.reader, [given])
    named = {OUT: "O", BEGIN: "B", WITHIN: "I"}
    assert ["".join(named[label] for label in column) for column in tagged.labels.T.tolist()] == labels


def test_nested_spans_are_united(scorer: Scorer) -> None:
    text = "He said she said it rained."
    outer = PolnearAttribution((Span(0, 2),), (Span(3, 7),), (Span(8, 26),))
    inner = PolnearAttribution((Span(8, 11),), (Span(12, 16),), (Span(17, 26),))
    (tagged,) = taggers.read_polnear(scorer.analyst.reader, [PolnearArticle("pn:x", text, (), (outer, inner))])
    assert tagged.labels[:, 0].tolist() == [BEGIN, OUT, BEGIN, OUT, OUT, OUT, OUT]
    assert tagged.labels[:, 2].tolist() == [OUT, OUT, BEGIN, WITHIN, BEGIN, WITHIN, OUT]


def test_a_cue_of_uncertainty_has_its_class(scorer: Scorer) -> None:
    cues = (TypedCue("modal_probable", Span(3, 6)), TypedCue("hypo_doxastic", Span(12, 19)))
    readings, labels = taggers.read_szeged(
        scorer.analyst.reader, [Uncertain("d", "It may rain believe.", cues), Uncertain("d", "No.", ())]
    )
    assert [len(reading.tokens) for reading in readings] == [5, 2]
    assert labels.tolist() == [0, 1, 0, 2, 0, 0, 0]


def test_the_second_pass_learns_from_answers_on_articles_that_the_first_had_not_seen(
    scorer: Scorer, tiny: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fits: list[tuple[int, ...]] = []
    fitted = taggers._fitted

    def recorded(model: Any, features: Any, labels: Any, chosen: Any) -> Any:
        fits.append(tuple(np.flatnonzero(~chosen).tolist()) if chosen is not None else ())
        return fitted(model, features, labels, chosen)

    monkeypatch.setattr(taggers, "_fitted", recorded)
    corpora = Corpora(tiny.corpora, tiny.labels)
    tagged = taggers.read_polnear(scorer.analyst.reader, corpora.polnear("train"))
    doubts = taggers.read_szeged(scorer.analyst.reader, corpora.szeged())
    with pytest.warns(match="Maximum iterations"):
        tagger = taggers.fit(tagged, doubts, 1, lambda step, share: None)
    starts = np.cumsum([0, *(len(t.labels) for t in tagged)])
    held = [
        tuple(row for i in range(len(tagged)) if i % taggers.FOLDS == fold for row in range(starts[i], starts[i + 1]))
        for fold in range(taggers.FOLDS)
    ]
    # three types, each fitted without every fold and once with all; the uncertainty cues once
    assert sorted(fits) == sorted([*held * 3, *[()] * 4])
    assert len(tagger.first) == 3
