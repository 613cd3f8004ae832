"""Fitting: from the corpora to a candidate model, stage by stage."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sklearn.exceptions import ConvergenceWarning

from evidence import artifact, lexicon
from evidence.convolution import Convolution
from evidence.features import ROW
from evidence.goals import Goal
from evidence.heads import Heads
from evidence.manifest import CorpusFact, Facts, Golden
from evidence.policy import DEFAULT
from evidence.rating import Rater
from evidence.scorer import Scorer, assembled
from evidence.tokens import Floats, Words
from evidence.values import Article, ModelId
from training import goals, heads, rater, undermining
from training.convolution import weights
from training.corpora import Corpora, CorpusError
from training.corpora.catalogue import digest
from training.corpora.written import with_alone
from training.examples import Examiner, Example, pool, soft_pool
from training.ground import SEED, lay
from training.progress import Report

NAME = "onrecord-en"
FOLDS = 5
GOLDEN = Path(__file__).parent / "golden"


def fit(corpora: Corpora, out: Path, version: str, report: Report) -> None:
    """Fit all parts to the train splits and write the candidate's artifact and manifest into ``out``.

    The convolution is not fitted here but read: ``python -m training convolution`` learns it.  Raises CorpusError
    where a corpus is missing or changed, ArtifactError where the artifact grows too large.
    """
    if (found := len(corpora.labelled("train"))) < rater.FEWEST:
        raise CorpusError(f"{corpora.folder} has {found} annotated articles to fit to, and {rater.FEWEST} are needed.")
    # the networks' epochs are chosen: that they could go on is no news
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        ground = lay(corpora, report)
        kept = weights.read()
        learnt = kept.of(ground.words)
        examiner = Examiner(ground.reader, ground.tagger, Convolution.of(learnt), FOLDS)
        examples = read_examples(corpora, examiner, report)
        fitted = heads.fit(examples, FOLDS, SEED, report, kept.head())
    rated = rate(examples, fitted)
    # what the convolution was taught is not new to the student
    hard = [example for example in examples if not (example.soft or example.invented)]
    parts = dict(ground.parts) | _parts(
        ground.words, learnt, fitted.heads, rated.rater, undermining.fit(hard, fitted.unseen)
    )
    model = ModelId(NAME, version)
    scorer = assembled(parts, model)
    golden = tuple(_golden(scorer, path) for path in sorted(GOLDEN.glob("*.txt")))
    artifact.save(out, parts, _facts(corpora, model, golden, goals.fit(hard, fitted.unseen)))


def rate(examples: Sequence[Example], fitted: heads.Fitted) -> rater.Rated:
    """Return the rater; of the pool's rated articles the heads' own judgements teach it, though they have met them."""
    met = {one.id: fitted.heads.judge(one.views) for one in examples if one.soft and one.rating is not None}
    return rater.fit(examples, met | fitted.unseen)


def read_examples(corpora: Corpora, examiner: Examiner, report: Report) -> list[Example]:
    """Return the examples that the heads are fitted to: annotated for train, corrected by editors, soft-labelled."""
    hard = (*corpora.labelled("train"), *corpora.feedback().labelled)
    soft, ratings = pool(corpora, soft_pool(corpora)), corpora.ratings("pool")
    examples = [*map(examiner.labelled, hard), *map(examiner.invented, with_alone(corpora.written()))]
    for at, (id_, aims) in enumerate(soft.items(), 1):
        examples.append(examiner.soft(corpora.articles[id_], aims, ratings.get(id_)))
        report("examples", at / len(soft))
    return examples


def _parts(
    words: Words,
    convolution: Mapping[str, Floats],
    fitted: Heads,
    rating: Rater,
    undermined: Mapping[str, Any],
) -> dict[str, object]:
    return {
        "words": words.vocabulary,
        "clusters": words.clusters,
        "convolution": dict(convolution),
        "scaler": fitted.scaler,
        "student": fitted.student,
        "networks": list(fitted.networks),
        "calibrators": dict(fitted.calibrators),
        "knots": dict(fitted.knots),
        "undermining": dict(undermined),
        "rating": {
            **{name: getattr(rating, name) for name in ("scaler", "model", "spread", "interval", "ends")},
            "manner": {"scaler": rating.manner.scaler, "model": rating.manner.model},
        },
    }


def _golden(scorer: Scorer, path: Path) -> Golden:
    title, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    said = scorer.assess(Article.of(text, title))
    strengths = tuple(sentence.strength for sentence in said.sentences)
    return Golden(text, title, strengths, said.rating.score if said.rating else None)


def _facts(corpora: Corpora, model: ModelId, golden: Sequence[Golden], reached: Mapping[str, Goal]) -> Facts:
    return Facts(
        name=model.name,
        version=model.version,
        created=datetime.now(UTC).date().isoformat(),
        features=ROW,
        lexicon=lexicon.load().digest,
        corpora=(
            *(CorpusFact(entry.name, entry.licence, entry.sha256) for entry in corpora.used),
            CorpusFact(weights.FILE.name, "ours", digest(weights.FILE)),
        ),
        seed=SEED,
        thresholds={
            "levels": DEFAULT.levels,
            "grades": DEFAULT.grades,
            "goals": {name: asdict(goal) for name, goal in reached.items()},
        },
        golden=tuple(golden),
    )
