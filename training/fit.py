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
from evidence.heads import Heads
from evidence.manifest import CorpusFact, Facts, Golden
from evidence.policy import DEFAULT
from evidence.rating import Rater
from evidence.reading import Reader
from evidence.scorer import FEATURES, Scorer, assembled, tagger
from evidence.tokens import Tokenizer, Words
from evidence.values import Article, ModelId
from training import compact, goals, heads, rater, taggers, undermining, words
from training.corpora import Corpora, CorpusError, PolnearArticle
from training.examples import Examiner, Example, from_soft
from training.progress import Report

NAME = "onrecord-en"
SEED = 20261122
FOLDS = 5
GOLDEN = Path(__file__).parent / "golden"


def fit(corpora: Corpora, out: Path, version: str, report: Report) -> None:
    """Fit all parts to the train splits and write the candidate's artifact and manifest into ``out``.

    Raises CorpusError where a corpus is missing or changed, ArtifactError where the artifact grows too large.
    """
    attributed = _unlabelled(corpora)
    _check(corpora, attributed)
    vocabulary = _words(corpora, report)
    reader = Reader(Tokenizer(vocabulary), lexicon.load())
    # the networks' epochs are chosen: that they could go on is no news
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        tagging = _tagging(corpora, attributed, reader, report)
        examples = read_examples(corpora, Examiner(reader, tagger(tagging), FOLDS), report)
        fitted = heads.fit(examples, FOLDS, SEED, report)
    rated = rater.fit(examples, fitted.unseen, SEED)
    parts = tagging | _parts(vocabulary, fitted.heads, rated.rater, undermining.fit(examples, fitted.unseen))
    model = ModelId(NAME, version)
    scorer = assembled(parts, model)
    golden = tuple(_golden(scorer, path) for path in sorted(GOLDEN.glob("*.txt")))
    hard = [example for example in examples if not (example.soft or example.invented)]
    artifact.save(out, parts, _facts(corpora, model, golden, goals.fit(hard, fitted.unseen)))


def _check(corpora: Corpora, attributed: Sequence[PolnearArticle]) -> None:
    found = {"PolNeAR": len(attributed), "annotated": len(corpora.labelled("train"))}
    for name, needed in (("PolNeAR", taggers.FOLDS), ("annotated", rater.FOLDS)):
        if found[name] < needed:
            raise CorpusError(f"{corpora.folder} has {found[name]} {name} articles to fit to, and {needed} are needed.")


def _words(corpora: Corpora, report: Report) -> Words:
    held = {article.article.id for article in corpora.labelled("dev")}
    learnt = words.learn((a.text for a in corpora.articles.values() if a.id not in held), SEED)
    report("words", 1.0)
    return learnt


def _unlabelled(corpora: Corpora) -> list[PolnearArticle]:
    """Return PolNeAR's articles but ours: a labelled one must be tagged as an unknown one would be."""
    labelled = {article.article.id for split in ("train", "dev") for article in corpora.labelled(split)}
    return [article for article in corpora.polnear("train") if article.id not in labelled]


def _tagging(
    corpora: Corpora, attributed: Sequence[PolnearArticle], reader: Reader, report: Report
) -> dict[str, object]:
    """Return the tagger's parts as the artifact keeps them: the heads must learn from what will serve."""
    doubts = taggers.read_szeged(reader, corpora.szeged())
    full = taggers.fit(taggers.read_polnear(reader, attributed), doubts, SEED, report)
    return {
        "tagger_first": [compact.linear(model) for model in full.first],
        "tagger_second": compact.network(full.second),
        "tagger_doubts": compact.linear(full.doubts),
    }


def read_examples(corpora: Corpora, examiner: Examiner, report: Report) -> list[Example]:
    """Return the examples that the heads are fitted to: annotated for train, corrected by editors, soft-labelled."""
    hard = (*corpora.labelled("train"), *corpora.feedback().labelled)
    known = {given.article.id for given in (*hard, *corpora.labelled("dev"))}
    soft = {
        id_: aims
        for id_, aims in from_soft(corpora.soft_labels()).items()
        if id_ in corpora.articles and id_ not in known
    }
    examples = [*map(examiner.labelled, hard), *map(examiner.invented, corpora.written())]
    for at, (id_, aims) in enumerate(soft.items(), 1):
        examples.append(examiner.soft(corpora.articles[id_], aims))
        report("examples", at / len(soft))
    return examples


def _parts(vocabulary: Words, fitted: Heads, rating: Rater, undermined: Mapping[str, Any]) -> dict[str, object]:
    return {
        "words": sorted(vocabulary.rank, key=vocabulary.rank.__getitem__),
        "clusters": vocabulary.clusters,
        "first": fitted.first,
        "scaler": fitted.scaler,
        "second": list(fitted.second),
        "calibrators": dict(fitted.calibrators),
        "spread": dict(fitted.spread),
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


def _facts(corpora: Corpora, model: ModelId, golden: Sequence[Golden], reached: Mapping[str, goals.Goal]) -> Facts:
    return Facts(
        name=model.name,
        version=model.version,
        created=datetime.now(UTC).date().isoformat(),
        features=FEATURES,
        lexicon=lexicon.load().digest,
        corpora=tuple(CorpusFact(entry.name, entry.licence, entry.sha256) for entry in corpora.used),
        seed=SEED,
        thresholds={
            "levels": DEFAULT.levels,
            "grades": DEFAULT.grades,
            "goals": {name: asdict(goal) for name, goal in reached.items()},
        },
        golden=tuple(golden),
    )
