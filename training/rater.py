"""The rater: a linear model from an article's components to the annotators' rating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.preprocessing import StandardScaler

from evidence.heads import Judgement
from evidence.rating import Rater, components, row
from evidence.tokens import Floats
from training.examples import Example

PENALTY = 20.0
FOLDS = 10


@dataclass(frozen=True)
class Rated:
    """The rater and its scores on articles that it was not fitted to, beside the annotators' ratings."""

    rater: Rater
    given: Floats
    wanted: Floats


def fit(examples: Sequence[Example], unseen: Mapping[str, Judgement], seed: int) -> Rated:
    """Return the rater fitted to the annotated examples, whose sentences were judged by heads new to them."""
    rated = [example for example in examples if example.rating is not None]
    rows = np.stack([
        row(components(_body(example, unseen), example.sources, example.reading.evaluative)) for example in rated
    ])  # fmt: skip
    wanted = np.array([example.rating for example in rated], np.float64)
    scaler = StandardScaler().fit(rows)
    scaled = scaler.transform(rows)
    model = Ridge(PENALTY, positive=True)  # every component is turned so that more of it is better
    held = KFold(FOLDS, shuffle=True, random_state=seed)
    predicted = cross_val_predict(model, scaled, wanted, cv=held)
    spread = _spread(predicted, wanted)
    given = predicted * spread[0] + spread[1]
    interval = tuple(np.quantile(wanted - given, (0.1, 0.9)).tolist())
    return Rated(Rater(scaler, model.fit(scaled, wanted), spread, interval), given, wanted)


def _body(example: Example, unseen: Mapping[str, Judgement]) -> Judgement:
    return unseen[example.id].rows(slice(int(example.reading.headed), None))


def _spread(predicted: Floats, wanted: Floats) -> tuple[float, float]:
    """Return the factor and shift that give the scores half the spread that regression took from them."""
    factor = float((wanted.std() / predicted.std()) ** 0.5)
    return factor, float(wanted.mean() - factor * predicted.mean())
