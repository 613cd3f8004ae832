"""Heads: the networks and calibrators fitted to annotators' labels and the teacher's soft labels together.

Every stage learns from answers that the stage before gave on articles it had not seen (folds by publisher), so
that what it meets in training is what it will meet in service.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPRegressor
from sklearn.preprocessing import StandardScaler

from evidence import features
from evidence.compiled import scale
from evidence.heads import BOUND, PARTS, Heads, Judgement, estimate, logits
from evidence.tokens import Floats, Ints
from training.examples import Example
from training.progress import Report

FIRST = {"hidden_layer_sizes": (48,), "batch_size": 256, "max_iter": 3, "learning_rate_init": 2e-3, "alpha": 0.1}
SECOND = {"hidden_layer_sizes": (128,), "batch_size": 256, "max_iter": 12, "learning_rate_init": 7e-4, "alpha": 3.0}
NETWORKS = 3
HARD = 3.0  # an annotator's label counts as so many of the teacher's
CALIBRATION = {"sourcing": 0.3, "certainty": 0.3, "strength": 0.3}  # inverse penalties of the calibrators
JOBS = 2


@dataclass(frozen=True)
class Fitted:
    """The heads, and for every annotated example the judgement by heads that had not seen its publisher."""

    heads: Heads
    unseen: dict[str, Judgement]


def fit(examples: Sequence[Example], folds: int, seed: int, report: Report) -> Fitted:
    """Return the heads fitted to all examples, with the judgements of the folds' heads on the annotated ones."""
    filled = _filled(examples)
    firsts = _by_fold(lambda chosen: _first(examples, filled, chosen, seed), examples, folds, report, "words")
    guesses = [firsts[_seen(example, firsts)].predict(example.ngrams).astype(np.float32) for example in examples]
    rows = [_rows(example, guess) for example, guess in zip(examples, guesses, strict=True)]
    scaler = StandardScaler().fit(np.concatenate([r[_has(t)] for r, t in zip(rows, filled, strict=True)]))
    scaled = [scale(scaler, BOUND)(r) for r in rows]
    seconds = _by_fold(
        lambda chosen: _second(examples, scaled, filled, chosen, seed), examples, folds, report, "articles"
    )
    answers = {
        example.id: _mean(seconds[example.fold], scaled[i]) for i, example in enumerate(examples) if not example.soft
    }
    calibrators = _calibrators(examples, answers)
    spread, unseen = _judged(examples, answers, calibrators)
    heads = Heads(firsts[None], scaler, seconds[None], calibrators, spread)
    return Fitted(heads, unseen)


def _seen(example: Example, models: dict[int | None, Any]) -> int | None:
    return example.fold if example.fold in models else None


def _has(target: Floats) -> Ints:
    return ~np.isnan(target[:, 0])


def _filled(examples: Sequence[Example]) -> list[Floats]:
    """Return the targets with the means of certainty and strength where a sentence makes no claim.

    The networks learn all parts at once; a part without a label must not pull them anywhere.
    """
    every = np.concatenate([example.target for example in examples])
    mean = np.nanmean(every, axis=0)
    filled = []
    for example in examples:
        target = example.target.copy()
        lacking = _has(target) & np.isnan(target[:, PARTS["strength"].start])
        target[lacking, PARTS["certainty"].start :] = mean[PARTS["certainty"].start :]
        filled.append(target)
    return filled


def _by_fold(
    make: Callable[[list[int]], Any], examples: Sequence[Example], folds: int, report: Report, what: str
) -> dict[int | None, Any]:
    """Fit a model without each fold, and one (None) with all."""
    keys: list[int | None] = [*range(folds), None]
    chosen = [[i for i, example in enumerate(examples) if example.fold != key] for key in keys]
    made = Parallel(JOBS, backend="threading", return_as="generator")(delayed(make)(own) for own in chosen)
    models = {}
    for at, (key, model) in enumerate(zip(keys, made, strict=True), 1):
        models[key] = model
        report(f"heads over {what}", at / len(keys))
    return models


def _weights(examples: Sequence[Example], targets: Sequence[Floats], chosen: Sequence[int]) -> Floats:
    return np.concatenate(
        [np.full(int(_has(targets[i]).sum()), 1.0 if examples[i].soft else HARD, np.float32) for i in chosen]
    )


def _first(examples: Sequence[Example], targets: Sequence[Floats], chosen: Sequence[int], seed: int) -> MLPRegressor:
    rows = sp.vstack([examples[i].ngrams[_has(targets[i])] for i in chosen], format="csr")
    wanted = np.concatenate([targets[i][_has(targets[i])] for i in chosen])
    return _network(FIRST, rows, wanted, _weights(examples, targets, chosen), seed)


def _network(settings: dict[str, Any], rows: Any, wanted: Floats, counts: Floats, seed: int) -> MLPRegressor:
    """Fit a network; with fewer rows than a batch has, all rows are the batch."""
    network = MLPRegressor(**settings, random_state=seed)
    network.set_params(batch_size=min(network.batch_size, len(wanted)))
    return network.fit(rows, wanted, sample_weight=counts)


def _rows(example: Example, guess: Floats) -> Floats:
    about = features.context(features.shared(example.own, example.place, guess))
    return features.rows(example.own, example.place, guess, about)


def _second(
    examples: Sequence[Example],
    rows: Sequence[Floats],
    targets: Sequence[Floats],
    chosen: Sequence[int],
    seed: int,
) -> list[MLPRegressor]:
    given = np.concatenate([rows[i][_has(targets[i])] for i in chosen])
    wanted = np.concatenate([targets[i][_has(targets[i])] for i in chosen])
    counts = _weights(examples, targets, chosen)
    return [_network(SECOND, given, wanted, counts, seed + at) for at in range(NETWORKS)]


def _mean(networks: Sequence[MLPRegressor], rows: Floats) -> Floats:
    return np.mean([network.predict(rows) for network in networks], axis=0)


def _calibrators(examples: Sequence[Example], answers: dict[str, Floats]) -> dict[str, LogisticRegression]:
    hard = [example for example in examples if not example.soft]
    given = np.concatenate([logits(answers[example.id]) for example in hard])
    target = np.concatenate([example.target for example in hard])
    return {name: _calibrator(given, target[:, part], CALIBRATION[name]) for name, part in PARTS.items()}


def _calibrator(given: Floats, target: Floats, inverse_penalty: float) -> LogisticRegression:
    """Fit to soft targets: a row counts for each of its classes by the class's share."""
    row, label = np.nonzero(np.nan_to_num(target))
    model = LogisticRegression(C=inverse_penalty, max_iter=500)
    return model.fit(given[row], label, sample_weight=target[row, label])


def _judged(
    examples: Sequence[Example], answers: dict[str, Floats], calibrators: dict[str, LogisticRegression]
) -> tuple[dict[str, tuple[float, float]], dict[str, Judgement]]:
    """Return the spreads, and the annotated examples' judgements with them."""
    hard = [example for example in examples if not example.soft]
    plain = Heads(None, None, (), calibrators, {"strength": (1.0, 0.0), "certainty": (1.0, 0.0)})
    first = {example.id: plain.calibrate(answers[example.id]) for example in hard}
    target = np.concatenate([example.target for example in hard])
    spread = {
        name: _spread(np.concatenate([getattr(first[e.id], field) for e in hard]), target[:, PARTS[name]])
        for name, field in (("strength", "levels"), ("certainty", "certainty"))
    }
    heads = Heads(None, None, (), calibrators, spread)
    return spread, {example.id: heads.calibrate(answers[example.id]) for example in hard}


def _spread(probabilities: Floats, target: Floats) -> tuple[float, float]:
    """Return the factor and shift with which the rounded estimates agree best with the labels (QWK)."""
    known = ~np.isnan(target[:, 0])
    wanted = target[known] @ np.arange(target.shape[1])
    best, found = -1.0, (1.0, 0.0)
    for factor in np.arange(1.0, 2.01, 0.1):
        for fixed in np.arange(0.0, target.shape[1], 0.25):
            spread = (float(factor), float(fixed * (1 - factor)))
            agreed = _agreement(wanted, np.floor(estimate(probabilities[known], spread) + 0.5))
            if agreed > best + 1e-4:
                best, found = agreed, spread
    return found


def _agreement(wanted: Floats, given: Floats) -> float:
    """Return the quadratic-weighted kappa of two ratings, as 1 - disagreement / disagreement by chance."""
    chance = wanted.var() + given.var() + (wanted.mean() - given.mean()) ** 2
    return float(1 - ((wanted - given) ** 2).mean() / chance) if chance else 0.0
