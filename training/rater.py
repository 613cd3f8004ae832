"""The rater: a linear model from an article's components to the annotators' rating.

One component, the manner, is a linear model's own answer over hundreds of numbers; both are fitted together, so that
the manner says what the components leave to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

from evidence import compiled
from evidence.heads import BOUND, Judgement
from evidence.manner import Manner, overall
from evidence.rating import COMPONENTS, Rater, bent, components, row
from evidence.tokens import Floats, Ints
from evidence.undermining import Flags
from training.examples import Example

PENALTY = 110.0
MANNER_PENALTY = 3000.0
ROUNDS = 5
MANNER = "manner"
FEWEST = 10  # articles that a rater may be fitted to
TAIL = 0.05  # of the annotators' ratings at either end, beyond which scores only near the outermost one


@dataclass(frozen=True)
class Rated:
    """The rater and its scores on articles that it was not fitted to, beside the annotators' ratings."""

    rater: Rater
    given: Floats
    wanted: Floats


def fit(examples: Sequence[Example], judged: Mapping[str, Judgement]) -> Rated:
    """Return the rater fitted to the examples that have a rating and a judgement.

    Those of the pool teach and nothing more: how far to trust the rater is told by the others, whose sentences were
    judged by heads new to them.
    """
    rated = [example for example in examples if example.rating is not None and example.id in judged]
    ratings = np.array([example.rating for example in rated], np.float64)
    seen = _Seen(
        np.stack([overall(example.views, example.reading.headed) for example in rated]),
        [told(example, judged[example.id], 0.0) for example in rated],
    )
    new = np.array([not example.soft for example in rated])
    predicted = _held(seen, ratings, np.array([example.fold for example in rated]))[new]
    wanted = ratings[new]
    spread = _spread(predicted, wanted)
    lowest, low, high, highest = np.quantile(wanted, (0, TAIL, 1 - TAIL, 1)).tolist()
    ends = (lowest, low, high, highest)
    given = np.array([bent(score, ends) for score in predicted * spread[0] + spread[1]])
    interval = tuple(np.quantile(wanted - given, (0.1, 0.9)).tolist())
    return Rated(replace(_joint(seen, ratings), spread=spread, interval=interval, ends=ends), given, wanted)


@dataclass(frozen=True, eq=False)
class _Seen:
    """What is seen of each article: ``evidence.manner.overall`` of it, and its components but for the manner."""

    wholes: Floats
    told: Sequence[Mapping[str, float]]

    def at(self, chosen: Flags) -> _Seen:
        return _Seen(self.wholes[chosen], [self.told[at] for at in np.flatnonzero(chosen).tolist()])

    def rows(self, manners: Sequence[float]) -> Floats:
        return np.stack([row({**one, MANNER: manner}) for one, manner in zip(self.told, manners, strict=True)])


def _held(seen: _Seen, wanted: Floats, fold: Ints) -> Floats:
    """Return each article's score by a rater that met no article of its fold; with one fold only by all."""
    scores = np.zeros(len(wanted))
    for held in np.unique(fold):
        own = fold == held
        fitted = _joint(seen.at(~own), wanted[~own]) if not own.all() else _joint(seen, wanted)
        manners = [fitted.manner(whole) for whole in seen.wholes[own]]
        scaled = fitted.scaler.transform(seen.at(own).rows(manners))
        scores[own] = scaled @ fitted.model.coef_ + fitted.model.intercept_
    return scores


def _joint(seen: _Seen, wanted: Floats) -> Rater:
    """Return components and manner fitted together, in turns: each to what the other leaves of the ratings.

    The manner then is a rating like the annotators', with a mean as theirs, and counts as it is.
    """
    usual = wanted.mean()
    scaler = StandardScaler().fit(seen.wholes)
    wholes = compiled.scale(scaler, BOUND)(seen.wholes)
    rows = StandardScaler().fit_transform(seen.rows([usual] * len(wanted)))
    parts, manners = Ridge(PENALTY, positive=True), Ridge(MANNER_PENALTY)  # more of every component is better
    left = wanted
    for _ in range(ROUNDS):
        parts.fit(rows, left)
        manners.fit(wholes, wanted - parts.predict(rows) + usual)
        left = wanted - manners.predict(wholes) + usual
    manner = Manner(scaler, manners)
    told = seen.rows([manner(whole) for whole in seen.wholes])
    last, at = StandardScaler().fit(told), COMPONENTS.index(MANNER)
    parts.coef_[at] = last.scale_[at]
    parts.intercept_ += last.mean_[at] - usual
    return Rater(last, parts, manner, (1.0, 0.0), (0.0, 0.0))


def told(example: Example, judged: Judgement, manner: float) -> dict[str, float]:
    """Return an example's components by what is judged of its units."""
    body = judged.rows(slice(int(example.reading.headed), None))
    return components(body, example.sources, example.reading.evaluative, manner)


def _spread(predicted: Floats, wanted: Floats) -> tuple[float, float]:
    """Return the factor and shift that give the scores half the spread that regression took from them."""
    factor = float((wanted.std() / predicted.std()) ** 0.5)
    return factor, float(wanted.mean() - factor * predicted.mean())
