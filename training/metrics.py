"""Metrics: every quality figure that is printed, pinned or gated on, in one place.

The figures of the labelled news agree with the bench's own script: a half label counts half for each
neighbour, and an accepted alternative ("a|b") counts as right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata
from sklearn.metrics import cohen_kappa_score, mean_absolute_error, roc_auc_score

from evidence.values import SOURCINGS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BINS = 10


def rounded(values: ArrayLike) -> Ints:
    """Return the levels that the values fall on, halves upwards."""
    return np.floor(np.asarray(values, dtype=float) + 0.5).astype(np.int64)


def qwk(gold: ArrayLike, predicted: ArrayLike, top: int) -> float:
    """Return the quadratic-weighted kappa on 0..top of whole predictions against whole or half labels.

    NaN where gold and prediction are both one and the same level throughout (Cohen 1968).
    """
    labels = np.asarray(gold, dtype=float)
    levels = np.clip(np.asarray(predicted, dtype=np.int64), 0, top)
    halves = np.concatenate([np.floor(labels), np.ceil(labels)]).astype(np.int64)
    if len(labels) == 0 or np.unique(np.concatenate([halves, levels])).size < 2:
        return float("nan")
    return float(cohen_kappa_score(halves, np.tile(levels, 2), labels=np.arange(top + 1), weights="quadratic"))


def spearman(gold: ArrayLike, predicted: ArrayLike) -> float:
    """Return the rank correlation with ties averaged; 0 where one side is constant, NaN below two values."""
    ranks = rankdata(np.asarray(gold, dtype=float)), rankdata(np.asarray(predicted, dtype=float))
    if len(ranks[0]) < 2:
        return float("nan")
    if any(np.ptp(side) == 0 for side in ranks):
        return 0.0
    return float(np.corrcoef(*ranks)[0, 1])


def mae(gold: ArrayLike, predicted: ArrayLike) -> float:
    """Return the mean absolute error, on the labels' scale."""
    return float(mean_absolute_error(gold, predicted))


def auc(happened: ArrayLike, score: ArrayLike) -> float:
    """Return the area under the ROC curve; NaN where only one class is there."""
    positive = np.asarray(happened, dtype=bool)
    if positive.all() or not positive.any():
        return float("nan")
    return float(roc_auc_score(positive, score))


def accuracy(gold: Sequence[Sequence[str]], predicted: Sequence[str]) -> float:
    """Return the share of predictions that are among the accepted classes."""
    return float(np.mean([p in accepted for accepted, p in zip(gold, predicted, strict=True)]))


def macro_f1(gold: Sequence[Sequence[str]], predicted: Sequence[str]) -> float:
    """Return the mean F1 of the sourcing classes that occur; what is missed is the first accepted class."""
    figures = []
    for name in SOURCINGS:
        right, extra, missed = 0, 0, 0
        for accepted, p in zip(gold, predicted, strict=True):
            right += p == name and name in accepted
            extra += p == name and name not in accepted
            missed += accepted[0] == name and p not in accepted
        if right + extra + missed:
            figures.append(_f1(right, extra, missed))
    return float(np.mean(figures))


def no_claim_f1(gold: Sequence[Sequence[str]], predicted: Sequence[str]) -> float:
    """Return the F1 of 'makes no factual claim'; a miss is one where nothing else was accepted."""
    right = extra = missed = 0
    for accepted, p in zip(gold, predicted, strict=True):
        right += p == "none" and "none" in accepted
        extra += p == "none" and "none" not in accepted
        missed += p != "none" and tuple(accepted) == ("none",)
    return _f1(right, extra, missed)


def ece(probability: ArrayLike, happened: ArrayLike) -> float:
    """Return the expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    p, y = np.asarray(probability, dtype=float), np.asarray(happened, dtype=float)
    bins = np.minimum((p * BINS).astype(np.int64), BINS - 1)
    gaps = np.bincount(bins, weights=p - y, minlength=BINS)
    return float(np.abs(gaps).sum() / len(p))


@dataclass(frozen=True, slots=True)
class SpanScore:
    """Exact-match precision, recall and F1 of spans, each 0..1."""

    precision: float
    recall: float
    f1: float


def span_f1(gold: Iterable[Hashable], predicted: Iterable[Hashable]) -> SpanScore:
    """Return the exact-match figures of two bags of spans, each item naming its article, start and end."""
    wanted, found = Counter(gold), Counter(predicted)
    right = (wanted & found).total()
    return SpanScore(
        precision=right / found.total() if found else 0.0,
        recall=right / wanted.total() if wanted else 0.0,
        f1=_f1(right, found.total() - right, wanted.total() - right),
    )


def interval(
    articles: Sequence[str],
    statistic: Callable[[Ints], float],
    repeats: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> tuple[float, float]:
    """Return the percentile bootstrap interval of a figure, whole articles being drawn (Efron 1979).

    ``articles`` names each row's article; ``statistic`` is given the drawn rows' indexes and may answer NaN,
    which is left out.
    """
    _, group = np.unique(np.asarray(articles), return_inverse=True)
    rows = [np.flatnonzero(group == g) for g in range(group.max() + 1)]
    random = np.random.default_rng(seed)
    draws = random.integers(len(rows), size=(repeats, len(rows)))
    figures = [statistic(np.concatenate([rows[g] for g in draw])) for draw in draws]
    low, high = np.nanquantile(figures, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _f1(right: int, extra: int, missed: int) -> float:
    return 2 * right / (2 * right + extra + missed) if right + extra + missed else float("nan")
