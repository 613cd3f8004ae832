"""Calibration: from the networks' answers to calibrated probabilities and to estimates, on annotators' labels.

Logistic regressions turn the answers into probabilities; knots say which label a mean of the classes stands for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from evidence.heads import PARTS, Heads, Judgement, bounded, expected
from evidence.tokens import Floats, Ints
from training.examples import Example

PENALTY = 0.3  # inverse, of the calibrators
# Where the classes lie when a mean is taken.  Whether a claim is hedged at all matters more than how much, so the three
# hedged certainties lie nearer to one another than to the fourth.
PLACES = {"strength": (0.0, 1.0, 2.0, 3.0, 4.0), "certainty": (0.0, 0.7, 1.5, 3.0)}
STEPS = 33  # places between two classes that are tried for the cut
ROUNDS = 4
MARGIN = 0.1  # of a cut from its classes, as a share of the gap between them
# Agreement is flat around its best cuts, so that other articles would have others, by up to a sixth of a class: the
# mean of those of many draws of the articles is taken (bagging, Breiman 1996).
DRAWS = 50
SEED = 0


@dataclass(frozen=True)
class Calibrated:
    """The fitted models, and every annotated example's judgement by its answers."""

    calibrators: Mapping[str, LogisticRegression]
    knots: Mapping[str, tuple[float, ...]]
    unseen: dict[str, Judgement]


def fit(hard: Sequence[Example], answers: Mapping[str, Floats]) -> Calibrated:
    """Return what is fitted to the annotated news, whose units got these answers by heads new to them.

    Articles of our own are judged with the rest, but nothing is fitted to them: they hedge more than news does.
    """
    odds = np.concatenate([bounded(answers[example.id]) for example in hard])
    target = np.concatenate([example.target for example in hard])
    news = np.concatenate([np.full(len(example.target), not example.invented) for example in hard])
    calibrators = {name: _calibrator(odds[news], target[news, part]) for name, part in PARTS.items()}
    article = np.repeat(np.arange(len(hard)), [len(example.target) for example in hard])
    knots = _all_knots(odds[news], target[news], article[news], calibrators)
    judged = _heads(calibrators, knots).calibrate(odds)
    bounds = np.cumsum([0, *(len(example.target) for example in hard)]).tolist()
    unseen = {example.id: judged.rows(slice(a, b)) for example, a, b in zip(hard, bounds[:-1], bounds[1:], strict=True)}
    return Calibrated(calibrators, knots, unseen)


def _calibrator(given: Floats, target: Floats) -> LogisticRegression:
    """Fit to soft targets: a row counts for each of its classes by the class's share."""
    row, label = np.nonzero(np.nan_to_num(target))
    model = LogisticRegression(C=PENALTY, max_iter=500)
    return model.fit(given[row], label, sample_weight=target[row, label])


def _heads(calibrators: Mapping[str, Any], knots: Mapping[str, tuple[float, ...]]) -> Heads:
    return Heads(None, None, (), calibrators, knots)


def _all_knots(
    given: Floats, target: Floats, article: Ints, calibrators: Mapping[str, LogisticRegression]
) -> dict[str, tuple[float, ...]]:
    plain = _heads(calibrators, {name: _even(places) for name, places in PLACES.items()}).calibrate(given)
    found = {"strength": plain.levels, "certainty": plain.certainty}
    return {name: _knots(found[name], target[:, PARTS[name]], article, places) for name, places in PLACES.items()}


def _even(places: Sequence[float]) -> tuple[float, ...]:
    """Return the knots whose cuts are in the middle between the classes."""
    return _joined(places, [(before + behind) / 2 for before, behind in pairwise(places)])


def _joined(places: Sequence[float], cuts: Sequence[float]) -> tuple[float, ...]:
    return (*(knot for pair in zip(places, cuts, strict=False) for knot in pair), places[-1])


def _knots(probabilities: Floats, target: Floats, article: Ints, places: Sequence[float]) -> tuple[float, ...]:
    """Return the knots with the cuts by which the means agree best with the labels, the mean of DRAWS of articles."""
    known = ~np.isnan(target[:, 0])
    wanted, means = expected(target[known]), expected(probabilities[known], places)
    order = np.argsort(means, kind="stable")
    wanted, means = wanted[order], means[order]
    of = np.unique(article[known], return_inverse=True)[1][order]
    articles = int(of.max()) + 1
    random = np.random.default_rng(SEED)

    def drawn() -> list[float]:
        counts = np.bincount(random.integers(articles, size=articles), minlength=articles)
        return _cuts(means, wanted, counts[of], places)

    return _joined(places, np.mean([drawn() for _ in range(DRAWS)], axis=0).tolist())


def _cuts(means: Floats, wanted: Floats, counts: Ints, places: Sequence[float]) -> list[float]:
    """Return the cuts by which means (N,), in rising order, agree best with what is wanted (QWK).

    They are found one by one in turns.  Each stays between its two classes, so that a sure class is that class.
    ``counts`` (N,) say how often a mean was drawn.
    """
    classes = np.arange(len(places))
    # counts, sums and sums of squares before each mean: agreement is made of these alone
    before = [np.concatenate([[0.0], np.cumsum(counts * wanted.astype(float) ** power)]) for power in range(3)]
    drawn, sum_, squares = (float(sums[-1]) for sums in before)

    def agreement(cuts: Sequence[float]) -> float:
        bounds = [0, *np.searchsorted(means, cuts).tolist(), len(means)]
        size, sums = np.diff(before[0][bounds]), np.diff(before[1][bounds])
        spread = squares + float(classes**2 @ size)
        chance = spread - 2 * sum_ * float(classes @ size) / drawn
        return 1 - (spread - 2 * float(classes @ sums)) / chance if chance > 0 else 0.0

    shares = np.linspace(MARGIN, 1 - MARGIN, STEPS)
    cuts = [*_even(places)[1::2]]
    best = agreement(cuts)
    for at in [*range(len(places) - 1)] * ROUNDS:
        for cut in (places[at] + shares * (places[at + 1] - places[at])).tolist():
            moved = [*cuts[:at], cut, *cuts[at + 1 :]]
            if (agreed := agreement(moved)) > best + 1e-6:
                best, cuts = agreed, moved
    return cuts
