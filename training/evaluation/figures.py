"""Figures: what is measured, with the targets that it is held to (figures.tsv) and its interval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from training import metrics
from training.corpora.tables import rows

Columns = dict[str, NDArray[Any]]

TABLE = Path(__file__).parent / "figures.tsv"
REPEATS = 1000  # draws of a bootstrap
FEWEST = 40  # sentences that a slice must have to be given a figure
FEWEST_ARTICLES = 5  # of fewer articles no interval can be drawn


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure's facts: of what it is, in which direction it is better, and what it is held to."""

    name: str
    part: str
    title: str
    better: str
    must: float | None
    aim: float | None
    meaning: str

    def missed(self, value: float) -> bool:
        """Say whether a value is on the wrong side of the must."""
        if self.must is None:
            return False
        return value > self.must if self.better == "less" else value < self.must


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure's value with its 95 % interval, which is None where too few articles were there to draw from."""

    value: float
    interval: tuple[float, float] | None
    n: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure of an old and of a new model on the same rows, with the 95 % interval of the difference, new less old.

    The interval is None where too few articles were there to draw from.
    """

    old: float
    new: float
    interval: tuple[float, float] | None


class Source(Protocol):
    """What has columns to measure."""

    def columns(self, part: str) -> Columns:
        """Return the columns of a part, all of one length, ``article`` among them."""


def _read() -> dict[str, Figure]:
    def held(cell: str) -> float | None:
        return None if cell == "-" else float(cell)

    return {
        row["figure"]: Figure(
            row["figure"], row["part"], row["title"], row["better"], held(row["must"]), held(row["aim"]), row["meaning"]
        )
        for row in rows(TABLE)
    }


FIGURES: Mapping[str, Figure] = _read()

_STATISTICS: Mapping[str, Callable[[Columns], float]] = {
    "strength_qwk": lambda of: metrics.qwk(of["wanted"], metrics.rounded(of["given"]), 4),
    "strength_spearman": lambda of: metrics.spearman(of["wanted"], of["given"]),
    "strength_mae": lambda of: metrics.mae(of["wanted"], of["given"]),
    "certainty_qwk": lambda of: metrics.qwk(of["certainty"], metrics.rounded(of["certain"]), 3),
    "hedged_auc": lambda of: metrics.auc(of["certainty"] < 3, -of["certain"]),
    "sourcing_accuracy": lambda of: metrics.accuracy(of["accepted"].tolist(), of["sourcing"].tolist()),
    "sourcing_macro_f1": lambda of: metrics.macro_f1(of["accepted"].tolist(), of["sourcing"].tolist()),
    "no_claim_f1": lambda of: metrics.no_claim_f1(of["accepted"].tolist(), of["sourcing"].tolist()),
    "strength_ece": lambda of: metrics.ece(of["solid"], of["wanted"] >= 3),
    "rating_spearman": lambda of: metrics.spearman(of["wanted"], of["given"]),
    "rating_mae": lambda of: metrics.mae(of["wanted"], of["given"]),
}
MEASURED = tuple(_STATISTICS)


def value(source: Source, name: str) -> float:
    """Return one figure; NaN where nothing is there to compare."""
    columns = source.columns(FIGURES[name].part)
    return _STATISTICS[name](columns) if len(columns["article"]) else float("nan")


def values(source: Source, names: Iterable[str] = MEASURED) -> dict[str, float]:
    """Return the named figures that the source allows."""
    found = {name: value(source, name) for name in names}
    return {name: figure for name, figure in found.items() if np.isfinite(figure)}


def measured(source: Source, name: str, fewest: int = 1, repeats: int | None = None) -> Measured | None:
    """Return one figure with its interval by article; None where fewer than ``fewest`` rows, or no figure, is there."""
    columns = source.columns(FIGURES[name].part)
    articles = columns["article"]
    if len(articles) < max(1, fewest):
        return None
    whole = _STATISTICS[name](columns)
    if not np.isfinite(whole):
        return None
    return Measured(whole, _interval(articles, lambda rows: _drawn(name, columns, rows), repeats), len(articles))


def changed(old: Source, new: Source, name: str, fewest: int = 1, repeats: int | None = None) -> Changed | None:
    """Return one figure of both sources, whose rows are the same articles' and sentences'; None as in ``measured``.

    Each draw gives both the same articles: what makes an article hard for both does not widen the interval.
    """
    part = FIGURES[name].part
    before, after = old.columns(part), new.columns(part)
    articles = before["article"]
    if len(articles) < max(1, fewest):
        return None
    values = [_STATISTICS[name](columns) for columns in (before, after)]
    if not np.isfinite(values).all():
        return None
    bounds = _interval(articles, lambda rows: _drawn(name, after, rows) - _drawn(name, before, rows), repeats)
    return Changed(values[0], values[1], bounds)


def _drawn(name: str, columns: Columns, rows: metrics.Ints) -> float:
    return _STATISTICS[name]({key: column[rows] for key, column in columns.items()})


def _interval(
    articles: NDArray[Any], statistic: Callable[[metrics.Ints], float], repeats: int | None
) -> tuple[float, float] | None:
    if len(set(articles.tolist())) < FEWEST_ARTICLES:
        return None
    return metrics.interval(articles.tolist(), statistic, repeats or REPEATS)
