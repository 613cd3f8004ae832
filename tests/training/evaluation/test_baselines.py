from __future__ import annotations

import numpy as np
import pytest

from evidence.scorer import Scorer
from evidence.segment import segment
from evidence.values import SOURCINGS, Article
from training.evaluation import baselines
from training.evaluation.baselines import BASELINES
from training.examples import Example


@pytest.mark.parametrize(
    ("text", "sourcing", "certainty", "strength"),
    [
        ("The library opened on Monday.", "own", 3, 3),
        ("The library may open on Monday.", "own", 1, 1),
        ("Smith said the library was open.", "named", 3, 3),
        ("Smith said the library may open.", "named", 1, 1),
        ("The library has reportedly closed.", "hearsay", 2, 1),
        ("Officials said the library had closed.", "unnamed", 3, 2),
        ("It is unknown whether the library will open.", "own", 0, 0),
    ],
)
def test_the_rules_judge_by_cues_alone(scorer: Scorer, text: str, sourcing: str, certainty: int, strength: int) -> None:
    article = Article.of(text)
    reading = scorer.analyst.reader.read(article, None, segment(article))
    assert baselines._ruled(reading, 0) == (sourcing, certainty, strength)


def test_the_rules_file_knows_our_classes_and_ends_with_a_default() -> None:
    rules = baselines._rules()
    assert {rule.sourcing for rule in rules} - {None} <= set(SOURCINGS)
    assert rules[-1] == baselines.Rule("", "own", 3, 3)


@pytest.mark.parametrize("name", list(BASELINES))
def test_a_baseline_judges_every_unit_on_the_scales(name: str, examples: list[Example]) -> None:
    hard = [example for example in examples if not example.soft]
    judge = BASELINES[name](hard[1:])
    said = judge(hard[0])
    n = len(hard[0].reading.units)
    for found, classes in ((said.sourcing, 7), (said.certainty, 4), (said.levels, 5)):
        assert found.shape == (n, classes)
        np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)
    assert ((said.strength >= 0) & (said.strength <= 1)).all()
    assert ((said.certain >= 0) & (said.certain <= 3)).all()


def test_the_constant_is_the_mean_of_train(examples: list[Example]) -> None:
    hard = [example for example in examples if not example.soft]
    said = baselines.constant(hard)(hard[0])
    target = np.concatenate([example.target for example in hard])
    graded = target[~np.isnan(target[:, 11])][:, 11:]
    assert said.strength == pytest.approx(float((graded @ np.arange(5)).mean()) / 4, abs=1e-5)
    assert len(set(said.strength.tolist())) == 1


def test_words_tell_what_they_told_in_train(examples: list[Example]) -> None:
    hard = [example for example in examples if not example.soft]
    judge = baselines.worded(hard)
    wanted = np.concatenate([example.target for example in hard])
    given = np.concatenate([judge(example).strength for example in hard])
    graded = ~np.isnan(wanted[:, 11])
    assert np.corrcoef(wanted[graded][:, 11:] @ np.arange(5), given[graded])[0, 1] > 0.5
