"""Refits: the heads fitted anew to parts of the examples, to see what each part is worth.

A refit is cheaper than the shipped fit and so a little worse: two folds instead of five, no student, ratings of train
alone, and no lowering of undermined sentences.  Refits are compared with one another, never with the
model.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from joblib import Memory
from sklearn.exceptions import ConvergenceWarning

from evidence import features
from evidence.heads import Context, Judgement
from evidence.manifest import Manifest
from evidence.manner import overall
from evidence.rating import Rater
from evidence.scorer import Scorer
from training import fit, heads, jobs, rater
from training.corpora import Corpora, Labelled
from training.evaluation import figures
from training.evaluation.outcomes import Outcomes, compared, judged
from training.examples import Examiner, Example
from training.ground import SEED
from training.jobs import Job
from training.progress import Report

FOLDS = 2
NETWORKS = 1
CODE = Path(__file__).parents[2] / "evidence"
SHOWN = (
    "strength_qwk", "strength_spearman", "certainty_qwk", "hedged_auc", "sourcing_accuracy", "sourcing_macro_f1",
    "rating_spearman",
)  # fmt: skip


@dataclass(frozen=True)
class Material:
    """The examples of a model's tagger: what its heads are fitted to, and dev, with the labels of both."""

    train: Sequence[Example]
    dev: Sequence[Example]
    labelled: Mapping[str, Labelled]

    @cached_property
    def hard(self) -> list[Example]:
        """The annotated examples of train."""
        return [example for example in self.train if not example.soft]

    @cached_property
    def soft(self) -> list[Example]:
        """The examples that the teacher labelled."""
        return [example for example in self.train if example.soft]


def annotated(scorer: Scorer, corpora: Corpora, report: Report) -> Material:
    """Return the material without the soft-labelled articles, which is read in seconds."""
    examiner = Examiner.of(scorer, fit.FOLDS)
    train = corpora.labelled("train")
    every = [*train, *corpora.labelled("dev")]
    made = []
    for at, labelled in enumerate(every, 1):
        made.append(examiner.labelled(labelled))
        report("annotated examples", at / len(every))
    return Material(made[: len(train)], made[len(train) :], {labelled.article.id: labelled for labelled in every})


def whole(few: Material, scorer: Scorer, corpora: Corpora, manifest: Manifest, work: Path, report: Report) -> Material:
    """Return the material with the soft-labelled articles, kept in ``work``: reading and tagging takes minutes."""
    memory = Memory(work / "cache", verbose=0)
    key = _key(manifest, corpora)
    made = memory.cache(_train, ignore=["scorer", "corpora", "report"])(key, scorer, corpora, report)
    return replace(few, train=made)


def _train(key: str, scorer: Scorer, corpora: Corpora, report: Report) -> list[Example]:
    examiner = Examiner.of(scorer, fit.FOLDS)
    return fit.read_examples(corpora, examiner, report)


def _key(manifest: Manifest, corpora: Corpora) -> str:
    """Return a digest of all that the examples are made of: model, labels, texts and our own code."""
    sums = hashlib.sha256(manifest.sha256.encode())
    files = (path for path in sorted(corpora.label_folder.rglob("*")) if path.is_file())
    for path in (*sorted(CODE.rglob("*.py")), *files):
        sums.update(path.read_bytes())
    sums.update(corpora.entries["news-articles"].sha256.encode())
    return sums.hexdigest()


def measured(
    material: Material, train: Sequence[Example], report: Report, context: Context = features.context
) -> dict[str, dict[str, float]]:
    """Refit to the train examples and return the figures on "dev" and by cross-validation by publisher on "train"."""
    known = sorted({example.fold for example in train})  # by rank: the folds of few publishers may all be even
    folded = [replace(example, fold=known.index(example.fold) % FOLDS) for example in train]
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        fitted = heads.fit(folded, FOLDS, SEED, report, None, NETWORKS, context)
    rate = rates(folded, fitted.unseen)
    dev = told(material, material.dev, lambda example: fitted.heads.judge(example.views, context=context), rate)
    hard = [example for example in folded if example.id in material.labelled]
    own = told(material, hard, lambda example: fitted.unseen[example.id], None)
    return {"dev": figures.values(dev, SHOWN), "train": figures.values(own, SHOWN)}


Rate = Callable[[Example, Judgement], float]


def rates(train: Sequence[Example], unseen: Mapping[str, Judgement]) -> Rate:
    """Return the rating that is fitted to judgements of articles new to the judge."""
    annotated = [example for example in train if example.rating is not None]
    fitted: Rater = rater.fit(annotated, unseen).rater

    def rate(example: Example, found: Judgement) -> float:
        manner = fitted.manner(overall(example.views, example.reading.headed))
        return fitted.score(rater.told(example, found, manner))[0]

    return rate


def told(
    material: Material, examples: Iterable[Example], judge: Callable[[Example], Judgement], rate: Rate | None
) -> Outcomes:
    """Return the outcomes of a judge on annotated examples."""

    def given() -> Iterable[Any]:
        for example in examples:
            found = judge(example)
            rating = rate(example, found) if rate else None
            yield material.labelled[example.id], judged(example.reading, found, rating)

    return compared(given())


@dataclass(frozen=True)
class Row:
    """One refit: of which table, under what name, and its figures on dev and on train."""

    table: str
    name: str
    dev: Mapping[str, float]
    train: Mapping[str, float]


@dataclass(frozen=True)
class Refitted:
    """The refits of one set of features: the model whose tagger read the examples, and the rows."""

    model: str
    sha256: str
    features: str
    made: str
    rows: tuple[Row, ...]

    def table(self, name: str) -> tuple[Row, ...]:
        """Return the rows of one table in the order in which they were made."""
        return tuple(row for row in self.rows if row.table == name)


class Ledger:
    """The refits that were made, on file as they are made: a run that was broken off goes on where it was."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path, self._manifest = path, manifest

    def read(self) -> Refitted | None:
        """Return the refits; None where there are none, or they are of other features."""
        if not self.path.is_file():
            return None
        found = json.loads(self.path.read_text(encoding="utf-8"))
        rows = tuple(Row(**row) for row in found.pop("rows"))
        kept = Refitted(**found, rows=rows)
        return kept if kept.features == digest(self._manifest) else None

    def run(self, table: str, refits: Mapping[str, Job], material: Material, made: str, report: Report) -> None:
        """Make the refits, by name, that are not there for this very model, and write each down when it is made.

        On a cluster they are made side by side; here one by one, each with its own fits side by side.
        """
        due = {name: job for name, job in refits.items() if (table, name) not in self._names()}
        with jobs.shared(material):
            for name, found in jobs.each(due, report, table, side_by_side=1):
                self._write(Row(table, name, **found), made)

    def _kept(self) -> tuple[Row, ...]:
        before = self.read()
        return before.rows if before and before.sha256 == self._manifest.sha256 else ()

    def _names(self) -> set[tuple[str, str]]:
        return {(row.table, row.name) for row in self._kept()}

    def _write(self, row: Row, made: str) -> None:
        model = f"{self._manifest.name} {self._manifest.version}"
        after = Refitted(model, self._manifest.sha256, digest(self._manifest), made, (*self._kept(), row))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(asdict(after), indent=2) + "\n", encoding="utf-8")


def digest(manifest: Manifest) -> str:
    """Return the digest of the features that a model reads: their names and the lexicon."""
    return hashlib.sha256("\n".join((manifest.lexicon, *manifest.features)).encode()).hexdigest()[:16]
