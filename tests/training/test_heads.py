from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits

from evidence import features
from evidence.compiled import Linear
from evidence.heads import PARTS, WIDTH, Judgement
from training import heads
from training.examples import Example

FOLDS = 5
pytestmark = pytest.mark.filterwarnings(f"ignore::{ConvergenceWarning.__module__}.{ConvergenceWarning.__name__}")


def silent(step: str, share: float) -> None:
    assert 0 <= share <= 1, step


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, threadpool_limits(1):
        patch.setitem(heads.NETWORK, "hidden_layer_sizes", (8,))
        yield


@pytest.fixture(scope="module")
def fitted(examples: list[Example]) -> heads.Fitted:
    return heads.fit(examples, FOLDS, 1, silent)


def answers(examples: list[Example]) -> dict[str, np.ndarray]:
    """Each article's answers by the network that was fitted without its fold."""
    lessons = heads._lessons(examples)
    rows = np.concatenate([one.own[has] for one, has in zip(examples, lessons.known, strict=True)])
    made = heads._by_fold([heads._network(1)], rows, lessons, FOLDS, silent)
    return {example.id: made[example.fold][0].predict(example.own) for example in examples}


def test_no_label_of_a_publisher_reaches_the_answers_for_its_fold(examples: list[Example]) -> None:
    poisoned = examples[0]
    absurd = poisoned.target.copy()
    absurd[:, PARTS["sourcing"]] = np.eye(7)[5]
    changed = [replace(poisoned, target=absurd), *examples[1:]]
    before, after = answers(examples), answers(changed)
    same = {example.id for example in examples if np.array_equal(before[example.id], after[example.id])}
    own = {example.id for example in examples if example.fold == poisoned.fold}
    assert same == own
    assert len(own) >= 2
    assert len(own) < len(examples)


def test_each_fold_s_model_is_made_of_the_other_folds(examples: list[Example], monkeypatch: pytest.MonkeyPatch) -> None:
    lessons = heads._lessons(examples)
    monkeypatch.setattr(heads, "_fitted", lambda _, rows, wanted, counts, fold, held: rows[fold != held].tolist())
    rows = np.arange(len(lessons.fold))
    made = heads._by_fold([heads._network(1)], rows, lessons, FOLDS, silent)
    at, units = 0, dict[int, list[int]]()
    for example, has in zip(examples, lessons.known, strict=True):
        units.setdefault(example.fold, []).extend(range(at, at := at + int(has.sum())))
    assert made[None] == [list(range(at))]
    for fold in range(FOLDS):
        assert made[fold] == [sorted(set(range(at)) - set(units.get(fold, [])))]


def test_the_unseen_judgements_are_the_annotated_articles(fitted: heads.Fitted, examples: list[Example]) -> None:
    hard = [example for example in examples if not example.soft]
    assert list(fitted.unseen) == [example.id for example in hard]
    for example in hard:
        assert_calibrated(fitted.unseen[example.id], len(example.reading.units))


def test_the_calibrators_give_probabilities_that_sum_to_one(fitted: heads.Fitted, examples: list[Example]) -> None:
    one = examples[0]
    assert_calibrated(fitted.heads.judge(one.views), len(one.reading.units))


def assert_calibrated(judged: Judgement, units: int) -> None:
    for found, classes in ((judged.sourcing, 7), (judged.certainty, 4), (judged.levels, 5)):
        assert found.shape == (units, classes)
        np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)
    assert ((judged.strength >= 0) & (judged.strength <= 1)).all()


def test_the_student_answers_beside_the_networks_and_the_same_whatever_the_fold(examples: list[Example]) -> None:
    random = np.random.default_rng(1)
    first = Linear(random.normal(0, 0.1, (len(features.ROW), 4)).astype(np.float32), np.ones(4, np.float32))
    last = Linear(random.normal(0, 1, (4, WIDTH)).astype(np.float32), np.ones(WIDTH, np.float32))
    fitted = heads.fit(examples, FOLDS, 1, silent, (first, last)).heads
    row = heads._rows(examples[0], features.context)
    given = last(np.maximum(first(row), 0))
    said = fitted.student.predict(fitted.scaler.transform(row))
    for part in PARTS.values():  # of a softmax's logits only the differences count
        wanted = given[:, part] - given[:, part].mean(axis=1, keepdims=True)
        np.testing.assert_allclose(said[:, part], wanted, atol=0.15 * np.abs(wanted).max())
    assert all(model.n_features_in_ == 2 * WIDTH for model in fitted.calibrators.values())
    assert_calibrated(fitted.judge(examples[0].views), len(examples[0].reading.units))


def test_what_lacks_a_label_is_filled_with_the_mean(examples: list[Example]) -> None:
    filled = np.concatenate(heads._filled(examples))
    every = np.concatenate([example.target for example in examples])
    lacking = ~np.isnan(every[:, 0]) & np.isnan(every[:, 7])
    assert lacking.sum() >= 3
    np.testing.assert_allclose(
        filled[lacking, 7:], np.tile(np.nanmean(every, axis=0)[7:], (lacking.sum(), 1)), atol=1e-6
    )
    np.testing.assert_array_equal(filled[~lacking], every[~lacking])


def test_our_own_articles_count_for_three_of_the_others(examples: list[Example]) -> None:
    examples = [replace(examples[0], invented=True), *examples[1:]]
    lessons = heads._lessons(examples)
    each = [heads.RARE if one.invented else 1.0 for one in examples]
    wanted = np.repeat(each, [int(has.sum()) for has in lessons.known]).tolist()
    assert lessons.counts.tolist() == wanted
    assert set(wanted) == {1.0, heads.RARE}
