from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

from evidence.heads import Judgement
from evidence.manner import Manner
from evidence.policy import DEFAULT
from evidence.rating import COMPONENTS, LONG, MANY_SOURCES, REASONS, UNBENT, Rater, bent, components, effects, row
from evidence.values import SOURCINGS, ComponentEffect, Source


def judgement(*sentences: tuple[str, int, int]) -> Judgement:
    """Sentences as sure labels: sourcing, certainty 0..3, level 0..4."""
    sourcing = np.eye(7, dtype=np.float32)[[SOURCINGS.index(name) for name, _, _ in sentences]]  # type: ignore[arg-type]
    certainty = np.eye(4, dtype=np.float32)[[certain for _, certain, _ in sentences]]
    levels = np.eye(5, dtype=np.float32)[[level for *_, level in sentences]]
    strength = np.array([level / 4 for *_, level in sentences], np.float32)
    return Judgement(sourcing, certainty, levels, strength, np.array([c for _, c, _ in sentences], np.float32))


def source(kind: str, share: float) -> Source:
    return Source("s0", "x", kind, (), (), share)  # type: ignore[arg-type]


MEAN = np.zeros(2, np.float32)
FIVE = judgement(("own", 3, 3), ("own", 3, 2), ("named", 3, 4), ("hearsay", 2, 1), ("none", 0, 0))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("strength", (0.75 + 0.5 + 1 + 0.25) / 4),
        ("solid", 2 / 4),
        ("weak", 1 / 4),
        ("named", 1 / 4),
        ("document", 0.0),
        ("media", 0.0),
        ("unnamed", 0.0),
        ("hearsay", 1 / 4),
        ("interpretation", 1 / 4),
        ("hedged", 1 / 4),
        ("sources", 2.0),
        ("concentration", 0.6),
        ("no_claim", 1 / 5),
        ("length", 4.0),
        ("lead", (0.75 + 0.5 + 1 + 0.25) / 4),
        ("evaluative", 3 / 5),
        ("manner", 42.0),
    ],
)
def test_a_component_is_a_share_of_the_claims(name: str, value: float) -> None:
    given_ = components(FIVE, (source("named", 0.6), source("document", 0.2), source("unnamed", 0.2)), 3, 42.0)
    assert set(given_) == set(COMPONENTS)
    assert given_[name] == pytest.approx(value)


def test_an_article_without_claims_has_components_all_the_same() -> None:
    nothing = components(judgement(("none", 3, 3)), (), 0, 50.0)
    assert (nothing["no_claim"], nothing["strength"], nothing["concentration"]) == (1, 0, 1)
    assert np.isfinite(row(nothing)).all()


def test_a_claim_far_down_counts_less_and_is_a_claim_all_the_same() -> None:
    strong, hearsay = ("named", 3, 4), ("hearsay", 2, 1)
    above = components(judgement(*[hearsay] * 10, *[strong] * 30), (), 0, 50.0)
    below = components(judgement(*[strong] * 30, *[hearsay] * 10), (), 0, 50.0)
    assert above["hearsay"] > 10 / 40 > below["hearsay"] > 0
    assert above["strength"] < below["strength"]
    assert above["length"] == below["length"] == 40


@pytest.mark.parametrize(("name", "most"), [("sources", MANY_SOURCES), ("length", LONG)])
def test_a_count_adds_nothing_beyond_its_bound(name: str, most: int) -> None:
    values = components(FIVE, (), 0, 50.0)
    at = COMPONENTS.index(name)
    assert row({**values, name: float(most)})[at] == pytest.approx(np.log1p(most))
    assert (row({**values, name: 10.0 * most}) == row({**values, name: float(most)})).all()
    assert row({**values, name: most - 1.0})[at] < np.log1p(most)


def rater(points: dict[str, float], base: float = 50.0, interval: tuple[float, float] = (-10.0, 12.0)) -> Rater:
    """A rater that adds so many points for each unit of a component."""
    scaler = StandardScaler().fit(np.array([[-1.0] * len(COMPONENTS), [1.0] * len(COMPONENTS)]))
    model = Ridge()
    model.coef_, model.intercept_ = np.array([points.get(name, 0.0) for name in COMPONENTS]), base
    return Rater(scaler, model, usual(50.0), (1.0, 0.0), interval)


def usual(rating: float) -> Manner:
    """A manner that takes every article for one rated so."""
    model = Ridge()
    model.coef_, model.intercept_ = np.zeros(len(MEAN)), rating
    return Manner(StandardScaler().fit(np.array([MEAN, MEAN + 1])), model)


def test_the_score_is_linear_and_each_part_is_known() -> None:
    values = components(FIVE, (), 0, 50.0)
    score, parts = rater({"strength": 20.0, "hearsay": 40.0}).score(values)
    # of hearsay less is better, so its share counts with the other sign
    assert score == pytest.approx(50 + 20 * 0.625 - 40 * 0.25)
    assert parts == pytest.approx(dict.fromkeys(COMPONENTS, 0.0) | {"strength": 12.5, "hearsay": -10.0})


def test_the_spread_moves_score_and_parts() -> None:
    spread = replace(rater({"strength": 20.0}), spread=(2.0, -30.0))
    score, parts = spread.score(components(FIVE, (), 0, 50.0))
    assert score == pytest.approx(2 * 62.5 - 30)
    assert parts["strength"] == pytest.approx(25)


@given(
    st.lists(st.tuples(st.sampled_from(SOURCINGS), st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=8),
    st.floats(-500, 500),
    st.floats(-100, 100),
)
def test_score_and_interval_stay_between_0_and_100(
    sentences: list[tuple[str, int, int]], points: float, base: float
) -> None:
    rated = rater({"strength": points, "hearsay": -points}, base).rate(judgement(*sentences), (), 0, MEAN, DEFAULT)
    low, high = rated.interval
    assert 0 <= low <= rated.score <= high <= 100
    assert rated.grade == DEFAULT.grade(rated.score)[0]
    assert rated.sentences == len(sentences)
    assert rated.scored == sum(name != "none" for name, _, _ in sentences)


@pytest.mark.parametrize(
    ("score", "told"),
    [
        (-40.0, 10.02479),
        (10.0, 13.67879),
        (19.0, 19.04837),
        (20.0, 20.0),
        (55.0, 55.0),
        (80.0, 80.0),
        (180.0, 89.99955),
    ],
)
def test_a_score_beyond_the_inner_ends_only_nears_the_outer_ones(score: float, told: float) -> None:
    assert bent(score, (10.0, 20.0, 80.0, 90.0)) == pytest.approx(told, abs=1e-4)


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_bending_keeps_the_order_of_scores(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 10.0 <= bent(low, (10.0, 20.0, 80.0, 90.0)) <= bent(high, (10.0, 20.0, 80.0, 90.0)) <= 90.0


@pytest.mark.parametrize("score", [-3.0, 0.0, 41.5, 100.0, 104.0])
def test_without_room_at_the_ends_a_score_is_cut(score: float) -> None:
    assert bent(score, UNBENT) == min(100.0, max(0.0, score))


@given(st.integers(0, 3))
def test_a_stronger_sentence_never_lowers_the_score(level: int) -> None:
    rises = rater({"strength": 30.0})
    scores = [
        rises.rate(judgement(("own", 3, at), ("named", 3, 2)), (), 0, MEAN, DEFAULT).score for at in (level, level + 1)
    ]
    assert scores[0] < scores[1]


def test_the_reasons_are_the_largest_parts_in_words() -> None:
    values = dict.fromkeys(COMPONENTS, 0.0) | {"hearsay": 0.25, "sources": 3.0, "named": 0.5, "length": 4.0}
    parts = dict.fromkeys(COMPONENTS, -0.0) | {"hearsay": -9.0, "sources": 4.0, "named": -2.0, "length": 0.7}
    told = effects(values, parts)
    assert told[:4] == (
        ComponentEffect("hearsay", -9.0, "25% of its claims are hearsay: reported, said or believed, by no one named."),
        ComponentEffect("sources", 4.0, "It cites 3 independent sources."),
        ComponentEffect("named", -2.0, "Few of its claims (50%) come from named sources."),
        ComponentEffect("length", 0.7, None),
    )
    assert {one.component for one in told} == set(COMPONENTS)
    assert {(str(one.points), one.reason) for one in told[4:]} == {("0.0", None)}


def test_the_effects_and_the_usual_article_s_score_make_the_score() -> None:
    rated = rater({"strength": 20.0, "hearsay": 40.0}, base=40.0).rate(FIVE, (), 0, MEAN, DEFAULT)
    assert 40.0 + sum(one.points for one in rated.effects) == pytest.approx(rated.score)
    assert rated.reasons == tuple(one.reason for one in rated.effects[:2])


def test_there_are_five_reasons_at_most() -> None:
    parts = {name: float(at) for at, name in enumerate(COMPONENTS, 1)}
    told = effects(dict.fromkeys(COMPONENTS, 0.5), parts)
    assert [one.component for one in told if one.reason] == list(COMPONENTS[:-6:-1])


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_has_a_reason_each_way(name: str) -> None:
    lower, higher = (text.format(0.5) for text in (REASONS[name].lower, REASONS[name].higher))
    assert lower != higher
    assert all(text.endswith(".") and "{" not in text for text in (lower, higher))


def test_a_component_that_is_better_small_is_turned() -> None:
    values = components(FIVE, (), 0, 50.0)
    found = dict(zip(COMPONENTS, row(values).tolist(), strict=True))
    assert (found["hearsay"], found["named"]) == (-0.25, 0.25)


def test_evaluative_words_count_once_a_sentence_at_most() -> None:
    assert components(FIVE, (), 99, 50.0)["evaluative"] == 1
