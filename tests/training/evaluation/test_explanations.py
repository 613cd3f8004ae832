from __future__ import annotations

from typing import Any

import pytest

from evidence.scorer import Scorer
from evidence.values import Article, Cue, Sentence
from training.corpora import Corpora
from training.evaluation import explanations
from training.evaluation.explanations import Agreement, Trial, agreements, trials, without
from training.progress import silent

TEXT = "The wall, reportedly, leans. Perhaps it may fall."


@pytest.mark.parametrize(
    ("words", "first", "expected"),
    [
        ("reportedly", 0, "The wall,, leans. Perhaps it may fall."),
        ("Perhaps", 29, "The wall, reportedly, leans. It may fall."),
        ("may", 29, "The wall, reportedly, leans. Perhaps it fall."),
        ("Perhaps it may fall", 29, "The wall, reportedly, leans. ."),
    ],
)
def test_a_cue_s_words_are_deleted_and_no_others(words: str, first: int, expected: str) -> None:
    start = TEXT.index(words)
    sentence = Sentence(first, len(TEXT) if first else 28, TEXT[first:])
    cue = Cue("hedge", "modal", start, start + len(words), words, "hedge.x", 0.1)
    assert without(Article.of(TEXT, "Wall may lean"), sentence, cue) == Article.of(expected, "Wall may lean")


def test_a_title_loses_its_own_words() -> None:
    head = Sentence(0, 13, "Wall may lean", "headline")
    cue = Cue("hedge", "modal", 5, 8, "may", "hedge.may", 0.1)
    assert without(Article.of(TEXT, "Wall may lean"), head, cue) == Article.of(TEXT, "Wall lean")


def test_agreement_is_the_share_of_moves_as_the_sign_says() -> None:
    found = [Trial("a", "hedge", -0.2, -0.1), Trial("a", "doubt", 0.1, -0.1), Trial("b", "hedge", 0.1, 0.0)]
    assert agreements(found) == (
        Agreement("all", 3, pytest.approx(1 / 3), pytest.approx(0.4 / 3), pytest.approx(0.2 / 3)),
        Agreement("hedge", 2, 0.5, pytest.approx(0.15), pytest.approx(0.05)),
        Agreement("doubt", 1, 0.0, pytest.approx(0.1), pytest.approx(0.1)),
    )
    assert agreements([]) == ()


def test_every_telling_cue_is_tried_on_the_text(scorer: Scorer, tiny: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explanations, "LEAST", 0.0)
    given = Corpora(tiny.corpora, tiny.labels).labelled("dev")
    said = [scorer.assess(Article.of(one.article.text, one.article.title)) for one in given]
    units = [unit for one in said for unit in (one.headline, *one.sentences) if unit and unit.strength is not None]
    wanted = [cue.kind for unit in units for cue in unit.cues if cue.effect]
    found = trials(scorer, given, silent)
    assert sorted(trial.kind for trial in found) == sorted(wanted)
    assert len(found) >= 5
    assert {trial.article for trial in found} <= {one.article.id for one in given}
    assert any(trial.true for trial in found)
