"""Heads: the networks and calibrators fitted to annotators' labels and the teacher's soft labels together.

The calibrators learn from answers that networks gave on articles they had not seen (folds by publisher).  The gists
that the networks see, and the student, were learnt without the annotated articles of train, though from others of the
same publishers, so both meet these here as they will meet an article in service; not so the articles of our own, and
those of the pool.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from joblib import delayed
from sklearn.base import clone
from sklearn.neural_network import MLPRegressor
from sklearn.preprocessing import StandardScaler

from evidence import features
from evidence.compiled import Linear, scale
from evidence.heads import BOUND, PARTS, WIDTH, Context, Heads, Judgement, answering
from evidence.tokens import Floats, Ints
from evidence.undermining import Flags
from training import calibration, compact, jobs
from training.examples import Example
from training.progress import Report

NETWORK = {"hidden_layer_sizes": (256,), "batch_size": 256, "max_iter": 8, "learning_rate_init": 7e-4, "alpha": 1.0}
NETWORKS = 1
EVEN = 0.02  # no target is nearer to 0 or 1 than this, so that its log-odds are no further than 4
RARE = 2.0  # a label of our own articles, which are full of what news seldom has, counts as so many of the others


Head = tuple[Linear, Linear]  # the student's layers above the convolution (training.convolution.weights)


@dataclass(frozen=True)
class Lessons:
    """What the examples teach: which units (U,) of each are labelled, and of all these N units in turn their targets.

    ``wanted`` (N, WIDTH) in log-odds, how much each ``counts`` (N,), and its ``fold`` (N,).
    """

    known: list[Flags]
    wanted: Floats
    counts: Floats
    fold: Ints


@dataclass(frozen=True)
class Fitted:
    """The heads, and for every annotated example the judgement by networks that had not seen its publisher."""

    heads: Heads
    unseen: dict[str, Judgement]


def fit(
    examples: Sequence[Example],
    folds: int,
    seed: int,
    report: Report,
    head: Head | None = None,
    networks: int = NETWORKS,
    context: Context = features.context,
) -> Fitted:
    """Return the heads fitted to all examples, with the judgements of the folds' heads on the annotated ones.

    ``head`` makes the student. It, ``networks`` and ``context`` are what an evaluation varies; what serves has a
    student and the usual ones.
    """
    lessons = _lessons(examples)
    rows = [_rows(example, context) for example in examples]
    labelled = np.concatenate([own[has] for own, has in zip(rows, lessons.known, strict=True)])
    hard = [(example, own) for example, own in zip(examples, rows, strict=True) if not example.soft]
    del rows  # those of the soft-labelled articles are a gigabyte
    scaler = StandardScaler().fit(labelled)
    scaled = scale(scaler, BOUND)
    labelled = scaled(labelled)
    made = _by_fold([_network(seed + at) for at in range(networks)], labelled, lessons, folds, report)
    student = None if head is None else _student(head, scaler)
    answer = {fold: answering(fitted, student) for fold, fitted in made.items()}
    answers = {example.id: answer[example.fold](scaled(own)) for example, own in hard}
    last = calibration.fit([example for example, _ in hard], answers)
    return Fitted(Heads(scaler, student, made[None], last.calibrators, last.knots), last.unseen)


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
    networks: Sequence[MLPRegressor], rows: Any, lessons: Lessons, folds: int, report: Report
) -> dict[int | None, list[MLPRegressor]]:
    """Fit the networks without each fold, and (None) with all."""
    keys: list[int | None] = [*range(folds), None]
    made = jobs.each(
        {
            (key, at): delayed(_fitted)(network, rows, lessons.wanted, lessons.counts, lessons.fold, key)
            for key in keys
            for at, network in enumerate(networks)
        },
        report,
        "heads",
    )
    models: dict[int | None, list[MLPRegressor]] = {key: [] for key in keys}
    for (key, _), network in made:
        models[key].append(network)
    return models


def _lessons(examples: Sequence[Example]) -> Lessons:
    filled = _filled(examples)
    known = [_has(target) for target in filled]
    sizes = [int(has.sum()) for has in known]
    return Lessons(
        known,
        _odds(np.concatenate([target[has] for target, has in zip(filled, known, strict=True)])),
        np.repeat(np.array([RARE if one.invented else 1.0 for one in examples], np.float32), sizes),
        np.repeat([one.fold for one in examples], sizes),
    )


def _odds(shares: Floats) -> Floats:
    """Return the log-odds of the targets: a network that matches those learns more of a teacher than of its shares.

    Hinton et al. 2015, section 2.1.
    """
    kept = np.clip(shares, EVEN, 1 - EVEN)
    odds: Floats = np.log(kept / (1 - kept))
    return odds


def _network(seed: int) -> MLPRegressor:
    return MLPRegressor(**NETWORK, random_state=seed)


def _fitted(network: MLPRegressor, rows: Any, wanted: Floats, counts: Floats, fold: Ints, held: int | None) -> Any:
    """Fit a network to all folds but the one held out; with fewer rows than a batch has, all rows are the batch."""
    chosen = slice(None) if held is None else np.flatnonzero(fold != held)
    size = len(wanted[chosen])
    network = clone(network).set_params(batch_size=min(network.batch_size, size))
    return compact.network(network.fit(rows[chosen], wanted[chosen], sample_weight=counts[chosen]))


def _rows(example: Example, context: Context) -> Floats:
    about = context(example.own, example.place, example.gist)
    return features.rows(example.own, example.place, example.gist, about)


def _student(head: Head, scaler: StandardScaler) -> MLPRegressor:
    """Return the head as scikit-learn's, for rows that the scaler has standardised.

    Its answers to a part's classes are moved to have the mean 0: of them a softmax sees only the differences.
    """
    first, last = head
    factors, shift = last.factors.copy(), last.shift.copy()
    for part in PARTS.values():
        factors[:, part] -= factors[:, part].mean(axis=1, keepdims=True)
        shift[part] -= shift[part].mean()
    made = MLPRegressor(first.factors.shape[1:])
    made.coefs_ = [first.factors * scaler.scale_[:, None], factors]
    made.intercepts_ = [first.shift + scaler.mean_ @ first.factors, shift]
    made.n_layers_, made.n_outputs_, made.out_activation_ = 3, WIDTH, "identity"
    made.n_features_in_ = len(first.factors)
    return compact.network(made)
