from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from evidence.heads import Judgement, Views
from evidence.manner import overall
from evidence.rating import components
from training import rater

RANDOM = np.random.default_rng(5)


def article(at: int) -> tuple[Any, Judgement]:
    """An article whose rating is its sentences' mean strength, and some noise."""
    strong = at / 39
    levels = np.tile(np.array([1 - strong, 0, 0, 0, strong], np.float32), (3, 1))
    sourcing = np.tile(np.eye(7, dtype=np.float32)[0], (3, 1))
    certainty = np.tile(np.eye(4, dtype=np.float32)[3], (3, 1))
    judged = Judgement(sourcing, certainty, levels, levels[:, 4], certainty[:, 3] * 3)
    one = SimpleNamespace(
        id=str(at),
        rating=20 + 60 * strong + RANDOM.normal(0, 2),
        sources=(),
        fold=at % 4,
        views=Views(
            np.full((3, 2), [strong, 1.0], np.float32), np.zeros((3, 1), np.float32), np.ones((3, 1), np.float32)
        ),
        reading=SimpleNamespace(headed=at % 2, evaluative=0),
    )
    return one, judged


PAIRS = [article(at) for at in range(40)]
EXAMPLES = [one for one, _ in PAIRS]
UNSEEN = {one.id: judged for one, judged in PAIRS}


@pytest.fixture(scope="module")
def rated() -> rater.Rated:
    return rater.fit(EXAMPLES, UNSEEN, 1)


def manner(rated: rater.Rated, at: int) -> float:
    return rated.rater.manner(overall(EXAMPLES[at].views, headed=False))


def test_the_score_follows_the_annotators(rated: rater.Rated) -> None:
    assert np.corrcoef(rated.given, rated.wanted)[0, 1] > 0.95
    assert rated.wanted.tolist() == [one.rating for one in EXAMPLES]
    scores = [rated.rater.score(components(UNSEEN[str(at)], (), 0, manner(rated, at)))[0] for at in (0, 20, 39)]
    assert scores == pytest.approx([20, 50, 80], abs=8)
    assert scores == sorted(scores)


def test_the_interval_holds_eight_of_ten(rated: rater.Rated) -> None:
    low, high = rated.rater.interval
    error = rated.wanted - rated.given
    assert np.mean((error >= low) & (error <= high)) == pytest.approx(0.8, abs=0.05)


def test_an_article_without_a_rating_is_left_out() -> None:
    unrated = SimpleNamespace(**{**vars(EXAMPLES[0]), "rating": None})
    assert len(rater.fit([unrated, *EXAMPLES[1:]], UNSEEN, 1).wanted) == 39


def test_scores_have_half_the_spread_back_that_regression_took() -> None:
    factor, shift = rater._spread(np.array([40.0, 60.0]), np.array([10.0, 90.0]))
    assert (factor, shift) == (pytest.approx(2.0), pytest.approx(-50.0))
