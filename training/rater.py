"""The rater: a linear model from an article's components to the annotators' rating.

One component, the manner, is a linear model's own answer; the rater meets it as articles new to that model got it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.preprocessing import StandardScaler

from evidence.heads import Judgement
from evidence.manner import Manner, overall
from evidence.rating import Rater, bent, components, row
from evidence.tokens import Floats, Ints
from training.examples import Example

PENALTY = 20.0
MANNER_PENALTY = 800.0
FOLDS = 10
TAIL = 0.05  # of the annotators' ratings at either end, beyond which scores only near the outermost one


@dataclass(frozen=True)
class Rated:
    """The rater and its scores on articles that it was not fitted to, beside the annotators' ratings."""

    rater: Rater
    given: Floats
    wanted: Floats


def fit(examples: Sequence[Example], unseen: Mapping[str, Judgement], seed: int) -> Rated:
    """Return the rater fitted to the annotated examples, whose sentences were judged by heads new to them."""
    rated = [example for example in examples if example.rating is not None]
    wanted = np.array([example.rating for example in rated], np.float64)
    means = np.stack([overall(example.views, example.reading.headed) for example in rated])
    manners = _unseen(means, wanted, np.array([example.fold for example in rated]))
    rows = np.stack([
        row(told(example, unseen[example.id], manner))
        for example, manner in zip(rated, manners, strict=True)
    ])  # fmt: skip
    scaler = StandardScaler().fit(rows)
    scaled = scaler.transform(rows)
    model = Ridge(PENALTY, positive=True)  # every component is turned so that more of it is better
    held = KFold(FOLDS, shuffle=True, random_state=seed)
    predicted = cross_val_predict(model, scaled, wanted, cv=held)
    spread = _spread(predicted, wanted)
    lowest, low, high, highest = np.quantile(wanted, (0, TAIL, 1 - TAIL, 1)).tolist()
    ends = (lowest, low, high, highest)
    given = np.array([bent(score, ends) for score in predicted * spread[0] + spread[1]])
    interval = tuple(np.quantile(wanted - given, (0.1, 0.9)).tolist())
    rater = Rater(scaler, model.fit(scaled, wanted), _manner(means, wanted), spread, interval, ends)
    return Rated(rater, given, wanted)


def _unseen(means: Floats, wanted: Floats, fold: Ints) -> list[float]:
    """Return each article's manner by a model that met no article of its fold."""
    models = {
        held: _manner(means[fold != held], wanted[fold != held]) for held in set(fold.tolist()) if (fold != held).any()
    }
    last = _manner(means, wanted)
    return [models.get(held, last)(mean) for held, mean in zip(fold.tolist(), means, strict=True)]


def _manner(means: Floats, wanted: Floats) -> Manner:
    scaler = StandardScaler().fit(means)
    return Manner(scaler, Ridge(MANNER_PENALTY).fit(scaler.transform(means), wanted))


def told(example: Example, judged: Judgement, manner: float) -> dict[str, float]:
    """Return an example's components by what is judged of its units."""
    body = judged.rows(slice(int(example.reading.headed), None))
    return components(body, example.sources, example.reading.evaluative, manner)


def _spread(predicted: Floats, wanted: Floats) -> tuple[float, float]:
    """Return the factor and shift that give the scores half the spread that regression took from them."""
    factor = float((wanted.std() / predicted.std()) ** 0.5)
    return factor, float(wanted.mean() - factor * predicted.mean())
