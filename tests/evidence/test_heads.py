from __future__ import annotations

import numpy as np
import pytest

from evidence import features
from evidence.features import GIST, LOCAL, PLACED
from evidence.heads import BOUND, FARTHEST, PARTS, WIDTH, Judgement, Views, bounded, estimate, expected
from evidence.scorer import Scorer


def test_the_parts_lie_side_by_side() -> None:
    assert [(part.start, part.stop) for part in PARTS.values()] == [(0, 7), (7, 11), (11, 16)]
    assert WIDTH == 16


def test_answers_are_bounded() -> None:
    assert bounded(np.array([-20.0, -1.5, 0.0, 20.0])).tolist() == [-FARTHEST, -1.5, 0, FARTHEST]


@pytest.mark.parametrize(
    ("probabilities", "knots", "estimated"),
    [
        ([0, 0, 1, 0, 0], (0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4), 2.0),
        ([0.5, 0, 0, 0, 0.5], (0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4), 2.0),
        ([0, 0.2, 0.8, 0, 0], (0, 0.9, 1, 1.8, 2, 2.5, 3, 3.5, 4), 1.5),  # at a cut it is between two levels
        ([0, 0.6, 0.4, 0, 0], (0, 0.9, 1, 1.8, 2, 2.5, 3, 3.5, 4), 1.25),
        ([0, 1, 0, 0, 0], (0, 0.9, 1, 1.8, 2, 2.5, 3, 3.5, 4), 1.0),
        ([0, 0, 0, 1, 0], (0, 0.9, 1, 1.8, 2, 2.9, 3, 3.1, 4), 3.0),
        ([1, 0, 0, 0, 0], (0, 0.9, 1, 1.8, 2, 2.5, 3, 3.1, 4), 0.0),
        ([0, 0, 0, 0, 1], (0, 0.9, 1, 1.8, 2, 2.5, 3, 3.1, 4), 4.0),
        ([0, 0, 1, 0], (0, 0.3, 0.7, 1.2, 1.5, 2.4, 3), 2.0),
        ([0, 0, 0.4, 0.6], (0, 0.3, 0.7, 1.2, 1.5, 2.4, 3), 2.5),  # the mean is taken where the classes lie
    ],
)
def test_an_estimate_is_the_mean_stretched_between_the_cuts(
    probabilities: list[float], knots: tuple[float, ...], estimated: float
) -> None:
    assert float(estimate(np.array([probabilities], np.float32), knots)[0]) == pytest.approx(estimated)


@pytest.mark.parametrize("knots", [(0, 0.9, 1, 1.9, 2, 2.6, 3, 3.2, 4), (0, 0.3, 0.7, 1.2, 1.5, 2.4, 3)])
def test_estimates_keep_the_order_of_the_means(knots: tuple[float, ...]) -> None:
    given = np.random.default_rng(2).dirichlet([0.5] * (len(knots) // 2 + 1), 300).astype(np.float32)
    order = np.argsort(expected(given, knots[::2]), kind="stable")
    assert (np.diff(estimate(given, knots)[order]) >= 0).all()


def test_a_judgement_is_cut_in_all_its_parts() -> None:
    rows = np.arange(3.0)
    cut = Judgement(*(rows for _ in range(5))).rows(slice(1, None))
    assert [getattr(cut, name).tolist() for name in ("sourcing", "levels", "strength", "certain")] == [[1, 2]] * 4


def test_units_and_variants_are_judged_by_their_whole_rows(scorer: Scorer) -> None:
    heads, made = scorer.analyst.heads, np.random.default_rng(3).normal
    own, place, gist = (made(size=(rows, width)) for rows, width in ((5, len(LOCAL)), (3, len(PLACED)), (5, len(GIST))))
    where = [0, 1, 2, 2, 0]
    seen = features.rows(own, place[where], gist, features.context(own[:3], place, gist[:3])[where])
    scaled = np.clip(heads.scaler.transform(seen), -BOUND, BOUND)
    answers = [np.mean([one.predict(scaled) for one in heads.networks], axis=0), heads.student.predict(scaled)]
    wanted, found = (
        heads.calibrate(bounded(np.concatenate(answers, axis=1))),
        heads.judge(Views(own, place, gist), (2, 0)),
    )
    for name in ("sourcing", "certainty", "levels", "strength", "certain"):
        np.testing.assert_allclose(getattr(found, name), getattr(wanted, name), atol=1e-3)


def test_whatever_the_networks_answer_the_probabilities_sum_to_one(scorer: Scorer) -> None:
    answers = np.random.default_rng(1).normal(0.3, 2, (200, 2 * WIDTH)).astype(np.float32)
    judged = scorer.analyst.heads.calibrate(answers)
    for name, classes in (("sourcing", 7), ("certainty", 4), ("levels", 5)):
        found = getattr(judged, name)
        assert found.shape == (200, classes)
        assert found.min() >= 0
        np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)
    assert (judged.strength.min() >= 0, judged.strength.max() <= 1) == (True, True)
    assert (judged.certain.min() >= 0, judged.certain.max() <= 3) == (True, True)
