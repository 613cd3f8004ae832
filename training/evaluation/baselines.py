"""Baselines: what the lexicon's cues alone, plain word counts and no model at all reach, by the same code.

Each is fitted to the annotated train articles and answers with a judgement, as the heads do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge

from evidence.heads import PARTS, Judgement
from evidence.reading import Reading
from evidence.tokens import Floats
from evidence.values import SOURCINGS
from training.corpora.tables import rows
from training.examples import Example

RULES = Path(__file__).parent / "rules.tsv"
TOP = {"certainty": 3, "strength": 4}
Judge = Callable[[Example], Judgement]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a sentence is judged to be if it has a cue of this class; None leaves it to the rules below."""

    cue: str
    sourcing: str | None
    certainty: int | None
    strength: int | None


@cache
def _rules() -> tuple[Rule, ...]:
    def level(cell: str) -> int | None:
        return None if cell == "-" else int(cell)

    return tuple(
        Rule(r["cue"], None if r["sourcing"] == "-" else r["sourcing"], level(r["certainty"]), level(r["strength"]))
        for r in rows(RULES)
    )


def constant(train: Sequence[Example]) -> Judge:
    """Return the judge that gives every sentence the classes' shares and the means of train."""
    known = _known(train)
    shares = np.nanmean(known, axis=0).astype(np.float32)
    means = {name: float(shares[PARTS[name]] @ np.arange(top + 1)) for name, top in TOP.items()}

    def judge(example: Example) -> Judgement:
        n = len(example.reading.units)
        parts = {name: np.tile(shares[part], (n, 1)) for name, part in PARTS.items()}
        strength, certain = np.full(n, means["strength"] / TOP["strength"]), np.full(n, means["certainty"])
        return Judgement(parts["sourcing"], parts["certainty"], parts["strength"], strength, certain)

    return judge


def ruled(_: Sequence[Example]) -> Judge:
    """Return the judge that goes by rules.tsv: the first rule that a cue of the sentence meets, the lowest strength."""
    return lambda example: _joined([_ruled(example.reading, i) for i in range(len(example.reading.units))])


def _ruled(reading: Reading, unit: int) -> tuple[str, int, int]:
    found = [f"{match.category}.{match.subtype}" for match in reading.matches[unit]]
    met = [rule for rule in _rules() if not rule.cue or any(cue.startswith(rule.cue) for cue in found)]
    sourcing = next(rule.sourcing for rule in met if rule.sourcing is not None)
    certainty = next(rule.certainty for rule in met if rule.certainty is not None)
    strength = min(rule.strength for rule in met if rule.strength is not None)
    return sourcing, certainty, strength


def _joined(judged: Sequence[tuple[str, int, int]]) -> Judgement:
    sourcing, certainty, strength = (np.array(column) for column in zip(*judged, strict=True))
    classes = [SOURCINGS.index(name) for name in sourcing.tolist()]
    return Judgement(
        np.eye(len(SOURCINGS), dtype=np.float32)[classes],
        np.eye(TOP["certainty"] + 1, dtype=np.float32)[certainty],
        np.eye(TOP["strength"] + 1, dtype=np.float32)[strength],
        strength / TOP["strength"],
        certainty.astype(float),
    )


def worded(train: Sequence[Example]) -> Judge:
    """Return the judge of TF-IDF 1-2-grams: logistic regressions of the classes, ridge regressions of the levels."""
    texts = [unit.text for example in train for unit in example.reading.units]
    target = np.concatenate([example.target for example in train])
    labelled = ~np.isnan(target[:, 0])
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    counts = words.fit_transform([text for text, has in zip(texts, labelled, strict=True) if has])
    target = target[labelled]
    classes = {name: _classes(counts, target[:, part]) for name, part in PARTS.items()}
    levels = {name: _levels(counts, target[:, PARTS[name]]) for name in TOP}

    def judge(example: Example) -> Judgement:
        seen = words.transform([unit.text for unit in example.reading.units])
        found = {name: _probabilities(model, seen, PARTS[name]) for name, model in classes.items()}
        given = {name: np.clip(model.predict(seen), 0, TOP[name]) for name, model in levels.items()}
        strength = given["strength"] / TOP["strength"]
        return Judgement(found["sourcing"], found["certainty"], found["strength"], strength, given["certainty"])

    return judge


def _known(train: Sequence[Example]) -> Floats:
    target = np.concatenate([example.target for example in train])
    return target[~np.isnan(target[:, 0])]


def _classes(counts: Any, target: Floats) -> Any:
    """Fit to soft targets: a row counts for each of its classes by the class's share."""
    row, label = np.nonzero(np.nan_to_num(target))
    return LogisticRegression(max_iter=300).fit(counts[row], label, sample_weight=target[row, label])


def _levels(counts: Any, target: Floats) -> Any:
    known = np.flatnonzero(~np.isnan(target[:, 0]))
    return Ridge().fit(counts[known], target[known] @ np.arange(target.shape[1]))


def _probabilities(model: Any, seen: Any, part: slice) -> Floats:
    found = np.zeros((seen.shape[0], part.stop - part.start), np.float32)
    found[:, model.classes_] = model.predict_proba(seen)
    return found


BASELINES: Mapping[str, Callable[[Sequence[Example]], Judge]] = {
    "constant (the shares and means of train)": constant,
    "rules over the lexicon's cues": ruled,
    "TF-IDF of words and pairs": worded,
}
