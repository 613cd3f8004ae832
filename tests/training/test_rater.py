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
        soft=False,
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
    return rater.fit(EXAMPLES, UNSEEN)


def manner(rated: rater.Rated, at: int) -> float:
    return rated.rater.manner(overall(EXAMPLES[at].views, headed=False))


def test_the_score_follows_the_annotators(rated: rater.Rated) -> None:
    assert np.corrcoef(rated.given, rated.wanted)[0, 1] > 0.95
    assert rated.wanted.tolist() == [one.rating for one in EXAMPLES]
    scores = [rated.rater.score(components(UNSEEN[str(at)], (), 0, manner(rated, at)))[0] for at in (0, 20, 39)]
    assert scores == pytest.approx([20, 50, 80], abs=8)
    assert scores == sorted(scores)


def test_the_manner_says_what_the_components_leave_to_say() -> None:
    """Articles that are alike in what their sentences state, and rated by how they are written."""
    random, judged = np.random.default_rng(3), UNSEEN["20"]
    alike = []
    for at in range(60):
        tone = np.full((3, 1), random.normal(), np.float32)
        views = Views(tone, np.zeros((3, 1), np.float32), np.zeros((3, 1), np.float32))
        reading = SimpleNamespace(headed=0, evaluative=0)
        rating = float(np.clip(50 + 15 * tone[0, 0], 0, 100))
        alike.append(
            SimpleNamespace(
                id=str(at), rating=rating, sources=(), fold=at % 4, soft=False, views=views, reading=reading
            )
        )
    fitted = rater.fit(alike, {one.id: judged for one in alike}).rater
    scores, manners = [], []
    for one in alike:
        manners.append(fitted.manner(overall(one.views, headed=False)))
        scores.append(fitted.score(components(judged, (), 0, manners[-1]))[0])
    wanted = [one.rating for one in alike]
    assert np.corrcoef(scores, wanted)[0, 1] > 0.98
    assert np.mean(manners) == pytest.approx(np.mean(wanted), abs=1)  # a rating as the annotators give


def test_the_pool_s_ratings_teach_and_are_not_what_the_rater_is_trusted_by(rated: rater.Rated) -> None:
    pool = [SimpleNamespace(**{**vars(one), "id": f"pool:{one.id}", "soft": True, "rating": 90.0}) for one in EXAMPLES]
    judged = UNSEEN | {f"pool:{id_}": one for id_, one in UNSEEN.items()}
    both = rater.fit([*EXAMPLES, *pool], judged)
    assert both.wanted.tolist() == rated.wanted.tolist()
    assert both.rater.ends == rated.rater.ends
    assert both.rater.model.intercept_ > rated.rater.model.intercept_ + 10
    unjudged = rater.fit([*EXAMPLES, *pool], UNSEEN)
    np.testing.assert_allclose(unjudged.rater.model.coef_, rated.rater.model.coef_)


def test_no_component_counts_against_its_own_sense(rated: rater.Rated) -> None:
    assert (rated.rater.model.coef_ >= 0).all()


def test_the_interval_holds_eight_of_ten(rated: rater.Rated) -> None:
    low, high = rated.rater.interval
    error = rated.wanted - rated.given
    assert np.mean((error >= low) & (error <= high)) == pytest.approx(0.8, abs=0.05)


def test_an_article_without_a_rating_is_left_out() -> None:
    unrated = SimpleNamespace(**{**vars(EXAMPLES[0]), "rating": None})
    assert len(rater.fit([unrated, *EXAMPLES[1:]], UNSEEN).wanted) == 39


def test_scores_have_half_the_spread_back_that_regression_took() -> None:
    factor, shift = rater._spread(np.array([40.0, 60.0]), np.array([10.0, 90.0]))
    assert (factor, shift) == (pytest.approx(2.0), pytest.approx(-50.0))
