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
from sklearn.neural_network import MLPRegressor
from sklearn.preprocessing import StandardScaler

from evidence import features
from evidence.compiled import scale
from evidence.heads import BOUND, PARTS, Context, Heads, Judgement
from evidence.tokens import Floats
from evidence.undermining import Flags
from training import calibration, compact
from training.examples import Example
from training.progress import Report

FIRST = {"hidden_layer_sizes": (48,), "batch_size": 256, "max_iter": 3, "learning_rate_init": 2e-3, "alpha": 0.1}
SECOND = {"hidden_layer_sizes": (256,), "batch_size": 256, "max_iter": 16, "learning_rate_init": 7e-4, "alpha": 1.0}
NETWORKS = 2
HARD = 3.0  # an annotator's label counts as so many of the teacher's
JOBS = 2


@dataclass(frozen=True)
class Fitted:
    """The heads, and for every annotated example the judgement by heads that had not seen its publisher."""

    heads: Heads
    unseen: dict[str, Judgement]


def fit(
    examples: Sequence[Example],
    folds: int,
    seed: int,
    report: Report,
    networks: int = NETWORKS,
    context: Context = features.context,
) -> Fitted:
    """Return the heads fitted to all examples, with the judgements of the folds' heads on the annotated ones.

    ``networks`` and ``context`` are what an evaluation varies; what serves has the usual ones.
    """
    filled = _filled(examples)
    firsts = _by_fold(lambda chosen: _first(examples, filled, chosen, seed), examples, folds, report, "words")
    guesses = [firsts[example.fold].predict(example.ngrams).astype(np.float32) for example in examples]
    rows = [_rows(example, guess, context) for example, guess in zip(examples, guesses, strict=True)]
    scaler = StandardScaler().fit(np.concatenate([r[_has(t)] for r, t in zip(rows, filled, strict=True)]))
    scaled = [scale(scaler, BOUND)(r) for r in rows]
    seconds = _by_fold(
        lambda chosen: _second(examples, scaled, filled, chosen, seed, networks), examples, folds, report, "articles"
    )
    answers = {
        example.id: _mean(seconds[example.fold], scaled[i]) for i, example in enumerate(examples) if not example.soft
    }
    last = calibration.fit([example for example in examples if not example.soft], answers)
    heads = Heads(firsts[None], scaler, seconds[None], last.calibrators, last.spread)
    return Fitted(heads, last.unseen)


def _has(target: Floats) -> Flags:
    labelled: Flags = np.asarray(~np.isnan(target).all(axis=1))
    return labelled


def _filled(examples: Sequence[Example]) -> list[Floats]:
    """Return the targets with a part's means where a labelled sentence has no label of it.

    So it is with certainty and strength where no claim is made, and with what a correction does not speak of.

    The networks learn all parts at once; a part without a label must not pull them anywhere.
    """
    every = np.concatenate([example.target for example in examples])
    mean = np.nanmean(every, axis=0)
    filled = []
    for example in examples:
        target = example.target.copy()
        labelled = _has(target)
        for part in PARTS.values():
            target[labelled & np.isnan(target[:, part.start]), part] = mean[part]
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


def _counts(examples: Sequence[Example], targets: Sequence[Floats], chosen: Sequence[int]) -> Floats:
    return np.concatenate(
        [np.full(int(_has(targets[i]).sum()), 1.0 if examples[i].soft else HARD, np.float32) for i in chosen]
    )


def _first(examples: Sequence[Example], targets: Sequence[Floats], chosen: Sequence[int], seed: int) -> MLPRegressor:
    rows = sp.vstack([examples[i].ngrams[_has(targets[i])] for i in chosen], format="csr")
    wanted = np.concatenate([targets[i][_has(targets[i])] for i in chosen])
    return _network(FIRST, rows, wanted, _counts(examples, targets, chosen), seed)


def _network(settings: dict[str, Any], rows: Any, wanted: Floats, counts: Floats, seed: int) -> MLPRegressor:
    """Fit a network; with fewer rows than a batch has, all rows are the batch."""
    network = MLPRegressor(**settings, random_state=seed)
    network.set_params(batch_size=min(network.batch_size, len(wanted)))
    return compact.network(network.fit(rows, wanted, sample_weight=counts))


def _rows(example: Example, guess: Floats, context: Context) -> Floats:
    about = context(features.shared(example.own, example.place, guess), None)
    return features.rows(example.own, example.place, guess, about)


def _second(
    examples: Sequence[Example],
    rows: Sequence[Floats],
    targets: Sequence[Floats],
    chosen: Sequence[int],
    seed: int,
    networks: int,
) -> list[MLPRegressor]:
    given = np.concatenate([rows[i][_has(targets[i])] for i in chosen])
    wanted = np.concatenate([targets[i][_has(targets[i])] for i in chosen])
    counts = _counts(examples, targets, chosen)
    return [_network(SECOND, given, wanted, counts, seed + at) for at in range(networks)]


def _mean(networks: Sequence[MLPRegressor], rows: Floats) -> Floats:
    return np.mean([network.predict(rows) for network in networks], axis=0)
